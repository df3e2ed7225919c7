//! Why a legacy Word document could not be read in full.

use ground::{Finding, RuleCode, Severity, Span};

use crate::bounds::MOST_PIECES;
use crate::codes;

/// A fault and the Chinese words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    code: RuleCode,
    message: String,
    help: &'static str,
}

const SAVE_AGAIN: &str = "请用 Word 或 WPS 打开该文件，另存为 .docx 后重新提交";

impl Fault {
    /// The file is no compound file, or has no text in it.
    pub(super) fn no_text() -> Fault {
        let message = "旧版 Word 文档（.doc）的文件头已损坏，找不到正文".into();
        Fault { code: codes::FILE_DAMAGED, message, help: SAVE_AGAIN }
    }

    /// The list of pieces that make up the text cannot be read.
    pub(super) fn no_pieces() -> Fault {
        let message = "旧版 Word 文档（.doc）的正文目录已损坏，拼不出正文".into();
        Fault { code: codes::FILE_DAMAGED, message, help: SAVE_AGAIN }
    }

    /// The text breaks off before its end.
    pub(super) fn cut_off(read: u32, whole: u32) -> Fault {
        let message = format!("文件不完整：正文应有 {whole} 字，只读到 {read} 字");
        let help = "请重新下载或从原电脑重新复制该文件";
        Fault { code: codes::FILE_DAMAGED, message, help }
    }

    /// What says where paragraphs and tables are cannot be read.
    pub(super) fn no_properties() -> Fault {
        let message = "文件的格式信息已损坏，表格的行列可能读得不全".into();
        Fault { code: codes::FILE_DAMAGED, message, help: SAVE_AGAIN }
    }

    /// Word 95 and before.
    pub(super) fn too_old() -> Fault {
        let message = "这是 Word 95 或更早版本的文档，目前还不能读取".into();
        Fault { code: codes::FORMAT_UNSUPPORTED, message, help: SAVE_AGAIN }
    }

    /// The document is under a password.
    pub(super) fn encrypted() -> Fault {
        let message = "文件设有打开密码，无法读取".into();
        let help = "请在 Word 中取消密码（文件 → 信息 → 保护文档），保存后重新提交";
        Fault { code: codes::FILE_ENCRYPTED, message, help }
    }

    /// The document has more paragraphs and cells than any.
    pub(super) fn too_many_pieces() -> Fault {
        let message = format!("文档的段落和单元格超过 {MOST_PIECES} 个，只读到了此前的内容");
        let help = "请只提交绩效文本本身";
        Fault { code: codes::FILE_TOO_LARGE, message, help }
    }

    /// The text alone is larger than is read.
    pub(super) fn too_large(limit: usize) -> Fault {
        let message = format!("文档正文超过 {} MB 的上限", limit >> 20);
        let help = "请只提交绩效文本本身";
        Fault { code: codes::FILE_TOO_LARGE, message, help }
    }

    /// No words stand in the document.
    pub(super) fn blank() -> Fault {
        let message = "文档里没有文字，可能全部是图片或扫描件".into();
        let help = "请提交有文字的 Word 原件，而不是图片或扫描件";
        Fault { code: codes::FILE_EMPTY, message, help }
    }

    /// The finding that reports it at the byte `at` of the linear text.
    pub(super) fn finding(self, severity: Severity, at: usize) -> Finding {
        Finding::new(self.code, severity, Span::at(at), self.message).help(self.help)
    }
}
