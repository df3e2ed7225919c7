//! Numbers and money: separators, full width, 万, Chinese numerals, units in the heading or the cell.

use ground::{Decimal, Money};
use model::numeral::numeral;

use super::{Reading, stands_for_nothing, words};
use crate::field::{FieldType, MoneyUnit};
use crate::said::{OUT_OF_RANGE, TOO_PRECISE};
use crate::value::Value;
use model::cell::Cell;

/// A number as it stands: its value and what stands behind it.
struct Found<'t> {
    value: Decimal,
    behind: &'t str,
    /// 万 or 亿 stood in it.
    scaled: bool,
    /// 约, 余 or the like stood with it.
    vague: bool,
}

/// What a spreadsheet shows of a number: no exponent, at most the fifteen digits that it keeps. `None` where
/// digits are lost.
pub(super) fn shown(number: f64) -> Option<String> {
    let is_whole = number.fract() == 0.0;
    if is_whole && number.abs() < 1e15 {
        return Some(format!("{number:.0}"));
    }
    if number.abs() >= 1e15 || !number.is_finite() {
        return None;
    }
    exact(number).map(|exact| exact.to_string())
}

/// The number as spreadsheets show long ones.
pub(super) fn scientific(number: f64) -> String {
    let text = format!("{number:.5E}");
    match text.split_once('E') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => {
            format!("{mantissa}E+{exponent}")
        }
        _ => text,
    }
}

/// A float as the decimal that was typed: spreadsheets keep fifteen digits, what is beyond is noise.
fn exact(number: f64) -> Option<Decimal> {
    const MOST: f64 = 1e15;
    if number.fract() == 0.0 && number.abs() < MOST {
        return format!("{number:.0}").parse().ok();
    }
    if !number.is_finite() {
        return None;
    }
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|exact| exact.normalize())
}

pub(super) fn number(reading: &mut Reading, cell: Cell) -> Option<Value> {
    let FieldType::Number { decimals, unit } = reading.field.holds.plain() else { return None };
    let value = match cell {
        Cell::Number(number) => {
            let value = exact(number).or_else(|| reading.unreadable(&scientific(number), ""))?;
            let fraction = !value.is_zero() && value.abs() < Decimal::ONE;
            if unit == "%" && fraction {
                // A cell of the format “85%” holds 0.85.
                let percent = value * Decimal::ONE_HUNDRED;
                reading.doubt(&value.to_string(), &format!("{}%", percent.normalize()));
                percent
            } else {
                value
            }
        }
        _ => typed_number(reading, cell, unit)?,
    };
    if value.normalize().scale() > *decimals {
        let most = if *decimals == 0 {
            "应是整数".into()
        } else {
            format!("最多{decimals}位小数")
        };
        let message = format!("“{}”为{}，{most}", reading.field.label, value.normalize());
        reading
            .findings
            .push(TOO_PRECISE.at(reading.input, message, "请按要求的位数填写").quoting());
        return None;
    }
    if crate::definition::scaled(reading.field, value).is_none() {
        let message = format!("“{}”太大", reading.field.label);
        reading.findings.push(OUT_OF_RANGE.at(reading.input, message, "核对是否多写了数字"));
        return None;
    }
    Some(Value::Number(value.normalize()))
}

fn typed_number(reading: &mut Reading, cell: Cell, unit: &str) -> Option<Decimal> {
    let text = words(cell)?;
    if stands_for_nothing(&text) {
        return None;
    }
    let Some(found) = find(&text) else {
        return reading.unreadable(&text, "请只填数字");
    };
    let behind = found.behind.trim().trim_matches(['(', ')']);
    if !behind.is_empty() && behind != unit {
        if unit.is_empty()
            || behind.chars().count() > 4
            || behind.chars().any(|c| c.is_ascii_digit())
        {
            return reading.unreadable(&text, "请只填数字，说明写到备注");
        }
        reading.doubt(&text, &format!("{}{unit}", found.value));
    } else if found.vague {
        reading.doubt(&text, &format!("{}{unit}", found.value));
    }
    Some(found.value)
}

