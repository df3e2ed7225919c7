//! What is said of files that hold no rows of a register.

use ground::{Finding, Severity, Span};

use crate::docx::fault::Fault;
use crate::sheet::SAVE_AGAIN;
use crate::sniff::Kind;
use crate::{Limits, codes, stream};

const AS_SHEET: &str =
    "请把数据放进 Excel 或 WPS 表格（可用本系统的导入模板），保存为 .xlsx 后导入";
const SPLIT: &str = "请分成几个文件，分别导入";

pub(super) fn too_large(size: usize, most: usize) -> Fault {
    let message = format!("文件有 {} MB，超过 {} MB 的上限", size >> 20, most >> 20);
    Fault { code: codes::FILE_TOO_LARGE, message, help: SPLIT }
}

pub(super) fn too_many_rows(most: u32) -> Fault {
    let message = format!("工作表超过 {most} 行，只读到了此前的内容");
    Fault { code: codes::FILE_TOO_LARGE, message, help: SPLIT }
}

pub(super) fn no_sheet() -> Fault {
    let message = "工作簿里没有可以读取的工作表，只有图表或宏".into();
    Fault { code: codes::FORMAT_UNSUPPORTED, message, help: AS_SHEET }
}

pub(super) fn no_rows(sheet: &str) -> Fault {
    let message = format!("“{sheet}”里没有任何内容");
    let help = "请检查是否选错了工作表或文件，或者数据没有保存";
    Fault { code: codes::FILE_EMPTY, message, help }
}

pub(super) fn open_quote(line: u32) -> Fault {
    let message = format!("第 {line} 行有一个双引号没有成对，其后的内容分不清行和列");
    Fault::damaged(message, "请补上或删去多余的双引号；或用 Excel 打开，另存为 .xlsx 后导入")
}

/// The advice that fits a table.
pub(super) fn help(fault: &Fault) -> &'static str {
    if fault.code == codes::FILE_TOO_LARGE {
        SPLIT
    } else if fault.help.contains(".docx") {
        SAVE_AGAIN
    } else {
        fault.help
    }
}

/// What is said of a file of another kind.
pub(super) fn other(name: &str, bytes: &[u8], kind: Kind) -> Finding {
    let is = match kind {
        Kind::Docx | Kind::Doc => "Word 文档",
        Kind::Pdf => "PDF 文件",
        Kind::Html | Kind::Mhtml => {
            let message = "这是网页，不是 Excel 工作簿（有的系统导出的 .xls 其实是网页）";
            return unsupported(message, "请用 Excel 或 WPS 表格打开，另存为 .xlsx 后导入");
        }
        Kind::Json => "绩效文本的 JSON 文件",
        Kind::Archive => return unsupported("这是 ZIP 压缩包", "请解压后逐个导入里面的表格"),
        Kind::Binary => return unsupported("文件内容不是任何已知的表格格式", AS_SHEET),
        Kind::Encrypted => {
            let message = "文件设有打开密码，无法读取";
            let help = "请用 Excel 打开，在“文件 → 信息 → 保护工作簿 → 用密码进行加密”中清空密码，保存后导入";
            return error(codes::FILE_ENCRYPTED, message, help);
        }
        // What is empty, broken or foreign the reader of statements knows to say.
        _ => {
            let found = stream(name, bytes, Limits::default()).findings.into_iter();
            let mut errors = found.filter(|finding| finding.severity == Severity::Error);
            let unknown = || unsupported("文件内容不是任何已知的表格格式", AS_SHEET);
            return errors.next().unwrap_or_else(unknown);
        }
    };
    unsupported(&format!("这是{is}，台账只能从表格导入"), AS_SHEET)
}

fn unsupported(message: &str, help: &str) -> Finding {
    error(codes::FORMAT_UNSUPPORTED, message, help)
}

fn error(code: ground::RuleCode, message: &str, help: &str) -> Finding {
    Finding::new(code, Severity::Error, Span::at(0), message).help(help)
}
