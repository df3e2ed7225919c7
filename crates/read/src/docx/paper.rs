//! A document built piece by piece by the reader of another format, and laid out as Word's are.
//!
//! Paragraphs, tables, rows and cells are begun and ended in their order; what is left open is ended
//! with the document, what stands where it cannot is passed over.

use ground::{Format, Source};

use super::blocks;
use super::counters::Counters;
use super::layout::{self, Layout};
use super::numbering::{Level, Numbering};
use super::numerals;
use super::styles::Styles;
use super::tree::{Cell, Item, ListItem, Paragraph, Row, Table, Tree};
use crate::bounds::MOST_PIECES;
use crate::stream::Stream;

/// Tables nested deeper are read as parts of the cell they stand in.
const DEEPEST: usize = 12;

/// A document that is being built.
#[derive(Debug, Default)]
pub(crate) struct Paper {
    tree: Tree,
    numbering: Numbering,
    /// What stands in each open cell.
    cells: Vec<(Slot, Vec<Item>)>,
    rows: Vec<Row>,
    tables: Vec<Table>,
    /// Tables that are open beyond the deepest.
    too_deep: usize,
    pieces: usize,
}

/// What the format says of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Outline level, 1 for the highest.
    pub(crate) outline: Option<u8>,
    /// It is a line of a contents table.
    pub(crate) in_contents: bool,
    /// Its first line is set in.
    pub(crate) indented: bool,
    /// The list it is an item of, and the level, from 0.
    pub(crate) item: Option<(u32, u8)>,
}

/// How the items of one level of a list are numbered.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListLevel {
    /// Number of the first item.
    pub(crate) start: u32,
    /// Name of the format in Office Open XML, such as `chineseCounting`.
    pub(crate) format: &'static str,
    /// The label, with %1 to %9 for the numbers of the levels.
    pub(crate) text: String,
    /// It begins again after an item of the level with this number, or of one above it.
    pub(crate) restart: Option<u8>,
    /// All numbers in it are written in digits.
    pub(crate) is_legal: bool,
    /// Nothing stands between the label and the text.
    pub(crate) is_glued: bool,
}

/// What a list changes of a level of its abstract list.
#[derive(Clone, Debug, Default)]
pub(crate) struct LevelChange {
    /// The level, from 0.
    pub(crate) at: u8,
    /// It begins anew at this number.
    pub(crate) start: Option<u32>,
    /// It is this one instead.
    pub(crate) level: Option<ListLevel>,
}

impl From<ListLevel> for Level {
    fn from(level: ListLevel) -> Level {
        Level {
            start: level.start,
            format: numerals::Format::named(level.format),
            text: level.text.into(),
            restart: level.restart,
            is_legal: level.is_legal,
            is_glued: level.is_glued,
            ..Level::default()
        }
    }
}

/// Where a cell stands in its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    /// First grid column, from 0.
    pub(crate) column: u16,
    /// Grid columns it spans.
    pub(crate) span: u16,
    /// It is covered by the cell above it.
    pub(crate) covered: bool,
}

impl Paper {
    /// Defines an abstract list, whose numbers all lists of it share.
    pub(crate) fn pattern(&mut self, id: u32, levels: Vec<ListLevel>) {
        self.numbering.add_pattern(id, levels.into_iter().map(Into::into).collect());
    }

    /// Defines a list of an abstract list; some of its levels begin anew at a number, or are others.
    pub(crate) fn list(&mut self, id: u32, pattern: u32, changes: Vec<LevelChange>) {
        let changes = changes.into_iter().map(|c| (c.at, c.start, c.level.map(Into::into)));
        self.numbering.add_list(id, pattern, changes);
    }

    /// Adds a paragraph. `text` may hold line breaks and tabs.
    pub(crate) fn paragraph(&mut self, text: &str, manner: Manner) {
        if !self.count() {
            return;
        }
        let begin = self.tree.text.len();
        self.tree.text.push_str(text);
        let item =
            manner.item.map(|(list, level)| ListItem { list, level: Some(level), style: None });
        self.tree.has_items |= item.is_some();
        self.put(Item::Paragraph(Paragraph {
            text: begin..self.tree.text.len(),
            item,
            outline: manner.outline,
            in_contents: manner.in_contents,
            indented: manner.indented,
        }));
    }

    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        if self.tables.len() >= DEEPEST || self.tables.len() > self.cells.len() {
            self.too_deep += 1;
        } else {
            self.tables.push(Table::default());
        }
    }

    /// Ends the open table.
    pub(crate) fn end_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.end_row();
        if let Some(table) = self.tables.pop() {
            self.put(Item::Table(table));
        }
    }

    /// Begins a row of the open table.
    pub(crate) fn begin_row(&mut self) {
        if self.too_deep == 0 && self.rows.len() < self.tables.len() {
            self.rows.push(Row::default());
        }
    }

    /// Ends the open row.
    pub(crate) fn end_row(&mut self) {
        if self.too_deep > 0 || self.rows.len() < self.tables.len() {
            return;
        }
        self.end_cell();
        let Some(row) = self.rows.pop().filter(|row| !row.cells.is_empty()) else { return };
        if self.count()
            && let Some(table) = self.tables.last_mut()
        {
            table.rows.push(row);
        }
    }

    /// Begins a cell of the open row.
    pub(crate) fn begin_cell(&mut self, slot: Slot) {
        if self.too_deep == 0 && self.cells.len() < self.rows.len() {
            self.cells.push((slot, Vec::new()));
        }
    }

    /// Ends the open cell.
    pub(crate) fn end_cell(&mut self) {
        if self.too_deep > 0 || self.cells.len() < self.rows.len() {
            return;
        }
        let Some((slot, items)) = self.cells.pop() else { return };
        if self.count()
            && let Some(row) = self.rows.last_mut()
        {
            let Slot { column, span, covered } = slot;
            row.cells.push(Cell { column, span, covered, items });
        }
    }

    /// Whether it holds all that a document may hold; what is added then is lost.
    pub(crate) fn is_full(&self) -> bool {
        self.pieces >= MOST_PIECES
    }

    /// Lays out what was built.
    pub(crate) fn into_stream(mut self, name: &str, format: Format) -> Stream {
        self.too_deep = 0;
        while !self.tables.is_empty() {
            self.end_table();
        }
        let styles = Styles::default();
        let counters = Counters::new(&self.numbering, &styles);
        let Layout { text, anchors, blocks, cells, paragraphs, .. } =
            layout::layout(&self.tree, counters, &styles);
        let source = Source::new(name, format, text, anchors);
        let blocks = blocks::blocks(&source, &blocks, &cells, &paragraphs);
        Stream { source, blocks, findings: Vec::new() }
    }

    /// Counts a paragraph, row or cell, if there is room for it.
    fn count(&mut self) -> bool {
        let fits = self.pieces < MOST_PIECES;
        self.pieces += usize::from(fits);
        fits
    }

    fn put(&mut self, item: Item) {
        match self.cells.last_mut() {
            Some((_, items)) => items.push(item),
            None => self.tree.body.push(item),
        }
    }
}

/// The number `n` in a format by its name in Office Open XML, such as `chineseCounting`.
pub(crate) fn numeral(format: &str, n: u32) -> String {
    let mut out = String::new();
    numerals::write(&mut out, numerals::Format::named(format), n);
    out
}
