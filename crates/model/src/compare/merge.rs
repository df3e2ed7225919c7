//! Two people's edits of one draft brought together.
//!
//! What one of them changed is taken; what both changed to the same is taken; what they changed to
//! different things is a conflict, for which the draft keeps the first one's wording until somebody
//! decides. A piece that one removed and the other changed stays, and is a conflict too. Nothing that
//! anybody wrote is lost: it stands in the draft or in a conflict.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Item;
use super::pairs::{in_order, pairs};
use crate::draft::{Draft, DraftPart, DraftSubGoals, Fields};

/// A field, or a whole piece, that both changed to different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// Its path in the merged draft.
    pub path: String,
    /// What a person calls it.
    pub label: String,
    /// What stood there before.
    pub base: String,
    /// What the first made of it; of a whole piece what it says, blank where it was removed.
    pub mine: String,
    /// What the second made of it; of a whole piece what it says, blank where it was removed.
    pub theirs: String,
    /// Whether it is a whole piece that one removed and the other changed.
    pub is_piece: bool,
}

/// Brings two drafts made from `base` together. Where both put the pieces of a list in another order,
/// that of `mine` holds.
pub fn merge(base: &Draft, mine: &Draft, theirs: &Draft) -> (Draft, Vec<Conflict>) {
    let mut merger = Merger { conflicts: Vec::new() };
    let three = Three { base, mine, theirs };
    let mut draft = Draft {
        contents: merger.list("contents", three.list(|it| &it.contents)),
        overall: merger.part("overall", three.of(|it| &it.overall)),
        sub_goals: merger.sub_goals(three.of(|it| &it.sub_goals)),
        safeguards: merger.part("safeguards", three.of(|it| &it.safeguards)),
        indicators: merger.list("indicators", three.list(|it| &it.indicators)),
        projects: merger.list("projects", three.list(|it| &it.projects)),
        unplaced: merger.list("unplaced", three.list(|it| &it.unplaced)),
        ..Draft::default()
    };
    merger.fields("", three, &mut draft);
    let mut conflicts = merger.conflicts;
    for conflict in &mut conflicts {
        conflict.label = draft.label(&conflict.path);
    }
    (draft, conflicts)
}

/// The same thing in the draft both began with and in what each made of it.
#[derive(Debug)]
pub(crate) struct Three<'d, T: ?Sized> {
    base: &'d T,
    mine: &'d T,
    theirs: &'d T,
}

impl<T: ?Sized> Clone for Three<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Three<'_, T> {}

impl<'d, T> Three<'d, T> {
    fn of<U: ?Sized>(self, part: impl Fn(&'d T) -> &'d U) -> Three<'d, U> {
        Three { base: part(self.base), mine: part(self.mine), theirs: part(self.theirs) }
    }

    /// A list in it.
    pub(crate) fn list<U>(self, part: impl Fn(&'d T) -> &'d Vec<U>) -> Three<'d, [U]> {
        self.of(|it| part(it).as_slice())
    }

    /// A mark that is no text: what one of them changed holds, of two changes the first.
    pub(crate) fn mark<U: PartialEq>(self, mark: impl Fn(&T) -> U) -> U {
        let mine = mark(self.mine);
        if mine == mark(self.base) { mark(self.theirs) } else { mine }
    }

    /// The key that is there.
    pub(crate) fn key(self, key: impl Fn(&'d T) -> &'d String) -> String {
        let all = [key(self.mine), key(self.theirs), key(self.base)];
        all.into_iter().find(|key| !key.is_empty()).cloned().unwrap_or_default()
    }
}

/// A piece of the merged list: its places in the three lists.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    base: Option<usize>,
    mine: Option<usize>,
    theirs: Option<usize>,
}

/// The conflicts while they are gathered.
pub(crate) struct Merger {
    conflicts: Vec<Conflict>,
}

impl Merger {
    fn fields<T: Fields>(&mut self, path: &str, three: Three<'_, T>, merged: &mut T) {
        for name in T::NAMES {
            let field = |of: &T| of.field(name).cloned().unwrap_or_default();
            let (base, mine, theirs) = (field(three.base), field(three.mine), field(three.theirs));
            let taken = if base == mine { theirs.clone() } else { mine.clone() };
            if let Some(slot) = merged.field_mut(name) {
                *slot = taken;
            }
            if base != mine && base != theirs && mine != theirs {
                let path = match *name {
                    "text" => path.trim_end_matches('/').to_owned(),
                    name => format!("{path}{name}"),
                };
                self.conflict(path, [base, mine, theirs], false);
            }
        }
    }

    fn conflict(&mut self, path: String, [base, mine, theirs]: [String; 3], is_piece: bool) {
        self.conflicts.push(Conflict { path, label: String::new(), base, mine, theirs, is_piece });
    }

    fn part(&mut self, path: &str, three: Three<'_, DraftPart>) -> DraftPart {
        let paragraphs = self.list(path, three.list(|it| &it.paragraphs));
        let mut part = DraftPart { heading: String::new(), paragraphs };
        self.fields(&format!("{path}/"), three, &mut part);
        part
    }

    fn sub_goals(&mut self, three: Three<'_, DraftSubGoals>) -> DraftSubGoals {
        let preamble = self.list("sub_goals/preamble", three.list(|it| &it.preamble));
        let items = self.list("sub_goals", three.list(|it| &it.items));
        let mut part = DraftSubGoals { heading: String::new(), preamble, items };
        self.fields("sub_goals/", three, &mut part);
        part
    }

