//! The number a paragraph begins with: 一、 （一） 1. 1、 （1） ① 一是 第一部分.

use crate::numeral::{Form, digit, numeral};
use crate::statement::NumberStyle;
use crate::time::moment_at;

/// A number at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeadingNumber {
    /// How it is written.
    pub style: NumberStyle,
    /// Its value, from 1 to 199.
    pub ordinal: u32,
    /// Bytes of the sign, the mark behind it included.
    pub len: usize,
}

/// The number at the first byte of `text`.
pub fn leading_number(text: &str) -> Option<LeadingNumber> {
    circled(text).or_else(|| part(text)).or_else(|| bracketed(text)).or_else(|| plain(text))
}

/// The text behind the number it begins with.
pub fn without_number(text: &str) -> &str {
    leading_number(text).map_or(text, |found| text.get(found.len..).unwrap_or_default())
}

/// The number 2、 of 2、3月底前, where what stands before it tells that it is one.
pub fn number_before_month(text: &str) -> Option<LeadingNumber> {
    let (ordinal, width, _) = ordinal(text)?;
    let after = text.get(width..)?.strip_prefix('、')?;
    let len = width + '、'.len_utf8();
    moment_at(after, 0).map(|_| LeadingNumber { style: NumberStyle::Comma, ordinal, len })
}

fn circled(text: &str) -> Option<LeadingNumber> {
    let c = text.chars().next()?;
    let ordinal = match c {
        '①'..='⑳' => c as u32 - '①' as u32 + 1,
        '⑴'..='⒇' => c as u32 - '⑴' as u32 + 1,
        '㈠'..='㈩' => {
            let ordinal = c as u32 - '㈠' as u32 + 1;
            let style = NumberStyle::ChineseInBrackets;
            return Some(LeadingNumber { style, ordinal, len: c.len_utf8() });
        }
        _ => return None,
    };
    let style = if c >= '⑴' { NumberStyle::InBrackets } else { NumberStyle::Circled };
    Some(LeadingNumber { style, ordinal, len: c.len_utf8() })
}

fn part(text: &str) -> Option<LeadingNumber> {
    let rest = text.strip_prefix('第')?;
    let found = numeral(rest)?;
    let tail = rest.get(found.len..)?;
    let unit = ["部分", "章", "篇"].into_iter().find(|unit| tail.starts_with(unit))?;
    let len = text.len() - tail.len() + unit.len();
    Some(LeadingNumber { style: NumberStyle::Part, ordinal: small(found.value)?, len })
}

fn bracketed(text: &str) -> Option<LeadingNumber> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let inside = text.get(open.len_utf8()..)?;
    let (ordinal, width, chinese) = ordinal(inside)?;
    let close = inside.get(width..)?.chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let style = if chinese { NumberStyle::ChineseInBrackets } else { NumberStyle::InBrackets };
    let mut len = open.len_utf8() + width + close.len_utf8();
    if text.get(len..).is_some_and(|rest| rest.starts_with('、')) {
        len += '、'.len_utf8();
    }
    Some(LeadingNumber { style, ordinal, len })
}

fn plain(text: &str) -> Option<LeadingNumber> {
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
        ')' | '）' if !chinese => NumberStyle::InBrackets,
        _ => return None,
    };
    let is_list = mark == '、' && is_list(ordinal, after);
    (!is_list).then_some(LeadingNumber { style, ordinal, len: width + mark.len_utf8() })
}

/// 3、4月 and 一、二级 are lists of numbers, not the number of a paragraph: one follows the other.
fn is_list(own: u32, after: &str) -> bool {
    let Some((next, width, _)) = ordinal(after) else { return false };
    let unit = after.get(width..).and_then(|rest| rest.chars().next());
    next == own + 1 && unit.is_some_and(|c| "月级季年日号类层期线轮批次".contains(c))
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
            ("一、总体绩效目标", NumberStyle::Chinese, 1, "总体绩效目标"),
            ("(三）做好", NumberStyle::ChineseInBrackets, 3, "做好"),
            ("4.经费", NumberStyle::Dot, 4, "经费"),
            ("5、经费", NumberStyle::Comma, 5, "经费"),
            ("（6）经费", NumberStyle::InBrackets, 6, "经费"),
            ("7）经费", NumberStyle::InBrackets, 7, "经费"),
            ("⑧经费", NumberStyle::Circled, 8, "经费"),
            ("九是加强", NumberStyle::Spoken, 9, "加强"),
            ("1、6月底前完成", NumberStyle::Comma, 1, "6月底前完成"),
            ("第十部分项目", NumberStyle::Part, 10, "项目"),
            ("（一）做好帮扶", NumberStyle::ChineseInBrackets, 1, "做好帮扶"),
        ];
        for (text, style, ordinal, rest) in cases {
            let found = leading_number(text).unwrap_or_else(|| panic!("no number in {text}"));
            assert_eq!((found.style, found.ordinal), (style, ordinal), "{text}");
            assert_eq!(without_number(text), rest, "{text}");
        }
        for text in [
            "伍。",
            "1.5万元",
            "2025年",
            "2026年",
            "一线职工",
            "一线",
            "3、4月",
            "一、二级医院",
            "第二季度",
            "500人",
            "（2024）97号",
            "（2026）3号",
            "一个",
        ] {
            assert_eq!(leading_number(text), None, "{text}");
        }
    }
}
