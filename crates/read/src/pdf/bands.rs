//! Rows of a table without vertical rulings: where it ends, and which of its lines belong together.

use super::aligned::{ROWS, is_row, pitch};
use super::flow::Column;
use super::lines::TextLine;
use super::rulings::Segment;
use super::white::{is_filled, is_first, is_wide};

/// The heights between which the rows of a table stand: one more than it has rows.
pub(super) fn edges(lines: &[TextLine], columns: &[Column], rulings: &[Segment]) -> Vec<i32> {
    let begins = begins(lines, columns, rulings);
    let mut edges: Vec<i32> = lines.first().map(|line| line.area.top).into_iter().collect();
    let pairs = lines.iter().zip(lines.iter().skip(1));
    for ((line, next), _) in pairs.zip(begins).filter(|(_, begins)| *begins) {
        edges.push(i32::midpoint(line.area.bottom, next.area.top));
    }
    edges.extend(lines.iter().map(|line| line.area.bottom).max());
    edges
}

/// What stands alone in the first column under the last row is a note, unless a ruling ends it.
pub(super) fn trimmed<'l>(
    lines: &'l [TextLine],
    columns: &[Column],
    rulings: &[Segment],
) -> &'l [TextLine] {
    let mut lines = lines;
    while let Some((last, before)) = lines.split_last() {
        let is_alone = last.pieces.len() == 1 && is_first(last, columns);
        let (y, reach) = (last.area.middle().1, last.area.height() * 5 / 2);
        let is_ruled = rulings.iter().any(|r| r.at > y && r.at < y + reach && is_wide(r, columns));
        if !is_alone || is_ruled {
            break;
        }
        lines = before;
    }
    lines
}

/// A table that is ruled above and below ends at the last ruling.
pub(super) fn above_last_ruling<'l>(
    lines: &'l [TextLine],
    columns: &[Column],
    rulings: &[Segment],
) -> &'l [TextLine] {
    let bottom = lines.last().map_or(0, |line| line.area.bottom + line.area.height() * 5 / 2);
    let last = rulings.iter().filter(|r| r.at < bottom && is_wide(r, columns)).map(|r| r.at).max();
    let Some(last) = last else { return lines };
    let count = lines.iter().take_while(|line| line.area.middle().1 < last).count();
    let above = lines.get(..count).unwrap_or_default();
    if above.iter().filter(|line| is_row(line)).count() < ROWS { lines } else { above }
}

/// For each line but the first whether it begins a row.
fn begins(lines: &[TextLine], columns: &[Column], rulings: &[Segment]) -> Vec<bool> {
    let ruled = ruled(lines, columns, rulings);
    let bands = 1 + ruled.iter().filter(|is| **is).count();
    let rows = lines.iter().filter(|line| line.pieces.len() >= 3).count();
    // Rulings may part groups of rows only.
    if bands >= 3 && bands * 2 >= rows {
        return ruled;
    }
    let parted = by_pitch(lines, columns).unwrap_or_else(|| by_blanks(lines, columns));
    parted.into_iter().zip(ruled).map(|(a, b)| a || b).collect()
}

/// Whether a ruling runs between each two lines.
fn ruled(lines: &[TextLine], columns: &[Column], rulings: &[Segment]) -> Vec<bool> {
    let wide: Vec<i32> =
        rulings.iter().filter(|ruling| is_wide(ruling, columns)).map(|ruling| ruling.at).collect();
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let between = |(line, next): (&TextLine, &TextLine)| {
        wide.iter().any(|at| (line.area.middle().1..next.area.middle().1).contains(at))
    };
    pairs.map(between).collect()
}

