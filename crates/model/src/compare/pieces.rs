//! Two wordings of one field cut into what was kept, removed and added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::utils::diff_slices;
use similar::{Algorithm, ChangeTag};

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextTag {
    /// It stands in both.
    Kept,
    /// It stands in the earlier text only.
    Removed,
    /// It stands in the later text only.
    Added,
}

/// A stretch of text and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextPiece {
    /// What became of it.
    pub tag: TextTag,
    /// The text.
    pub text: String,
}

/// Texts of more words than this, both together, are compared as wholes between their common ends.
const MOST: usize = 6_000;

/// Cuts two texts: kept and removed pieces give the earlier, kept and added ones the later.
pub fn pieces(before: &str, after: &str) -> Vec<TextPiece> {
    let (old, new) = (words(before), words(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) =
        (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_mid = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_mid = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    let mut all = Vec::new();
    push(&mut all, TextTag::Kept, old.get(..head).unwrap_or_default());
    if old_mid.len() + new_mid.len() > MOST {
        push(&mut all, TextTag::Removed, old_mid);
        push(&mut all, TextTag::Added, new_mid);
    } else {
        for (tag, words) in diff_slices(Algorithm::Myers, old_mid, new_mid) {
            let tag = match tag {
                ChangeTag::Equal => TextTag::Kept,
                ChangeTag::Delete => TextTag::Removed,
                ChangeTag::Insert => TextTag::Added,
            };
            push(&mut all, tag, words);
        }
    }
    push(&mut all, TextTag::Kept, old_rest.get(old_rest.len() - tail..).unwrap_or_default());
    all
}

fn push(all: &mut Vec<TextPiece>, tag: TextTag, words: &[&str]) {
    match all.last_mut() {
        _ if words.is_empty() => {}
        Some(last) if last.tag == tag => last.text.extend(words.iter().copied()),
        _ => all.push(TextPiece { tag, text: words.concat() }),
    }
}

/// Words as marks of change show them best: a number, a Latin word, a single sign of any other kind.
fn words(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut begins = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        if !last.is_none_or(|last| goes_on(last, c)) {
            found.extend(text.get(begins..at));
            begins = at;
        }
        last = Some(c);
    }
    found.extend(text.get(begins..).filter(|word| !word.is_empty()));
    found
}

fn goes_on(last: char, c: char) -> bool {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    (number(last) && number(c)) || (last.is_ascii_alphabetic() && c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mark = |piece: &TextPiece| match piece.tag {
            TextTag::Kept => piece.text.clone(),
            TextTag::Removed => format!("[-{}]", piece.text),
            TextTag::Added => format!("[+{}]", piece.text),
        };
        pieces(before, after).iter().map(mark).collect()
    }

    #[test]
    fn changes_are_marked_by_words() {
        let cases = [
            ("≥95%", "≥98%", "≥[-95][+98]%"),
            ("救助困难职工500人", "救助困难职工1,500人次", "救助困难职工[-500][+1,500]人[+次]"),
            ("6月底前完成", "6月底前全部完成", "6月底前[+全部]完成"),
            ("", "新写的", "[+新写的]"),
            ("删去的", "", "[-删去的]"),
            ("一样", "一样", "一样"),
            ("", "", ""),
            ("Windows 10", "Windows 11", "Windows [-10][+11]"),
        ];
        for (before, after, expected) in cases {
            assert_eq!(shown(before, after), expected);
        }
    }

    #[test]
    fn pieces_give_both_texts_whatever_their_length() {
        let long = "甲乙丙".repeat(3_000);
        let other = "甲丁".repeat(4_000);
        for (before, after) in [("甲乙3.5%丙", "乙3.6%丙丁"), (long.as_str(), other.as_str())]
        {
            let all = pieces(before, after);
            let text = |tag| -> String {
                let fits =
                    all.iter().filter(|piece| piece.tag == TextTag::Kept || piece.tag == tag);
                fits.map(|piece| piece.text.as_str()).collect()
            };
            assert_eq!(text(TextTag::Removed), before);
            assert_eq!(text(TextTag::Added), after);
        }
    }
}
