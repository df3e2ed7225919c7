//! What stands on the pages: the one description that every renderer works from.
//!
//! ```text
//! Document
//!   properties                     title, author, day of creation
//!   sections                       each begins a page and has its own page setup
//!     blocks
//!       Paragraph                  a style, runs of text, perhaps a bookmark
//!       Contents                   heading, entries with pages and the bookmarks they lead to
//!       Table                      column widths, rows of cells with spans, header rows
//!       Space, PageBreak
//! ```
//!
//! Nothing here knows a file format; a form or a report is a function that makes a `Document`.

use jiff::civil::Date;

pub use crate::filling::{Blank, Figure, Formula, Items, Mark, Shown, Summed, Takes};
use crate::page::Page;
use crate::style::Style;

/// A whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What the document says of itself.
    pub properties: Properties,
    /// Its sections, in order. Each begins a new page.
    pub sections: Vec<Section>,
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// The office that drew it up.
    pub author: String,
    /// Words by which it is found.
    pub keywords: String,
    /// The day it was made; formats that must name one say [`FIRST_DAY`] where it is not given.
    pub created: Option<Date>,
}

/// The day that stands for none: the first that a zip archive can name.
pub const FIRST_DAY: Date = jiff::civil::date(1980, 1, 1);

/// A part of the document that begins a page and has its own page setup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What a person would call it. Sections of one name that follow each other share a sheet of a
    /// workbook.
    pub name: String,
    /// How its pages are set.
    pub page: Page,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// The blank between two tables that are one to the eye: the second begins with rows that come again
/// on each page. Formats without pages leave it out.
pub const SEAM: u32 = 20;

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph or a heading.
    Paragraph(Paragraph),
    /// The list of headings with their pages.
    Contents(Contents),
    /// A table.
    Table(Table),
    /// So much blank height, in twentieths of a point.
    Space(u32),
    /// What follows stands on a new page.
    PageBreak,
}

/// A paragraph. Whether it is a heading, and of which level, its style says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its look and its role.
    pub style: Style,
    /// Its text.
    pub runs: Vec<Run>,
    /// The name by which contents and links find it: ASCII letters, digits and `_`.
    pub bookmark: Option<String>,
}

/// Text of one look. A line feed in it is a line break, a tab a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// What sets it apart from the text around it.
    pub emphasis: Emphasis,
    /// What is to be filled in here, where that is left to somebody; the words are what is chosen
    /// beforehand. Formats that cannot be filled in show the words alone.
    pub blank: Option<Blank>,
}

/// What sets a run apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// Nothing.
    #[default]
    None,
    /// Heavier type.
    Strong,
    /// A line under it, as under what is filled in.
    Underlined,
}

/// The list of headings with their pages. In Word it is a field that can be updated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The words over it.
    pub heading: Option<Paragraph>,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// A line of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The heading, number included.
    pub title: String,
    /// The page it stands on.
    pub page: Option<u32>,
    /// Level of the heading: 1 for a part, 2 for what stands in it.
    pub level: u8,
    /// Bookmark of the heading.
    pub target: Option<String>,
}

/// A table. Its rows list the cells that begin in them; cells that span rows are not listed again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is, for those who cannot see it.
    pub caption: String,
    /// Width of each column; only their proportions count.
    pub widths: Vec<u32>,
    /// How many rows from the first on are repeated on each page.
    pub header_rows: usize,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells that begin in it, from left to right.
    pub cells: Vec<Cell>,
    /// Least height in twentieths of a point; 0 where it is as high as its text.
    pub height: u32,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs; none where it is blank.
    pub paragraphs: Vec<Paragraph>,
    /// How many columns it spans, at least 1.
    pub columns: u16,
    /// How many rows it spans, at least 1.
    pub rows: u16,
    /// Where its text stands between top and bottom.
    pub vertical: Vertical,
    /// What a format without merged cells writes in the further rows that it spans.
    pub spread: Spread,
    /// Whether it is a heading of its column or row.
    pub role: Role,
    /// The number that its words are, for formats that calculate.
    pub figure: Option<Figure>,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vertical {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Middle,
}

/// What a format without merged cells writes in the further rows of a cell that spans rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// Nothing: the words stand once.
    #[default]
    Once,
    /// The words again: they hold for each row.
    EachRow,
}

/// What a cell is to the cells around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// What is said.
    #[default]
    Value,
    /// The name of what stands right of it or under it.
    Label,
}

/// A cell as it lies in a row of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'t> {
    /// Its first column, from 0.
    pub column: u16,
    /// The cell.
    pub cell: &'t Cell,
    /// Whether it begins in this row or comes down from one above.
    pub part: Part,
}

/// Which row of a cell it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The row in which it begins.
    First,
    /// A further row that it spans.
    Further,
}

impl Paragraph {
    /// A paragraph of plain text.
    pub fn new(style: Style, text: impl Into<String>) -> Paragraph {
        Paragraph::of(style, vec![Run::plain(text)])
    }

    /// A paragraph of these runs.
    pub fn of(style: Style, runs: Vec<Run>) -> Paragraph {
        Paragraph { style, runs, bookmark: None }
    }

