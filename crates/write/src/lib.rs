//! From typed documents to files: Word, PDF, Excel, HTML, text.
//!
//! A [`document::Document`] says what stands on the pages: sections with their page setup, paragraphs
//! with their styles, contents, tables with merged cells. Who has something to print makes one:
//! [`statement()`] makes one of a performance statement, [`forms::form()`]
//! one of an official form. Each renderer turns any document into the
//! bytes of one format: [`docx()`], [`pdf()`], [`xlsx()`], [`html()`], [`txt()`]. The same document
//! always gives the same bytes: no clock is read, no order left to chance.
//!
//! Rows of a register are no pages: [`rows`] writes templates to be filled in, rows that are to be mended, and
//! exports, row by row.
//!
//! Suggested reading order: [`document`], [`page`], [`style`], [`statement()`], [`forms`], then a
//! renderer.

pub mod document;
mod docx;
mod filling;
mod format;
pub mod forms;
mod html;
pub mod page;
mod pdf;
pub mod rows;
pub mod skeleton;
mod statement;
pub mod style;
mod txt;
mod xlsx;
mod xml;

pub use docx::docx;
pub use format::Format;
pub use html::html;
pub use pdf::{Pages, Pdf, Replaced, pdf, pdf_roles};
pub use statement::statement;
pub use txt::txt;
pub use xlsx::xlsx;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The parts of a Word document could not be put together.
    #[error("the parts of the document could not be packed")]
    Pack(#[from] zip::result::ZipError),
    /// A part could not be written into the package.
    #[error("a part of the document could not be written")]
    Part(#[from] std::io::Error),
    /// The pages could not be typeset: a font or a character is missing.
    #[error(transparent)]
    Typeset(#[from] typeset::Error),
    /// The workbook goes beyond what Excel allows, or could not be packed.
    #[error("the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
