//! Tables as they are read: each cell gets its column, its span and whether it is covered.

use super::tree::{Cell, Item, Row, Table};

/// Word itself has 63 columns at most.
const MOST_COLUMNS: u16 = 1000;

/// A table whose end has not been read yet.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    /// Widths of the grid columns in twentieths of a point.
    pub(super) widths: Vec<u32>,
    rows: Vec<Row>,
    row: Option<OpenRow>,
    /// Columns that cells of the last row span downwards: first column and number.
    reaching_down: Vec<(u16, u16)>,
}

/// What a row says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowProperties {
    /// Grid columns left out before its first cell and behind its last.
    pub(super) before: u16,
    pub(super) after: u16,
    /// It was deleted, and the deletion is tracked.
    pub(super) deleted: bool,
}

/// What a cell says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellProperties {
    pub(super) span: Option<u16>,
    pub(super) down: Option<Merge>,
    pub(super) across: Option<Merge>,
    pub(super) width: Option<u32>,
    pub(super) deleted: bool,
}

/// Part of a merged cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// Its first cell.
    Begin,
    /// A cell that goes on with it.
    GoOn,
}

#[derive(Debug, Default)]
struct OpenRow {
    properties: RowProperties,
    cells: Vec<OpenCell>,
    in_cell: bool,
}

#[derive(Debug, Default)]
struct OpenCell {
    properties: CellProperties,
    items: Vec<Item>,
}

impl OpenTable {
    /// Begins a row; a row in a row is none.
    pub(super) fn begin_row(&mut self) -> bool {
        let begins = self.row.is_none();
        if begins {
            self.row = Some(OpenRow::default());
        }
        begins
    }

    /// Begins a cell; a cell outside a row or in a cell is none.
    pub(super) fn begin_cell(&mut self) -> bool {
        let Some(row) = self.row.as_mut().filter(|row| !row.in_cell) else { return false };
        row.in_cell = true;
        row.cells.push(OpenCell::default());
        true
    }

    /// The properties of the open row.
    pub(super) fn row_properties(&mut self) -> Option<&mut RowProperties> {
        self.row.as_mut().map(|row| &mut row.properties)
    }

    /// The properties of the open cell.
    pub(super) fn cell_properties(&mut self) -> Option<&mut CellProperties> {
        let row = self.row.as_mut().filter(|row| row.in_cell)?;
        row.cells.last_mut().map(|cell| &mut cell.properties)
    }

    /// Ends the open cell.
    pub(super) fn end_cell(&mut self, items: Vec<Item>) {
        let Some(row) = &mut self.row else { return };
        row.in_cell = false;
        if let Some(cell) = row.cells.last_mut() {
            cell.items = items;
        }
    }

    /// Ends the open row.
    pub(super) fn end_row(&mut self) {
        let Some(mut row) = self.row.take().filter(|row| !row.properties.deleted) else { return };
        row.cells.retain(|cell| !cell.properties.deleted);
        join_across(&mut row.cells);
        let places = self.by_width(&row).unwrap_or_else(|| by_span(&row));
        let above = std::mem::take(&mut self.reaching_down);
        let mut cells = Vec::with_capacity(row.cells.len());
        for (open, (column, span)) in row.cells.into_iter().zip(places) {
            let goes_on = open.properties.down == Some(Merge::GoOn);
            let covered = goes_on && above.iter().any(|(at, wide)| meets((*at, *wide), column));
            if covered || open.properties.down.is_some() {
                self.reaching_down.push((column, span));
            }
            // Word does not show what stands in a covered cell.
            let items = if covered { Vec::new() } else { open.items };
            cells.push(Cell { column, span, covered, items });
        }
        if !cells.is_empty() {
            self.rows.push(Row { cells });
        }
    }

    /// Ends the table.
    pub(super) fn end(self) -> Table {
        Table { rows: self.rows }
    }

    /// Places a row whose spans do not fill the grid by the widths of its cells: some programs
    /// give widths and leave the spans out.
    fn by_width(&self, row: &OpenRow) -> Option<Vec<(u16, u16)>> {
        let total: usize = row.cells.iter().map(|cell| usize::from(span(cell))).sum();
        let total = total + usize::from(row.properties.before) + usize::from(row.properties.after);
        let plain = row.cells.iter().all(|cell| span(cell) == 1) && row.properties.before == 0;
        if !plain || total >= self.widths.len() || row.cells.is_empty() {
            return None;
        }
        let edges = edges(&self.widths)?;
        let widths: Option<Vec<u32>> = row.cells.iter().map(|c| c.properties.width).collect();
        let ends = edges_of(&widths?)?;
        let (whole, own) = (*edges.last()?, *ends.last()?);
        if own.abs_diff(whole).checked_mul(20)? > whole {
            return None;
        }
        let mut places = Vec::with_capacity(ends.len());
        let mut column = 0usize;
        for (index, end) in ends.iter().enumerate() {
            let left = ends.len() - index - 1;
            let last = edges.len().checked_sub(1 + left)?;
            let nearest = (column + 1..=last)
                .min_by_key(|edge| edges.get(*edge).map_or(u64::MAX, |at| at.abs_diff(*end)))?;
            places.push((narrow(column), narrow(nearest - column)));
            column = nearest;
        }
        Some(places)
    }
}

/// Edges of the grid columns, the left edge of the table among them.
fn edges(widths: &[u32]) -> Option<Vec<u64>> {
    let mut edges = vec![0];
    edges.extend(edges_of(widths)?);
    Some(edges)
}

/// Right edges of columns that stand side by side.
fn edges_of(widths: &[u32]) -> Option<Vec<u64>> {
    if widths.len() > usize::from(MOST_COLUMNS) || widths.contains(&0) {
        return None;
    }
    let sums = widths.iter().scan(0u64, |sum, width| {
        *sum += u64::from(*width);
        Some(*sum)
    });
    Some(sums.collect())
}

fn by_span(row: &OpenRow) -> Vec<(u16, u16)> {
    let mut column = row.properties.before.min(MOST_COLUMNS);
    let mut places = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let span = span(cell);
        places.push((column, span));
        column = column.saturating_add(span).min(MOST_COLUMNS);
    }
    places
}

fn span(cell: &OpenCell) -> u16 {
    cell.properties.span.unwrap_or(1).clamp(1, MOST_COLUMNS)
}

/// Cells merged across by the old `w:hMerge` become one.
fn join_across(cells: &mut Vec<OpenCell>) {
    if cells.iter().all(|cell| cell.properties.across != Some(Merge::GoOn)) {
        return;
    }
    let mut joined: Vec<OpenCell> = Vec::with_capacity(cells.len());
    for cell in cells.drain(..) {
        let goes_on = cell.properties.across == Some(Merge::GoOn);
        match joined.last_mut().filter(|first| goes_on && first.properties.across.is_some()) {
            Some(first) => {
                let wide = span(first).saturating_add(span(&cell));
                first.properties.span = Some(wide);
                first.items.extend(cell.items);
            }
            None => joined.push(cell),
        }
    }
    *cells = joined;
}

fn meets((at, wide): (u16, u16), column: u16) -> bool {
    at <= column && column < at.saturating_add(wide)
}

fn narrow(value: usize) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX).min(MOST_COLUMNS)
}
