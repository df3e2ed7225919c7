//! Lays a document out as one linear text: a line for each paragraph, a line for each row.

use std::ops::Range;

use ground::{Anchor, Place, Span};

use super::counters::{Counters, Label};
use super::nested::{self, Shape};
use super::styles::Styles;
use super::tree::{Item, ListItem, Origin, Paragraph, Piece, Row, Table, Tree};
use crate::stream::Part;

/// The linear text, and where in it the words of each line and cell stand.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) text: String,
    pub(super) anchors: Vec<Anchor>,
    pub(super) blocks: Vec<Planned>,
    pub(super) cells: Vec<PlannedCell>,
    /// The words of the paragraphs in cells.
    pub(super) paragraphs: Vec<Span>,
    /// Pieces of the linear text in order, if their origin was asked for.
    pub(super) pieces: Option<Vec<Piece>>,
}

/// A line or a row before its words are taken out of the text.
#[derive(Debug)]
pub(super) enum Planned {
    Line(PlannedLine),
    Row { table: u32, cells: Range<usize> },
}

#[derive(Debug)]
pub(super) struct PlannedLine {
    pub(super) words: Span,
    pub(super) is_paragraph: bool,
    pub(super) blank_lines: u32,
    pub(super) indented: bool,
    pub(super) part: Part,
    pub(super) in_contents: bool,
    pub(super) outline: Option<u8>,
}

#[derive(Debug)]
pub(super) struct PlannedCell {
    /// Its first byte.
    pub(super) at: usize,
    /// Which paragraphs of the layout are its own.
    pub(super) paragraphs: Range<usize>,
    pub(super) column: u16,
    pub(super) span: u16,
    pub(super) covered: bool,
}

/// Lays out a document.
pub(super) fn layout(tree: &Tree, counters: Counters<'_>, styles: &Styles) -> Layout {
    let out = Layout {
        text: String::with_capacity(tree.text.len() + tree.text.len() / 8),
        pieces: tree.trace.as_ref().map(|_| Vec::new()),
        ..Layout::default()
    };
    let mut writer = Writer { tree, counters, styles, out, tables: 0, paragraphs: 0, blanks: 0 };
    for item in &tree.body {
        match item {
            Item::Paragraph(paragraph) => {
                writer.paragraphs += 1;
                let place = Place::Paragraph { paragraph: writer.paragraphs };
                writer.lines(paragraph, place);
            }
            Item::Table(table) => writer.table(table),
        }
    }
    writer.out
}

struct Writer<'t> {
    tree: &'t Tree,
    counters: Counters<'t>,
    styles: &'t Styles,
    out: Layout,
    /// Tables and paragraphs so far.
    tables: u32,
    paragraphs: u32,
    /// Blank paragraphs since the last block.
    blanks: u32,
}

