//! The formats that documents are written in, and which one a file's name asks for.

use crate::document::Document;
use crate::{WriteError, docx, html, txt, xlsx};

/// A format of files that this room writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// A page for the browser.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// All formats, the usual first.
    pub const ALL: [Format; 4] = [Format::Docx, Format::Xlsx, Format::Html, Format::Text];

    /// The format of files whose names end so, in small letters without the dot.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending {
            "docx" => Some(Format::Docx),
            "xlsx" => Some(Format::Xlsx),
            "html" | "htm" => Some(Format::Html),
            "txt" => Some(Format::Text),
            _ => None,
        }
    }

    /// How the names of its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Text => "txt",
        }
    }
}

/// The bytes of a document in a format.
///
/// # Errors
/// Where the document goes beyond what the format allows, or could not be packed.
pub fn file(document: &Document, format: Format) -> Result<Vec<u8>, WriteError> {
    match format {
        Format::Docx => docx(document),
        Format::Xlsx => xlsx(document),
        Format::Html => Ok(html(document).into_bytes()),
        Format::Text => Ok(txt(document).into_bytes()),
    }
}
