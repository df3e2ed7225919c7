//! What of a sheet is visible, as runs of rows on a grid of their own.

use std::collections::HashMap;

use super::book::{Book, Filled, Region, Sheet};

/// Rows that follow each other without a blank row between.
#[derive(Debug)]
pub(super) struct Run<'s> {
    /// Blank rows before it.
    pub(super) gap: u32,
    /// Its rows from the top.
    pub(super) rows: Vec<Row<'s>>,
    /// How many rows at its beginning are titles and running text over a table.
    pub(super) lines: usize,
    /// The columns of the sheet at which cells of its table begin.
    pub(super) columns: Vec<u32>,
}

/// A row with its visible filled cells from left to right.
#[derive(Debug)]
pub(super) struct Row<'s> {
    pub(super) row: u32,
    pub(super) cells: Vec<Seen<'s>>,
    /// Regions that began in rows above and reach down here.
    pub(super) above: Vec<Region>,
}

/// A filled cell as it is seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'s> {
    pub(super) cell: &'s Filled,
    /// All that it covers: itself, or the region it is merged over.
    pub(super) covers: Region,
}

/// What could not be seen of the cells that are filled.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    /// Hidden rows with words in them.
    pub(super) rows: Vec<u32>,
    /// Hidden columns with words in them.
    pub(super) columns: Vec<u32>,
}

/// The runs of a sheet, and what is hidden in it.
pub(super) fn runs<'s>(book: &'s Book, sheet: &'s Sheet) -> (Vec<Run<'s>>, Unseen) {
    let (seen, unseen) = seen(sheet);
    let rows = rows(seen);
    let mut runs: Vec<Run<'_>> = Vec::new();
    // The last row that a cell reaches which began so far.
    let mut reached: Option<u32> = None;
    for row in rows {
        let begin = reached.map_or(0, |last| last.saturating_add(1)).min(row.row);
        let hidden = sheet.hidden_rows.range(begin..row.row).count();
        let gap = (row.row - begin).saturating_sub(u32::try_from(hidden).unwrap_or(u32::MAX));
        let last = row.cells.iter().map(|seen| seen.covers.rows.1).max().unwrap_or(row.row);
        reached = Some(reached.unwrap_or(0).max(last).max(row.row));
        match runs.last_mut().filter(|_| gap == 0) {
            Some(run) => run.rows.push(row),
            None => runs.push(Run { gap, rows: vec![row], lines: 0, columns: Vec::new() }),
        }
    }
    for run in &mut runs {
        run.lines = table_at(book, &run.rows);
        run.columns = columns(sheet, run.rows.get(run.lines..).unwrap_or_default());
    }
    (runs, unseen)
}

/// Where the table of a run begins: where two rows of several cells follow each other. A row of
/// several cells alone, as who drew it up and who checked it, is no table.
fn table_at(book: &Book, rows: &[Row<'_>]) -> usize {
    let is_line =
        |row: &Row<'_>| row.above.is_empty() && (row.cells.len() == 1 || row.is_entry(book));
    let pairs = rows.iter().zip(rows.iter().skip(1).map(Some).chain([None]));
    let begins = |(row, next): (&Row<'_>, Option<&Row<'_>>)| {
        !is_line(row) && next.is_none_or(|next| !is_line(next))
    };
    pairs.clone().position(begins).unwrap_or(rows.len())
}

impl Row<'_> {
    /// Whether it is a line of the contents: a title and a page.
    pub(super) fn is_entry(&self, book: &Book) -> bool {
        let [title, page] = self.cells.as_slice() else { return false };
        let page = book.words(page.cell).trim();
        let is_page = (1..=3).contains(&page.len()) && page.bytes().all(|b| b.is_ascii_digit());
        is_page && book.words(title.cell).trim().chars().count() > 3
    }
}

