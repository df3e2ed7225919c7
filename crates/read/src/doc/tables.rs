//! Puts paragraphs together to tables: cells end with a mark, rows with a mark of their own.

use std::ops::Range;

use super::paragraph::Properties;
use super::row::{Columns, Grid};
use super::text::Paragraph;
use crate::bounds::MOST_PIECES;
use crate::docx::paper::{Manner, Paper};

/// Tables nested deeper are read as part of the cell they stand in.
const DEEPEST: usize = 10;

/// A document while it is put together.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    text: String,
    body: Vec<Item>,
    tables: Vec<OpenTable>,
    pieces: usize,
}

#[derive(Debug)]
enum Item {
    Paragraph(Range<usize>, Manner),
    Table(Vec<Row>),
}

#[derive(Debug)]
struct Row {
    columns: Columns,
    cells: Vec<Vec<Item>>,
}

#[derive(Debug, Default)]
struct OpenTable {
    rows: Vec<Row>,
    cells: Vec<Vec<Item>>,
    /// What stands in the open cell.
    items: Vec<Item>,
}

impl Assembly {
    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, paragraph: Paragraph<'_>) {
        let Paragraph { text, properties, ends_cell, is_gone } = paragraph;
        if self.pieces >= MOST_PIECES {
            return;
        }
        self.pieces += 1;
        let depth = properties.depth().min(DEEPEST);
        self.go_to(depth);
        if depth > 0 && properties.ends_row() {
            return self.end_row(properties.columns, is_gone);
        }
        let begin = self.text.len();
        self.text.push_str(text);
        self.put(Item::Paragraph(begin..self.text.len(), manner(&properties, text)));
        let ends_cell = if depth > 1 { properties.ends_inner_cell } else { ends_cell };
        if let Some(table) = self.tables.last_mut().filter(|_| ends_cell) {
            let items = std::mem::take(&mut table.items);
            table.cells.push(items);
        }
    }

    /// Whether it holds all that a document may hold.
    pub(super) fn is_full(&self) -> bool {
        self.pieces >= MOST_PIECES
    }

    /// Ends what is open and writes everything on paper.
    pub(super) fn write(mut self, paper: &mut Paper) {
        self.go_to(0);
        write(&self.body, &self.text, paper);
    }

    /// Begins and ends tables until so many are open.
    fn go_to(&mut self, depth: usize) {
        while self.tables.len() > depth {
            let Some(mut table) = self.tables.pop() else { return };
            table.end_row(Columns::default());
            self.put(Item::Table(table.rows));
        }
        while self.tables.len() < depth {
            self.tables.push(OpenTable::default());
        }
    }

    fn end_row(&mut self, columns: Columns, is_gone: bool) {
        let Some(table) = self.tables.last_mut() else { return };
        table.end_row(columns);
        let is_blank = |item: &Item| match item {
            Item::Paragraph(range, _) => {
                self.text.get(range.clone()).is_none_or(|text| text.trim().is_empty())
            }
            Item::Table(_) => false,
        };
        // LibreOffice also marks ends of rows as deleted whose text is not.
        let row_is_blank =
            table.rows.last().is_some_and(|row| row.cells.iter().flatten().all(is_blank));
        if is_gone && row_is_blank {
            table.rows.pop();
        }
    }

    fn put(&mut self, item: Item) {
        match self.tables.last_mut() {
            Some(table) => table.items.push(item),
            None => self.body.push(item),
        }
    }
}

impl OpenTable {
    fn end_row(&mut self, columns: Columns) {
        if !self.items.is_empty() {
            self.cells.push(std::mem::take(&mut self.items));
        }
        if !self.cells.is_empty() {
            self.rows.push(Row { columns, cells: std::mem::take(&mut self.cells) });
        }
    }
}

/// Writes items; tables are nested no deeper than [`DEEPEST`].
fn write(items: &[Item], text: &str, paper: &mut Paper) {
    for item in items {
        match item {
            Item::Paragraph(range, manner) => {
                paper.paragraph(text.get(range.clone()).unwrap_or_default(), *manner);
            }
            Item::Table(rows) => table(rows, text, paper),
        }
    }
}

fn table(rows: &[Row], text: &str, paper: &mut Paper) {
    let mut grid = Grid::of(rows.iter().map(|row| &row.columns));
    paper.begin_table();
    for row in rows {
        paper.begin_row();
        for placed in grid.place(&row.columns, row.cells.len()) {
            paper.begin_cell(placed.slot);
            // Word does not show what stands in a covered cell.
            let cells = row.cells.get(placed.begin..placed.end).unwrap_or_default();
            for cell in cells.iter().filter(|_| !placed.slot.covered) {
                write(cell, text, paper);
            }
            paper.end_cell();
        }
        paper.end_row();
    }
    paper.end_table();
}

fn manner(properties: &Properties, text: &str) -> Manner {
    let indent = text.len() - text.trim_start_matches([' ', '\u{3000}', '\t']).len();
    // Numbers beyond this say that the paragraph was taken out of its list.
    let list = Some(properties.list).filter(|list| (1..0x7ff).contains(list));
    Manner {
        outline: properties.outline.filter(|level| *level > 0),
        in_contents: properties.in_contents,
        indented: properties.indented || indent >= 4,
        item: list.map(|list| (u32::from(list), properties.list_level)),
    }
}
