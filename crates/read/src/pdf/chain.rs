//! Tables that run over pages made whole again.

use std::ops::Range;

use pages::POINT;

use super::flow::{self, Column};
use super::grid::{Grid, GridCell};
use super::lines::TextLine;
use super::sheet::{Item, Sheet};
use crate::grammar;

/// A line outside tables or a whole table, in reading order.
#[derive(Debug)]
pub(super) enum Entry {
    Line(PlacedLine),
    Table(Table),
}

/// A line and its page.
#[derive(Debug)]
pub(super) struct PlacedLine {
    /// Which sheet it stands on.
    pub(super) sheet: usize,
    pub(super) line: TextLine,
}

/// A table with all its rows.
#[derive(Debug, Default)]
pub(super) struct Table {
    xs: Vec<i32>,
    pub(super) rows: usize,
    pub(super) cells: Vec<Cell>,
    /// Its columns are known by the words in them.
    is_loose: bool,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) columns: Range<usize>,
    pub(super) rows: Range<usize>,
    /// Its lines, page by page; at least one part, which may be blank.
    pub(super) parts: Vec<Part>,
}

/// What of a cell stands on one page.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) sheet: usize,
    pub(super) area: pages::Area,
    pub(super) column: Column,
    pub(super) lines: Vec<TextLine>,
}

impl Cell {
    fn is_blank(&self) -> bool {
        self.parts.iter().all(|part| part.lines.is_empty())
    }

    fn text(&self) -> String {
        let lines = self.parts.iter().flat_map(|part| &part.lines);
        lines.flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace()).collect()
    }
}

/// Lines and tables in reading order; the parts of a table on following pages are joined.
pub(super) fn entries(sheets: Vec<Sheet>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open = false;
    for (index, sheet) in sheets.into_iter().enumerate() {
        let mut is_first = true;
        for item in sheet.items {
            match (item, entries.last_mut()) {
                (Item::Table(grid), Some(Entry::Table(table)))
                    if open && is_first && goes_on(table, &grid) =>
                {
                    append(table, grid, index);
                }
                (Item::Table(grid), _) => entries.push(Entry::Table(whole(grid, index))),
                (Item::Line(line), _) => {
                    entries.push(Entry::Line(PlacedLine { sheet: index, line }));
                }
            }
            is_first = false;
        }
        open = matches!(entries.last(), Some(Entry::Table(_))) && (open || !is_first);
    }
    entries
}

/// Whether a table at the head of a page has the edges of the one at the foot of the page before.
fn goes_on(table: &Table, grid: &Grid) -> bool {
    const NEAR: i32 = 5 * POINT;
    let near = |a: Option<&i32>, b: Option<&i32>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= NEAR,
        _ => false,
    };
    if table.is_loose && grid.is_loose {
        return are_alike(&table.xs, &grid.xs);
    }
    near(table.xs.first(), grid.xs.first()) && near(table.xs.last(), grid.xs.last())
}

/// Whether two tables have as many columns, each mostly over the other: words in the middle of a
/// column do not begin at one position.
fn are_alike(xs: &[i32], others: &[i32]) -> bool {
    let overlap = |(a, b): (&[i32], &[i32])| match (a, b) {
        ([left, right], [l, r]) => (right.min(r) - left.max(l)) * 2 > (right - left).min(r - l),
        _ => false,
    };
    xs.len() == others.len() && xs.windows(2).zip(others.windows(2)).all(overlap)
}

fn whole(grid: Grid, sheet: usize) -> Table {
    let rows = grid.rows();
    let cells = grid.cells.into_iter().map(|cell| placed(cell, sheet)).collect();
    Table { xs: grid.xs, rows, cells, is_loose: grid.is_loose }
}

fn placed(cell: GridCell, sheet: usize) -> Cell {
    let GridCell { columns, rows, area, lines, column } = cell;
    Cell { columns, rows, parts: vec![Part { sheet, area, column, lines }] }
}

fn append(table: &mut Table, grid: Grid, sheet: usize) {
    let next = {
        let mut next = whole(grid, sheet);
        unify(table, &mut next);
        next
    };
    let Table { rows, cells, .. } = without_repeated_rows(table, next);
    if rows == 0 {
        return;
    }
    // Where columns are as wide as their words, all of them look full.
    let cut = !table.is_loose && is_cut_row(table, &cells);
    let shift = table.rows - usize::from(cut);
    let reach = table.rows;
    for mut cell in cells {
        let is_first = cell.rows.start == 0;
        cell.rows = cell.rows.start + shift..cell.rows.end + shift;
        let above = table
            .cells
            .iter_mut()
            .find(|above| is_first && above.rows.end == reach && above.columns == cell.columns);
        match above {
            Some(above) if cut || is_one_cell(above, &cell) => {
                above.rows.end = cell.rows.end;
                above.parts.append(&mut cell.parts);
            }
            _ => table.cells.push(cell),
        }
    }
    table.rows = rows + shift;
}

/// A cell over several rows, cut by the page's end: its words stand in one of the parts, or a label
/// in both.
fn is_one_cell(above: &Cell, below: &Cell) -> bool {
    let spans = above.rows.len() > 1 || below.rows.len() > 1;
    if above.is_blank() || below.is_blank() {
        return spans;
    }
    let (head, tail) = (above.text(), below.text());
    is_torn_label(&head, &tail)
}

