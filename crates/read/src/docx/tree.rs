//! A document as it is built: paragraphs, tables, rows, cells, before it is laid out as one text.

use std::ops::Range;

/// A document read from its XML.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The texts of all paragraphs, one behind the other in the order in which they ended.
    pub(super) text: String,
    /// What stands in the body.
    pub(super) body: Vec<Item>,
    /// Where each piece of the text came from, if that was asked for.
    pub(super) trace: Option<Trace>,
    /// A part in another format stands in the text and was not read.
    pub(super) has_foreign_part: bool,
    /// Some paragraph is an item of a list.
    pub(super) has_items: bool,
}

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Item {
    Paragraph(Paragraph),
    Table(Table),
}

/// A paragraph; its text may hold line breaks and tabs.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    /// Its bytes in the text of the tree.
    pub(super) text: Range<usize>,
    /// Its list, if its text begins with a label.
    pub(super) item: Option<ListItem>,
    /// Outline level, 1 for the highest.
    pub(super) outline: Option<u8>,
    pub(super) in_contents: bool,
    pub(super) indented: bool,
}

/// Which list a paragraph is an item of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListItem {
    pub(super) list: u32,
    /// `None` where the style decides the level.
    pub(super) level: Option<u8>,
    /// The style that put it in the list.
    pub(super) style: Option<u16>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A row, its cells in their columns.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// First grid column, from 0.
    pub(super) column: u16,
    /// Grid columns it spans.
    pub(super) span: u16,
    /// It is covered by the cell above it.
    pub(super) covered: bool,
    pub(super) items: Vec<Item>,
}

/// Where the text came from.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// Pieces of the text in order.
    pub(super) pieces: Vec<Piece>,
    /// The text elements of the XML, in order.
    pub(super) elements: Vec<TextElement>,
}

/// A run of text that has one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first byte, and how many there are.
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) origin: Origin,
}

/// What a piece of text is in the XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Characters of a text element, byte by byte from `xml` on.
    Text { xml: usize, element: usize },
    /// Characters of a CDATA section in a text element.
    Verbatim { xml: usize, element: usize },
    /// One character of a text element, written as a reference of `len` bytes.
    Reference { xml: usize, len: usize, element: usize },
    /// A sign that has an element of its own: a tab, a break, a symbol.
    Sign,
    /// The number of a list item.
    Label,
}

/// A text element, `w:t` or `m:t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextElement {
    /// The byte behind its opening tag, and the first of its closing tag.
    pub(super) begin: usize,
    pub(super) end: usize,
    /// White space at its ends counts.
    pub(super) keeps_space: bool,
}
