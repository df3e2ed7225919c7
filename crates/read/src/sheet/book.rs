//! A workbook as it is understood before it is laid out: what stands in which cell.

use std::collections::BTreeSet;

use ground::{Finding, Severity, Span};

use crate::bounds::MOST_PIECES;
use crate::codes;
use crate::docx::fault::Fault;
use crate::sheet::styles::Styles;

/// Rows that a sheet has.
pub(crate) const MOST_ROWS: u32 = 1_048_576;
/// Columns that a sheet has.
pub(crate) const MOST_COLUMNS: u32 = 16_384;
/// More merged regions than this no statement has.
pub(crate) const MOST_REGIONS: usize = 100_000;
/// More cells than this no old workbook is read for: all rows it can have, each of 60 cells.
const MOST_CELLS: usize = 4_000_000;
/// More sheets than this are no statement.
pub(crate) const MOST_SHEETS: usize = 2_000;

/// A workbook.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// Its sheets in the order of their tabs.
    pub(crate) sheets: Vec<Sheet>,
    /// Words that several cells share.
    pub(crate) shared: Vec<String>,
    /// Its number formats, where values are kept as they are meant.
    pub(crate) styles: Styles,
    /// What was wrong with the file.
    pub(crate) faults: Vec<(Severity, Fault)>,
}

/// A sheet.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
    pub(crate) purpose: Purpose,
    /// Filled cells.
    pub(crate) cells: Vec<Filled>,
    /// Merged regions.
    pub(crate) regions: Vec<Region>,
    pub(crate) hidden_rows: BTreeSet<u32>,
    /// First and last of each run of hidden columns.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
}

/// What the cells of a sheet are read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// For what people see: the text of a statement.
    #[default]
    Shown,
    /// For what they hold: the rows of a register.
    Meant,
}

impl Purpose {
    /// So many cells are read at most.
    pub(crate) fn most(self) -> usize {
        match self {
            Purpose::Shown => MOST_PIECES,
            Purpose::Meant => MOST_CELLS,
        }
    }
}

/// A cell with what it shows. Rows and columns count from 0.
#[derive(Debug)]
pub(crate) struct Filled {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) shows: Shows,
}

/// What a cell shows.
#[derive(Debug)]
pub(crate) enum Shows {
    /// Words of its own.
    Own(String),
    /// The shared words of this number.
    Shared(usize),
    /// A number and its style, where it is kept as it is meant.
    Number(f64, usize),
    /// A yes or no, where it is kept so.
    Truth(bool),
    /// An error, where it is kept so.
    Error(&'static str),
}

/// A merged region, its last row and column included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

impl Book {
    /// What a cell shows.
    pub(crate) fn words<'b>(&'b self, cell: &'b Filled) -> &'b str {
        match &cell.shows {
            Shows::Own(words) => words,
            Shows::Shared(number) => self.shared.get(*number).map_or("", String::as_str),
            Shows::Number(..) | Shows::Truth(_) | Shows::Error(_) => "",
        }
    }

    /// A fault that leaves words unread.
    pub(crate) fn broken(&mut self, fault: Fault) {
        self.faults.push((Severity::Error, fault));
    }
}

impl Sheet {
    /// Adds a cell; whether there was still room for it.
    pub(crate) fn add(&mut self, row: u32, column: u32, shows: Shows) -> bool {
        let is_blank = matches!(&shows, Shows::Own(words) if words.is_empty());
        if is_blank || row >= MOST_ROWS || column >= MOST_COLUMNS {
            return true;
        }
        self.cells.push(Filled { row, column, shows });
        self.cells.len() < self.purpose.most()
    }

    /// The first column from this one on that is not hidden.
    pub(crate) fn visible_column_from(&self, column: u32) -> u32 {
        let mut column = column;
        // Runs of hidden columns that follow each other are rarely more than one.
        for _ in 0..16 {
            let hidden = self.hidden_columns.iter();
            let run = hidden.filter(|(first, last)| (*first..=*last).contains(&column));
            match run.map(|(_, last)| *last).max() {
                Some(last) => column = last.saturating_add(1),
                None => break,
            }
        }
        column
    }

    pub(crate) fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

impl Region {
    pub(crate) fn holds(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row)
            && (self.columns.0..=self.columns.1).contains(&column)
    }

    /// A reference such as `A1:C3`.
    pub(crate) fn parse(text: &str) -> Option<Region> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (address(first.as_bytes())?, address(last.as_bytes())?);
        Some(Region {
            rows: (first.0.min(last.0), first.0.max(last.0)),
            columns: (first.1.min(last.1), first.1.max(last.1)),
        })
    }
}

/// Row and column, from 0, of an address such as `B7` or `$B$7`.
pub(crate) fn address(text: &[u8]) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0u32, 0u32);
    for byte in text.iter().filter(|byte| **byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => {
                row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            }
            _ => return None,
        }
    }
    let in_sheet = row <= MOST_ROWS && column <= MOST_COLUMNS;
    in_sheet.then_some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The address of a cell: `B7`.
pub(crate) fn named(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), u64::from(row) + 1)
}

/// The letters of a column: 0 is A, 27 is AB.
pub(crate) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Something that stands in the file and was not read, at the byte `at` of the linear text.
pub(crate) fn left_out(at: usize, message: String, help: &str) -> Finding {
    Finding::new(codes::SHEET_PART_HIDDEN, Severity::Note, Span::at(at), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_there_and_back() {
        for (text, at) in
            [("A1", (0, 0)), ("B7", (6, 1)), ("AA10", (9, 26)), ("XFD1048576", (1_048_575, 16_383))]
        {
            assert_eq!(address(text.as_bytes()), Some(at), "{text}");
            assert_eq!(named(at.0, at.1), text);
        }
        assert_eq!(address(b"$C$2"), Some((1, 2)));
        for text in ["", "A", "1", "A0", "XFE1", "A1048577", "A1B", "中1", "A99999999999"] {
            assert_eq!(address(text.as_bytes()), None, "{text}");
        }
        let region = Region { rows: (0, 2), columns: (0, 2) };
        assert_eq!(Region::parse("C3:A1"), Some(region));
    }
}