    /// The same paragraph under a bookmark.
    pub fn marked(self, bookmark: impl Into<String>) -> Paragraph {
        Paragraph { bookmark: Some(bookmark.into()), ..self }
    }

    /// Its whole text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Block {
        Block::Paragraph(paragraph)
    }
}

impl Cell {
    /// A cell of one column and row with these paragraphs.
    pub fn new(paragraphs: Vec<Paragraph>) -> Cell {
        Cell {
            paragraphs,
            columns: 1,
            rows: 1,
            vertical: Vertical::default(),
            spread: Spread::default(),
            role: Role::default(),
            figure: None,
        }
    }

    /// The name of what stands beside it or under it.
    pub fn label(text: impl Into<String>) -> Cell {
        let paragraph = Paragraph::new(Style::CellLabel, text);
        Cell { role: Role::Label, ..Cell::new(vec![paragraph]) }
    }

    /// A cell with one paragraph, blank where the text is.
    pub fn of(style: Style, text: &str) -> Cell {
        let paragraph = (!text.is_empty()).then(|| Paragraph::new(style, text));
        Cell::new(paragraph.into_iter().collect())
    }

    /// The same cell over so many columns.
    pub fn across(self, columns: u16) -> Cell {
        Cell { columns: columns.max(1), ..self }
    }

    /// The same cell over so many rows.
    pub fn down(self, rows: u16) -> Cell {
        Cell { rows: rows.max(1), ..self }
    }

    /// Its paragraphs as lines.
    pub fn lines(&self) -> Vec<String> {
        self.paragraphs.iter().map(Paragraph::text).collect()
    }
}

impl Row {
    /// A row of these cells.
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, height: 0 }
    }
}

impl Table {
    /// Every row with all cells that lie in it, those that come down from above among them.
    pub fn grid(&self) -> Vec<Vec<Placed<'_>>> {
        let mut reaching: Vec<(Placed<'_>, u16)> = Vec::new();
        self.rows.iter().map(|row| lay(row, &mut reaching)).collect()
    }

    /// How many columns its grid has.
    pub fn columns(&self) -> u16 {
        u16::try_from(self.widths.len()).unwrap_or(u16::MAX)
    }
}

/// Lays a row between the cells that reach down into it; `reaching` says how many rows are left.
fn lay<'t>(row: &'t Row, reaching: &mut Vec<(Placed<'t>, u16)>) -> Vec<Placed<'t>> {
    let mut placed: Vec<Placed<'t>> = reaching.iter().map(|(cell, _)| *cell).collect();
    let mut column = 0;
    let mut begun = Vec::new();
    for cell in &row.cells {
        while let Some((above, _)) = reaching.iter().find(|(above, _)| above.covers(column)) {
            column = above.column.saturating_add(above.cell.columns.max(1));
        }
        begun.push(Placed { column, cell, part: Part::First });
        column = column.saturating_add(cell.columns.max(1));
    }
    for (_, left) in reaching.iter_mut() {
        *left -= 1;
    }
    reaching.retain(|(_, left)| *left > 0);
    let down = begun.iter().filter(|placed| placed.cell.rows > 1);
    reaching.extend(
        down.map(|placed| (Placed { part: Part::Further, ..*placed }, placed.cell.rows - 1)),
    );
    placed.extend(begun);
    placed.sort_by_key(|placed| placed.column);
    placed
}

impl Placed<'_> {
    fn covers(&self, column: u16) -> bool {
        self.column <= column && column < self.column.saturating_add(self.cell.columns.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: u16, rows: u16) -> Cell {
        Cell::of(Style::CellText, text).across(columns).down(rows)
    }

    #[test]
    fn cells_find_their_columns_between_those_from_above() {
        let table = Table {
            widths: vec![1; 4],
            rows: vec![
                Row::new(vec![cell("a", 1, 3), cell("b", 2, 1), cell("c", 1, 2)]),
                Row::new(vec![cell("d", 1, 1), cell("e", 1, 1)]),
                Row::new(vec![cell("f", 3, 1)]),
                Row::new(vec![cell("g", 4, 1)]),
            ],
            ..Table::default()
        };
        let shown: Vec<Vec<(u16, String, bool)>> = table
            .grid()
            .iter()
            .map(|row| {
                let cell = |placed: &Placed<'_>| {
                    let text = placed.cell.lines().concat();
                    (placed.column, text, placed.part == Part::First)
                };
                row.iter().map(cell).collect()
            })
            .collect();
        let expected = [
            vec![(0, "a", true), (1, "b", true), (3, "c", true)],
            vec![(0, "a", false), (1, "d", true), (2, "e", true), (3, "c", false)],
            vec![(0, "a", false), (1, "f", true)],
            vec![(0, "g", true)],
        ];
        for (row, expected) in shown.iter().zip(expected) {
            let row: Vec<(u16, &str, bool)> =
                row.iter().map(|(at, text, first)| (*at, text.as_str(), *first)).collect();
            assert_eq!(row, expected);
        }
    }
}
