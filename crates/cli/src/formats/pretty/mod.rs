//! The review for a terminal: the words with carets under them, as a compiler shows them.

mod finding;
mod window;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use ground::Severity;

use super::{Context, Line, Show, summary, worst_first};
use crate::layout::{Table, shortened};
use crate::report::Summary;
use crate::reviewed::{Reviewed, Tally};

/// The review for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Pretty<'c> {
    /// The law behind the rules.
    pub context: Context<'c>,
    /// Columns of the terminal.
    pub width: usize,
    /// How many files are reviewed: more than one get a heading each, and a table at the end.
    pub files: usize,
    /// Leave out the summary.
    pub quiet: bool,
}

/// More clean files than these are only counted.
const CLEAN_FILES_NAMED: usize = 20;

const BOLD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

impl Show for Pretty<'_> {
    fn file(&self, reviewed: &Reviewed) -> String {
        // A clean file is named in the table at the end.
        let mut text = String::new();
        if reviewed.judged.is_empty() {
            return text;
        }
        if self.files > 1 {
            let count = self.count(reviewed);
            let _ = writeln!(text, "{BOLD}{}{BOLD:#}：{count}\n", reviewed.name);
        }
        for judged in &reviewed.judged {
            text.push_str(&finding::text(judged, reviewed, self.context.rulebook, self.width));
            text.push('\n');
        }
        text
    }

    fn end(&self, lines: &[Line]) -> String {
        if self.quiet {
            return String::new();
        }
        let summary = summary(lines);
        let mut text = String::new();
        if lines.len() > 1 {
            text.push_str(&self.table(lines));
            let _ = write!(text, "共 {} 个文件，", lines.len());
        }
        text.push_str(&closing(summary));
        text
    }

    fn extension(&self) -> &'static str {
        "txt"
    }
}

impl Pretty<'_> {
    fn count(&self, reviewed: &Reviewed) -> String {
        let tally = reviewed.tally();
        counted(&Summary::new(1, tally))
    }

    fn table(&self, lines: &[Line]) -> String {
        let room = self.width.saturating_sub(4 * 6).max(16);
        let mut table = Table::new(&["文件", "错误", "警告", "提示"]).right(&[1, 2, 3]);
        let clean = lines.iter().filter(|line| line.tally == Tally::default()).count();
        let folds = clean > CLEAN_FILES_NAMED;
        let named = |line: &&Line| !folds || line.tally != Tally::default();
        for line in worst_first(lines).into_iter().filter(named) {
            let numbers = [line.tally.errors, line.tally.warnings, line.tally.notes];
            let name = shortened(&line.name, room);
            table.row(std::iter::once(name).chain(numbers.map(|n| n.to_string())).collect());
        }
        let mut text = String::new();
        for (number, line) in table.lines().iter().enumerate() {
            let style = if number == 0 { BOLD } else { Style::new() };
            let _ = writeln!(text, "{style}{line}{style:#}");
        }
        if folds {
            let _ = writeln!(text, "另有 {clean} 个文件未发现问题");
        }
        text.push('\n');
        text
    }
}

fn closing(summary: Summary) -> String {
    let Summary { errors, warnings, notes, accepted, fixable, .. } = summary;
    let mut text = if errors + warnings + notes == 0 {
        format!("{GOOD}未发现问题{GOOD:#}")
    } else {
        format!("共发现 {} 个问题：{}", errors + warnings + notes, counted(&summary))
    };
    if accepted > 0 && errors + warnings + notes == 0 {
        let _ = write!(text, "（另有 {accepted} 个已接受）");
    }
    if fixable > 0 {
        let _ = write!(text, "；其中 {fixable} 个可自动改正（加 --fix）");
    }
    text.push_str("。\n");
    text
}

/// 错误 1，警告 2; kinds that do not occur are left out.
fn counted(summary: &Summary) -> String {
    let kinds = [
        (Severity::Error.label(), summary.errors),
        (Severity::Warning.label(), summary.warnings),
        (Severity::Note.label(), summary.notes),
        ("已接受", summary.accepted),
    ];
    let some = kinds.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>().join("，")
}
