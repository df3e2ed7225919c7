//! Column widths that keep a table low: no column wraps while another stands half empty.

use crate::page::{Numbers, Page};
use crate::style::Style;

/// Blank left and right of a cell's text, and room for the lines, in twentieths of a point.
const MARGINS: u32 = 120;

/// Widths in twentieths of a point for columns with these headings and rows of cells. The levels are
/// as wide as their words break best; the other columns share what is left.
pub(super) fn fitting(headings: &[&str], rows: &[Vec<String>]) -> Vec<u32> {
    let character = Style::CellText.look().size * 10;
    let columns = u32::try_from(headings.len()).unwrap_or(u32::MAX);
    let room = Page::official(Numbers::None).width().saturating_sub(columns * MARGINS);
    let whole = usize::try_from(room / character).unwrap_or(0);
    let widths = shared(headings, rows, whole);
    widths.iter().map(|width| u32::try_from(*width).unwrap_or(1) * character + MARGINS).collect()
}

/// Widths of the pieces of a cell's text that no line end may part, in half characters.
type Pieces = Vec<usize>;

/// Widths in characters that add up to `whole`.
fn shared(headings: &[&str], rows: &[Vec<String>], whole: usize) -> Vec<usize> {
    let widths: Vec<usize> = headings.iter().map(|heading| least(heading)).collect();
    let growing: Vec<usize> = (0..headings.len()).filter(|at| !is_level(headings, *at)).collect();
    let mut fit = Fit::new(rows, widths);
    while fit.widths.iter().sum::<usize>() < whole {
        let Some(best) = growing.iter().max_by_key(|at| fit.gain(**at)) else { break };
        fit.widen(*best);
    }
    fit.widths
}

/// A table while its columns grow.
struct Fit {
    /// The pieces of every cell, row by row.
    cells: Vec<Vec<Pieces>>,
    /// The lines of every cell at the present widths.
    lines: Vec<Vec<usize>>,
    widths: Vec<usize>,
}

impl Fit {
    fn new(rows: &[Vec<String>], widths: Vec<usize>) -> Fit {
        let row = |row: &Vec<String>| row.iter().map(|text| pieces(text)).collect();
        let cells: Vec<Vec<Pieces>> = rows.iter().map(row).collect();
        let row = |row: &Vec<Pieces>| {
            row.iter().zip(&widths).map(|(pieces, width)| lines(pieces, *width)).collect()
        };
        Fit { lines: cells.iter().map(row).collect(), cells, widths }
    }

    /// How many lines the table loses by each character that a column becomes wider, in sixtieths;
    /// of columns that gain alike, that with most text for its width.
    fn gain(&self, column: usize) -> (usize, usize) {
        let width = self.width(column);
        let now = self.height(column, width);
        // One character more may take nothing away where three more would.
        let trial = |more| now.saturating_sub(self.height(column, width + more)) * 60 / more;
        let text = self.cells.iter().filter_map(|row| Some(row.get(column)?.iter().sum::<usize>()));
        let best = (1..=3).map(trial).max().unwrap_or(0);
        (best, text.sum::<usize>() * 16 / width.max(1))
    }

    /// Lines of the whole table with one column of another width: each row is as high as its highest
    /// cell.
    fn height(&self, column: usize, width: usize) -> usize {
        let rows = self.cells.iter().zip(&self.lines);
        rows.map(|(cells, known)| {
            let own = cells.get(column).map_or(1, |pieces| lines(pieces, width));
            let others = known.iter().enumerate().filter(|(at, _)| *at != column);
            others.map(|(_, lines)| *lines).max().unwrap_or(1).max(own)
        })
        .sum()
    }

    fn widen(&mut self, column: usize) {
        let wider = self.width(column) + 1;
        if let Some(width) = self.widths.get_mut(column) {
            *width = wider;
        }
        for (cells, known) in self.cells.iter().zip(&mut self.lines) {
            if let (Some(pieces), Some(known)) = (cells.get(column), known.get_mut(column)) {
                *known = lines(pieces, wider);
            }
        }
    }

    fn width(&self, column: usize) -> usize {
        self.widths.get(column).copied().unwrap_or(1)
    }
}

fn is_level(headings: &[&str], at: usize) -> bool {
    headings.get(at).is_some_and(|heading| matches!(*heading, "一级指标" | "二级指标"))
}

fn least(heading: &str) -> usize {
    match heading {
        "一级指标" | "指标值" => 5,
        // 可持续影响指标 in one line, 服务对象满意度指标 in two.
        "二级指标" => 7,
        _ => 6,
    }
}

/// Lines of a text in a cell so many characters wide.
fn lines(pieces: &[usize], width: usize) -> usize {
    let room = 2 * width.max(1);
    let (mut lines, mut used) = (1, 0);
    for piece in pieces {
        if used > 0 && used + piece > room {
            lines += 1;
            used = 0;
        }
        used += piece;
        // What is wider than the cell is broken all the same.
        while used > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// Signs that may not begin a line.
const CLOSING: &str = "，。；：、！？）》”’〉〕】］%）";
/// Signs that may not end one.
const OPENING: &str = "（《“‘〈〔【［≥≤";

/// A text cut where a line may end: not in figures and Latin words, not before a sign that closes,
/// not behind one that opens. Latin letters and figures are half as wide as characters.
fn pieces(text: &str) -> Pieces {
    let mut pieces: Pieces = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let width = if c.is_ascii() { 1 } else { 2 };
        let word = |c: char| c.is_ascii_graphic();
        let tied = before.is_some_and(|before| {
            (word(before) && word(c)) || CLOSING.contains(c) || OPENING.contains(before)
        });
        match pieces.last_mut() {
            Some(piece) if tied => *piece += width,
            _ => pieces.push(width),
        }
        before = Some(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_may() {
        assert_eq!(pieces("禾科〔2020〕144号，见"), [2, 2, 2 + 4 + 2, 3, 4, 2]);
        let number = pieces("禾科协字〔2020〕144号文件");
        assert_eq!([6, 7, 8, 13].map(|width| lines(&number, width)), [3, 3, 2, 1]);
        assert_eq!((lines(&pieces(""), 5), lines(&pieces("ABCDEFGHIJKL"), 5)), (1, 2));
    }

    #[test]
    fn the_column_with_much_text_becomes_wide() {
        let headings =
            ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"];
        let row = |description: &str| {
            let cells =
                ["产出指标", "数量指标", "救助户数", description, "≥40户", "临工发〔2025〕12号"];
            cells.map(str::to_owned).to_vec()
        };
        let rows = vec![row(&"全年实际发放生活救助".repeat(4)), row("户数")];
        let widths = shared(&headings, &rows, 45);
        assert_eq!(widths.iter().sum::<usize>(), 45);
        assert_eq!(widths.get(..2), Some([5, 7].as_slice()));
        assert!(widths[3] > widths[2] && widths[3] > widths[5], "{widths:?}");
        let page = Page::official(Numbers::None).width();
        assert!(fitting(&headings, &rows).iter().sum::<u32>() <= page);
    }
}
