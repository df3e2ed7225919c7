//! Which words a text begins or ends with, asked of whole lists of words at every sign of a text.
//!
//! Nearly all words of a list differ from the text in their first sign. That is seen by comparing
//! three bytes, without a call for each word.

use std::collections::BTreeMap;

/// Whether `text` begins with `word`.
pub(crate) fn begins(text: &str, word: &str) -> bool {
    match (text.as_bytes().first_chunk::<3>(), word.as_bytes().first_chunk::<3>()) {
        (Some(text), Some(word)) if text != word => false,
        _ => text.starts_with(word),
    }
}

/// Whether `text` ends with `word`.
pub(crate) fn ends(text: &str, word: &str) -> bool {
    match (text.as_bytes().last_chunk::<3>(), word.as_bytes().last_chunk::<3>()) {
        (Some(text), Some(word)) if text != word => false,
        _ => text.ends_with(word),
    }
}

/// A list of words, sorted by their first sign.
pub(crate) struct ByFirst<T: 'static>(Vec<(char, Vec<(&'static str, T)>)>);

impl<T: Clone> ByFirst<T> {
    /// The words of a list; of those with one first sign the order is kept.
    pub(crate) fn new(words: impl Iterator<Item = (&'static str, T)>) -> ByFirst<T> {
        let mut map: BTreeMap<char, Vec<(&'static str, T)>> = BTreeMap::new();
        for (word, meaning) in words {
            if let Some(first) = word.chars().next() {
                map.entry(first).or_default().push((word, meaning));
            }
        }
        ByFirst(map.into_iter().collect())
    }

    /// The first word of the list that `text` begins with.
    pub(crate) fn find(&self, text: &str) -> Option<&(&'static str, T)> {
        let first = text.chars().next()?;
        let at = self.0.binary_search_by_key(&first, |(sign, _)| *sign).ok()?;
        let (_, words) = self.0.get(at)?;
        words.iter().find(|(word, _)| text.starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_say_what_the_standard_library_says() {
        let texts = ["", "年", "年底", "本年底前", ">=5", ">", "ab", "“五一”"];
        let words = ["", "年", "年底", "底", ">=", ">", "b", "前", "“", "”", "底前"];
        for (text, word) in texts.iter().flat_map(|text| words.map(|word| (*text, word))) {
            assert_eq!(begins(text, word), text.starts_with(word), "{text} {word}");
            assert_eq!(ends(text, word), text.ends_with(word), "{text} {word}");
        }
    }
}
