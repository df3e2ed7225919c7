//! Spreadsheets to the stream: .xlsx and .xls, with what people see in their cells.
//!
//! Suggested reading order: [`xlsx`] and [`xls`] read a file into a [`book`] of sheets and filled
//! cells; [`styles`] and [`number`] make words of numbers as Excel shows them; [`grid`] finds what is
//! visible, which rows are tables, and where merged cells reach; [`layout`] makes one linear text.
//!
//! Whatever is wrong with a workbook, what could be read of it is kept, and a fault says the rest.

pub(crate) mod book;
mod grid;
mod layout;
pub(crate) mod number;
pub(crate) mod styles;
pub(crate) mod xls;
pub(crate) mod xlsx;
pub(crate) mod xml;

use ground::{Finding, Format, Severity, Source};

use crate::Limits;
use crate::docx::fault::Fault;
use crate::stream::Stream;
use book::Book;

pub(crate) const SAVE_AGAIN: &str = "请用 Excel 或 WPS 表格打开该文件，另存为新的 .xlsx 后重新提交";
pub(crate) const COPY_AGAIN: &str = "请重新下载或从原电脑重新复制该文件";

/// Reads a workbook of Office Open XML as far as lines and rows.
pub(crate) fn read_xlsx(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    stream(name, Format::Xlsx, xlsx::book(bytes, limits), limits)
}

/// Reads a workbook of Excel 5 to 2003 as far as lines and rows.
pub(crate) fn read_xls(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    stream(name, Format::Xls, xls::book(bytes, limits), limits)
}

fn stream(name: &str, format: Format, book: Result<Book, Fault>, limits: Limits) -> Stream {
    match book {
        Ok(book) => layout::stream(name, format, book, limits),
        Err(fault) => Stream {
            source: Source::new(name, format, String::new(), Vec::new()),
            blocks: Vec::new(),
            findings: vec![finding(fault, Severity::Error, 0)],
        },
    }
}

/// The finding of a fault, with the advice that fits a workbook.
pub(crate) fn finding(fault: Fault, severity: Severity, at: usize) -> Finding {
    let help = if fault.help.contains(".docx") { SAVE_AGAIN } else { fault.help };
    fault.finding(severity, at).help(help)
}
