//! How a review is shown. Each format says what begins a report, what a file adds, what ends it, so
//! that a report of a thousand files is written as it comes.

mod html;
mod json;
mod opinion;
mod pretty;
mod sarif;

use ground::{Day, Severity};
use rulebook::Rulebook;

use crate::report::Summary;
use crate::reviewed::{Reviewed, Tally};

pub use html::Html;
pub(crate) use html::REPORT_MARK;
pub use json::Json;
pub(crate) use opinion::opinion_view;
pub use opinion::{OpinionForm, Paper};
pub use pretty::Pretty;
pub use sarif::Sarif;

/// What every format may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The law behind the rules.
    pub rulebook: &'c Rulebook,
    /// The day of the review.
    pub today: Day,
}

/// A file of a report, as far as its end needs it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the file is called.
    pub name: String,
    /// Its title, or its name.
    pub title: String,
    /// The page that shows it, where pages are written to a folder.
    pub page: Option<String>,
    /// How many findings of each kind.
    pub tally: Tally,
    /// Whether it could be read.
    pub is_readable: bool,
    /// What a list of files says of it besides.
    pub remark: Option<String>,
}

/// A way to show a review.
pub trait Show: Sync {
    /// What a report begins with.
    fn begin(&self) -> String {
        String::new()
    }

    /// What a file adds; may be nothing.
    fn file(&self, reviewed: &Reviewed) -> String;

    /// What stands between two files that add something.
    fn between(&self) -> &'static str {
        ""
    }

    /// What a report ends with.
    fn end(&self, _lines: &[Line]) -> String {
        String::new()
    }

    /// The extension of its files.
    fn extension(&self) -> &'static str;

    /// What a list of files says of a file besides the counts.
    fn remark(&self, _reviewed: &Reviewed) -> Option<String> {
        None
    }

    /// The page that lists the pages of a folder, where the format has one: its name and content.
    fn index(&self, _lines: &[Line]) -> Option<(&'static str, String)> {
        None
    }
}

impl Line {
    /// The line of a file.
    pub fn new(reviewed: &Reviewed, page: Option<String>) -> Line {
        Line {
            name: reviewed.name.clone(),
            title: reviewed.title().to_owned(),
            page,
            tally: reviewed.tally(),
            is_readable: reviewed.is_readable,
            remark: None,
        }
    }
}

/// All files together.
pub(crate) fn summary(lines: &[Line]) -> Summary {
    let mut all = Tally::default();
    for line in lines {
        all += line.tally;
    }
    Summary::new(lines.len(), all)
}

/// The lines with the worst first: by errors, warnings, notes, then by name.
pub(crate) fn worst_first(lines: &[Line]) -> Vec<&Line> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    sorted.sort_by(|a, b| {
        let weight = |line: &Line| (line.tally.errors, line.tally.warnings, line.tally.notes);
        weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name))
    });
    sorted
}

/// The severities, the gravest first.
pub(crate) const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// Who accepted a finding and when, as far as it is known: 张三，2026-01-15.
pub(crate) fn signed(accepted: &review::accept::Acceptance) -> String {
    let date = accepted.date.map(|date| date.to_string());
    let parts = accepted.by.iter().cloned().chain(date);
    parts.collect::<Vec<_>>().join("，")
}
