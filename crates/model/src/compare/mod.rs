//! What differs between two drafts, field by field, as a person would tell it.
//!
//! Projects, rows, goals and paragraphs are paired first (by key, then code, then name, then likeness),
//! so that one new row is one difference and not twenty changed ones. A statement is compared as its
//! draft: [`Draft::of`].

mod counterparts;
mod merge;
mod pairs;
mod pieces;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::draft::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftProject,
    DraftSubGoal, Fields, Piece,
};
pub use counterparts::Counterparts;
pub use merge::{Conflict, merge};
use pairs::{in_order, pairs};
pub use pieces::{TextPiece, TextTag, pieces};

/// What became of a field or a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 新增: a whole piece: a project, a row, a paragraph.
    Added,
    /// 删除: a whole piece.
    Removed,
    /// 修改: the text of a field.
    Changed,
    /// 移动: a whole piece stands at another place among its like.
    Moved,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Path of the field or piece in the later draft; of what was removed, in the earlier one.
    pub path: String,
    /// What a person calls it: 项目2“困难职工救助”第3行指标值.
    pub label: String,
    /// What stood there; of what was moved, where it stood.
    pub before: String,
    /// What stands there; of what was moved, where it stands.
    pub after: String,
    /// What became of it.
    pub kind: Kind,
}

impl Kind {
    /// Its Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Added => "新增",
            Kind::Removed => "删除",
            Kind::Changed => "修改",
            Kind::Moved => "移动",
        }
    }
}

impl Difference {
    /// The text cut into what was kept, removed and added; empty where no text was changed.
    pub fn pieces(&self) -> Vec<TextPiece> {
        if self.kind == Kind::Changed { pieces(&self.before, &self.after) } else { Vec::new() }
    }
}

/// Everything that differs, in the order of the form. Keys, and whether a paragraph is set as a heading,
/// are no text and not compared.
pub fn compare(before: &Draft, after: &Draft) -> Vec<Difference> {
    let mut walk = Walk { before, after, found: Vec::new() };
    walk.fields("", before, after);
    walk.list("contents", "contents", &before.contents, &after.contents);
    walk.fields("overall/", &before.overall, &after.overall);
    walk.list("overall", "overall", &before.overall.paragraphs, &after.overall.paragraphs);
    let (old, new) = (&before.sub_goals, &after.sub_goals);
    walk.fields("sub_goals/", old, new);
    walk.list("sub_goals/preamble", "sub_goals/preamble", &old.preamble, &new.preamble);
    walk.list("sub_goals", "sub_goals", &old.items, &new.items);
    walk.fields("safeguards/", &before.safeguards, &after.safeguards);
    let (old, new) = (&before.safeguards.paragraphs, &after.safeguards.paragraphs);
    walk.list("safeguards", "safeguards", old, new);
    walk.list("indicators", "indicators", &before.indicators, &after.indicators);
    walk.list("projects", "projects", &before.projects, &after.projects);
    walk.list("unplaced", "unplaced", &before.unplaced, &after.unplaced);
    walk.found
}

/// A piece of which there are several: it can be told again when it was moved.
pub(crate) trait Item: Fields + Piece + PartialEq {
    /// What it is known by, the surest first; blank where it has no such mark.
    fn marks(&self) -> Vec<String>;

    /// What it says, in one line.
    fn said(&self) -> String {
        let fields = Self::NAMES.iter().filter_map(|name| self.field(name));
        let said: Vec<&str> =
            fields.map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        said.join(" ")
    }

    /// Compares the lists in it.
    fn inner(_walk: &mut Walk<'_>, _paths: (&str, &str), _before: &Self, _after: &Self) {}

    /// Merges what is no field: lists in it, key, marks of its kind.
    fn merge_inner(
        &mut self,
        merger: &mut merge::Merger,
        path: &str,
        three: merge::Three<'_, Self>,
    );
}

/// The way through two drafts.
pub(crate) struct Walk<'d> {
    before: &'d Draft,
    after: &'d Draft,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn fields<T: Fields>(&mut self, path: &str, before: &T, after: &T) {
        for name in T::NAMES {
            let (Some(old), Some(new)) = (before.field(name), after.field(name)) else { continue };
            if old != new {
                // The text of a paragraph or a goal stands at the path of its piece.
                let path = match *name {
                    "text" => path.trim_end_matches('/').to_owned(),
                    name => format!("{path}{name}"),
                };
                let label = self.after.label(&path);
                let (before, after) = (old.clone(), new.clone());
                let kind = Kind::Changed;
                self.found.push(Difference { path, label, before, after, kind });
            }
        }
    }

    fn list<T: Item>(&mut self, old_path: &str, new_path: &str, before: &[T], after: &[T]) {
        let paired = pairs(before, after);
        let stays = in_order(&paired);
        let mut shown = 0;
        for (index, (item, of)) in after.iter().zip(&paired).enumerate() {
            let path = format!("{new_path}/{index}");
            let Some((of, old)) = of.and_then(|of| Some((of, before.get(of)?))) else {
                let (label, after) = (self.after.label(&path), item.said());
                let (before, kind) = (String::new(), Kind::Added);
                self.found.push(Difference { path, label, before, after, kind });
                continue;
            };
            let was = format!("{old_path}/{of}");
            if stays.get(index) == Some(&true) {
                self.removed(old_path, before, &paired, shown..of);
                shown = of;
            } else {
                let (before, after) = (self.before.label(&was), self.after.label(&path));
                let (label, kind) = (after.clone(), Kind::Moved);
                self.found.push(Difference { path: path.clone(), label, before, after, kind });
            }
            self.fields(&format!("{path}/"), old, item);
            T::inner(self, (&was, &path), old, item);
        }
        self.removed(old_path, before, &paired, shown..before.len());
    }

    /// What of a stretch of the earlier list is not in the later one.
    fn removed<T: Item>(
        &mut self,
        old_path: &str,
        before: &[T],
        paired: &[Option<usize>],
        stretch: std::ops::Range<usize>,
    ) {
        for index in stretch {
            let Some(item) = before.get(index).filter(|_| !paired.contains(&Some(index))) else {
                continue;
            };
            let path = format!("{old_path}/{index}");
            let (label, before) = (self.before.label(&path), item.said());
            let (after, kind) = (String::new(), Kind::Removed);
            self.found.push(Difference { path, label, before, after, kind });
        }
    }
}

