//! Which words a text begins or ends with, asked of whole lists of words at every sign of a text.
//!
//! Nearly all words of a list differ from the text in their first sign. That is seen by comparing
//! three bytes, without a call for each word.

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