impl Writer<'_> {
    /// A paragraph as lines: one, unless line breaks cut it and it is no heading.
    fn lines(&mut self, paragraph: &Paragraph, place: Place) {
        self.anchor(place);
        let words = self.write(paragraph);
        let text = self.out.text.get(words.clone()).unwrap_or_default();
        let whole = paragraph.outline.is_some() || !text.contains('\n');
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut start = words.start;
        for part in text.split('\n').filter(|_| !whole) {
            parts.push(start..start + part.len());
            start += part.len() + 1;
        }
        if whole {
            parts.push(words);
        }
        for (index, part) in parts.iter().enumerate() {
            self.line(paragraph, part.clone(), index == 0, whole);
        }
        self.out.text.push('\n');
    }

    fn line(&mut self, of: &Paragraph, words: Range<usize>, is_first: bool, is_whole: bool) {
        let text = self.out.text.get(words.clone()).unwrap_or_default();
        if text.trim().is_empty() {
            self.blanks = self.blanks.saturating_add(1);
            return;
        }
        let typed_indent = text.starts_with("　　") || text.starts_with("    ");
        self.out.blocks.push(Planned::Line(PlannedLine {
            words: Span::new(words),
            is_paragraph: is_whole,
            blank_lines: std::mem::take(&mut self.blanks),
            indented: typed_indent || (is_first && of.indented),
            part: match (is_whole, is_first) {
                (true, _) => Part::Unknown,
                (false, true) => Part::Begins,
                (false, false) => Part::GoesOn,
            },
            in_contents: of.in_contents,
            outline: of.outline,
        }));
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        self.tables += 1;
        let number = self.tables;
        for (index, row) in (1u32..).zip(&table.rows) {
            match nested::shape(self.tree, row) {
                Shape::Data => self.row(row, number, index),
                Shape::Layout => {
                    for cell in &row.cells {
                        let column = u32::from(cell.column) + 1;
                        let place = Place::Cell { table: number, row: index, column };
                        self.loose(&cell.items, &place);
                    }
                }
            }
        }
    }

    /// The content of a cell that only holds others in place.
    fn loose(&mut self, items: &[Item], place: &Place) {
        for item in items {
            match item {
                Item::Paragraph(paragraph) => self.lines(paragraph, place.clone()),
                Item::Table(table) if nested::is_real(table) => self.table(table),
                Item::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.loose(&cell.items, place));
                }
            }
        }
    }

    fn row(&mut self, row: &Row, table: u32, number: u32) {
        let mut grids: Vec<&Table> = Vec::new();
        let first = self.out.cells.len();
        for (index, cell) in row.cells.iter().enumerate() {
            if index > 0 {
                self.out.text.push('\t');
            }
            let column = u32::from(cell.column) + 1;
            self.anchor(Place::Cell { table, row: number, column });
            let at = self.out.text.len();
            let before = self.out.paragraphs.len();
            self.cell(&cell.items, &mut true, &mut grids);
            self.out.cells.push(PlannedCell {
                at,
                paragraphs: before..self.out.paragraphs.len(),
                column: cell.column,
                span: cell.span,
                covered: cell.covered,
            });
        }
        self.out.text.push('\n');
        self.blanks = 0;
        self.out.blocks.push(Planned::Row { table, cells: first..self.out.cells.len() });
        for grid in grids {
            self.table(grid);
        }
    }

    /// The paragraphs of a cell, those of inner tables among them. Each but the first begins a line.
    fn cell<'t>(&mut self, items: &'t [Item], is_first: &mut bool, grids: &mut Vec<&'t Table>) {
        for item in items {
            match item {
                Item::Paragraph(paragraph) => {
                    if !std::mem::take(is_first) {
                        self.out.text.push('\n');
                    }
                    self.cell_paragraph(paragraph);
                }
                Item::Table(table) if nested::is_grid(self.tree, table) => grids.push(table),
                Item::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.cell(&cell.items, is_first, grids));
                }
            }
        }
    }

    fn cell_paragraph(&mut self, paragraph: &Paragraph) {
        let words = self.write(paragraph);
        let text = self.out.text.get(words.clone()).unwrap_or_default();
        let mut start = words.start;
        for part in text.split('\n') {
            if !part.trim().is_empty() {
                self.out.paragraphs.push(Span::new(start..start + part.len()));
            }
            start += part.len() + 1;
        }
    }

    /// Writes a paragraph's label and text; gives the bytes of its words, to which a bullet does
    /// not belong.
    fn write(&mut self, paragraph: &Paragraph) -> Range<usize> {
        let begin = self.out.text.len();
        let label = paragraph.item.and_then(|item| self.label(item));
        let behind = self.out.text.len();
        if let Some(pieces) = self.out.pieces.as_mut().filter(|_| behind > begin) {
            pieces.push(Piece { at: begin, len: behind - begin, origin: Origin::Label });
        }
        self.out.text.push_str(self.tree.text.get(paragraph.text.clone()).unwrap_or_default());
        if let (Some(pieces), Some(trace)) = (&mut self.out.pieces, &self.tree.trace) {
            let first = trace.pieces.partition_point(|piece| piece.at < paragraph.text.start);
            let own = trace.pieces.get(first..).unwrap_or_default();
            let own = own.iter().take_while(|piece| piece.at < paragraph.text.end);
            let moved =
                own.map(|piece| Piece { at: piece.at - paragraph.text.start + behind, ..*piece });
            pieces.extend(moved);
        }
        let from = if label == Some(Label::Bullet) { behind } else { begin };
        from..self.out.text.len()
    }

    fn label(&mut self, item: ListItem) -> Option<Label> {
        let style = self.styles.get(item.style);
        let level = item.level.or_else(|| {
            let style = style?;
            self.counters.level_of_style(item.list, &style.id).or(style.level)
        });
        self.counters.label(item.list, level.unwrap_or(0), &mut self.out.text)
    }

    fn anchor(&mut self, place: Place) {
        let start = Span::at(self.out.text.len()).start;
        self.out.anchors.push(Anchor { start, place });
    }
}
