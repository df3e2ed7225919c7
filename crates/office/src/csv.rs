//! Tables as CSV, as spreadsheets open them: marked as UTF-8, a line for each row, no cell taken for a formula.

use ground::Decimal;

/// What a file begins with, so that spreadsheets take it for UTF-8.
pub const MARK: char = '\u{feff}';

/// A row with the end of its line.
pub fn line<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut line = String::new();
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        line.push_str(&cell(text.as_ref()));
    }
    line.push_str("\r\n");
    line
}

/// A table, its heads being the first row.
pub fn table(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(line);
    std::iter::once(MARK.to_string()).chain(lines).collect()
}

/// A cell on one line; what a spreadsheet would take for a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\r', '\n'], " ");
    let mark = if is_formula(&text) { "'" } else { "" };
    if mark.is_empty() && !text.contains([',', '"', '\t']) {
        return text;
    }
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// Whether a spreadsheet would calculate it. A number with its sign is none.
fn is_formula(text: &str) -> bool {
    let begins = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    (begins || text.starts_with('\t')) && text.parse::<Decimal>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+a", "-a", "@SUM(A1)", " =cmd|' /C calc'!A0", "\t=1", "＝1", "\n=1"]
        {
            assert!(cell(text).starts_with("\"'"), "{text}");
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["-12.5", "+3", "≥95%", "临河县", ""] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn a_row_is_one_line() {
        assert_eq!(line(["a\"b,c", "一\r\n二"]), "\"a\"\"b,c\",一 二\r\n");
        let rows = [vec!["部门".to_owned()], vec!["@1".to_owned()]];
        assert_eq!(table(&rows), "\u{feff}部门\r\n\"'@1\"\r\n");
    }
}
