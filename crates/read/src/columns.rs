//! Tables whose columns are set apart by runs of blanks, as extraction with layout writes them.

use std::ops::Range;

use ground::Span;

use crate::furniture::RawLine;

/// A table found in lines of text.
#[derive(Debug)]
pub(crate) struct Spaced {
    /// How many lines it takes.
    pub(crate) taken: usize,
    /// Its rows: for every column the bytes of the cell, empty where it is blank.
    pub(crate) rows: Vec<Vec<Span>>,
}

/// A piece of a line between runs of blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Column of the page where it begins.
    column: usize,
    bytes: Range<usize>,
}

/// So many rows with so many cells make a table and not an accident.
const ROWS: usize = 2;
const CELLS: usize = 3;

/// The table that begins with the first of the lines, if one does.
pub(crate) fn table(text: &str, lines: &[RawLine]) -> Option<Spaced> {
    let first = lines.first().map(|line| pieces(text, line))?;
    if first.len() < CELLS {
        return None;
    }
    let (taken, rows) = rows(text, lines);
    let full: Vec<&Vec<Piece>> = rows.iter().filter(|row| row.len() >= CELLS).collect();
    let pairs = || full.iter().zip(full.iter().skip(1));
    let in_line = full.len() >= ROWS && pairs().any(|(row, next)| share_a_column(row, next));
    in_line.then(|| Spaced { taken, rows: aligned(&rows) })
}

/// Blanks scattered in running text leave no columns.
fn share_a_column(row: &[Piece], next: &[Piece]) -> bool {
    let inner = row.iter().filter(|piece| piece.column > 0);
    inner.into_iter().any(|piece| next.iter().any(|below| below.column == piece.column))
}

/// The lines from the first on that are rows of one table; page ends between them are passed over.
fn rows(text: &str, lines: &[RawLine]) -> (usize, Vec<Vec<Piece>>) {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    let mut taken = 0;
    let mut page_turned = false;
    for (at, line) in lines.iter().enumerate() {
        page_turned |= line.is_furniture;
        if line.is_furniture || line.is_blank {
            let goes_on = page_turned || next_is_furniture(lines, at);
            if goes_on && !line.has_tab { continue } else { break }
        }
        let row = pieces(text, line);
        let known =
            |piece: &Piece| rows.iter().rev().take(40).flatten().any(|p| p.column == piece.column);
        let fits = match row.as_slice() {
            [] => false,
            [only] => only.column > 0 && known(only),
            [_, second, ..] => row.len() >= CELLS || known(second),
        };
        if !fits {
            break;
        }
        rows.push(row);
        taken = at + 1;
        page_turned = false;
    }
    (taken, rows)
}

fn next_is_furniture(lines: &[RawLine], at: usize) -> bool {
    let rest = lines.get(at..).unwrap_or_default();
    rest.iter()
        .find(|line| !line.is_blank || line.is_furniture)
        .is_some_and(|line| line.is_furniture)
}

/// Rows on the columns of their zone. A row that shares hardly a column with the rows before it
/// begins another zone: the indicators under the head of a table.
fn aligned(rows: &[Vec<Piece>]) -> Vec<Vec<Span>> {
    let mut zones: Vec<(Vec<usize>, Vec<&Vec<Piece>>)> = Vec::new();
    for row in rows {
        let columns = row.iter().map(|piece| piece.column);
        // Columns of two zones may meet by chance; those of one zone mostly do.
        let shares = |known: &[usize]| {
            let inner = row.iter().filter(|piece| piece.column > 0);
            let shared = inner.clone().filter(|piece| known.contains(&piece.column)).count();
            shared * 3 >= inner.count()
        };
        match zones.last_mut() {
            Some((known, members)) if row.len() < CELLS || shares(known) => {
                known.extend(columns);
                members.push(row);
            }
            _ => zones.push((columns.collect(), vec![row])),
        }
    }
    let mut aligned = Vec::with_capacity(rows.len());
    for (mut columns, members) in zones {
        columns.sort_unstable();
        columns.dedup();
        aligned.extend(members.into_iter().map(|row| on_columns(row, &columns)));
    }
    aligned
}

fn on_columns(row: &[Piece], columns: &[usize]) -> Vec<Span> {
    let end = row.last().map_or(0, |piece| piece.bytes.end);
    let cell = |column: &usize| {
        let piece = row.iter().find(|piece| piece.column == *column);
        piece.map_or(Span::at(end), |piece| Span::new(piece.bytes.clone()))
    };
    columns.iter().map(cell).collect()
}

/// A line cut at runs of two blanks and more. A line of the contents, with its dots, is no row.
fn pieces(text: &str, line: &RawLine) -> Vec<Piece> {
    let start = line.span.range().start;
    let body = text.get(line.span.range()).unwrap_or_default();
    if line.has_tab || !(body.contains("  ") || body.contains("\u{3000}\u{3000}")) {
        return Vec::new();
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut column, mut blanks, mut open) = (0, 2, false);
    for (at, c) in body.char_indices() {
        let end = start + at + c.len_utf8();
        if matches!(c, ' ' | '\u{3000}') {
            blanks += 1;
        } else {
            match pieces.last_mut().filter(|_| open && blanks < 2) {
                Some(piece) => piece.bytes.end = end,
                None => pieces.push(Piece { column, bytes: start + at..end }),
            }
            (blanks, open) = (0, true);
        }
        column += if (c as u32) < 0x2000 { 1 } else { 2 };
    }
    let dotted = |piece: &Piece| {
        let words = text.get(piece.bytes.clone()).unwrap_or_default();
        words.len() > 2 && words.chars().all(|c| matches!(c, '.' | '…' | '·'))
    };
    if pieces.iter().any(dotted) { Vec::new() } else { pieces }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::furniture;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines = furniture::lines(text, &|line| line.trim().to_owned());
        let found = table(text, &lines).map(|spaced| spaced.rows).unwrap_or_default();
        let words = |span: &Span| text[span.range()].to_owned();
        found.iter().map(|row| row.iter().map(words).collect()).collect()
    }

    #[test]
    fn columns_are_where_cells_begin() {
        let text = "预算数    20.00   其他资金   5.00\n          用于培训。\n\
                    计划      3月底   6月底      10月底\n          25%                100%\n";
        assert_eq!(
            cells(text),
            [
                ["预算数", "20.00", "其他资金", "5.00"],
                ["", "用于培训。", "", ""],
                ["计划", "3月底", "6月底", "10月底"],
                ["", "25%", "", "100%"],
            ]
        );
    }

    #[test]
    fn running_text_and_contents_are_no_table() {
        assert!(cells("目    录    页\n正文没有空格。\n").is_empty());
        assert!(
            cells("一、总体  ......  1\n二、分项  ......  3\n三、措施  ......  4\n").is_empty()
        );
        assert!(cells("　　第一段。\n　　第二段。\n").is_empty());
        assert!(
            cells("服务不少  于80份，办结  率98%。\n按时  出具率99%，满意度  90%。\n").is_empty()
        );
    }
}