/// The visible cells by row and column.
fn seen(sheet: &Sheet) -> (Vec<Seen<'_>>, Unseen) {
    let regions: HashMap<(u32, u32), Region> =
        sheet.regions.iter().map(|region| ((region.rows.0, region.columns.0), *region)).collect();
    let mut unseen = Unseen::default();
    let mut seen: Vec<Seen<'_>> = Vec::with_capacity(sheet.cells.len());
    for cell in &sheet.cells {
        let (row, column) = (cell.row, cell.column);
        let covers = regions.get(&(row, column)).copied();
        let covers = covers.unwrap_or(Region { rows: (row, row), columns: (column, column) });
        match visible(sheet, covers) {
            Ok(covers) => seen.push(Seen { cell, covers }),
            Err(true) => unseen.rows.push(row),
            Err(false) => unseen.columns.push(column),
        }
    }
    for list in [&mut unseen.rows, &mut unseen.columns] {
        list.sort_unstable();
        list.dedup();
    }
    // Where the first row of a merged region is hidden, the region shows at the second, over what
    // stands under it there.
    let place = |seen: &Seen<'_>| (seen.covers.rows.0, seen.covers.columns.0);
    seen.sort_by_key(|seen| (place(seen), seen.covers.rows.0 == seen.cell.row));
    seen.dedup_by_key(|seen| place(seen));
    (seen, unseen)
}

/// What of a region is visible: from its first visible row and column on. Where nothing is, whether
/// it is the rows that are hidden.
fn visible(sheet: &Sheet, covers: Region) -> Result<Region, bool> {
    if sheet.hidden_rows.is_empty() && sheet.hidden_columns.is_empty() {
        return Ok(covers);
    }
    let hidden = |row: &u32| sheet.hidden_rows.contains(row);
    let row = (covers.rows.0..=covers.rows.1).find(|row| !hidden(row)).ok_or(true)?;
    let column = (covers.columns.0..=covers.columns.1)
        .find(|column| !sheet.is_hidden_column(*column))
        .ok_or(false)?;
    Ok(Region { rows: (row, covers.rows.1), columns: (column, covers.columns.1) })
}

/// Cells as rows. What stands under a merged cell is not seen.
fn rows(seen: Vec<Seen<'_>>) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut open: Vec<Region> = Vec::new();
    for cell in seen {
        let (row, column) = (cell.covers.rows.0, cell.covers.columns.0);
        if rows.last().is_none_or(|last| last.row != row) {
            let ended = rows.last().map_or(&[] as &[_], |last| &last.cells);
            let down = ended.iter().map(|seen| seen.covers).filter(|c| c.rows.1 > c.rows.0);
            open.extend(down);
            open.retain(|region| region.rows.1 >= row);
            rows.push(Row { row, cells: Vec::new(), above: open.clone() });
        }
        let Some(last) = rows.last_mut() else { continue };
        let beside = last.cells.last().map(|seen| seen.covers);
        let covered = last.above.iter().chain(beside.iter()).any(|r| r.holds(row, column));
        if !covered {
            last.cells.push(cell);
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    rows
}

/// The columns of a table: where cells begin, and where they end before a blank one. However many
/// blank columns lie between two cells, they are one.
pub(super) fn columns(sheet: &Sheet, rows: &[Row<'_>]) -> Vec<u32> {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let mut columns: Vec<u32> = cells().map(|seen| seen.covers.columns.0).collect();
    let last = columns.iter().copied().max().unwrap_or(0);
    let mut ends: Vec<u32> = cells().map(|seen| seen.covers.columns.1.saturating_add(1)).collect();
    ends.sort_unstable();
    ends.dedup();
    let ends = ends.into_iter().map(|end| sheet.visible_column_from(end));
    columns.extend(ends.filter(|end| *end <= last));
    let above = rows.first().into_iter().flat_map(|row| &row.above);
    columns.extend(above.map(|region| region.columns.0));
    columns.sort_unstable();
    columns.dedup();
    columns
}
