//! Tables drawn with bars: pipes, pandoc's grid, box-drawing signs.

use crate::flow::Zone;
use crate::layout::Out;

/// The signs of a drawn table.
pub(super) struct Strokes {
    bar: char,
    dash: char,
    /// Left, crossing and right sign of the rule above, between and below.
    rules: [[char; 3]; 3],
    /// Dash of the rule under the headings.
    under_heading: char,
}

/// pandoc's grid.
pub(super) const PANDOC: Strokes = Strokes {
    bar: '|',
    dash: '-',
    rules: [['+', '+', '+'], ['+', '+', '+'], ['+', '+', '+']],
    under_heading: '=',
};

/// Box-drawing signs.
pub(super) const BOXES: Strokes = Strokes {
    bar: '│',
    dash: '─',
    rules: [['┌', '┬', '┐'], ['├', '┼', '┤'], ['└', '┴', '┘']],
    under_heading: '─',
};

/// | a | b |, a rule under the first row.
pub(super) fn pipes(zone: &Zone) -> Vec<Out> {
    let columns = zone.widths.len();
    let mut lines = Vec::new();
    for (number, row) in zone.rows.iter().enumerate() {
        lines.push(Out::free(format!("| {} |", row.spread().join(" | "))));
        if number == 0 {
            lines.push(Out::free(format!("|{}", " --- |".repeat(columns))));
        }
    }
    lines.push(Out::free(""));
    lines
}

/// Every row between rules, long cells wrapped.
pub(super) fn grid(zone: &Zone, strokes: &Strokes) -> Vec<Out> {
    let widths = column_widths(zone);
    let rule = |which: usize, dash: char| {
        let [left, cross, right] = strokes.rules.get(which).copied().unwrap_or(['+'; 3]);
        let parts: Vec<String> = widths.iter().map(|width| dashes(dash, width + 2)).collect();
        format!("{left}{}{right}", parts.join(&cross.to_string()))
    };
    let mut lines = vec![Out::tied(rule(0, strokes.dash))];
    let last = zone.rows.len().saturating_sub(1);
    for (number, row) in zone.rows.iter().enumerate() {
        let cells: Vec<Vec<String>> =
            row.spread().iter().zip(&widths).map(|(text, width)| broken(text, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for line in 0..height {
            let parts: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| padded(cell.get(line).map_or("", String::as_str), *width))
                .collect();
            let bar = strokes.bar.to_string();
            lines.push(Out::tied(format!("{bar} {} {bar}", parts.join(&format!(" {bar} ")))));
        }
        let dash = if row.is_heading { strokes.under_heading } else { strokes.dash };
        let which = if number == last { 2 } else { 1 };
        let rule = rule(which, dash);
        lines.push(if number == last { Out::free(rule) } else { Out::tied(rule) });
    }
    lines.push(Out::free(""));
    lines
}

fn dashes(dash: char, columns: usize) -> String {
    // A drawn dash is as wide as a Chinese character.
    let count = if dash.is_ascii() { columns } else { columns.div_ceil(2) };
    dash.to_string().repeat(count)
}

/// Columns of a line that is some 120 wide; none narrower than a project code.
fn column_widths(zone: &Zone) -> Vec<usize> {
    zone.widths.iter().map(|width| (width * 120 / 1000).max(22) / 2 * 2).collect()
}

/// Width on paper: 2 for a Chinese character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text broken into lines no wider than `columns`; figures and Latin words stay whole.
pub(super) fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        if !line.is_empty() && width(&line) + width(&word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Runs of signs that are never torn: figures and Latin words, else one sign each.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        match words.last_mut() {
            Some(last)
                if c.is_ascii_graphic() && last.ends_with(|l: char| l.is_ascii_graphic()) =>
            {
                last.push(c);
            }
            _ => words.push(c.to_string()),
        }
    }
    words
}