    /// Merges a list piece by piece.
    pub(crate) fn list<T: Item>(&mut self, path: &str, three: Three<'_, [T]>) -> Vec<T> {
        let mut merged: Vec<T> = Vec::with_capacity(three.mine.len());
        for slot in slots(three) {
            let path = format!("{path}/{}", merged.len());
            merged.extend(self.slot(&path, slot, three));
        }
        merged
    }

    fn slot<T: Item>(&mut self, path: &str, slot: Slot, three: Three<'_, [T]>) -> Option<T> {
        let at =
            |list: &'_ [T], index: Option<usize>| index.and_then(|index| list.get(index).cloned());
        let base = at(three.base, slot.base);
        let (mine, theirs) = (at(three.mine, slot.mine), at(three.theirs, slot.theirs));
        match (base, mine, theirs) {
            (base, Some(mine), Some(theirs)) => {
                let base = base.unwrap_or_default();
                Some(self.piece(path, Three { base: &base, mine: &mine, theirs: &theirs }))
            }
            (Some(base), Some(mine), None) => differ(&mine, &base).then(|| {
                self.conflict(path.into(), [base.said(), mine.said(), String::new()], true);
                mine
            }),
            (Some(base), None, Some(theirs)) => differ(&theirs, &base).then(|| {
                self.conflict(path.into(), [base.said(), String::new(), theirs.said()], true);
                theirs
            }),
            (None, mine, theirs) => mine.or(theirs),
            (Some(_), None, None) => None,
        }
    }

    fn piece<T: Item>(&mut self, path: &str, three: Three<'_, T>) -> T {
        let mut merged = three.mine.clone();
        self.fields(&format!("{path}/"), three, &mut merged);
        merged.merge_inner(self, path, three);
        merged
    }
}

/// Whether two pieces say different things; keys say nothing.
fn differ<T: Item>(one: &T, other: &T) -> bool {
    one.clone().without_keys() != other.clone().without_keys()
}

/// The pieces of the merged list in their order: that of the side which moved some; what only the other
/// side has comes behind the piece that it follows there.
fn slots<T: Item>(three: Three<'_, [T]>) -> Vec<Slot> {
    let (of_mine, of_theirs) = (pairs(three.base, three.mine), pairs(three.base, three.theirs));
    let twins = twins(three, &of_mine, &of_theirs);
    let place =
        |paired: &[Option<usize>], base: usize| paired.iter().position(|of| *of == Some(base));
    let mine = |at: usize, of: &Option<usize>| Slot {
        base: *of,
        mine: Some(at),
        theirs: match of {
            Some(base) => place(&of_theirs, *base),
            None => twins.iter().find(|(mine, _)| *mine == at).map(|(_, theirs)| *theirs),
        },
    };
    let theirs = |at: usize, of: &Option<usize>| Slot {
        base: *of,
        mine: match of {
            Some(base) => place(&of_mine, *base),
            None => twins.iter().find(|(_, theirs)| *theirs == at).map(|(mine, _)| *mine),
        },
        theirs: Some(at),
    };
    let mine: Vec<Slot> = of_mine.iter().enumerate().map(|(at, of)| mine(at, of)).collect();
    let theirs: Vec<Slot> = of_theirs.iter().enumerate().map(|(at, of)| theirs(at, of)).collect();
    let moved = |paired: &[Option<usize>]| {
        in_order(paired).iter().zip(paired).any(|(stays, of)| !stays && of.is_some())
    };
    match moved(&of_theirs) && !moved(&of_mine) {
        true => woven(theirs, mine, |slot| slot.theirs, |slot| slot.mine),
        false => woven(mine, theirs, |slot| slot.mine, |slot| slot.theirs),
    }
}

/// New pieces that both have: of the same key, or saying the same.
fn twins<T: Item>(
    three: Three<'_, [T]>,
    of_mine: &[Option<usize>],
    of_theirs: &[Option<usize>],
) -> Vec<(usize, usize)> {
    let new = |list: &'_ [T], paired: &[Option<usize>]| -> Vec<(usize, T)> {
        let items = list.iter().zip(paired).enumerate().filter(|(_, (_, of))| of.is_none());
        items.map(|(at, (item, _))| (at, item.clone())).collect()
    };
    let mut free = new(three.theirs, of_theirs);
    let mut found = Vec::new();
    for (at, item) in new(three.mine, of_mine) {
        let same = free.iter().position(|(_, other)| {
            let keyed = !item.key().is_empty() && item.key() == other.key();
            keyed || item == *other
        });
        found.extend(same.map(|same| (at, free.remove(same).0)));
    }
    found
}

/// The pieces of `first` in order, and between them those of `second` that are not among them.
fn woven(
    first: Vec<Slot>,
    second: Vec<Slot>,
    in_first: fn(&Slot) -> Option<usize>,
    in_second: fn(&Slot) -> Option<usize>,
) -> Vec<Slot> {
    let mut all = first;
    let mut behind: Option<usize> = None;
    for slot in second {
        if in_first(&slot).is_none() {
            let before =
                all.iter().position(|known| behind.is_some() && in_second(known) == behind);
            all.insert(before.map_or(0, |before| before + 1), slot);
        }
        behind = in_second(&slot);
    }
    all
}
