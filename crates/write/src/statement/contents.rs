//! The contents, and the headings of the two parts, which stand nowhere else in a statement.

use model::statement::{Contents, ContentsEntry, Statement};

use super::{Bookmarks, spaced};
use crate::document::{self, Entry, Paragraph};
use crate::style::Style;

/// The contents as they stand, each line led to its heading where there is one of these words.
///
/// The pages are those that the statement names: a page that its author got wrong is wrong here, and
/// right once the field is updated in Word.
pub(super) fn contents(statement: &Statement, bookmarks: &Bookmarks) -> Option<document::Contents> {
    let contents = statement.contents.as_ref()?;
    let heading = (!contents.heading.is_blank())
        .then(|| Paragraph::new(Style::ContentsTitle, wide(&contents.heading.text)));
    let entries = contents.entries.iter().map(|entry| Entry {
        title: spaced(&entry.title.text),
        page: entry.page,
        level: if entry.is_part { 1 } else { 2 },
        target: bookmarks.find(&entry.title.text),
    });
    Some(document::Contents { heading, entries: entries.collect() })
}

/// 目录 set wide, as offices do.
fn wide(heading: &str) -> String {
    match heading {
        "目录" => "目\u{3000}\u{3000}录".into(),
        "目次" => "目\u{3000}\u{3000}次".into(),
        other => other.into(),
    }
}

/// The heading over the part with this number: as the contents name it, else as the form does.
///
/// Contents without parts stop where they meet one, but a first part right behind them would pass
/// for one of their lines in a plain text.
pub(super) fn part_heading(statement: &Statement, number: usize) -> Option<String> {
    let usual = || {
        let [first, second] = ["第一部分部门整体绩效目标", "第二部分预算项目绩效目标"];
        if number == 1 { first } else { second }
    };
    let Some(contents) = &statement.contents else { return Some(usual().into()) };
    let parts: Vec<&ContentsEntry> = parts(contents);
    if parts.is_empty() {
        return (number == 2).then(|| "预算项目绩效目标".into());
    }
    let signs: [&str; 2] = if number == 1 { ["第一", "第1"] } else { ["第二", "第2"] };
    let numbered = |entry: &&&ContentsEntry| entry.title.text.starts_with('第');
    let named = parts.iter().find(|entry| signs.iter().any(|s| entry.title.text.starts_with(s)));
    let by_place = || {
        let bare = !parts.iter().any(|entry| numbered(&entry));
        parts.get(number - 1).filter(|_| bare)
    };
    let found = named.or_else(by_place);
    Some(found.map_or_else(|| usual().into(), |entry| entry.title.text.clone()))
}

fn parts(contents: &Contents) -> Vec<&ContentsEntry> {
    contents.entries.iter().filter(|entry| entry.is_part).collect()
}
