//! Why a Word document, or a part of it, could not be read in full.

use ground::{Finding, RuleCode, Severity, Span};

use crate::codes;

/// A fault and the Chinese words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: RuleCode,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

const SAVE_AGAIN: &str = "请用 Word 或 WPS 打开该文件，另存为新的 .docx 后重新提交";
const COPY_AGAIN: &str = "请重新下载或从原电脑重新复制该文件";
const MAKE_SMALLER: &str = "请删去文件中的图片和附件，只保留绩效文本";

impl Fault {
    pub(crate) fn damaged(message: String, help: &'static str) -> Fault {
        Fault { code: codes::FILE_DAMAGED, message, help }
    }

    /// The archive's own directory cannot be read.
    pub(crate) fn archive() -> Fault {
        Fault::damaged("文件的压缩结构已损坏，无法打开".into(), COPY_AGAIN)
    }

    /// No part of the archive is the text of a Word document.
    pub(crate) fn no_text() -> Fault {
        let message = "文件里没有 Word 文档的正文，可能已损坏，或并不是 Word 文档";
        Fault::damaged(message.into(), SAVE_AGAIN)
    }

    /// A part's data breaks off or does not agree with its checksum.
    pub(crate) fn broken(part: &str) -> Fault {
        Fault::damaged(format!("文件的部件“{part}”已损坏，只读到了损坏之前的内容"), COPY_AGAIN)
    }

    /// A part is no well-formed XML from the byte `at` on.
    pub(crate) fn malformed(part: &str, at: usize) -> Fault {
        let message = format!("文件的部件“{part}”在第 {at} 字节处结构有误，只读到了此前的内容");
        Fault::damaged(message, SAVE_AGAIN)
    }

    /// A part nests its elements without reason.
    pub(crate) fn too_deep(part: &str) -> Fault {
        let message = format!("文件的部件“{part}”嵌套层数异常，只读到了此前的内容");
        Fault::damaged(message, SAVE_AGAIN)
    }

    /// A part declares entities of its own.
    pub(crate) fn doctype(part: &str) -> Fault {
        let message = format!("文件的部件“{part}”含有文档类型声明（DTD），为安全起见不予读取");
        Fault::damaged(message, SAVE_AGAIN)
    }

    /// A part is packed by a method that no Word uses.
    pub(crate) fn method(part: &str) -> Fault {
        let message = format!("文件的部件“{part}”使用了不支持的压缩方式");
        Fault { code: codes::FORMAT_UNSUPPORTED, message, help: SAVE_AGAIN }
    }

    /// A part is under a password.
    pub(crate) fn encrypted(part: &str) -> Fault {
        let message = format!("文件的部件“{part}”设有密码，无法读取");
        Fault { code: codes::FILE_ENCRYPTED, message, help: "请取消密码后重新提交" }
    }

    /// A part unpacks to more than `limit` bytes.
    pub(crate) fn too_large(part: &str, limit: usize) -> Fault {
        let message = match limit >> 20 {
            0 => format!("文件的部件“{part}”解压后超过 {limit} 字节的上限"),
            megabytes => format!("文件的部件“{part}”解压后超过 {megabytes} MB 的上限"),
        };
        Fault { code: codes::FILE_TOO_LARGE, message, help: MAKE_SMALLER }
    }

    /// A part unpacks to so many times its size that no text can be in it.
    pub(crate) fn inflated(part: &str, ratio: u64) -> Fault {
        let message = format!("文件的部件“{part}”解压后膨胀 {ratio} 倍，疑似压缩炸弹，不予读取");
        Fault { code: codes::FILE_TOO_LARGE, message, help: SAVE_AGAIN }
    }

    /// The archive holds more files than any document.
    pub(crate) fn too_many_files(count: usize, limit: usize) -> Fault {
        let message = format!("文件内含 {count} 个部件，超过 {limit} 个的上限");
        Fault { code: codes::FILE_TOO_LARGE, message, help: SAVE_AGAIN }
    }

    /// The text has more paragraphs and cells than any document.
    pub(crate) fn too_many_pieces(limit: usize) -> Fault {
        let message = format!("文件的段落和单元格超过 {limit} 个，只读到了此前的内容");
        Fault { code: codes::FILE_TOO_LARGE, message, help: "请只提交绩效文本本身" }
    }

    pub(crate) fn too_much_text(limit: usize) -> Fault {
        let message = format!("文件的文字超过 {} MB，只读到了此前的内容", limit >> 20);
        Fault { code: codes::FILE_TOO_LARGE, message, help: "请只提交绩效文本本身" }
    }

    /// The finding that reports it at the byte `at` of the linear text.
    pub(crate) fn finding(self, severity: Severity, at: usize) -> Finding {
        Finding::new(self.code, severity, Span::at(at), self.message).help(self.help)
    }
}
