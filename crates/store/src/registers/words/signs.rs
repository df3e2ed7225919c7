//! Signs of words: characters and pairs of characters in a column, and which entries of a block have one.
//!
//! Chinese is written without blanks, so a word is found by its pairs of neighbouring characters; a single character by
//! itself. What has all pairs of a word in a column may hold the word; of one or two characters it surely does.

use std::collections::{BTreeSet, HashMap};

/// Entries of a block: their numbers begin alike, and differ in the last two bytes.
pub(crate) const BLOCK: i64 = 1 << 16;
/// Words of 64 bits that hold a bit for every entry of a block.
const BITS: usize = 1 << 10;
/// From so many entries on a bit for each takes less room than two bytes for those that are there.
const DENSE: usize = 1 << 12;
/// So many pairs of a long word are looked for: more leave out hardly anything.
const MOST_PAIRS: usize = 12;

/// Signs of the columns of an entry, with the entries of a block that have them.
pub(crate) type Signs = HashMap<i64, Vec<u16>>;

/// Entries of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entries(Vec<u64>);

/// The block of an entry, and its number within it.
pub(crate) fn placed(id: i64) -> (i64, u16) {
    (id.div_euclid(BLOCK), u16::try_from(id.rem_euclid(BLOCK)).unwrap_or_default())
}

/// Notes the signs of a text in a column for an entry.
pub(crate) fn note(signs: &mut Signs, column: &str, text: &str, entry: u16) {
    let mut last: Option<char> = None;
    for character in text.chars() {
        let mut add = |text: &[char]| {
            let entries = signs.entry(sign(column, text)).or_default();
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        };
        if character.is_whitespace() {
            last = None;
            continue;
        }
        add(&[character]);
        if let Some(last) = last {
            add(&[last, character]);
        }
        last = Some(character);
    }
}

/// The signs that a text must have in a column if this word without blanks stands in it.
pub(crate) fn of_word(column: &str, word: &str) -> BTreeSet<i64> {
    let characters: Vec<char> = word.chars().collect();
    match characters.as_slice() {
        [one] => BTreeSet::from([sign(column, &[*one])]),
        all => all.windows(2).take(MOST_PAIRS).map(|pair| sign(column, pair)).collect(),
    }
}

/// Whether whatever has the signs of a word holds the word.
pub(crate) fn is_sure(word: &str) -> bool {
    word.chars().count() <= 2
}

/// A hash (FNV-1a) of a column and what stands in it. It is kept: it must never change.
fn sign(column: &str, text: &[char]) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    take(column.as_bytes());
    for character in text {
        take(&[0xff]);
        take(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    i64::from_le_bytes(hash.to_le_bytes())
}

impl Entries {
    /// None.
    pub(crate) fn none() -> Entries {
        Entries(vec![0; BITS])
    }

    /// As they are kept; bytes beyond a block's are passed over.
    pub(crate) fn of(bytes: &[u8]) -> Entries {
        let mut entries = Entries::none();
        if bytes.len() >= DENSE * 2 {
            for (word, eight) in entries.0.iter_mut().zip(bytes.chunks_exact(8)) {
                *word = eight.try_into().map_or(0, u64::from_le_bytes);
            }
        } else {
            for two in bytes.chunks_exact(2) {
                entries.add(two.try_into().map_or(0, u16::from_le_bytes));
            }
        }
        entries
    }

    /// One more.
    pub(crate) fn add(&mut self, entry: u16) {
        if let Some(word) = self.0.get_mut(usize::from(entry >> 6)) {
            *word |= 1 << (entry & 63);
        }
    }

    /// Those that are in both.
    pub(crate) fn and(&mut self, other: &Entries) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Those that are in either.
    pub(crate) fn or(&mut self, other: &Entries) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// How many.
    pub(crate) fn count(&self) -> i64 {
        self.0.iter().map(|word| i64::from(word.count_ones())).sum()
    }

    /// Their numbers within the block, the least first.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u16> {
        let filled = (0_u16..).zip(&self.0).filter(|(_, word)| **word != 0);
        filled.flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at << 6 | bit)
        })
    }
}

/// The numbers of entries that have a sign, as they are kept: see [`Entries::of`].
pub(crate) fn kept(mut entries: Vec<u16>) -> Vec<u8> {
    entries.sort_unstable();
    entries.dedup();
    if entries.len() < DENSE {
        return entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
    }
    let mut bits = Entries::none();
    entries.into_iter().for_each(|entry| bits.add(entry));
    bits.0.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_few_and_many() {
        for step in [1, 7, 15, 16, 17, 9000] {
            let numbers: Vec<u16> = (0..=u16::MAX).step_by(step).collect();
            let entries = Entries::of(&kept(numbers.iter().rev().copied().collect()));
            assert_eq!(entries.numbers().collect::<Vec<_>>(), numbers, "every {step}");
            assert_eq!(entries.count(), numbers.len() as i64);
        }
    }

    #[test]
    fn a_word_has_the_signs_of_every_text_that_holds_it() {
        let mut signs = Signs::new();
        note(&mut signs, "name", "临河县 建设局A", 3);
        note(&mut signs, "unit", "河县建设", 4);
        let found = |column: &str, word: &str| {
            let mut all: Vec<Entries> = Vec::new();
            for sign in of_word(column, word) {
                all.push(Entries::of(&kept(signs.get(&sign).cloned().unwrap_or_default())));
            }
            let mut of_all = all.pop().expect("a sign");
            all.iter().for_each(|one| of_all.and(one));
            of_all.numbers().collect::<Vec<_>>()
        };
        for (column, word, expected) in [
            ("name", "河", vec![3]),
            ("name", "临河县", vec![3]),
            ("name", "建设局A", vec![3]),
            ("name", "建设局a", vec![]),
            ("name", "县建", vec![]),
            ("unit", "县建", vec![4]),
            ("unit", "临河", vec![]),
            ("unit", "设建", vec![]),
        ] {
            assert_eq!(found(column, word), expected, "{column} {word}");
        }
        assert!(is_sure("建设") && !is_sure("建设局"));
    }
}
