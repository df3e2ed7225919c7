//! Column widths that keep a table low: no column wraps while another stands half empty.

/// Characters that the table is wide, cell margins taken off.
const WHOLE: usize = 46;

/// Widths in characters for columns with these headings and rows of cells. The first two columns,
/// the levels, are as wide as their words break best; the others share what is left.
pub(super) fn fitting(headings: &[&str], rows: &[Vec<String>]) -> Vec<u32> {
    let mut widths: Vec<usize> = headings.iter().map(|heading| least(heading)).collect();
    let heights = |widths: &[usize]| -> usize { rows.iter().map(|row| height(row, widths)).sum() };
    let mut now = heights(&widths);
    while widths.iter().sum::<usize>() < WHOLE {
        // The column whose widening takes most lines away; of equal ones that with most text.
        let gain = |column: usize| {
            // One character more may take nothing away where three more would.
            let trial = |more: usize| {
                let wider =
                    |(at, width): (usize, &usize)| width + if at == column { more } else { 0 };
                let widths: Vec<usize> = widths.iter().enumerate().map(wider).collect();
                (now - heights(&widths).min(now)) * 60 / more
            };
            let text: usize = rows.iter().filter_map(|row| Some(row.get(column)?.len())).sum();
            let width = widths.get(column).copied().unwrap_or(1);
            (trial(1).max(trial(2)).max(trial(3)), text / width.max(1))
        };
        let Some(best) = (2..widths.len()).max_by_key(|column| gain(*column)) else { break };
        if let Some(width) = widths.get_mut(best) {
            *width += 1;
        }
        now = heights(&widths);
    }
    // Margins of a cell are about as wide as one character.
    widths.into_iter().map(|width| u32::try_from(width + 1).unwrap_or(1)).collect()
}

fn least(heading: &str) -> usize {
    match heading {
        "一级指标" => 5,
        "二级指标" => 7,
        "指标值" => 5,
        _ => 6,
    }
}

/// Lines of a row's highest cell.
fn height(row: &[String], widths: &[usize]) -> usize {
    row.iter().zip(widths).map(|(text, width)| lines(text, *width)).max().unwrap_or(1)
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
        let widths = fitting(&headings, &rows);
        assert_eq!(widths.iter().sum::<u32>(), 52);
        let [_, _, name, description, target, basis] = widths.as_slice() else { unreachable!() };
        assert!(description > name && description > basis && basis > target, "{widths:?}");
    }
}
