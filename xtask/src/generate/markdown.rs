//! Tables and headings of the derived documents.

use std::fmt::Write;

/// The line under every derived document's title.
pub(super) const DERIVED: &str =
    "<!-- Written by `cargo xtask generate`: change the code or the data instead. -->";

/// A document that begins with its title and the note that it is derived.
pub(super) fn document(title: &str) -> String {
    format!("# {title}\n\n{DERIVED}\n")
}

/// Adds a heading of the second level.
pub(super) fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n## {text}\n");
}

/// Adds a table.
pub(super) fn table<const N: usize>(out: &mut String, head: [&str; N], rows: &[[String; N]]) {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(&head.map(str::to_owned)));
    out.push_str(&line(&head.map(|_| "---".to_owned())));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        out.push_str(&line(&cells));
    }
}

/// Text that stands in a cell as it is.
fn escaped(text: &str) -> String {
    let text = text.replace('|', "\\|").replace('\n', " ");
    if text.is_empty() { "—".into() } else { text }
}