fn is_torn_label(head: &str, tail: &str) -> bool {
    let is_torn = !grammar::is_label_or_level(head) && !grammar::is_label_or_level(tail);
    is_torn && grammar::is_label_or_level(&format!("{head}{tail}"))
}

/// Puts two tables on the same columns.
fn unify(table: &mut Table, next: &mut Table) {
    const NEAR: i32 = 4 * POINT;
    if table.is_loose && next.is_loose {
        next.xs.clone_from(&table.xs);
        return;
    }
    let mut all: Vec<i32> = table.xs.iter().chain(&next.xs).copied().collect();
    all.sort_unstable();
    let mut xs: Vec<i32> = Vec::new();
    for x in all {
        if xs.last().is_none_or(|last| x - last > NEAR) {
            xs.push(x);
        }
    }
    for part in [table, next] {
        let place = |index: usize| {
            let x = part.xs.get(index).copied().unwrap_or_default();
            xs.partition_point(|known| *known <= x).saturating_sub(1)
        };
        for cell in &mut part.cells {
            let (begin, end) = (place(cell.columns.start), place(cell.columns.end));
            cell.columns = begin..end.max(begin + 1);
        }
        part.xs.clone_from(&xs);
    }
}

/// Takes off the rows that a page begins with because the table does, or that head its columns.
fn without_repeated_rows(table: &Table, mut next: Table) -> Table {
    let mut repeated = 0;
    let mut filled = 0;
    while repeated < next.rows {
        let words = row_words(&next, repeated);
        let as_begun = !words.is_empty() && words == row_words(table, repeated);
        if !as_begun {
            break;
        }
        filled += words.len();
        repeated += 1;
    }
    if filled < 2 {
        repeated = 0;
    }
    while repeated < next.rows {
        let words = row_words(&next, repeated);
        let heads = words.len() >= 3 && words.iter().all(|text| grammar::is_column_heading(text));
        if !heads || !(0..table.rows).any(|row| row_words(table, row) == words) {
            break;
        }
        repeated += 1;
    }
    next.cells.retain(|cell| cell.rows.end > repeated);
    for cell in &mut next.cells {
        cell.rows = cell.rows.start.saturating_sub(repeated)..cell.rows.end - repeated;
    }
    next.rows -= repeated;
    next
}

/// The words of the cells that begin in a row.
fn row_words(table: &Table, row: usize) -> Vec<String> {
    let mut cells: Vec<&Cell> = table.cells.iter().filter(|cell| cell.rows.start == row).collect();
    cells.sort_by_key(|cell| cell.columns.start);
    cells.into_iter().filter(|cell| !cell.is_blank()).map(Cell::text).collect()
}

/// Whether the first row of the next page is the rest of the last one: all that stands in it goes on
/// from a line above that was full.
fn is_cut_row(table: &Table, next: &[Cell]) -> bool {
    let mut pairs: Vec<(&Cell, &Cell)> = Vec::new();
    for below in next.iter().filter(|cell| cell.rows.start == 0) {
        let above = table
            .cells
            .iter()
            .find(|above| above.rows.end == table.rows && above.columns == below.columns);
        match above {
            Some(above) => pairs.push((above, below)),
            None => return false,
        }
    }
    let filled: Vec<&(&Cell, &Cell)> =
        pairs.iter().filter(|(_, below)| !below.is_blank()).collect();
    match filled.as_slice() {
        [] => true,
        // 绩效目标 beside its paragraphs: one of them may end where the page does.
        [(above, below)] if pairs.len() == 2 && below.columns.start > 0 => !above.is_blank(),
        several => {
            several.iter().all(|(above, below)| runs_over(above, below))
                || several.iter().any(|(above, below)| runs_over(above, below))
                    && several.iter().all(|(above, below)| may_be_rest(above, below))
                    && pairs.iter().any(|(above, below)| is_missed((table, next), above, below))
        }
    }
}

/// A label that is whole begins a row of its own.
fn may_be_rest(above: &Cell, below: &Cell) -> bool {
    !above.is_blank() && !grammar::is_label_or_level(&below.text())
}

/// Whether a blank cell stands in a column in which no row of the table is blank: words that were
/// broken by hand do not show that they go on, but their row has nothing to say where all others do.
fn is_missed((table, next): (&Table, &[Cell]), above: &Cell, below: &Cell) -> bool {
    let others = next.iter().filter(|cell| cell.rows.start > 0);
    let all = table.cells.iter().chain(others);
    let column = || all.clone().filter(|cell| cell.columns == above.columns);
    let is_filled = |cell: &Cell| !cell.is_blank() && cell.rows.len() == 1;
    below.is_blank() && column().count() > 3 && column().all(is_filled)
}

fn runs_over(above: &Cell, below: &Cell) -> bool {
    if is_torn_label(&above.text(), &below.text()) {
        return true;
    }
    let last = above.parts.last();
    let line = last.and_then(|part| part.lines.last());
    let next = below.parts.first().and_then(|part| part.lines.first());
    match (last, line, next) {
        (Some(part), Some(line), Some(next)) => flow::goes_on(line, next, part.column),
        _ => false,
    }
}
