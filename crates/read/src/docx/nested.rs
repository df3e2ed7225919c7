//! Tables inside tables: which of them only hold others in place, and which inner ones are tables.
//!
//! The rule, in order:
//! 1. An inner table of a single cell is no table: its paragraphs are paragraphs of the outer cell.
//! 2. A row that holds a real inner table (two cells or more) and has words in one cell only, or has
//!    words in no cell without such a table, is layout: the outer paragraphs become lines, each
//!    inner table its own table.
//! 3. Any other row is data. An inner table joins its cell, paragraph by paragraph, unless it is a
//!    grid (two rows or more with three filled cells each): a grid means nothing without its columns
//!    and follows the row as a table of its own.

use super::tree::{Cell, Item, Row, Table, Tree};

/// What a row of an outer table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A row of cells.
    Data,
    /// A frame around other tables.
    Layout,
}

/// Whether a row is data or only holds inner tables in place.
pub(super) fn shape(tree: &Tree, row: &Row) -> Shape {
    if !row.cells.iter().any(|cell| holds_real(&cell.items)) {
        return Shape::Data;
    }
    let filled = row.cells.iter().filter(|cell| has_words(tree, &cell.items));
    let plain = filled.clone().filter(|cell| !holds_real(&cell.items)).count();
    if filled.count() <= 1 || plain == 0 { Shape::Layout } else { Shape::Data }
}

/// Whether a table has several cells.
pub(super) fn is_real(table: &Table) -> bool {
    cells(table).filter(|cell| !cell.covered).nth(1).is_some()
}

/// Whether a table is a grid of records, with or without headings.
pub(super) fn is_grid(tree: &Tree, table: &Table) -> bool {
    let wide =
        |row: &&Row| row.cells.iter().filter(|cell| has_words(tree, &cell.items)).nth(2).is_some();
    table.rows.iter().filter(wide).nth(1).is_some()
}

fn holds_real(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Paragraph(_) => false,
        Item::Table(table) => is_real(table) || cells(table).any(|cell| holds_real(&cell.items)),
    })
}

fn has_words(tree: &Tree, items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Paragraph(paragraph) => {
            let text = tree.text.get(paragraph.text.clone()).unwrap_or_default();
            paragraph.item.is_some() || !text.trim().is_empty()
        }
        Item::Table(table) => cells(table).any(|cell| has_words(tree, &cell.items)),
    })
}

fn cells(table: &Table) -> impl Iterator<Item = &Cell> {
    table.rows.iter().flat_map(|row| &row.cells)
}
