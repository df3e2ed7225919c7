//! What one cell of a sheet or one field of a form can hold, before anything is understood.

use ground::Day;

/// The heading over what is wrong with a row, in tables that are given back to be mended; no column of a register may
/// be called so.
pub const PROBLEMS: &str = "导入问题";

/// A cell as its reader found it.
///
/// Numbers are binary floats because that is what spreadsheets keep; nothing is computed with them, they are
/// turned into exact values at once.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Cell<'c> {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as it stands.
    Text(&'c str),
    /// A number; also an Excel serial of a day whose cell has no format of a date.
    Number(f64),
    /// A day: the reader knows that the cell has the format of a date, and which calendar the file counts in.
    Date(Day),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error of a formula, such as `#N/A`.
    Error(&'c str),
}

impl Cell<'_> {
    /// Whether nothing stands in it but blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }
}
