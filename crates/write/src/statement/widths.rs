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

/// Widths in characters that add up to `whole`.
fn shared(headings: &[&str], rows: &[Vec<String>], whole: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = headings.iter().map(|heading| least(heading)).collect();
    let growing: Vec<usize> = (0..headings.len()).filter(|at| !is_level(headings, *at)).collect();
    while widths.iter().sum::<usize>() < whole {
        let Some(best) = growing.iter().max_by_key(|at| gain(rows, &widths, **at)) else { break };
        if let Some(width) = widths.get_mut(*best) {
            *width += 1;
        }
    }
    widths
}

/// How many lines the table loses by each character that a column becomes wider, in sixtieths; of
/// columns that gain alike, that with most text for its width.
fn gain(rows: &[Vec<String>], widths: &[usize], column: usize) -> (usize, usize) {
    let now = height(rows, widths);
    // One character more may take nothing away where three more would.
    let trial = |more: usize| {
        let mut wider = widths.to_vec();
        if let Some(width) = wider.get_mut(column) {
            *width += more;
        }
        now.saturating_sub(height(rows, &wider)) * 60 / more
    };
    let text: usize = rows.iter().filter_map(|row| Some(row.get(column)?.len())).sum();
    let width = widths.get(column).copied().unwrap_or(1);
    ((1..=3).map(trial).max().unwrap_or(0), text / width.max(1))
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

/// Lines of the whole table: each row is as high as its highest cell.
fn height(rows: &[Vec<String>], widths: &[usize]) -> usize {
    let row = |row: &Vec<String>| {
        row.iter().zip(widths).map(|(text, width)| lines(text, *width)).max().unwrap_or(1)
    };
    rows.iter().map(row).sum()
}

/// Lines of a text in a cell so many characters wide; Latin letters and figures are half as wide.
fn lines(text: &str, width: usize) -> usize {
    let halves: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    halves.div_ceil(2 * width.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
