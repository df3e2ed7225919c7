//! The number that words begin with, for words that the reader has not split from theirs.

use model::numeral::{digit, numeral};
use model::statement::NumberStyle;

/// A number at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) style: NumberStyle,
    pub(super) ordinal: u32,
    /// Bytes of the sign, the mark behind it included.
    pub(super) len: usize,
}

/// The number at the first byte of `text`: 第一部分, 一、, （一）, 1., 1、, （1）, ①, 一是.
pub(super) fn lead(text: &str) -> Option<Lead> {
    let first = text.chars().next()?;
    if let '①'..='⑳' = first {
        let ordinal = first as u32 - '①' as u32 + 1;
        return Some(Lead { style: NumberStyle::Circled, ordinal, len: first.len_utf8() });
    }
    let opened = usize::from(matches!(first, '（' | '(' | '第')) * first.len_utf8();
    let (ordinal, width, chinese) = ordinal(text.get(opened..)?)?;
    let behind = text.get(opened + width..)?;
    let mark = behind.chars().next()?;
    let after = behind.get(mark.len_utf8()..)?;
    let style = match (first, mark) {
        ('第', _) => {
            let unit = ["部分", "章", "篇"].into_iter().find(|unit| behind.starts_with(unit))?;
            let len = opened + width + unit.len();
            return Some(Lead { style: NumberStyle::Part, ordinal, len });
        }
        ('（' | '(', '）' | ')') if chinese => NumberStyle::ChineseInBrackets,
        ('（' | '(', '）' | ')') | (_, '）' | ')') if !chinese => NumberStyle::InBrackets,
        ('（' | '(', _) => return None,
        (_, '是') if chinese => NumberStyle::Spoken,
        (_, '、') if is_list(ordinal, after) => return None,
        (_, '、' | '.' | '．') if chinese => NumberStyle::Chinese,
        (_, '、') => NumberStyle::Comma,
        (_, '.' | '．') if !after.starts_with(|c| digit(c).is_some()) => NumberStyle::Dot,
        _ => return None,
    };
    Some(Lead { style, ordinal, len: opened + width + mark.len_utf8() })
}

/// 3、4月 and 一、二级 are lists; 1、6月底前 is a paragraph that begins with a date.
fn is_list(own: u32, after: &str) -> bool {
    let Some((next, width, _)) = ordinal(after) else { return false };
    let unit = after.get(width..).and_then(|rest| rest.chars().next());
    next == own + 1 && unit.is_some_and(|c| "月级季年日号类层期线轮批次".contains(c))
}

fn ordinal(text: &str) -> Option<(u32, usize, bool)> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        let (mut value, mut width) = (0u32, 0usize);
        for c in text.chars() {
            let Some(next) = digit(c) else { break };
            value = value.saturating_mul(10).saturating_add(next);
            width += c.len_utf8();
        }
        return (1..200).contains(&value).then_some((value, width, false));
    }
    let found = numeral(text).filter(|found| found.vagueness.is_none() && !found.bare)?;
    let value = u32::try_from(found.value).ok().filter(|value| (1..200).contains(value))?;
    (ground::Decimal::from(value) == found.value).then_some((value, found.len, true))
}

/// The words behind the number they begin with.
pub(super) fn without(text: &str) -> &str {
    lead(text).map_or(text, |lead| text.get(lead.len..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_looks_like_them() {
        let cases = [
            ("一、总体绩效目标", NumberStyle::Chinese, 1),
            ("（二）做好", NumberStyle::ChineseInBrackets, 2),
            ("(三）做好", NumberStyle::ChineseInBrackets, 3),
            ("4.经费", NumberStyle::Dot, 4),
            ("5、经费", NumberStyle::Comma, 5),
            ("（6）经费", NumberStyle::InBrackets, 6),
            ("7）经费", NumberStyle::InBrackets, 7),
            ("⑧经费", NumberStyle::Circled, 8),
            ("九是加强", NumberStyle::Spoken, 9),
            ("1、6月底前完成", NumberStyle::Comma, 1),
            ("第十部分项目", NumberStyle::Part, 10),
        ];
        for (text, style, ordinal) in cases {
            let found = lead(text).unwrap();
            assert_eq!((found.style, found.ordinal), (style, ordinal), "{text}");
        }
        for text in
            ["1.5万元", "2026年", "3、4月", "一、二级医院", "（2026）3号", "一线", "第二季度"]
        {
            assert_eq!(lead(text), None, "{text}");
        }
        assert_eq!(without("（一）做好帮扶"), "做好帮扶");
    }
}
