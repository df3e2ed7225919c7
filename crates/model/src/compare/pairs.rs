//! Which piece of a later list is which of an earlier one.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Item;

/// Of two pieces told by likeness, at least this share of what they say is common, in percent.
const LIKE: usize = 50;
/// Lists of which more pairs than this would have to be weighed are not told by likeness.
const MOST: usize = 20_000;

/// For each piece of `after` the piece of `before` that it was. Marks come first, the surest of all
/// pieces before the next; what is left is told by likeness, unless both have keys that differ.
pub(crate) fn pairs<T: Item>(before: &[T], after: &[T]) -> Vec<Option<usize>> {
    let old: Vec<Vec<String>> = before.iter().map(Item::marks).collect();
    let new: Vec<Vec<String>> = after.iter().map(Item::marks).collect();
    let mut paired: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    let levels = old.first().map_or(0, Vec::len);
    for level in 0..levels {
        by_mark(level, &old, &new, &mut paired, &mut taken);
    }
    by_likeness(before, after, &mut paired, &mut taken);
    paired
}

fn by_mark(
    level: usize,
    old: &[Vec<String>],
    new: &[Vec<String>],
    paired: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    let mut free: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, marks) in old.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
        if let Some(mark) = marks.get(level).filter(|mark| !mark.is_empty()) {
            free.entry(mark.as_str()).or_default().push_back(index);
        }
    }
    for (slot, marks) in paired.iter_mut().zip(new).filter(|(slot, _)| slot.is_none()) {
        let mark = marks.get(level).filter(|mark| !mark.is_empty());
        *slot = mark.and_then(|mark| free.get_mut(mark.as_str())?.pop_front());
        taken.extend(*slot);
    }
}

fn by_likeness<T: Item>(
    before: &[T],
    after: &[T],
    paired: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    let left = paired.iter().filter(|slot| slot.is_none()).count();
    if left == 0 || left * (before.len() - taken.len()) > MOST {
        return;
    }
    let key = |item: &T| item.key().to_owned();
    let rest = before.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    let mut rest: Vec<(usize, String, HashSet<[char; 2]>)> =
        rest.map(|(index, item)| (index, key(item), couples(&item.said()))).collect();
    for (slot, item) in paired.iter_mut().zip(after).filter(|(slot, _)| slot.is_none()) {
        let (own_key, own) = (key(item), couples(&item.said()));
        let fits =
            rest.iter().enumerate().filter(|(_, (_, key, _))| key.is_empty() || own_key.is_empty());
        let likest = fits
            .map(|(at, (_, _, couples))| (likeness(couples, &own), std::cmp::Reverse(at)))
            .filter(|(like, _)| *like >= LIKE)
            .max();
        if let Some((_, std::cmp::Reverse(at))) = likest {
            *slot = Some(rest.swap_remove(at).0);
        }
    }
}

/// Which of two neighbouring signs stand in a text.
fn couples(text: &str) -> HashSet<[char; 2]> {
    text.chars().zip(text.chars().skip(1)).map(|(a, b)| [a, b]).collect()
}

/// How much is common to both, in percent.
fn likeness(one: &HashSet<[char; 2]>, other: &HashSet<[char; 2]>) -> usize {
    let common = one.intersection(other).count();
    (200 * common).checked_div(one.len() + other.len()).unwrap_or_default()
}

/// Which of the paired pieces stayed in their order: as many as can be. The others were moved.
pub(crate) fn in_order(paired: &[Option<usize>]) -> Vec<bool> {
    let known: Vec<(usize, usize)> =
        paired.iter().enumerate().filter_map(|(index, of)| Some((index, (*of)?))).collect();
    // The longest run that rises, by patience: the least last one of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(known.len());
    let value = |at: usize| known.get(at).map_or(0, |(_, of)| *of);
    for (at, (_, of)) in known.iter().enumerate() {
        let length = ends.partition_point(|end| value(*end) < *of);
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![false; paired.len()];
    let mut at = ends.last().copied();
    while let Some(here) = at {
        let index = known.get(here).map(|(index, _)| *index);
        if let Some(stay) = index.and_then(|index| stays.get_mut(index)) {
            *stay = true;
        }
        at = before.get(here).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::DraftIndicator;

    fn row(key: &str, name: &str, description: &str) -> DraftIndicator {
        let (key, name, description) = (key.into(), name.into(), description.into());
        DraftIndicator { key, name, description, ..DraftIndicator::default() }
    }

    #[test]
    fn key_before_name_before_likeness() {
        let before = [
            row("a", "人数", ""),
            row("", "次数", ""),
            row("", "覆盖率", "辖区企业覆盖的比例"),
            row("d", "费用", ""),
        ];
        let after = [
            row("", "覆盖面", "辖区企业覆盖的比例"),
            row("a", "次数", ""),
            row("", "次数", ""),
            row("e", "全新", "与费用无关"),
        ];
        assert_eq!(pairs(&before, &after), [Some(2), Some(0), Some(1), None]);
        // Both have keys: likeness does not make one of them the other.
        let (one, other) = ([row("d", "培训费用", "每人")], [row("e", "培训费用支出", "每人")]);
        assert_eq!(pairs(&one, &other), [None]);
        let unkeyed = [row("", "培训费用支出", "每人")];
        assert_eq!(pairs(&one, &unkeyed), [Some(0)]);
    }

    #[test]
    fn as_few_as_can_be_were_moved() {
        let stays =
            |paired: &[usize]| in_order(&paired.iter().map(|of| Some(*of)).collect::<Vec<_>>());
        assert_eq!(stays(&[0, 1, 2]), [true, true, true]);
        assert_eq!(stays(&[1, 2, 3, 0]), [true, true, true, false]);
        assert_eq!(stays(&[3, 0, 1, 2]), [false, true, true, true]);
        assert_eq!(in_order(&[Some(1), None, Some(2)]), [true, false, true]);
        assert_eq!(in_order(&[]), Vec::<bool>::new());
    }
}
