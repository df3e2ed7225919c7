//! What a correction changes, as a unified diff.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::layout::is_wild;

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const HEAD: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// Lines shown around a change.
const CONTEXT: usize = 1;

/// The difference line by line, with Chinese headings; what changes within a line stands out.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    let _ = writeln!(text, "{HEAD}--- {name}（原文）{HEAD:#}");
    let _ = writeln!(text, "{HEAD}+++ {name}（改正后）{HEAD:#}");
    for group in diff.grouped_ops(CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let before = first.old_range().start..last.old_range().end;
        let after = first.new_range().start..last.new_range().end;
        let _ = writeln!(
            text,
            "{PLACE}@@ -{},{} +{},{} @@{PLACE:#}",
            before.start + 1,
            before.len(),
            after.start + 1,
            after.len()
        );
        for change in group.iter().flat_map(|op| diff.iter_inline_changes(op)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', OLD),
                ChangeTag::Insert => ('+', NEW),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let _ = write!(text, "{style}{sign}{style:#}");
            for (is_changed, part) in change.iter_strings_lossy() {
                let style = if is_changed { style.bold().underline() } else { style };
                let _ = write!(text, "{style}{}{style:#}", shown(&part));
            }
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Tabs stay, other controls go: a diff is text for a terminal too.
fn shown(part: &str) -> String {
    part.chars().filter(|c| *c == '\t' || !is_wild(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_its_neighbours() {
        let old = "甲\n乙\r\n冀财[2022]99 号\n丁\n戊\n";
        let new = "甲\n乙\r\n冀财〔2022〕99号\n丁\n戊\n";
        let shown = anstream::adapter::strip_str(&unified("a.txt", old, new)).to_string();
        assert_eq!(
            shown,
            "--- a.txt（原文）\n+++ a.txt（改正后）\n@@ -2,3 +2,3 @@\n 乙\n-冀财[2022]99 号\n\
             +冀财〔2022〕99号\n 丁"
        );
    }
}
