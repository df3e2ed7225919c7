//! The number a paragraph begins with: 一、 （一） 1. 1、 （1） ① 一是 第一部分.

use model::numeral::{Form, digit, numeral};
use model::statement::NumberStyle;
use model::time::moment_at;

/// A number found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) style: NumberStyle,
    pub(crate) ordinal: u32,
    /// Bytes of the sign, the mark behind it included.
    pub(crate) len: usize,
}

/// Reads the number at the first byte of `text`.
pub(crate) fn number(text: &str) -> Option<Found> {
    circled(text).or_else(|| part(text)).or_else(|| bracketed(text)).or_else(|| plain(text))
}

fn circled(text: &str) -> Option<Found> {
    let c = text.chars().next()?;
    let ordinal = match c {
        '①'..='⑳' => c as u32 - '①' as u32 + 1,
        '⑴'..='⒇' => c as u32 - '⑴' as u32 + 1,
        '㈠'..='㈩' => {
            let ordinal = c as u32 - '㈠' as u32 + 1;
            let style = NumberStyle::ChineseInBrackets;
            return Some(Found { style, ordinal, len: c.len_utf8() });
        }
        _ => return None,
    };
    let style = if c >= '⑴' { NumberStyle::InBrackets } else { NumberStyle::Circled };
    Some(Found { style, ordinal, len: c.len_utf8() })
}

fn part(text: &str) -> Option<Found> {
    let rest = text.strip_prefix('第')?;
    let found = numeral(rest)?;
    let tail = rest.get(found.len..)?;
    let unit = ["部分", "章", "篇"].into_iter().find(|unit| tail.starts_with(unit))?;
    let len = text.len() - tail.len() + unit.len();
    Some(Found { style: NumberStyle::Part, ordinal: small(found.value)?, len })
}

fn bracketed(text: &str) -> Option<Found> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let inside = text.get(open.len_utf8()..)?;
    let (ordinal, width, chinese) = ordinal(inside)?;
    let close = inside.get(width..)?.chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let style = if chinese { NumberStyle::ChineseInBrackets } else { NumberStyle::InBrackets };
    let mut len = open.len_utf8() + width + close.len_utf8();
    if text.get(len..).is_some_and(|rest| rest.starts_with('、')) {
        len += '、'.len_utf8();
    }
    Some(Found { style, ordinal, len })
}

fn plain(text: &str) -> Option<Found> {
    let (ordinal, width, chinese) = ordinal(text)?;
    let rest = text.get(width..)?;
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    let style = match mark {
        '是' if chinese => NumberStyle::Spoken,
        '、' | '.' | '．' if chinese && ordinal < 100 => NumberStyle::Chinese,
        // 伍。 is the end of 队伍。 on a line of its own.
        '。' if chinese && ordinal < 100 && !is_formal(text) => NumberStyle::Chinese,
        '、' => NumberStyle::Comma,
        '.' | '．'
            if !after.starts_with(|c| digit(c).is_some())
                || is_numbered(after)
                || is_dated(after) =>
        {
            NumberStyle::Dot
        }
        // 1.10月底前 is the number 1 and a date: no decimal is followed by 月 or 年.
        '.' | '．' if ordinal < 20 && model::time::moment_at(after, 0).is_some() => {
            NumberStyle::Dot
        }
        ')' | '）' if !chinese => NumberStyle::InBrackets,
        _ => return None,
    };
    // 3、4月 and 一、二级 are lists of numbers, not the number of a paragraph: one follows the other.
    let list = mark == '、'
        && self::ordinal(after).is_some_and(|(next, width, _)| {
            next == ordinal + 1
                && after.get(width..).and_then(|rest| rest.chars().next()).is_some_and(|c| {
                    matches!(c, '月' | '级' | '季' | '年' | '日' | '号' | '类' | '层' | '期' | '线')
                })
        });
    (!list).then_some(Found { style, ordinal, len: width + mark.len_utf8() })
}

/// The number 2、 of 2、3月底前, where what stands before it tells that it is one.
pub(crate) fn number_before_month(text: &str) -> Option<Found> {
    let (ordinal, width, _) = ordinal(text)?;
    let after = text.get(width..)?.strip_prefix('、')?;
    let len = width + '、'.len_utf8();
    moment_at(after, 0).map(|_| Found { style: NumberStyle::Comma, ordinal, len })
}

/// 1、 behind 1. is a second number, not the decimals of the first.
fn is_numbered(text: &str) -> bool {
    ordinal(text).is_some_and(|(_, width, _)| {
        text.get(width..).is_some_and(|rest| rest.starts_with(['、', ')', '）']))
    })
}

/// 壹, 贰, 伍: the signs used against forgery.
fn is_formal(text: &str) -> bool {
    numeral(text).is_some_and(|found| found.form == Form::Formal)
}

/// 2.10月底前 and 2.2026年: the digits behind the mark belong to a date, not to a decimal number.
fn is_dated(text: &str) -> bool {
    moment_at(text, 0).is_some()
}

/// A whole number from 1 to 199, Chinese or not.
fn ordinal(text: &str) -> Option<(u32, usize, bool)> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        let (mut value, mut width) = (0u32, 0usize);
        for c in text.chars() {
            let Some(next) = digit(c) else { break };
            value = value * 10 + next;
            width += c.len_utf8();
            if value > 199 {
                return None;
            }
        }
        return (value > 0).then_some((value, width, false));
    }
    let found = numeral(text).filter(|found| found.vagueness.is_none() && !found.bare)?;
    small(found.value).filter(|value| *value > 0).map(|value| (value, found.len, true))
}

fn small(value: ground::Decimal) -> Option<u32> {
    u32::try_from(value).ok().filter(|whole| ground::Decimal::from(*whole) == value && *whole < 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_paragraphs() {
        let cases = [
            ("一、总体", NumberStyle::Chinese, 1, "总体"),
            ("十二、总体", NumberStyle::Chinese, 12, "总体"),
            ("（二）做好", NumberStyle::ChineseInBrackets, 2, "做好"),
            ("(一)开展", NumberStyle::ChineseInBrackets, 1, "开展"),
            ("1.工会", NumberStyle::Dot, 1, "工会"),
            ("2．工会", NumberStyle::Dot, 2, "工会"),
            ("3、工会", NumberStyle::Comma, 3, "工会"),
            ("（1）工会", NumberStyle::InBrackets, 1, "工会"),
            ("2）工会", NumberStyle::InBrackets, 2, "工会"),
            ("①工会", NumberStyle::Circled, 1, "工会"),
            ("2、9月30日前完成", NumberStyle::Comma, 2, "9月30日前完成"),
            ("2.10月底前完成", NumberStyle::Dot, 2, "10月底前完成"),
            ("2.2026年12月20日前", NumberStyle::Dot, 2, "2026年12月20日前"),
            ("一是加强", NumberStyle::Spoken, 1, "加强"),
            ("第一部分部门", NumberStyle::Part, 1, "部门"),
            ("1.10月底前组织", NumberStyle::Dot, 1, "10月底前组织"),
            ("2.2026年底前", NumberStyle::Dot, 2, "2026年底前"),
        ];
        for (text, style, ordinal, rest) in cases {
            let found = number(text).unwrap_or_else(|| panic!("no number in {text}"));
            assert_eq!((found.style, found.ordinal), (style, ordinal), "{text}");
            assert_eq!(&text[found.len..], rest, "{text}");
        }
        for text in
            ["伍。", "1.5万元", "2025年", "一线职工", "3、4月", "500人", "（2024）97号", "一个"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
