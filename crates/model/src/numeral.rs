//! Numbers in all the ways people write them, read exactly.
//!
//! `500`, `５００`, `5,000`, `1.5万`, `伍佰`, `三百余`, `二〇二五`, `千`, `十二点五`.

use ground::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The signs a number is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `500`
    #[default]
    Arabic,
    /// `５００`
    FullWidth,
    /// `五百`
    Chinese,
    /// `伍佰`, the signs used against forgery.
    Formal,
}

/// How far the writer vouches for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vagueness {
    /// 余, 多, 几: somewhat more than this.
    SomewhatMore,
    /// 约, 左右: near this, to either side.
    About,
}

/// A number found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its exact value.
    pub value: Decimal,
    /// Bytes it takes up, a following 余 or 多 included.
    pub len: usize,
    /// The signs it is written in.
    pub form: Form,
    /// 余 or 多 behind it.
    pub vagueness: Option<Vagueness>,
    /// A bare 百, 千, 万 with no digit before it, as in 千名.
    pub bare: bool,
}

/// Reads the number that begins at the first byte of `text`.
///
/// Takes as much as makes one number. `None` where no number begins or where it is larger than 28
/// digits: such a run of digits is a code.
pub fn numeral(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    let mut found = if digit(first).is_some() {
        arabic(text)?
    } else if is_chinese(first) {
        chinese(text)?
    } else {
        return None;
    };
    let rest = text.get(found.len..)?;
    if let Some(more) = rest.chars().next().filter(|c| matches!(c, '余' | '多' | '几')) {
        // 多 after a number may also begin 多种, 多项 ...: a measure word has to follow it.
        let after = rest.get(more.len_utf8()..).unwrap_or_default();
        if more == '余' || crate::unit::unit_at(after).is_some() {
            found.vagueness = Some(Vagueness::SomewhatMore);
            found.len += more.len_utf8();
        }
    }
    Some(found)
}

/// The value of a digit, of half or full width.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Whether a Chinese number may begin with or contain this sign.
#[rustfmt::skip]
pub fn is_chinese(c: char) -> bool {
    // One question of all signs: it is asked of every sign of every text.
    matches!(
        c,
        '零' | '〇' | '○' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九'
            | '壹' | '贰' | '貳' | '弍' | '叁' | '参' | '參' | '肆' | '伍' | '陆' | '陸' | '柒'
            | '捌' | '玖' | '十' | '百' | '千' | '万' | '亿' | '拾' | '佰' | '仟' | '萬' | '億'
            | '廿' | '卅'
    )
}

/// A number has fewer Chinese signs than this.
const LONGEST: usize = 40;

/// Bytes of the run of Chinese number signs that `text` begins with, if it is too long for a number:
/// whoever looks for numbers passes over it as a whole.
pub(crate) fn overlong(text: &str) -> Option<usize> {
    let run = || text.chars().take_while(|c| is_chinese(*c));
    (run().take(LONGEST).count() == LONGEST).then(|| run().map(char::len_utf8).sum())
}

fn arabic(text: &str) -> Option<Numeral> {
    let mut mantissa: i128 = 0;
    let (mut digits, mut scale, mut len) = (0u32, 0u32, 0usize);
    let mut form = Form::Arabic;
    let mut in_fraction = false;
    let mut group = 0usize;
    loop {
        let rest = text.get(len..)?;
        let Some(c) = rest.chars().next() else { break };
        if let Some(value) = digit(c) {
            if c.len_utf8() > 1 {
                form = Form::FullWidth;
            }
            digits += 1;
            if digits > 28 {
                return None;
            }
            mantissa = mantissa * 10 + i128::from(value);
            scale += u32::from(in_fraction);
            group += 1;
            len += c.len_utf8();
        } else if matches!(c, '.' | '．') && !in_fraction && digit_follows(rest, c) {
            in_fraction = true;
            len += c.len_utf8();
        } else if matches!(c, ',' | '，' | ' ')
            && !in_fraction
            && group <= 3
            && three_follow(rest, c)
        {
            group = 0;
            len += c.len_utf8();
        } else {
            break;
        }
    }
    let mut value = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
    while let Some((factor, width)) = large_multiplier(text.get(len..)?) {
        value = value.checked_mul(Decimal::from(factor))?;
        len += width;
    }
    Some(Numeral { value: value.normalize(), len, form, vagueness: None, bare: false })
}

fn digit_follows(rest: &str, separator: char) -> bool {
    rest.get(separator.len_utf8()..).and_then(|rest| rest.chars().next()).and_then(digit).is_some()
}

/// Whether exactly three digits follow the separator: the mark of a thousands separator.
fn three_follow(rest: &str, separator: char) -> bool {
    let after = rest.get(separator.len_utf8()..).unwrap_or_default();
    let run = after.chars().take(4).take_while(|c| digit(*c).is_some()).count();
    run == 3
}

/// A multiplier behind Arabic digits (190万, 3千): not the 千 of 千克, nor the 百 of 百分点.
fn large_multiplier(rest: &str) -> Option<(i64, usize)> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    let factor = match first {
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    };
    let unit_begins = match chars.next() {
        Some('克' | '米' | '瓦' | '伏' | '卡' | '帕' | '赫') => matches!(first, '千' | '百'),
        Some('分') => matches!(first, '百' | '千'),
        _ => false,
    };
    (!unit_begins).then_some((factor, first.len_utf8()))
}