/// Lines of a row stand nearer to each other than rows do, and some of their cells are blank.
fn by_pitch(lines: &[TextLine], columns: &[Column]) -> Option<Vec<bool>> {
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let pitches: Vec<i32> = pairs.map(|(line, next)| pitch(line, next)).collect();
    let size = lines.iter().map(TextLine::size).max()?;
    let mut sorted = pitches.clone();
    sorted.sort_unstable();
    let near = sorted.windows(2).find_map(|pair| match pair {
        [a, b] if (b - a) * 4 >= size => Some(*a),
        _ => None,
    })?;
    let begins: Vec<bool> = pitches.iter().map(|pitch| *pitch > near).collect();
    let is_rest = |line: &TextLine| columns.iter().any(|column| !is_filled(line, *column));
    let rest = || lines.iter().skip(1).zip(&begins).filter(|(_, begins)| !**begins);
    let blank = rest().filter(|(line, _)| is_rest(line)).count();
    let rows = 1 + begins.iter().filter(|is| **is).count();
    (rows >= 3 && blank * 2 > rest().count()).then_some(begins)
}

/// A line is the rest of the one above if its first column is blank, and most others, and if what
/// stands in it goes on from words that had no room.
fn by_blanks(lines: &[TextLine], columns: &[Column]) -> Vec<bool> {
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let is_rest = |(line, next): (&TextLine, &TextLine)| {
        let filled = || columns.iter().filter(|column| is_filled(next, **column));
        let starts = columns.first().is_some_and(|column| is_filled(next, *column));
        !starts && filled().count() * 2 <= columns.len() && filled().all(|c| is_full(line, *c))
    };
    pairs.map(|pair| !is_rest(pair)).collect()
}

/// Whether the words of a line in a column reach its right edge.
fn is_full(line: &TextLine, column: Column) -> bool {
    let own = line.runs.iter().filter(|a| a.left < column.right && column.left < a.right);
    let right = own.map(|area| area.right).max();
    right.is_some_and(|right| (column.right - right) * 2 <= line.size() * 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pages::Area;

    const COLUMNS: [Column; 3] = [
        Column { left: 0, right: 4000 },
        Column { left: 6000, right: 10_000 },
        Column { left: 12_000, right: 16_000 },
    ];

    /// A line at a height: so many characters in each column.
    fn line(top: i32, filled: [i32; 3]) -> TextLine {
        let words = COLUMNS.iter().zip(filled).filter(|(_, count)| *count > 0);
        let area = |(column, count): (&Column, i32)| Area {
            left: column.left,
            top,
            right: column.left + count * 1000,
            bottom: top + 1200,
        };
        let runs: Vec<Area> = words.map(area).collect();
        let whole = runs.iter().skip(1).fold(runs[0], |all, run| all.with(*run));
        TextLine { area: whole, em: 1000, runs, ..TextLine::default() }
    }

    fn rulings(heights: &[i32]) -> Vec<Segment> {
        heights.iter().map(|at| Segment { at: *at, from: 0, to: 16_000 }).collect()
    }

    #[test]
    fn rulings_tell_rows_apart() {
        let lines =
            [line(0, [2, 4, 2]), line(1500, [2, 4, 2]), line(3000, [0, 2, 0]), line(4500, [1; 3])];
        let found = begins(&lines, &COLUMNS, &rulings(&[-100, 1350, 4350, 6000]));
        assert_eq!(found, [true, false, true]);
    }

    #[test]
    fn wider_gaps_tell_rows_apart() {
        let lines =
            [line(0, [2, 4, 2]), line(2500, [2, 4, 2]), line(4000, [1, 2, 0]), line(6500, [1; 3])];
        assert_eq!(begins(&lines, &COLUMNS, &[]), [true, false, true]);
    }

    #[test]
    fn the_rest_of_a_full_cell_stands_under_a_blank_one() {
        let lines =
            [line(0, [2, 4, 2]), line(1500, [0, 2, 0]), line(3000, [0, 2, 1]), line(4500, [1; 3])];
        assert_eq!(begins(&lines, &COLUMNS, &[]), [false, true, true]);
    }

    #[test]
    fn one_edge_more_than_rows() {
        let lines = [line(0, [1; 3]), line(2000, [1; 3]), line(4000, [1; 3])];
        assert_eq!(edges(&lines, &COLUMNS, &[]), [0, 1600, 3600, 5200]);
    }
}
