//! Where something stands, in the terms of its own format.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place as a person would look it up in the file. All counts begin at 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Place {
    /// A line of a plain text and the character in it.
    Line {
        /// Line number.
        line: u32,
        /// Character in the line.
        column: u32,
    },
    /// A paragraph outside tables.
    Paragraph {
        /// Paragraph number, table paragraphs not counted.
        paragraph: u32,
    },
    /// A cell of a table in a text document.
    Cell {
        /// Table number in the document; a nested table has its own number.
        table: u32,
        /// Row number.
        row: u32,
        /// Grid column number: a cell that spans columns counts as its first.
        column: u32,
    },
    /// A cell of a spreadsheet.
    Sheet {
        /// Name of the sheet.
        sheet: String,
        /// Address such as `B7`.
        cell: String,
    },
    /// A box on a page, in thousandths of the page's width and height from its upper left corner.
    Page {
        /// Page number.
        page: u32,
        /// Left, top, right, bottom.
        area: [u16; 4],
    },
}

impl Default for Place {
    fn default() -> Self {
        Place::Line { line: 1, column: 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line { line, column } => write!(f, "第{line}行第{column}字"),
            Place::Paragraph { paragraph } => write!(f, "第{paragraph}段"),
            Place::Cell { table, row, column } => write!(f, "表{table}第{row}行第{column}列"),
            Place::Sheet { sheet, cell } => write!(f, "工作表“{sheet}”{cell}"),
            Place::Page { page, .. } => write!(f, "第{page}页"),
        }
    }
}
