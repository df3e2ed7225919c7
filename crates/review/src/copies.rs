//! Passages that two texts have in common, found by rolling hashes.
//!
//! Digits count as one sign, so that a passage copied with another year is found too.

use std::ops::Range;

use ground::Words;

/// A text prepared for comparison: its signs and where each begins.
struct Signs {
    signs: Vec<char>,
    starts: Vec<usize>,
    end: usize,
}

/// A run of a leaf that stands elsewhere too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    /// Which of the own leaves.
    pub(crate) leaf: usize,
    /// The bytes of it.
    pub(crate) range: Range<usize>,
}

/// The own leaves, ready to be looked for in other texts.
pub(crate) struct Own {
    leaves: Vec<Signs>,
    /// Hash of every run of `length` signs, with leaf and first sign, in the order of the hashes.
    runs: Vec<(u64, u32, u32)>,
    /// One bit for each value of a hash's upper bits that occurs: most signs need no search.
    present: Vec<u64>,
    length: usize,
}

const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
const BITS: u32 = 16;

impl Own {
    /// Prepares the leaves; runs of fewer than `length` signs are not looked for.
    pub(crate) fn new<'w>(leaves: impl Iterator<Item = &'w Words>, length: usize) -> Own {
        let leaves: Vec<Signs> = leaves.map(|words| Signs::of(&words.text)).collect();
        let mut runs = Vec::new();
        let mut present = vec![0u64; 1 << (BITS - 6)];
        for (leaf, signs) in leaves.iter().enumerate() {
            hashes(&signs.signs, length, |at, hash| {
                runs.push((hash, narrow(leaf), narrow(at)));
                let (word, bit) = slot(hash);
                if let Some(word) = present.get_mut(word) {
                    *word |= bit;
                }
                0
            });
        }
        runs.sort_unstable();
        Own { leaves, runs, present, length }
    }

    /// The passages of the own leaves that stand in `text` too.
    pub(crate) fn copies_in(&self, text: &str) -> Vec<Copy> {
        if self.runs.is_empty() {
            return Vec::new();
        }
        let other = Signs::of(text);
        let mut found = Vec::new();
        hashes(&other.signs, self.length, |at, hash| {
            let (word, bit) = slot(hash);
            if self.present.get(word).is_none_or(|word| word & bit == 0) {
                return 0;
            }
            let Some((leaf, from, count)) = self.longest(&other.signs, at, hash) else { return 0 };
            let range = self.leaves.get(leaf).map(|signs| signs.bytes(from..from + count));
            found.extend(range.map(|range| Copy { leaf, range }));
            count - self.length
        });
        found
    }

    /// The longest of the own runs that the other text goes on like from `at`.
    fn longest(&self, other: &[char], at: usize, hash: u64) -> Option<(usize, usize, usize)> {
        let first = self.runs.partition_point(|(known, ..)| *known < hash);
        let same = self.runs.get(first..)?.iter().take_while(|(known, ..)| *known == hash);
        let measured = same.filter_map(|(_, leaf, from)| {
            let (leaf, from) = (*leaf as usize, *from as usize);
            let own = self.leaves.get(leaf)?.signs.get(from..)?;
            let pairs = own.iter().zip(other.get(at..)?);
            let count = pairs.take_while(|(one, other)| one == other).count();
            (count >= self.length).then_some((leaf, from, count))
        });
        measured.max_by_key(|(.., count)| *count)
    }
}

impl Signs {
    fn of(text: &str) -> Signs {
        let mut signs = Vec::with_capacity(text.len() / 3);
        let mut starts = Vec::with_capacity(text.len() / 3);
        for (at, sign) in text.char_indices() {
            signs.push(if model::numeral::digit(sign).is_some() { '0' } else { sign });
            starts.push(at);
        }
        Signs { signs, starts, end: text.len() }
    }

    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let at = |sign: usize| self.starts.get(sign).copied().unwrap_or(self.end);
        at(range.start)..at(range.end)
    }
}

/// The length in signs of the runs that stand for a text.
const RUN: usize = 32;
/// Every passage of so many signs holds one of the runs that are chosen for the text it stands in, and
/// the same one in every text.
pub(crate) const ANY_HOLDS_ONE: usize = 40;

/// Hands on the hashes of the runs that stand for a text: of the runs in each passage of
/// [`ANY_HOLDS_ONE`] signs the one with the least hash.
pub(crate) fn chosen_runs(text: &str, mut take: impl FnMut(u64)) {
    const TOGETHER: usize = ANY_HOLDS_ONE - RUN + 1;
    if text.len() < ANY_HOLDS_ONE {
        return;
    }
    let mut all: Vec<u64> = Vec::with_capacity(text.len() / 3);
    hashes(&Signs::of(text).signs, RUN, |_, hash| {
        all.push(hash);
        0
    });
    let mut last = None;
    for near in all.windows(TOGETHER) {
        let least = near.iter().min().copied();
        if let Some(run) = least.filter(|_| least != last) {
            take(run);
        }
        last = least;
    }
}

/// Visits the hash of every run of `length` signs; the visitor says how many further runs to pass.
fn hashes(signs: &[char], length: usize, mut visit: impl FnMut(usize, u64) -> usize) {
    let Some(first) = signs.get(..length).filter(|_| length > 0) else { return };
    let exponent = u32::try_from(length - 1).unwrap_or(u32::MAX);
    let highest = BASE.wrapping_pow(exponent);
    let mut hash = first.iter().fold(0u64, |hash, sign| step(hash, *sign));
    let mut pass = visit(0, hash);
    for (index, (out, into)) in signs.iter().zip(signs.iter().skip(length)).enumerate() {
        hash = step(hash.wrapping_sub(u64::from(*out).wrapping_mul(highest)), *into);
        if pass > 0 {
            pass -= 1;
        } else {
            pass = visit(index + 1, hash);
        }
    }
}

fn step(hash: u64, sign: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(sign))
}

/// The word and the bit that stand for a hash; multiplied once more, since the upper bits of a
/// rolling hash are its best.
fn slot(hash: u64) -> (usize, u64) {
    let value = hash >> (64 - BITS);
    (usize::try_from(value >> 6).unwrap_or(0), 1 << (value & 63))
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(own: &str, other: &str, length: usize) -> Vec<String> {
        let words = Words { text: own.into(), ..Words::default() };
        let found = Own::new(std::iter::once(&words), length).copies_in(other);
        found.into_iter().map(|copy| own[copy.range].to_owned()).collect()
    }

    #[test]
    fn common_passages_are_found_whole() {
        let own = "甲乙丙丁戊己庚辛壬癸子丑寅卯";
        assert_eq!(copied(own, "天丙丁戊己庚辛地", 4), ["丙丁戊己庚辛"]);
        assert_eq!(copied(own, "天丙丁戊地己庚辛", 4), Vec::<String>::new());
        assert_eq!(copied(own, own, 4), [own]);
        assert_eq!(copied("短", own, 4), Vec::<String>::new());
    }

    #[test]
    fn another_year_makes_no_difference() {
        assert_eq!(copied("做好2026年各项工作", "做好2025年各项工作", 6), ["做好2026年各项工作"]);
    }

    #[test]
    fn two_passages_of_one_text_are_both_found() {
        let found = copied("春夏秋冬东南西北", "东南西北中春夏秋冬", 4);
        assert_eq!(found, ["东南西北", "春夏秋冬"]);
    }
}