pub(super) fn money(
    reading: &mut Reading,
    cell: Cell,
    heading: Option<MoneyUnit>,
    usual: MoneyUnit,
) -> Option<Value> {
    let unit = heading.unwrap_or(usual);
    let (value, unit) = match cell {
        Cell::Number(number) => {
            let value = exact(number).or_else(|| reading.unreadable(&scientific(number), ""))?;
            (value, unit)
        }
        _ => typed_money(reading, cell, unit)?,
    };
    let money = match unit {
        MoneyUnit::Yuan => Money::from_yuan(value),
        MoneyUnit::Wan => Money::from_wan(value),
    };
    let Some(money) = money else {
        let message =
            format!("“{}”为{value}{}，不足一分的部分无法记账", reading.field.label, unit.label());
        let help = "金额最多精确到分；公式算出的请先四舍五入";
        reading.findings.push(TOO_PRECISE.at(reading.input, message, help).quoting());
        return None;
    };
    Some(Value::Money(money))
}

fn typed_money(reading: &mut Reading, cell: Cell, unit: MoneyUnit) -> Option<(Decimal, MoneyUnit)> {
    let text = words(cell)?;
    if stands_for_nothing(&text) {
        return None;
    }
    let Some(found) = find(&text) else {
        return reading.unreadable(&text, "请填数字，如 1200 或 1200.50");
    };
    let mut value = found.value;
    let behind = found.behind.trim();
    let mut said = None;
    if let Some(rest) = behind.strip_prefix(['元', '圆', '块']) {
        said = Some(MoneyUnit::Yuan);
        let small = small_change(rest.trim().trim_end_matches(['整', '正']));
        let Some(small) = small else {
            return reading.unreadable(&text, "请填数字，如 1200.50");
        };
        value += small;
    } else if found.scaled {
        said = Some(MoneyUnit::Yuan);
        if !behind.is_empty() && behind != "整" {
            return reading.unreadable(&text, "请填数字，如 1200 或 1.2万");
        }
    } else if !behind.is_empty() {
        return reading.unreadable(&text, "请填数字，说明写到备注");
    }
    if found.vague {
        reading.doubt(&text, &format!("{value}{}", said.unwrap_or(unit).label()));
    } else if unit == MoneyUnit::Wan && said == Some(MoneyUnit::Yuan) && !found.scaled {
        reading.doubt(&text, &format!("{value}元（本列单位是万元）"));
    }
    Some((value, said.unwrap_or(unit)))
}

/// What stands behind 元: 伍角, 5角3分.
fn small_change(text: &str) -> Option<Decimal> {
    let mut rest = text;
    let mut sum = Decimal::ZERO;
    for (sign, scale) in [('角', 1), ('分', 2)] {
        let skipped = rest.strip_prefix(['零', '〇']).unwrap_or(rest);
        if let Some(found) = numeral(skipped)
            && let Some(after) = skipped.get(found.len..).and_then(|rest| rest.strip_prefix(sign))
        {
            sum += found.value * Decimal::new(1, scale);
            rest = after;
        }
    }
    rest.is_empty().then_some(sum)
}

/// The number that a text of half width begins with.
fn find(text: &str) -> Option<Found<'_>> {
    let text = text.trim();
    if let Some(value) = plain_digits(text) {
        return Some(Found { value, behind: "", scaled: false, vague: false });
    }
    let bracketed = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut rest = bracketed.unwrap_or(text).trim();
    let mut negative = bracketed.is_some();
    let mut vague = false;
    for sign in ["人民币", "RMB", "约", "近", "¥", "￥", "负", "-", "−", "+"] {
        if let Some(after) = rest.strip_prefix(sign) {
            rest = after.trim_start();
            negative |= matches!(sign, "负" | "-" | "−");
            vague |= matches!(sign, "约" | "近");
        }
    }
    let found = numeral(rest)?;
    let behind = rest.get(found.len..)?;
    let taken = rest.get(..found.len)?;
    vague |= found.vagueness.is_some() || behind.starts_with(['左', '以']);
    let scaled = taken.contains(['万', '亿', '萬', '億']);
    let value = if negative { -found.value } else { found.value };
    (!found.bare || scaled).then_some(Found { value, behind, scaled, vague })
}

/// The fast way for what nearly all cells are: digits, at most one point.
fn plain_digits(text: &str) -> Option<Decimal> {
    let (mut mantissa, mut scale, mut point) = (0i64, 0u32, false);
    if text.is_empty() || text.len() > 17 || text == "." {
        return None;
    }
    for b in text.bytes() {
        match b {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(b - b'0');
                scale += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    Some(Decimal::new(mantissa, scale).normalize())
}
