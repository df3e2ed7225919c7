//! The grid of a table of data: each cell gets its column, its span and what it covers.

use super::dom::{Dom, Id};
use super::looks::{Look, Looks, is_group};
use crate::bounds::MOST_PIECES;
use crate::docx::paper::Slot;

/// More columns than this are in no table.
const MOST_COLUMNS: u16 = 1000;

/// A cell in its place, and the element it is; none where it is covered from above.
pub(super) type Placed = (Slot, Option<Id>);

/// The rows of a table, with the cells that others cover.
pub(super) fn rows(dom: &Dom, looks: &Looks, table: Id) -> Vec<Vec<Placed>> {
    let mut grid = Grid::default();
    for group in groups(dom, looks, table) {
        let count = group.len();
        for (index, row) in group.into_iter().enumerate() {
            let cells = dom.children(row).filter(|cell| {
                matches!(dom.name(*cell), "td" | "th") && looks.of(*cell) != Look::Hidden
            });
            let cells = cells.map(|cell| (cell, Spans::of(dom, cell, count - index)));
            grid.row(cells);
        }
        grid.reaching.clear();
    }
    grid.rows
}

/// The caption of a table.
pub(super) fn captions(dom: &Dom, looks: &Looks, table: Id) -> Vec<Id> {
    let is_shown = |id: &Id| dom.name(*id) == "caption" && looks.of(*id) != Look::Hidden;
    dom.children(table).filter(is_shown).collect()
}

/// The rows of each group of rows: the head first, the foot last, wherever they stand. The parser
/// puts every row into a group.
fn groups(dom: &Dom, looks: &Looks, table: Id) -> Vec<Vec<Id>> {
    let is_shown = |id: &Id| looks.of(*id) != Look::Hidden;
    let is_row = |id: &Id| dom.name(*id) == "tr" && is_shown(id);
    let parts = dom.children(table).filter(is_shown).filter(|id| is_group(dom.name(*id)));
    let mut parts: Vec<Id> = parts.collect();
    parts.sort_by_key(|id| match dom.name(*id) {
        "thead" => 1,
        "tfoot" => 3,
        _ => 2,
    });
    parts.into_iter().map(|part| dom.children(part).filter(is_row).collect()).collect()
}

#[derive(Clone, Copy, Debug)]
struct Spans {
    columns: u16,
    rows: usize,
}

impl Spans {
    /// `left` rows of the group are left, this one among them.
    fn of(dom: &Dom, cell: Id, left: usize) -> Spans {
        let number = |name: &str| {
            let value = dom.element(cell).and_then(|element| element.attribute(name))?;
            let value = value.trim();
            let digits = value.bytes().take_while(u8::is_ascii_digit).count();
            value.get(..digits)?.parse::<usize>().ok()
        };
        let columns = number("colspan").unwrap_or(1).clamp(1, usize::from(MOST_COLUMNS));
        let rows = match number("rowspan") {
            Some(0) => left,
            rows => rows.unwrap_or(1).min(left),
        };
        Spans { columns: u16::try_from(columns).unwrap_or(1), rows }
    }
}

/// A cell that covers columns of the rows below.
#[derive(Clone, Copy, Debug)]
struct Reach {
    column: u16,
    span: u16,
    rows: usize,
}

#[derive(Debug, Default)]
struct Grid {
    rows: Vec<Vec<Placed>>,
    /// What reaches into the next row, from left to right.
    reaching: Vec<Reach>,
    cells: usize,
}

impl Grid {
    fn row(&mut self, cells: impl Iterator<Item = (Id, Spans)>) {
        let above = std::mem::take(&mut self.reaching);
        let mut above = above.into_iter().peekable();
        let mut row: Vec<Placed> = Vec::new();
        let mut column = 0u16;
        let mut has_own = false;
        for (id, spans) in cells {
            while let Some(reach) = above.next_if(|reach| reach.column <= column) {
                column = self.cover(reach, &mut row);
            }
            if column >= MOST_COLUMNS {
                break;
            }
            // Where cells would overlap, the one from above stays.
            let room = above.peek().map_or(MOST_COLUMNS, |reach| reach.column) - column;
            let span = spans.columns.min(room).max(1);
            row.push((Slot { column, span, covered: false }, Some(id)));
            has_own = true;
            if spans.rows > 1 {
                self.reaching.push(Reach { column, span, rows: spans.rows - 1 });
            }
            column = column.saturating_add(span);
        }
        for reach in above {
            self.cover(reach, &mut row);
        }
        self.cells += row.len();
        if has_own && self.cells <= MOST_PIECES {
            self.rows.push(row);
        }
    }

    /// Puts in a cell that is covered; gives the column behind it.
    fn cover(&mut self, reach: Reach, row: &mut Vec<Placed>) -> u16 {
        let Reach { column, span, rows } = reach;
        row.push((Slot { column, span, covered: true }, None));
        if rows > 1 && self.cells <= MOST_PIECES {
            self.reaching.push(Reach { rows: rows - 1, ..reach });
        }
        column.saturating_add(span)
    }
}
