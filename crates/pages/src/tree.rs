//! The tree of pages, looked at before the library walks it: it follows every branch, however often
//! the same branch is named, and keeps a copy of all branches above.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use crate::PagesError;

/// Branches above each other. Trees are four or five high.
const HIGHEST: usize = 200;

/// Which object stands below which, as far as the file says so in the open.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// What stands below what, and how often it is named there.
    branches: Vec<(u64, u64)>,
    /// Named twice in one place.
    twice: Vec<u64>,
}

impl Tree {
    /// Takes the branches that are named in a part of the file between streams.
    pub(crate) fn take(&mut self, part: &[u8]) {
        for at in memmem::find_iter(part, b"Kids") {
            let (before, behind) = part.split_at(at);
            let Some(owner) = owner(before) else { continue };
            let mut kids = kids(behind.get(b"Kids".len()..).unwrap_or_default());
            kids.sort_unstable();
            let pairs = kids.windows(2);
            self.twice.extend(pairs.filter(|pair| pair.first() == pair.last()).flatten());
            kids.dedup();
            self.branches.extend(kids.into_iter().map(|kid| (kid, owner)));
        }
    }

    /// Whether every branch hangs from one place, and none is too high.
    pub(crate) fn check(&self) -> Result<(), PagesError> {
        let owners: HashSet<u64> = self.branches.iter().map(|(_, owner)| *owner).collect();
        if self.twice.iter().any(|kid| owners.contains(kid)) {
            return Err(PagesError::Excessive);
        }
        // A page may be moved by an update, and is one page all the same: branches are not moved.
        let mut above: HashMap<u64, u64> = HashMap::new();
        for (kid, owner) in self.branches.iter().filter(|(kid, _)| owners.contains(kid)) {
            if above.insert(*kid, *owner).is_some_and(|other| other != *owner) {
                return Err(PagesError::Excessive);
            }
        }
        for leaf in above.keys() {
            let mut at = leaf;
            let mut height = 0;
            while let Some(above) = above.get(at) {
                at = above;
                height += 1;
                if height > HIGHEST {
                    return Err(PagesError::Damaged(
                        "the tree of pages goes in circles".to_owned(),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// The number of the object that stands last in these bytes: 12 0 obj.
fn owner(before: &[u8]) -> Option<u64> {
    let mut rest = before;
    loop {
        rest = rest.get(..memmem::rfind(rest, b"obj")?)?;
        if !rest.ends_with(b"end") {
            break;
        }
    }
    number_before(&mut rest)?;
    number_before(&mut rest)
}

fn number_before(rest: &mut &[u8]) -> Option<u64> {
    let text = rest.trim_ascii_end();
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = text.split_at(text.len() - digits);
    *rest = before;
    str::from_utf8(number).ok()?.parse().ok()
}

/// The objects named in an array of references.
fn kids(behind: &[u8]) -> Vec<u64> {
    let Some(array) = behind.trim_ascii_start().strip_prefix(b"[") else { return Vec::new() };
    let end = memchr::memchr(b']', array).unwrap_or(array.len());
    let words = array.get(..end).unwrap_or_default().split(u8::is_ascii_whitespace);
    let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
    let number = |words: &[&[u8]]| str::from_utf8(words.first()?).ok()?.parse().ok();
    words.chunks(3).filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), PagesError> {
        let mut tree = Tree::default();
        tree.take(text.as_bytes());
        tree.check()
    }

    #[test]
    fn trees_may_be_updated() {
        let first =
            "2 0 obj << /Kids [3 0 R 4 0 R] >> endobj 3 0 obj <</Kids[ 5 0 R\n6 0 R]>> endobj";
        assert_eq!(
            check(&format!("{first} 2 0 obj << /Kids [3 0 R 4 0 R 7 0 R 6 0 R] >>")),
            Ok(())
        );
    }

    #[test]
    fn branches_that_come_twice_are_refused() {
        let refused = Err(PagesError::Excessive);
        let branch = "3 0 obj << /Kids [5 0 R] >> endobj";
        assert_eq!(check(&format!("{branch} 2 0 obj << /Kids [3 0 R 3 0 R] >>")), refused);
        let two = "2 0 obj << /Kids [3 0 R] >> endobj 1 0 obj << /Kids [3 0 R] >>";
        assert_eq!(check(&format!("{branch} {two}")), refused);
        let high = |at| format!("{at} 0 obj << /Kids [{} 0 R] >> endobj\n", at + 1);
        let high: String = (2..900).map(high).collect();
        for text in [high.as_str(), "2 0 obj << /Kids [2 0 R] >>"] {
            assert!(matches!(check(text), Err(PagesError::Damaged(_))), "{text}");
        }
    }
}
