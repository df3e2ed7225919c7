//! Columns of words with white between them.

use super::flow::Column;
use super::lines::TextLine;
use super::rulings::Segment;

/// The columns made as wide as the words of a line need; `None` where two of them would become one.
pub(super) fn joined(columns: &[Column], line: &TextLine) -> Option<Vec<Column>> {
    let pieces: Vec<Column> = line.pieces.iter().map(|piece| edges(piece.area)).collect();
    let gap = line.size() / 4;
    // A cell that is full may nearly touch the next, but not all cells of a row are.
    let runs = || line.runs.iter().map(|area| edges(*area)).collect::<Vec<_>>();
    let is_parted = pieces.len() > 1;
    with(columns, &pieces, gap).or_else(|| with(columns, &runs(), gap).filter(|_| is_parted))
}

pub(super) fn edges(area: pages::Area) -> Column {
    Column { left: area.left, right: area.right }
}

/// Whether a line begins in the first column.
pub(super) fn is_first(line: &TextLine, columns: &[Column]) -> bool {
    columns.first().is_some_and(|column| line.area.left < column.right)
}

/// Whether words of a line stand in a column.
pub(super) fn is_filled(line: &TextLine, column: Column) -> bool {
    line.runs.iter().any(|area| area.left < column.right && column.left < area.right)
}

/// Whether what stands in a column mostly begins, ends or has its middle at one position.
pub(super) fn is_aligned(column: Column, lines: &[TextLine]) -> bool {
    let mut words: Vec<(Column, i32)> = Vec::new();
    for line in lines {
        let own = line.runs.iter().filter(|a| a.left < column.right && column.left < a.right);
        let (left, right) = (own.clone().map(|a| a.left).min(), own.map(|a| a.right).max());
        if let (Some(left), Some(right)) = (left, right) {
            words.push((Column { left, right }, line.size()));
        }
    }
    let share = |place: fn(&Column) -> i32| {
        let mut places: Vec<i32> = words.iter().map(|(column, _)| place(column)).collect();
        places.sort_unstable();
        let size = words.iter().map(|(_, size)| *size).max().unwrap_or(0);
        let before = |end: i32| places.partition_point(|at| *at < end);
        let near = |from: i32| before(from + size / 2 + 1) - before(from);
        places.iter().map(|from| near(*from)).max().unwrap_or(0)
    };
    let best = share(|c| c.left).max(share(|c| c.right));
    let best = best.max(share(|c| i32::midpoint(c.left, c.right)));
    words.len() >= 2 && best * 3 >= words.len() * 2
}

/// Whether a ruling runs over most of the columns.
pub(super) fn is_wide(ruling: &Segment, columns: &[Column]) -> bool {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return false };
    ruling.covers(first.left, last.right) * 10 > (last.right - first.left) * 6
}

fn with(columns: &[Column], words: &[Column], gap: i32) -> Option<Vec<Column>> {
    let known = columns.iter().map(|column| (*column, 1));
    let mut all: Vec<(Column, usize)> = known.chain(words.iter().map(|w| (*w, 0))).collect();
    all.sort_by_key(|(column, _)| column.left);
    let mut merged: Vec<(Column, usize)> = Vec::with_capacity(all.len());
    for (column, count) in all {
        match merged.last_mut() {
            Some((last, counted)) if column.left - last.right < gap => {
                last.right = last.right.max(column.right);
                *counted += count;
            }
            _ => merged.push((column, count)),
        }
    }
    let is_kept = merged.iter().all(|(_, count)| *count <= 1);
    is_kept.then(|| merged.into_iter().map(|(column, _)| column).collect())
}