fn chinese_digit(c: char) -> Option<(i64, bool)> {
    let (value, formal) = match c {
        '零' | '〇' | '○' => (0, false),
        '一' => (1, false),
        '二' | '两' => (2, false),
        '三' => (3, false),
        '四' => (4, false),
        '五' => (5, false),
        '六' => (6, false),
        '七' => (7, false),
        '八' => (8, false),
        '九' => (9, false),
        '壹' => (1, true),
        '贰' | '貳' | '弍' => (2, true),
        '叁' | '参' | '參' => (3, true),
        '肆' => (4, true),
        '伍' => (5, true),
        '陆' | '陸' => (6, true),
        '柒' => (7, true),
        '捌' => (8, true),
        '玖' => (9, true),
        _ => return None,
    };
    Some((value, formal))
}

fn multiplier(c: char) -> Option<(i64, bool)> {
    let found = match c {
        '十' => (10, false),
        '百' => (100, false),
        '千' => (1_000, false),
        '万' => (10_000, false),
        '亿' => (100_000_000, false),
        '拾' => (10, true),
        '佰' => (100, true),
        '仟' => (1_000, true),
        '萬' => (10_000, true),
        '億' => (100_000_000, true),
        _ => return None,
    };
    Some(found)
}

fn tens(c: char) -> Option<i64> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        _ => None,
    }
}

/// The sum of a Chinese number while it is read from left to right.
#[derive(Default)]
struct Sum {
    /// What stands before the last 万 or 亿.
    closed: i64,
    /// What stands behind it, without the last digit.
    open: i64,
    /// A digit that still waits for its multiplier.
    pending: Option<i64>,
    /// The last multiplier, for 一百二 = 120.
    last: i64,
}

impl Sum {
    fn multiply(&mut self, factor: i64) -> Option<()> {
        if factor >= 10_000 {
            let below = self.open.checked_add(self.pending.take().unwrap_or(0))?;
            let below = if below == 0 && self.closed == 0 { 1 } else { below };
            if factor == 100_000_000 {
                self.closed = self.closed.checked_add(below)?.checked_mul(factor)?;
            } else {
                self.closed = self.closed.checked_add(below.checked_mul(factor)?)?;
            }
            self.open = 0;
        } else {
            let digit = self.pending.take().unwrap_or(1);
            self.open = self.open.checked_add(digit.checked_mul(factor)?)?;
        }
        self.last = factor;
        Some(())
    }

    /// `short` tells that the number ended in a digit right behind a multiplier: 一百二.
    fn total(self, short: bool) -> Option<i64> {
        let tail = match self.pending {
            Some(digit) if short && self.last >= 100 => digit.checked_mul(self.last / 10)?,
            other => other.unwrap_or(0),
        };
        self.closed.checked_add(self.open)?.checked_add(tail)
    }
}

fn chinese(text: &str) -> Option<Numeral> {
    let run: Vec<char> = text.chars().take_while(|c| is_chinese(*c)).take(LONGEST).collect();
    let len = run.iter().map(|c| c.len_utf8()).sum();
    let formal = run.iter().any(|c| is_formal(*c));
    let form = if formal { Form::Formal } else { Form::Chinese };
    if run.iter().all(|c| chinese_digit(*c).is_some()) {
        return digit_by_digit(&run, text, len, form);
    }
    let mut sum = Sum::default();
    let mut behind_zero = false;
    for c in &run {
        if let Some((value, _)) = chinese_digit(*c) {
            if sum.pending.is_some_and(|pending| pending != 0) {
                return None; // 三四百: a guess, not a number
            }
            behind_zero |= value == 0;
            sum.pending = (value != 0).then_some(value);
        } else if let Some(value) = tens(*c) {
            sum.open = sum.open.checked_add(value)?;
        } else if let Some((factor, _)) = multiplier(*c) {
            behind_zero = false;
            sum.multiply(factor)?;
        }
    }
    let first = run.first()?;
    let bare = multiplier(*first).is_some_and(|(factor, _)| factor > 10);
    let value = Decimal::from(sum.total(!behind_zero)?);
    let (value, len) = with_fraction(value, text, len);
    Some(Numeral { value, len, form, vagueness: None, bare })
}

fn is_formal(c: char) -> bool {
    chinese_digit(c).or(multiplier(c)).is_some_and(|(_, formal)| formal)
}

/// 二〇二五, and a single digit.
fn digit_by_digit(run: &[char], text: &str, len: usize, form: Form) -> Option<Numeral> {
    let mut value: i64 = 0;
    for (digit, _) in run.iter().filter_map(|c| chinese_digit(*c)) {
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    let (value, len) = with_fraction(Decimal::from(value), text, len);
    Some(Numeral { value, len, form, vagueness: None, bare: false })
}

/// Adds 点五 to a whole number read before.
fn with_fraction(whole: Decimal, text: &str, len: usize) -> (Decimal, usize) {
    let Some(rest) = text.get(len..).and_then(|rest| rest.strip_prefix('点')) else {
        return (whole, len);
    };
    let (mut fraction, mut scale, mut width) = (0i64, 0u32, '点'.len_utf8());
    for c in rest.chars().take(6) {
        let Some((digit, _)) = chinese_digit(c) else { break };
        fraction = fraction * 10 + digit;
        scale += 1;
        width += c.len_utf8();
    }
    if scale == 0 { (whole, len) } else { (whole + Decimal::new(fraction, scale), len + width) }
}

#[cfg(test)]
mod tests;
