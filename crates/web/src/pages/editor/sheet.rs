//! Which part of a draft the editor shows.

use model::draft::{Draft, Reshape};
use office::drafts::{Change, Typed};

/// A part of a draft that is shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The cover.
    Cover,
    /// The part about the department as a whole.
    Overall,
    /// A project, from 0.
    Project(usize),
    /// Contents, and what belongs nowhere.
    Rest,
}

impl Sheet {
    /// The one that this word names; the part about the department, if it names none.
    pub(crate) fn from_word(word: &str) -> Sheet {
        match word {
            "cover" => Sheet::Cover,
            "rest" => Sheet::Rest,
            _ => Sheet::of_path(word),
        }
    }

    /// The word for it in addresses.
    pub(crate) fn word(self) -> String {
        match self {
            Sheet::Cover => "cover".into(),
            Sheet::Overall => "overall".into(),
            Sheet::Project(at) => format!("projects/{at}"),
            Sheet::Rest => "rest".into(),
        }
    }

    /// The sheet on which a field stands.
    pub(crate) fn of_path(path: &str) -> Sheet {
        let mut steps = path.split('/');
        match (steps.next().unwrap_or_default(), steps.next()) {
            ("projects", Some(at)) => at.parse().map_or(Sheet::Overall, Sheet::Project),
            ("contents" | "unplaced", _) => Sheet::Rest,
            ("title" | "year" | "region" | "department" | "compiled_by" | "reviewed_by", _) => {
                Sheet::Cover
            }
            _ => Sheet::Overall,
        }
    }

    /// The same, or the nearest that the draft has.
    pub(crate) fn within(self, draft: &Draft) -> Sheet {
        match self {
            Sheet::Project(at) => match draft.projects.len().checked_sub(1) {
                Some(last) => Sheet::Project(at.min(last)),
                None => Sheet::Overall,
            },
            other => other,
        }
    }
}

/// What the editor's form sends, taken apart: names that begin with `_` are the page's own, all others are
/// paths of fields.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) typed: Typed,
    /// What the pressed button asks for.
    pub(crate) act: String,
    pub(crate) reason: String,
    pub(crate) seen: i64,
}

impl Sent {
    /// Takes apart what was sent.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Sent {
        let mut sent = Sent::default();
        for (name, value) in pairs {
            match name.as_str() {
                "_page" => sent.typed.page = value,
                "_revision" => sent.typed.revision = value.parse().unwrap_or(-1),
                "_base" => sent.typed.base = value.parse().unwrap_or_default(),
                "_do" => sent.act = value,
                "_reason" => sent.reason = value,
                "_seen" => sent.seen = value.parse().unwrap_or_default(),
                _ if name.starts_with('_') => {}
                _ => sent.typed.fields.push((name, value)),
            }
        }
        sent
    }

    /// What the pressed button asks for; `None` if it asks for nothing that there is.
    pub(crate) fn change(&self) -> Option<Change> {
        Some(match self.act.as_str() {
            "" | "save" => Change::Save,
            "undo" => Change::Undo,
            "redo" => Change::Redo,
            "discard" => Change::Discard,
            act => match act.split_once(':')? {
                ("mend", key) => Change::Mend(key.to_owned()),
                ("take", path) => Change::Take(path.to_owned()),
                (word, path) => Change::Reshape(path.to_owned(), Reshape::from_word(word)?),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_is_found_by_its_word() {
        for sheet in [Sheet::Cover, Sheet::Overall, Sheet::Project(3), Sheet::Rest] {
            assert_eq!(Sheet::from_word(&sheet.word()), sheet);
        }
        assert_eq!(Sheet::of_path("projects/2/indicators/1/target"), Sheet::Project(2));
        assert_eq!(Sheet::of_path("sub_goals/1/0"), Sheet::Overall);
        assert_eq!(Sheet::from_word("nonsense"), Sheet::Overall);
    }

    #[test]
    fn buttons_ask_for_what_there_is() {
        let sent = |act: &str| Sent { act: act.into(), ..Sent::default() }.change();
        assert_eq!(sent("undo"), Some(Change::Undo));
        let up = Change::Reshape("projects/1".into(), Reshape::Up);
        assert_eq!(sent("up:projects/1"), Some(up));
        let take = Change::Take("indicators/1/target".into());
        assert_eq!(sent("take:indicators/1/target"), Some(take));
        assert_eq!(sent("sideways:projects/1"), None);
        assert_eq!(sent("explode"), None);
    }
}
