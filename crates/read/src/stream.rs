//! The one stream of lines and table rows that every format becomes, before it is understood.

use ground::{Finding, Source, Words};

/// A document as lines and rows in reading order.
#[derive(Debug, Default)]
pub struct Stream {
    /// The linear text that all words point into.
    pub source: Source,
    /// Lines and rows.
    pub blocks: Vec<Block>,
    /// What was wrong with the file itself.
    pub findings: Vec<Finding>,
}

/// A line of running text, or a row of a table.
#[derive(Debug)]
pub enum Block {
    /// A line outside tables. Of a format with paragraphs each paragraph is one line.
    Line(Line),
    /// A row of a table.
    Row(Row),
}

/// A line and what its layout tells.
#[derive(Debug, Default)]
pub struct Line {
    /// Its words.
    pub words: Words,
    /// Whether the format says that a paragraph begins and ends here, so that it is never joined
    /// with the next line.
    pub is_paragraph: bool,
    /// How many blank lines stand before it.
    pub blank_lines: u32,
    /// It begins with an indent, as Chinese paragraphs do.
    pub indented: bool,
    /// Where it stands in a paragraph that its author broke into lines.
    pub part: Part,
    /// The format says that it is a line of a contents table.
    pub in_contents: bool,
    /// Outline level the format gives it, 1 for the highest.
    pub outline: Option<u8>,
    /// Its width on paper: 2 for a Chinese character, 1 for a Latin one.
    pub width: u32,
}

/// Where a line stands in a paragraph of the format that is broken into lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The format knows no paragraphs, or the line is a whole one.
    #[default]
    Unknown,
    /// It is the first line.
    Begins,
    /// It is a further line: the rest of a sentence, or an item of a list.
    GoesOn,
}

/// A row of a table.
#[derive(Debug, Default)]
pub struct Row {
    /// Number of the table, from 1.
    pub table: u32,
    /// Whether columns and merges are exact, and not guessed from separators.
    pub exact: bool,
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// All its words in one.
    pub words: Words,
    /// Its paragraphs, where it has more than one.
    pub paragraphs: Vec<Words>,
    /// First grid column, from 0, where `exact`.
    pub column: u16,
    /// Grid columns it spans, where `exact`.
    pub span: u16,
    /// It is covered by the cell above it, which spans rows.
    pub covered: bool,
}

impl Cell {
    /// Its paragraphs, at least one unless it is blank.
    pub fn paragraphs(&self) -> &[Words] {
        if self.paragraphs.is_empty() {
            std::slice::from_ref(&self.words)
        } else {
            &self.paragraphs
        }
    }
}
