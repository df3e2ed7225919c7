//! Pieces of a draft added, moved, copied, removed: what buttons beside rows, projects and paragraphs do.

use super::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftProject,
    DraftSubGoal,
};

/// What is to become of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reshape {
    /// A blank one behind it; at the path of a list, at the end of the list.
    Add,
    /// One like it behind it.
    Copy,
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Away with it.
    Remove,
}

impl Reshape {
    /// All of them.
    pub const ALL: [Reshape; 5] =
        [Reshape::Add, Reshape::Copy, Reshape::Up, Reshape::Down, Reshape::Remove];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Reshape::Add => "add",
            Reshape::Copy => "copy",
            Reshape::Up => "up",
            Reshape::Down => "down",
            Reshape::Remove => "remove",
        }
    }

    /// The one that this word names.
    pub fn from_word(word: &str) -> Option<Reshape> {
        Reshape::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A piece that can be copied without its keys.
pub(crate) trait Piece: Clone + Default {
    /// Its key, blank where it has none.
    fn key(&self) -> &str {
        ""
    }

    /// The same without its keys.
    fn without_keys(self) -> Self {
        self
    }
}

/// A list of pieces of any kind.
trait List {
    fn count(&self) -> usize;
    fn put_blank(&mut self, at: usize);
    fn put_copy(&mut self, of: usize);
    fn exchange(&mut self, one: usize, other: usize);
    fn take(&mut self, at: usize);
}

impl<T: Piece> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn put_blank(&mut self, at: usize) {
        self.insert(at.min(self.len()), T::default());
    }

    fn put_copy(&mut self, of: usize) {
        if let Some(copy) = self.get(of).cloned() {
            self.insert(of + 1, copy.without_keys());
        }
    }

    fn exchange(&mut self, one: usize, other: usize) {
        self.swap(one, other);
    }

    fn take(&mut self, at: usize) {
        self.remove(at);
    }
}

impl Draft {
    /// Reshapes the piece at a path, e.g. `projects/1/indicators/3`, or the list that holds it; returns
    /// the path at which the eye should stay: of the new piece, the moved one, or the one that now stands
    /// where the removed one stood. `None` where there is no such piece, or it cannot go further.
    pub fn reshape(&mut self, path: &str, change: Reshape) -> Option<String> {
        let steps: Vec<&str> = path.split('/').collect();
        if change == Reshape::Add
            && let Some(list) = self.list(&steps)
        {
            list.put_blank(usize::MAX);
            let last = list.count().saturating_sub(1);
            return Some(format!("{path}/{last}"));
        }
        let (last, above) = steps.split_last()?;
        let at = last.parse::<usize>().ok()?;
        let list = self.list(above)?;
        if at >= list.count() {
            return None;
        }
        let to = match change {
            Reshape::Add => {
                list.put_blank(at + 1);
                at + 1
            }
            Reshape::Copy => {
                list.put_copy(at);
                at + 1
            }
            Reshape::Up => {
                let above = at.checked_sub(1)?;
                list.exchange(at, above);
                above
            }
            Reshape::Down if at + 1 < list.count() => {
                list.exchange(at, at + 1);
                at + 1
            }
            Reshape::Down => return None,
            Reshape::Remove => {
                list.take(at);
                at.min(list.count().saturating_sub(1))
            }
        };
        Some(format!("{}/{to}", above.join("/")))
    }

    /// The list at a path.
    fn list(&mut self, steps: &[&str]) -> Option<&mut dyn List> {
        let count = |step: &str| step.parse::<usize>().ok();
        Some(match steps {
            ["contents"] => &mut self.contents,
            ["overall"] => &mut self.overall.paragraphs,
            ["safeguards"] => &mut self.safeguards.paragraphs,
            ["sub_goals"] => &mut self.sub_goals.items,
            ["sub_goals", "preamble"] => &mut self.sub_goals.preamble,
            ["sub_goals", item] => &mut self.sub_goals.items.get_mut(count(item)?)?.paragraphs,
            ["indicators"] => &mut self.indicators,
            ["unplaced"] => &mut self.unplaced,
            ["projects"] => &mut self.projects,
            ["projects", at, "plan"] => &mut self.projects.get_mut(count(at)?)?.plan,
            ["projects", at, "goals"] => &mut self.projects.get_mut(count(at)?)?.goals,
            ["projects", at, "indicators"] => &mut self.projects.get_mut(count(at)?)?.indicators,
            _ => return None,
        })
    }
}

/// Pieces with a key, and the lists in them whose pieces have keys too.
macro_rules! keyed {
    ($($type:ty: [$($list:ident),*];)*) => {$(
        impl Piece for $type {
            fn key(&self) -> &str {
                &self.key
            }

            fn without_keys(mut self) -> Self {
                self.key.clear();
                $(self.$list.iter_mut().for_each(|piece| piece.key.clear());)*
                self
            }
        }
    )*};
}

keyed! {
    DraftParagraph: [];
    DraftGoal: [];
    DraftIndicator: [];
    DraftSubGoal: [paragraphs];
    DraftProject: [goals, indicators];
}

impl Piece for DraftEntry {}
impl Piece for DraftCheckpoint {}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let row = |name: &str| DraftIndicator {
            key: name.into(),
            name: name.into(),
            ..DraftIndicator::default()
        };
        let project = DraftProject {
            indicators: vec![row("甲"), row("乙"), row("丙")],
            ..DraftProject::default()
        };
        Draft { projects: vec![project], ..Draft::default() }
    }

    fn names(draft: &Draft) -> String {
        let rows = draft.projects.iter().flat_map(|project| &project.indicators);
        rows.map(|row| if row.name.is_empty() { "□" } else { row.name.as_str() }).collect()
    }

    #[test]
    fn rows_are_added_copied_moved_and_removed() {
        let cases = [
            ("projects/0/indicators", Reshape::Add, "甲乙丙□", "projects/0/indicators/3"),
            ("projects/0/indicators/0", Reshape::Add, "甲□乙丙", "projects/0/indicators/1"),
            ("projects/0/indicators/1", Reshape::Copy, "甲乙乙丙", "projects/0/indicators/2"),
            ("projects/0/indicators/1", Reshape::Up, "乙甲丙", "projects/0/indicators/0"),
            ("projects/0/indicators/1", Reshape::Down, "甲丙乙", "projects/0/indicators/2"),
            ("projects/0/indicators/2", Reshape::Remove, "甲乙", "projects/0/indicators/1"),
        ];
        for (path, change, after, stays) in cases {
            let mut draft = draft();
            assert_eq!(draft.reshape(path, change).as_deref(), Some(stays), "{path} {change:?}");
            assert_eq!(names(&draft), after);
        }
        let mut copied = draft();
        copied.reshape("projects/0", Reshape::Copy);
        assert_eq!(names(&copied), "甲乙丙甲乙丙");
        let keys = copied.projects.iter().flat_map(|project| &project.indicators);
        assert_eq!(keys.filter(|row| !row.key.is_empty()).count(), 3);
    }

    #[test]
    fn what_cannot_be_done_changes_nothing() {
        for (path, change) in [
            ("projects/0/indicators/0", Reshape::Up),
            ("projects/0/indicators/2", Reshape::Down),
            ("projects/0/indicators/3", Reshape::Remove),
            ("projects/9/indicators", Reshape::Add),
            ("title", Reshape::Remove),
            ("", Reshape::Add),
            ("projects/-1", Reshape::Copy),
        ] {
            let mut draft = draft();
            assert_eq!(draft.reshape(path, change), None, "{path} {change:?}");
            assert_eq!(names(&draft), "甲乙丙");
        }
    }
}
