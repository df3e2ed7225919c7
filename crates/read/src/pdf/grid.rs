//! The cells of a frame of rulings, with the rows and columns that each spans.

use std::ops::Range;

use pages::{Area, Glyph, POINT};

use super::flow::Column;
use super::lines::{TextLine, lines};
use super::rulings::{Frame, Segment, Sets};

/// A frame with more unit cells than this is a drawing.
const MOST: usize = 40_000;

/// A table, or the part of one that stands on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) area: Area,
    /// Where its columns begin and end.
    pub(super) xs: Vec<i32>,
    /// Where its rows begin and end.
    pub(super) ys: Vec<i32>,
    pub(super) cells: Vec<GridCell>,
    /// No rulings run down: its columns are known by the words in them.
    pub(super) is_loose: bool,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(super) struct GridCell {
    pub(super) columns: Range<usize>,
    pub(super) rows: Range<usize>,
    pub(super) area: Area,
    pub(super) lines: Vec<TextLine>,
    /// The edges between which its lines are set.
    pub(super) column: Column,
}

/// The empty grid of a frame; `None` where the frame holds no cells.
pub(super) fn grid(frame: &Frame) -> Option<Grid> {
    let area = frame.area();
    let xs = positions(&frame.down, area.left, area.right);
    let ys = positions(&frame.across, area.top, area.bottom);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    let count = columns.checked_mul(rows).filter(|count| (2..=MOST).contains(count))?;
    let units = Units { columns, count, xs: &xs, ys: &ys };
    let mut sets = Sets::new(count);
    units.join_unparted(frame, &mut sets);
    let mut cells: Vec<GridCell> = Vec::new();
    let mut of_root: Vec<Option<usize>> = vec![None; count];
    for unit in 0..count {
        let root = sets.root(unit);
        let (column, row) = (unit % columns, unit / columns);
        let known = of_root.get(root).copied().flatten();
        if let Some(cell) = known.and_then(|at| cells.get_mut(at)) {
            cell.columns = cell.columns.start.min(column)..cell.columns.end.max(column + 1);
            cell.rows = cell.rows.start.min(row)..cell.rows.end.max(row + 1);
        } else {
            if let Some(slot) = of_root.get_mut(root) {
                *slot = Some(cells.len());
            }
            let (columns, rows) = (column..column + 1, row..row + 1);
            cells.push(GridCell { columns, rows, ..GridCell::default() });
        }
    }
    if cells.len() < 2 {
        return None;
    }
    for cell in &mut cells {
        cell.area = units.area(cell);
    }
    Some(Grid { area, xs, ys, cells, is_loose: false })
}

impl Grid {
    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Puts the glyphs that stand in the grid into its cells; gives back the others.
    pub(super) fn fill(&mut self, glyphs: Vec<Glyph>) -> Vec<Glyph> {
        let (inside, outside): (Vec<Glyph>, Vec<Glyph>) =
            glyphs.into_iter().partition(|glyph| self.area.holds(glyph.area.middle()));
        let mut of_cell: Vec<Vec<Glyph>> = vec![Vec::new(); self.cells.len()];
        let rows = self.by_row();
        for glyph in inside {
            let middle = glyph.area.middle();
            let row = self.ys.partition_point(|top| *top <= middle.1).saturating_sub(1);
            let in_row = rows.get(row).map_or(&[] as &[usize], Vec::as_slice);
            let holds =
                |at: &&usize| self.cells.get(**at).is_some_and(|cell| cell.area.holds(middle));
            if let Some(glyphs) = in_row.iter().find(holds).and_then(|at| of_cell.get_mut(*at)) {
                glyphs.push(glyph);
            }
        }
        for (cell, glyphs) in self.cells.iter_mut().zip(&mut of_cell) {
            cell.lines = lines(glyphs);
        }
        self.set_columns();
        outside
    }

    /// For each row the cells that reach into it.
    fn by_row(&self) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); self.rows()];
        for (at, cell) in self.cells.iter().enumerate() {
            let own = rows.iter_mut().take(cell.rows.end).skip(cell.rows.start);
            own.for_each(|cells| cells.push(at));
        }
        rows
    }

    /// The text of all cells of a table keeps the same distance from the rulings.
    fn set_columns(&mut self) {
        let filled = self
            .cells
            .iter()
            .flat_map(|cell| cell.lines.iter().map(|line| line.area.left - cell.area.left));
        let mut distances: Vec<i32> = filled.collect();
        distances.sort_unstable();
        // The least but for a few lines that are too long for their cells.
        let pad = distances.get(distances.len() / 20).copied().unwrap_or(0).clamp(0, 8 * POINT);
        for cell in &mut self.cells {
            cell.column = Column { left: cell.area.left + pad, right: cell.area.right - pad };
        }
    }
}

