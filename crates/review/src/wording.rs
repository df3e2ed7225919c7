//! Comparing and cutting words: what rules of several families share.

use std::ops::Range;

use model::numeral::digit;
use model::quantity::{Figure, quantity_at};
use model::target::figures;
use model::unit::unit_at;

/// Whether both say the same once punctuation and white space are gone.
pub(crate) fn same_letters(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters and digits of a text, without punctuation and white space.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| is_letter(*c))
}

/// Whether a sign is a letter or a digit. Most signs are common Chinese characters; the table of all
/// letters is slow to ask.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// A number that texts with the same letters share, and hardly any others.
pub(crate) fn letters_key(text: &str) -> u64 {
    letters(text).fold(0, |key: u64, c| {
        (key.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

/// How many neighbouring pairs of letters of `of` also stand in `within`, and how many it has.
pub(crate) fn shared_pairs(of: &str, within: &str) -> (usize, usize) {
    let own: Vec<char> = letters(of).collect();
    let other: Vec<char> = letters(within).collect();
    let pair = |pair: &[char]| pair.iter().fold(0, |sum, c| sum << 32 | u64::from(u32::from(*c)));
    let mut there: Vec<u64> = other.windows(2).map(pair).collect();
    there.sort_unstable();
    let shared = own.windows(2).filter(|own| there.binary_search(&pair(own)).is_ok());
    (shared.count(), own.len().saturating_sub(1))
}

/// The text without a remark in brackets at its end: 培训人数（人次） is 培训人数.
pub(crate) fn without_remark(text: &str) -> &str {
    match (text.ends_with(['）', ')']), text.rfind(['（', '('])) {
        (true, Some(at)) => text.get(..at).unwrap_or(text).trim_end(),
        _ => text,
    }
}

/// The remark in brackets at the end of a text: 人次 of 培训人数（人次）.
pub(crate) fn remark(text: &str) -> Option<&str> {
    let inside = text.strip_suffix(['）', ')'])?;
    let open = inside.rfind(['（', '('])?;
    let body = inside.get(open..)?;
    body.get(body.chars().next()?.len_utf8()..).map(str::trim).filter(|body| !body.is_empty())
}

/// The unit that a name or description gives in brackets at its end: 元/人 of 人均标准（元/人）, 亩 of
/// 造林面积（万亩）. A form's own signs (≥**人) do not count.
pub(crate) fn bracketed_unit(text: &str) -> Option<&str> {
    let body = remark(text)?;
    let body = body.trim_start_matches("单位：").trim_start_matches("单位:");
    let body = body.trim_start_matches(['≥', '≤', '＝', '=', '>', '<', '*', 'X', 'x']);
    let bare = body.trim_start_matches(['万', '千', '百', '亿']);
    let known = unit_at(bare).is_some_and(|unit| {
        let rest = bare.get(unit.name.len()..).unwrap_or_default();
        rest.is_empty() || rest.starts_with(['/', '／', '·', '*'])
    });
    let short = body.chars().count() <= 4 && !body.chars().any(|c| digit(c).is_some());
    let ordinal = body.chars().all(model::numeral::is_chinese);
    (known || (short && !ordinal && !body.is_empty())).then_some(body)
}

/// The first figure of a target, one without unit too.
pub(crate) fn figure_in(text: &str) -> Option<Figure> {
    figures(text).into_iter().next().or_else(|| {
        let mut digits = text.char_indices().filter(|(_, c)| digit(*c).is_some());
        digits.next().and_then(|(at, _)| quantity_at(text, at))
    })
}

/// Where a title in 《》 is open at the byte `at`.
pub(crate) fn in_title(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('《').is_some_and(|open| before.rfind('》').is_none_or(|close| close < open))
}

/// Whether the byte `at` stands between “ and ”.
pub(crate) fn in_quotes(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('“').is_some_and(|open| before.rfind('”').is_none_or(|close| close < open))
}

/// The sentences of a text: runs that end in 。！？ or the text's end.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    split(text, &['。', '！', '？', '\n'])
}

/// The clause that holds the byte `at`.
pub(crate) fn clause_at(text: &str, at: usize) -> &str {
    const STOPS: &[char] = &['，', '。', '；', '：', ',', ';', '！', '\n'];
    let mut clauses = split(text, STOPS);
    let found = clauses.find(|range| range.contains(&at)).unwrap_or(0..text.len());
    text.get(found).unwrap_or_default()
}

fn split<'t>(text: &'t str, stops: &'t [char]) -> impl Iterator<Item = Range<usize>> + 't {
    let mut start = 0;
    text.split_inclusive(stops).map(move |run| {
        let range = start..start + run.len();
        start = range.end;
        range
    })
}

/// Several words, each in Chinese quotation marks, at most `most` of them.
pub(crate) fn quoted<'w>(words: impl Iterator<Item = &'w str>, most: usize) -> String {
    let mut out = String::new();
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if seen.len() < most && !seen.contains(&word) {
            out.push('“');
            out.push_str(word);
            out.push('”');
            seen.push(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_blanks_make_no_difference() {
        assert!(same_letters("缓解职工困难、生活压力", "缓解职工困难 生活压力"));
        assert!(!same_letters("救助人数", "救助户数"));
        assert_eq!(shared_pairs("劳模满意度", "宣传和弘扬劳模精神"), (1, 4));
        assert_eq!(shared_pairs("", "甲"), (0, 0));
    }

    #[test]
    fn remarks_and_units_in_brackets() {
        assert_eq!(without_remark("培训人数（人次）"), "培训人数");
        assert_eq!(bracketed_unit("造林面积（万亩）"), Some("万亩"));
        assert_eq!(bracketed_unit("补助标准（≥**元/人）"), Some("元/人"));
        assert_eq!(bracketed_unit("发电量（千瓦时）"), Some("千瓦时"));
        assert_eq!(bracketed_unit("体检人数（含外聘、派遣人员）"), None);
        assert_eq!(bracketed_unit("第一批（一）"), None);
        assert_eq!(bracketed_unit("体检人数"), None);
    }

    #[test]
    fn titles_and_clauses() {
        let text = "按照《全省工作办法》执行，在全省推广。";
        let first = text.find("全省").unwrap();
        let last = text.rfind("全省").unwrap();
        assert!(in_title(text, first) && !in_title(text, last));
        assert_eq!(clause_at(text, last), "在全省推广。");
        assert_eq!(sentences("甲。乙！丙").count(), 3);
    }
}