impl Item for DraftEntry {
    fn marks(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn merge_inner(&mut self, _: &mut merge::Merger, _: &str, _: merge::Three<'_, Self>) {}
}

impl Item for DraftParagraph {
    fn marks(&self) -> Vec<String> {
        vec![self.key.clone(), self.text.clone()]
    }

    fn merge_inner(&mut self, _: &mut merge::Merger, _: &str, three: merge::Three<'_, Self>) {
        self.key = three.key(|it| &it.key);
        self.is_heading = three.mark(|it| it.is_heading);
    }
}

impl Item for DraftGoal {
    fn marks(&self) -> Vec<String> {
        vec![self.key.clone(), self.text.clone()]
    }

    fn merge_inner(&mut self, _: &mut merge::Merger, _: &str, three: merge::Three<'_, Self>) {
        self.key = three.key(|it| &it.key);
    }
}

impl Item for DraftCheckpoint {
    fn marks(&self) -> Vec<String> {
        vec![self.month.to_string()]
    }

    fn merge_inner(&mut self, _: &mut merge::Merger, _: &str, three: merge::Three<'_, Self>) {
        self.month = three.mark(|it| it.month);
    }
}

impl Item for DraftIndicator {
    fn marks(&self) -> Vec<String> {
        vec![self.key.clone(), self.name.clone()]
    }

    fn merge_inner(&mut self, _: &mut merge::Merger, _: &str, three: merge::Three<'_, Self>) {
        self.key = three.key(|it| &it.key);
    }
}

impl Item for DraftSubGoal {
    fn marks(&self) -> Vec<String> {
        vec![self.key.clone(), self.title.clone()]
    }

    fn said(&self) -> String {
        let texts = self.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
        std::iter::once(self.title.as_str())
            .chain(texts)
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .into()
    }

    fn inner(walk: &mut Walk<'_>, (was, path): (&str, &str), before: &Self, after: &Self) {
        walk.list(was, path, &before.paragraphs, &after.paragraphs);
    }

    fn merge_inner(
        &mut self,
        merger: &mut merge::Merger,
        path: &str,
        three: merge::Three<'_, Self>,
    ) {
        self.key = three.key(|it| &it.key);
        self.paragraphs = merger.list(path, three.list(|it| &it.paragraphs));
    }
}

impl Item for DraftProject {
    fn marks(&self) -> Vec<String> {
        vec![self.key.clone(), self.code.clone(), self.name.clone()]
    }

    fn said(&self) -> String {
        format!("{} {}", self.code, self.name).trim().into()
    }

    fn inner(walk: &mut Walk<'_>, (was, path): (&str, &str), before: &Self, after: &Self) {
        let under = |name: &str| (format!("{was}/{name}"), format!("{path}/{name}"));
        let (old, new) = under("plan");
        walk.list(&old, &new, &before.plan, &after.plan);
        let (old, new) = under("goals");
        walk.list(&old, &new, &before.goals, &after.goals);
        let (old, new) = under("indicators");
        walk.list(&old, &new, &before.indicators, &after.indicators);
    }

    fn merge_inner(
        &mut self,
        merger: &mut merge::Merger,
        path: &str,
        three: merge::Three<'_, Self>,
    ) {
        self.key = three.key(|it| &it.key);
        self.plan = merger.list(&format!("{path}/plan"), three.list(|it| &it.plan));
        self.goals = merger.list(&format!("{path}/goals"), three.list(|it| &it.goals));
        let rows = three.list(|it| &it.indicators);
        self.indicators = merger.list(&format!("{path}/indicators"), rows);
    }
}
