//! The columns of a row, and the grid of the table that its rows make together.

use super::bytes::{i16_at, u16_at};
use super::sprm::{self, Sprm};
use crate::docx::paper::Slot;

/// Word has 63 columns at most.
const MOST_COLUMNS: usize = 64;
/// Edges so near to each other are one, in twentieths of a point.
const NEAR: i32 = 45;

/// The columns of a row as its end mark gives them.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Left edges of the cells and the right edge of the last, in twentieths of a point.
    edges: Vec<i32>,
    cells: Vec<Merge>,
}

/// Whether a cell is merged with its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Merge {
    /// It goes on with the cell to its left.
    across: bool,
    /// It is the first of cells merged down, or goes on with the cell above.
    down: Down,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Down {
    #[default]
    No,
    Begins,
    GoesOn,
}

impl Down {
    fn of(flags: u8) -> Down {
        match flags & 3 {
            0 => Down::No,
            1 => Down::GoesOn,
            _ => Down::Begins,
        }
    }
}

impl Columns {
    /// Makes a change to the columns, if it is one.
    pub(super) fn change(&mut self, sprm: &Sprm<'_>) {
        let (first, behind) = match sprm.operand {
            [first, behind, ..] => (usize::from(*first), usize::from(*behind)),
            _ => return,
        };
        match sprm.code {
            sprm::DEFINE_TABLE => self.define(sprm.operand),
            sprm::MERGE_ACROSS | sprm::SPLIT => {
                let range = self.cells.iter_mut().take(behind).skip(first + 1);
                range.for_each(|cell| cell.across = sprm.code == sprm::MERGE_ACROSS);
            }
            sprm::MERGE_DOWN => {
                let cell = self.cells.get_mut(first);
                let [_, flags, ..] = sprm.operand else { return };
                if let Some(cell) = cell {
                    cell.down = Down::of(*flags);
                }
            }
            sprm::DELETE_CELLS if first < behind && behind <= self.cells.len() => {
                self.cells.drain(first..behind);
                let gone = self.edge(behind) - self.edge(first);
                self.edges.drain(first..behind);
                self.edges.iter_mut().skip(first).for_each(|edge| *edge -= gone);
            }
            sprm::INSERT_CELLS => self.insert(first, behind, width(sprm)),
            sprm::CELL_WIDTH => {
                for cell in first..behind.min(self.cells.len()) {
                    let change = width(sprm) - (self.edge(cell + 1) - self.edge(cell));
                    self.edges.iter_mut().skip(cell + 1).for_each(|edge| {
                        *edge = edge.saturating_add(change);
                    });
                }
            }
            _ => {}
        }
    }

    /// Number of cells, their edges, then 20 bytes for each cell.
    fn define(&mut self, operand: &[u8]) {
        let count = operand.first().copied().map_or(0, usize::from).min(MOST_COLUMNS);
        let edge = |index: usize| i16_at(operand, 1 + 2 * index).map(i32::from);
        let edges: Vec<i32> = (0..=count).map_while(edge).collect();
        if edges.len() != count + 1 {
            return;
        }
        let cell = |index: usize| {
            // What is left out at the end is not merged.
            let flags = u16_at(operand, 1 + 2 * (count + 1) + 20 * index).unwrap_or(0);
            let down = Down::of(u8::try_from(flags >> 5 & 3).unwrap_or(0));
            Merge { across: flags & 3 >= 2, down }
        };
        self.cells = (0..count).map(cell).collect();
        self.edges = edges;
    }

    fn insert(&mut self, at: usize, count: usize, width: i32) {
        let count = count.min(MOST_COLUMNS.saturating_sub(self.cells.len()));
        if at > self.cells.len() || self.edges.is_empty() {
            return;
        }
        for _ in 0..count {
            let left = self.edge(at);
            self.cells.insert(at, Merge::default());
            self.edges.insert(at, left);
            self.edges.iter_mut().skip(at + 1).for_each(|edge| *edge = edge.saturating_add(width));
        }
    }

    fn edge(&self, index: usize) -> i32 {
        self.edges.get(index).copied().unwrap_or(0)
    }
}

fn width(sprm: &Sprm<'_>) -> i32 {
    i16_at(sprm.operand, 2).map_or(0, i32::from)
}

/// The grid of a table: the edges of all its rows.
#[derive(Debug, Default)]
pub(super) struct Grid {
    edges: Vec<i32>,
    /// Columns of the last row that are merged with the next, and their number.
    reaching: Vec<(u16, u16)>,
}

/// A cell of a row in its place, and which of the row's texts it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) slot: Slot,
    /// The first of its texts and the one behind the last.
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl Grid {
    /// The grid of rows with these columns.
    pub(super) fn of<'c>(rows: impl Iterator<Item = &'c Columns>) -> Grid {
        let mut all: Vec<i32> = rows.flat_map(|row| row.edges.iter().copied()).collect();
        all.sort_unstable();
        let mut edges: Vec<i32> = Vec::new();
        for edge in all {
            if edges.last().is_none_or(|last| edge - last > NEAR) {
                edges.push(edge);
            }
        }
        Grid { edges, reaching: Vec::new() }
    }

    /// Places the cells of the next row; `texts` is how many there are.
    pub(super) fn place(&mut self, columns: &Columns, texts: usize) -> Vec<Placed> {
        let above = std::mem::take(&mut self.reaching);
        let mut placed: Vec<Placed> = Vec::new();
        let mut behind = 0u16;
        for index in 0..texts {
            let merge = columns.cells.get(index).copied().unwrap_or_default();
            let (left, right) = match columns.cells.get(index) {
                Some(_) => (self.column(columns.edge(index)), self.column(columns.edge(index + 1))),
                None => (behind, behind.saturating_add(1)),
            };
            let column = left.max(behind);
            let right = right.max(column.saturating_add(1));
            behind = right;
            if let Some(last) = placed.last_mut().filter(|_| merge.across) {
                last.slot.span = right - last.slot.column;
                last.end = index + 1;
                continue;
            }
            let meets =
                |(at, span): &(u16, u16)| *at <= column && column < at.saturating_add(*span);
            let covered = merge.down == Down::GoesOn && above.iter().any(meets);
            let slot = Slot { column, span: right - column, covered };
            if merge.down != Down::No {
                self.reaching.push((slot.column, slot.span));
            }
            placed.push(Placed { slot, begin: index, end: index + 1 });
        }
        placed
    }

    /// The number of the edge nearest to this one.
    fn column(&self, edge: i32) -> u16 {
        let behind = self.edges.partition_point(|known| *known <= edge);
        u16::try_from(behind.saturating_sub(1)).unwrap_or(u16::MAX)
    }
}
