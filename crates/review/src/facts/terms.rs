//! What a passage is about: the pairs of neighbouring characters left when filler words are gone.

use rulebook::{Rulebook, WordList};

/// The content of a passage as a set of character pairs.
///
/// Pairs need no dictionary and serve every kind of department alike; words such as 开展 and 工作 that
/// stand everywhere are taken out before, so that what is left is the matter itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Vec<u64>);

impl Terms {
    /// The content of `text`.
    pub fn of(rulebook: &Rulebook, text: &str) -> Terms {
        let mut pairs = Vec::with_capacity(text.len() / 3);
        let mut at = 0;
        for hit in rulebook.words().matter(text) {
            match hit.list {
                WordList::Filler => {
                    push_pairs(&mut pairs, text.get(at..hit.range.start).unwrap_or_default());
                    at = hit.range.end;
                }
                WordList::Synonym => push_pairs(&mut pairs, &hit.term.instead),
                _ => {}
            }
        }
        push_pairs(&mut pairs, text.get(at..).unwrap_or_default());
        pairs.sort_unstable();
        pairs.dedup();
        Terms(pairs)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the passage says nothing of its own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The terms of both.
    pub fn with(mut self, other: &Terms) -> Terms {
        self.0.extend_from_slice(&other.0);
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// The terms that `other` does not have.
    pub fn without(&self, other: &Terms) -> Terms {
        Terms(self.0.iter().copied().filter(|pair| !other.has(*pair)).collect())
    }

    /// How many terms both have.
    pub fn shared(&self, other: &Terms) -> usize {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut count = 0;
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => {
                    mine.next();
                }
                std::cmp::Ordering::Greater => {
                    theirs.next();
                }
                std::cmp::Ordering::Equal => {
                    count += 1;
                    mine.next();
                    theirs.next();
                }
            }
        }
        count
    }

    /// How much of it `other` holds, in thousandths. What says nothing is held by nothing.
    pub fn within(&self, other: &Terms) -> u32 {
        permille(self.shared(other), self.len())
    }

    /// The pairs themselves.
    pub(crate) fn pairs(&self) -> &[u64] {
        &self.0
    }

    fn has(&self, pair: u64) -> bool {
        self.0.binary_search(&pair).is_ok()
    }
}

fn push_pairs(pairs: &mut Vec<u64>, run: &str) {
    let mut previous: Option<char> = None;
    for c in run.chars() {
        let current = is_content(c).then_some(c);
        if let (Some(first), Some(second)) = (previous, current) {
            pairs.push(u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)));
        }
        previous = current;
    }
}

/// Letters and Chinese characters carry content; digits, signs and the particle 的 do not.
fn is_content(c: char) -> bool {
    // Most signs are common Chinese characters; the table of all letters is slow to ask.
    (('\u{4e00}'..='\u{9fff}').contains(&c) || c.is_alphabetic())
        && !matches!(c, '的' | '了' | '和' | '与' | '及' | '等' | '为' | '对' | '在' | '者')
}

/// `part` of `whole` in thousandths; nothing of nothing is nothing.
pub fn permille(part: usize, whole: usize) -> u32 {
    let part = u32::try_from(part.saturating_mul(1000)).unwrap_or(u32::MAX);
    part.checked_div(u32::try_from(whole).unwrap_or(u32::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filler_goes_and_the_matter_stays() {
        let rulebook = Rulebook::embedded().unwrap();
        let terms = |text: &str| Terms::of(&rulebook, text);
        assert!(terms("开展相关工作").is_empty());
        assert_eq!(terms("开展生活救助").shared(&terms("生活救助户数")), 3);
        assert_eq!(terms("生活救助").within(&terms("医疗救助")), 333);
        assert_eq!(Terms::default().within(&terms("生活救助")), 0);
    }
}
