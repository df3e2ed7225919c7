//! The formats that documents are written in, and which one a file's name asks for.

/// A format of files that this room writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word.
    Docx,
    /// Pages that look the same everywhere.
    Pdf,
    /// Excel.
    Xlsx,
    /// A page for the browser.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// All formats, the usual first.
    pub const ALL: [Format; 5] =
        [Format::Docx, Format::Pdf, Format::Xlsx, Format::Html, Format::Text];

    /// The format of files whose names end so, in small letters without the dot.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending {
            "htm" => Some(Format::Html),
            ending => Format::ALL.into_iter().find(|format| format.ending() == ending),
        }
    }

    /// How the names of its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Text => "txt",
        }
    }
}
