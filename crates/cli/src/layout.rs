//! Text in columns: Chinese characters are two wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns the text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// How many columns the character takes.
pub(crate) fn char_width(c: char) -> usize {
    UnicodeWidthChar::width(c).unwrap_or(0)
}

/// The text with blanks behind it, so that it takes so many columns.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The text with blanks before it.
pub(crate) fn aligned_right(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(blanks))
}

/// The text cut to so many columns, its middle replaced by “…” where it is longer.
pub(crate) fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let tail_room = room / 2;
    let head = taken(text.chars(), room - tail_room);
    let tail: Vec<char> = taken(text.chars().rev(), tail_room).chars().rev().collect();
    format!("{head}…{}", tail.into_iter().collect::<String>())
}

/// As many characters as fit into the columns.
fn taken(text: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    text.take_while(|c| {
        used += char_width(*c);
        used <= columns
    })
    .collect()
}

/// The text on lines of no more than so many columns. Breaks at blanks and between Chinese
/// characters, never before a mark that must not begin a line.
pub(crate) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        if !line.is_empty() && used + width(piece.trim_end()) > columns {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0;
        }
        let piece = if line.is_empty() { piece.trim_start() } else { piece };
        line.push_str(piece);
        used += width(piece);
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Runs between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn may_break(before: char, after: char) -> bool {
    const NOT_FIRST: &str = "，。、；：？！）》〉〕】”’％%…—·";
    const NOT_LAST: &str = "（《〈〔【“‘—";
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    before == ' ' || char_width(before) == 2 || char_width(after) == 2
}

/// Text of a document made harmless for a terminal: controls and signs that turn the direction of
/// writing are taken out, line ends become blanks.
pub(crate) fn tame(text: &str) -> String {
    if !text.chars().any(is_wild) {
        return text.to_owned();
    }
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' => Some(' '),
            c if is_wild(c) => None,
            c => Some(c),
        })
        .collect()
}

/// A control character, or an invisible one.
pub(crate) fn is_wild(c: char) -> bool {
    let turns =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    c.is_control() || turns || c == '\u{feff}'
}

/// A table without rules: columns as wide as their widest cell.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// A table with this head.
    pub(crate) fn new(head: &[&str]) -> Table {
        let head = head.iter().map(|cell| (*cell).to_owned()).collect();
        Table { rows: vec![head], right: Vec::new() }
    }

    /// Aligns these columns to the right.
    pub(crate) fn right(mut self, columns: &[usize]) -> Table {
        self.right = columns.to_vec();
        self
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines of the table, the head first.
    pub(crate) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &'_ [String], at: usize| row.get(at).cloned().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|at| self.rows.iter().map(|row| width(&cell(row, at))).max().unwrap_or(0))
            .collect();
        let line = |row: &Vec<String>| {
            let cells = widths.iter().enumerate().map(|(at, columns)| {
                let text = cell(row, at);
                if self.right.contains(&at) {
                    aligned_right(&text, *columns)
                } else {
                    padded(&text, *columns)
                }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_two_to_a_chinese_character() {
        assert_eq!(width("≥500元/人"), 9);
        assert_eq!(padded("错误", 6), "错误  ");
        assert_eq!(aligned_right("12", 4), "  12");
        assert_eq!(shortened("临河县总工会绩效文本", 13), "临河县…效文本");
    }

    #[test]
    fn lines_break_where_chinese_may() {
        let lines = wrapped("成本指标是用来控制花费的（财预〔2021〕101号）。", 20);
        assert_eq!(lines, ["成本指标是用来控制花", "费的（财预〔2021〕", "101号）。"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("jiheng explain TGT001", 10), ["jiheng", "explain", "TGT001"]);
    }

    #[test]
    fn nothing_of_a_document_reaches_the_terminal_raw() {
        assert_eq!(tame("甲\u{1b}[31m乙\n丙\u{202e}"), "甲[31m乙 丙");
    }

    #[test]
    fn a_table_lines_up() {
        let mut table = Table::new(&["文件", "错误"]).right(&[1]);
        table.row(vec!["望川.txt".into(), "3".into()]);
        assert_eq!(table.lines(), ["文件      错误", "望川.txt     3"]);
    }
}
