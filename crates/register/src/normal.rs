//! Words as they are compared: without what clerks type differently and mean alike.

use std::borrow::Cow;

use crate::numbers_with_checks::narrow;

/// Half width, small letters, no blanks of any kind, no marks that only decorate: “救助金额 （元）” and
/// “救助金额(元)” become one.
pub(crate) fn normal(text: &str) -> String {
    signs(text).collect()
}

/// Whether two texts become one by [`normal`].
pub(crate) fn alike(one: &str, other: &str) -> bool {
    signs(one).eq(signs(other))
}

/// The first sign of a text after [`normal`].
pub(crate) fn first(text: &str) -> Option<char> {
    signs(text).next()
}

/// Whether a text begins, by [`normal`], with a word that is normal already.
pub(crate) fn begins(text: &str, word: &str) -> bool {
    let mut signs = signs(text);
    word.chars().all(|wanted| signs.next() == Some(wanted))
}

/// Whether a sign stands in a text after [`normal`].
pub(crate) fn holds(text: &str, sign: char) -> bool {
    signs(text).any(|found| found == sign)
}

fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_nothing(*c)).map(plain)
}

/// The text trimmed, of half width, without signs that cannot be seen; borrowed where nothing changes.
pub(crate) fn tidied(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(is_nothing);
    let changes = |c: char| !c.is_ascii() && (narrow(c) != c || is_unseen(c));
    if trimmed.chars().any(changes) {
        Cow::Owned(trimmed.chars().filter(|c| !is_unseen(*c)).map(narrow).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// The text without signs that cannot be seen and blanks at its ends; its width stays.
pub(crate) fn cleaned(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(is_nothing);
    if trimmed.chars().any(is_unseen) {
        Cow::Owned(trimmed.chars().filter(|c| !is_unseen(*c)).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

fn plain(c: char) -> char {
    match narrow(c).to_ascii_lowercase() {
        '【' | '〔' | '[' => '(',
        '】' | '〕' | ']' => ')',
        '／' => '/',
        other => other,
    }
}

fn is_nothing(c: char) -> bool {
    c.is_whitespace() || is_unseen(c) || c == '*' || c == '＊'
}

/// The signs of nearly all cells: they are seen, are no blanks and have no other width.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..=')' | '+'..='~' | '\u{4E00}'..='\u{9FFF}')
}

/// Zero-width and control signs that come along from web pages and old systems.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
        || c.is_control() && c != '\n' && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_alike_becomes_one() {
        assert_eq!(normal(" 救助 金额（元） *"), normal("救助金额(元)"));
        assert!(alike(" 救助 金额（元） *", "救助金额(元)") && !alike("救助金额", "救助金额(元)"));
        assert!(begins(" 审 核人：甲", "审核人") && !begins("审核", "审核人"));
        assert!(holds("审核人：甲", ':') && !holds("审核人", ':'));
        assert_eq!(tidied("\u{feff}１２３　"), "123");
        assert!(matches!(tidied("abc"), Cow::Borrowed("abc")));
        assert_eq!(cleaned("（甲）\u{200b}"), "（甲）");
    }

    #[test]
    fn plain_signs_are_what_nothing_happens_to() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            let text = c.to_string();
            assert!(!is_nothing(c) && narrow(c) == c && tidied(&text) == text, "{c}");
        }
        assert!(!"甲*".chars().all(is_plain));
    }
}