/// Where rulings stand, the edges of the whole among them: tables may be open at the sides.
fn positions(segments: &[Segment], first: i32, last: i32) -> Vec<i32> {
    const NEAR: i32 = 3 * POINT;
    let mut all: Vec<i32> = segments.iter().map(|segment| segment.at).collect();
    all.extend([first, last]);
    all.sort_unstable();
    let mut kept: Vec<i32> = Vec::new();
    for at in all {
        if kept.last().is_none_or(|last| at - last > NEAR) {
            kept.push(at);
        }
    }
    kept
}

/// The unit cells between all positions.
struct Units<'p> {
    columns: usize,
    count: usize,
    xs: &'p [i32],
    ys: &'p [i32],
}

impl Units<'_> {
    /// Joins neighbours that no ruling parts.
    fn join_unparted(&self, frame: &Frame, sets: &mut Sets) {
        let under = self.parted(&frame.across, self.ys, self.xs);
        let beside = self.parted(&frame.down, self.xs, self.ys);
        for unit in 0..self.count {
            let (column, row) = (unit % self.columns, unit / self.columns);
            if column + 1 < self.columns && !is_parted(&beside, column + 1, row) {
                sets.join(unit, unit + 1);
            }
            if unit + self.columns < self.count && !is_parted(&under, row + 1, column) {
                sets.join(unit, unit + self.columns);
            }
        }
    }

    /// For each position, between which neighbouring positions of the other axis a ruling runs.
    fn parted(&self, segments: &[Segment], at: &[i32], between: &[i32]) -> Vec<Vec<bool>> {
        let mut parted = vec![vec![false; between.len().saturating_sub(1)]; at.len()];
        for segment in segments {
            let near = at.partition_point(|position| *position < segment.at - 3 * POINT);
            let Some(row) = parted.get_mut(near) else { continue };
            let gaps = between.windows(2).zip(row);
            for (gap, is_parted) in gaps {
                if let [from, to] = gap {
                    *is_parted |= segment.covers(*from, *to) * 10 > (to - from) * 6;
                }
            }
        }
        parted
    }

    fn area(&self, cell: &GridCell) -> Area {
        let at = |list: &[i32], index: usize| list.get(index).copied().unwrap_or(0);
        Area {
            left: at(self.xs, cell.columns.start),
            top: at(self.ys, cell.rows.start),
            right: at(self.xs, cell.columns.end),
            bottom: at(self.ys, cell.rows.end),
        }
    }
}

fn is_parted(parted: &[Vec<bool>], position: usize, gap: usize) -> bool {
    parted.get(position).and_then(|gaps| gaps.get(gap)).copied().unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::rulings::frames;
    use pages::Ruling;

    /// Three columns, three rows; the first cell spans two rows, the last row two columns.
    fn merged() -> Grid {
        let across = |y, left, right| Ruling::Across { y, left, right };
        let down = |x, top, bottom| Ruling::Down { x, top, bottom };
        let rulings = [
            across(0, 0, 9000),
            across(2000, 3000, 9000),
            across(4000, 0, 9000),
            across(6000, 0, 9000),
            down(0, 0, 6000),
            down(3000, 0, 6000),
            down(6000, 0, 4000),
            down(9000, 0, 6000),
        ];
        grid(&frames(&rulings)[0]).unwrap()
    }

    #[test]
    fn spans_are_exact() {
        let spans: Vec<_> =
            merged().cells.iter().map(|c| (c.columns.clone(), c.rows.clone())).collect();
        let expected = [
            (0..1, 0..2),
            (1..2, 0..1),
            (2..3, 0..1),
            (1..2, 1..2),
            (2..3, 1..2),
            (0..1, 2..3),
            (1..3, 2..3),
        ];
        assert_eq!(spans, expected);
    }

    #[test]
    fn glyphs_go_to_the_cell_of_their_middle() {
        let glyph = |sign, left, top| Glyph {
            sign,
            area: Area { left, top, right: left + 1000, bottom: top + 1000 },
            stance: pages::Stance::Upright,
        };
        let mut grid = merged();
        let outside =
            grid.fill(vec![glyph('甲', 100, 2500), glyph('乙', 5600, 4500), glyph('外', 0, 7000)]);
        assert_eq!(outside.len(), 1);
        let text =
            |at: usize| grid.cells[at].lines.iter().map(|l| l.text.as_str()).collect::<String>();
        assert_eq!((text(0).as_str(), text(6).as_str()), ("甲", "乙"));
    }
}
