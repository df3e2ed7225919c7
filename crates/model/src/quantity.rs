//! Quantities: operator, exact value, unit and what the unit is counted by.

use std::fmt;
use std::ops::Range;

use ground::{Decimal, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affix::{begins, ends};
use crate::numeral::{Form, Numeral, Vagueness, numeral};
use crate::unit::{Family, KnownUnit, Unit, unit_at, unit_named};

/// How a value binds: the five comparison operators of the official form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Operator {
    /// ≥, 不低于, 以上, 达到: this or more.
    #[serde(rename = ">=")]
    AtLeast,
    /// ＞, 超过: more than this.
    #[serde(rename = ">")]
    MoreThan,
    /// ＝: exactly this.
    #[serde(rename = "=")]
    Equal,
    /// ≤, 不超过, 以内: this or less.
    #[serde(rename = "<=")]
    AtMost,
    /// ＜, 低于: less than this.
    #[serde(rename = "<")]
    LessThan,
}

/// A number with all that gives it meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The operator, if one is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Operator>,
    /// The exact value in `unit`; the lower bound of a range.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// The upper bound of a range such as 10—20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub upper: Option<Decimal>,
    /// The unit, if one is written. Money is always in 元: 190万元 has the value 1900000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// What the unit is counted by: 人 and 年 in 元/人·年.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per: Vec<Unit>,
    /// 余, 多, 约, 左右.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vagueness: Option<Vagueness>,
    /// The signs the number is written in.
    pub form: Form,
}

/// A quantity found in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Bytes from the operator to the last word that belongs to the quantity.
    pub range: Range<usize>,
    /// Bytes of the number and its unit alone.
    pub core: Range<usize>,
    /// What it says.
    pub quantity: Quantity,
}

/// The values that satisfy a target; `None` is unbounded. Strictness is not kept: the arithmetic of
/// the rules never turns on a single point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Least value.
    pub low: Option<Decimal>,
    /// Greatest value.
    pub high: Option<Decimal>,
}

impl Operator {
    /// The sign of the official form.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::AtLeast => "≥",
            Operator::MoreThan => "＞",
            Operator::Equal => "＝",
            Operator::AtMost => "≤",
            Operator::LessThan => "＜",
        }
    }

    /// Whether larger values satisfy it: ≥ and ＞.
    pub fn is_floor(self) -> bool {
        matches!(self, Operator::AtLeast | Operator::MoreThan)
    }

    /// Whether smaller values satisfy it: ≤ and ＜.
    pub fn is_ceiling(self) -> bool {
        matches!(self, Operator::AtMost | Operator::LessThan)
    }
}

impl Quantity {
    /// What the unit counts, if there is a unit.
    pub fn family(&self) -> Option<Family> {
        self.unit.as_ref().map(|unit| unit.family)
    }

    /// The values that satisfy it. Without an operator the number is taken as it stands.
    pub fn interval(&self) -> Interval {
        let value = Some(self.value);
        match self.operator {
            Some(Operator::AtLeast | Operator::MoreThan) => Interval { low: value, high: None },
            Some(Operator::AtMost | Operator::LessThan) => Interval { low: None, high: value },
            Some(Operator::Equal) | None => Interval { low: value, high: self.upper.or(value) },
        }
    }

    /// The value in base units of its family, so that 2 公里 and 2000 米 are equal.
    pub fn in_base(&self) -> Option<Decimal> {
        match &self.unit {
            Some(unit) => unit_named(&unit.name)?.in_base(self.value),
            None => Some(self.value),
        }
    }

    /// The sum of money it names, if it names one that is a whole number of fen.
    pub fn money(&self) -> Option<Money> {
        (self.family() == Some(Family::Money)).then(|| Money::from_yuan(self.in_base()?)).flatten()
    }

    /// Whether it is counted by something: 元/人.
    pub fn is_per(&self) -> bool {
        !self.per.is_empty()
    }
}

/// Prints the quantity as the official form writes it: operator, number, unit, what it is counted by.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operator.map_or("", Operator::sign))?;
        let in_wan = self.family() == Some(Family::Money) && self.value >= Decimal::from(10_000);
        let scaled = |value: Decimal| {
            if in_wan { (value / Decimal::from(10_000)).normalize() } else { value.normalize() }
        };
        write!(f, "{}", scaled(self.value))?;
        if let Some(upper) = self.upper {
            write!(f, "—{}", scaled(upper))?;
        }
        f.write_str(if in_wan { "万" } else { "" })?;
        f.write_str(self.unit.as_ref().map_or("", |unit| &unit.name))?;
        for (index, per) in self.per.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { "/" } else { "·" }, per.name)?;
        }
        Ok(())
    }
}

/// Operators written before the number, longer ones before those they end in.
#[rustfmt::skip]
const BEFORE: &[(&str, Operator)] = &[
    ("≥", Operator::AtLeast), ("≧", Operator::AtLeast), ("⩾", Operator::AtLeast), (">=", Operator::AtLeast), ("＞=", Operator::AtLeast),
    ("＞＝", Operator::AtLeast), ("=>", Operator::AtLeast), ("大于等于", Operator::AtLeast), ("大于或等于", Operator::AtLeast), ("高于或等于", Operator::AtLeast),
    ("不低于", Operator::AtLeast), ("不少于", Operator::AtLeast), ("不小于", Operator::AtLeast), ("不得低于", Operator::AtLeast), ("不得少于", Operator::AtLeast),
    ("至少", Operator::AtLeast), ("最低", Operator::AtLeast), ("最少", Operator::AtLeast), ("达到", Operator::AtLeast), ("达", Operator::AtLeast),
    ("≤", Operator::AtMost), ("≦", Operator::AtMost), ("⩽", Operator::AtMost), ("<=", Operator::AtMost), ("＜=", Operator::AtMost),
    ("＜＝", Operator::AtMost), ("小于等于", Operator::AtMost), ("小于或等于", Operator::AtMost), ("低于或等于", Operator::AtMost),
    ("不超过", Operator::AtMost), ("不超", Operator::AtMost), ("不高于", Operator::AtMost), ("不大于", Operator::AtMost), ("不多于", Operator::AtMost),
    ("不得超过", Operator::AtMost), ("不得高于", Operator::AtMost), ("未超过", Operator::AtMost), ("最高", Operator::AtMost), ("最多", Operator::AtMost),
    ("＞", Operator::MoreThan), (">", Operator::MoreThan), ("超过", Operator::MoreThan), ("高于", Operator::MoreThan), ("大于", Operator::MoreThan),
    ("多于", Operator::MoreThan), ("突破", Operator::MoreThan), ("过", Operator::MoreThan),
    ("＜", Operator::LessThan), ("<", Operator::LessThan), ("低于", Operator::LessThan), ("小于", Operator::LessThan), ("少于", Operator::LessThan),
    ("＝", Operator::Equal), ("=", Operator::Equal), ("等于", Operator::Equal),
];

/// Operators written behind the unit.
const BEHIND: &[(&str, Operator)] = &[
    ("及以上", Operator::AtLeast),
    ("或以上", Operator::AtLeast),
    ("（含）以上", Operator::AtLeast),
    ("(含)以上", Operator::AtLeast),
    ("以上", Operator::AtLeast),
    ("及以下", Operator::AtMost),
    ("或以下", Operator::AtMost),
    ("（含）以下", Operator::AtMost),
    ("(含)以下", Operator::AtMost),
    ("以下", Operator::AtMost),
    ("以内", Operator::AtMost),
    ("之内", Operator::AtMost),
];

/// Reads the operator that ends at the end of `before`; its length comes with it.
pub fn operator_before(before: &str) -> Option<(Operator, usize)> {
    let before = before.trim_end();
    let fits = BEFORE.iter().filter(|(word, _)| ends(before, word));
    fits.max_by_key(|(word, _)| word.len()).map(|(word, operator)| (*operator, word.len()))
}

/// Reads the operator at the start of `behind`; its length comes with it.
fn operator_behind(behind: &str) -> Option<(Operator, usize)> {
    let fits = BEHIND.iter().find(|(word, _)| begins(behind, word));
    fits.map(|(word, operator)| (*operator, word.len()))
}

/// Reads the quantity whose number begins at the byte `at` of `text`.
///
/// Looks back for its operator and for 每人, 户均; looks ahead for unit, 以上, 左右. `None` where no
/// number begins.
pub fn quantity_at(text: &str, at: usize) -> Option<Figure> {
    let body = text.get(at..)?;
    let mut reading = Reading::number(body)?;
    reading.range_and_unit(body);
    reading.per(body);
    let core = at..at + reading.end;
    reading.behind(body);
    let before = text.get(..at).unwrap_or_default();
    let begins = at - reading.before(before);
    Some(Figure { range: begins..at + reading.end, core, quantity: reading.quantity })
}

/// A quantity while it is read; `end` counts from the number's first byte.
struct Reading {
    quantity: Quantity,
    end: usize,
    known: Option<&'static KnownUnit>,
}

impl Reading {
    fn number(body: &str) -> Option<Reading> {
        for (word, divisor) in [("百分之百", 0), ("百分百", 0), ("百分之", 1), ("千分之", 10)]
        {
            if let Some(rest) = body.strip_prefix(word) {
                return Reading::fraction(word.len(), rest, divisor);
            }
        }
        let found = numeral(body)?;
        let mut reading = Reading::plain(found);
        let rest = body.get(found.len..).unwrap_or_default();
        if let Some(behind) = rest.strip_prefix('成') {
            let tenths = found.value <= Decimal::TEN && found.form != Form::FullWidth;
            if tenths && !behind.starts_with(['立', '效', '果', '员', '本', '熟', '长', '为', '功'])
            {
                reading.quantity.value = found.value * Decimal::TEN;
                reading.set_unit("%");
                reading.end += '成'.len_utf8();
            }
        }
        Some(reading)
    }

    fn plain(found: Numeral) -> Reading {
        let quantity = Quantity {
            operator: None,
            value: found.value,
            upper: None,
            unit: None,
            per: Vec::new(),
            vagueness: found.vagueness,
            form: found.form,
        };
        Reading { quantity, end: found.len, known: None }
    }

    /// 百分之九十, 千分之三, 百分之百 (divisor 0).
    fn fraction(prefix: usize, rest: &str, divisor: i64) -> Option<Reading> {
        let mut reading = if divisor == 0 {
            let value = Decimal::ONE_HUNDRED;
            let form = Form::Chinese;
            Reading::plain(Numeral { value, len: 0, form, vagueness: None, bare: false })
        } else {
            let mut reading = Reading::plain(numeral(rest)?);
            reading.quantity.value = reading.quantity.value.checked_div(Decimal::from(divisor))?;
            reading
        };
        reading.end += prefix;
        reading.set_unit("%");
        Some(reading)
    }

    fn set_unit(&mut self, name: &str) {
        self.known = unit_named(name);
        self.quantity.unit = self.known.map(KnownUnit::unit);
    }

    fn rest<'t>(&self, body: &'t str) -> &'t str {
        body.get(self.end..).unwrap_or_default()
    }

    /// The unit, and the second bound of 10—20人 or 80%-90%.
    fn range_and_unit(&mut self, body: &str) {
        if self.known.is_none() {
            self.take_unit(body);
        }
        let rest = self.rest(body);
        let Some(dash) = rest.chars().next().filter(|c| "-－—–~～至到".contains(*c)) else {
            return;
        };
        let after = rest.get(dash.len_utf8()..).unwrap_or_default();
        let after_dash = after.trim_start_matches(dash);
        let skipped = rest.len() - after_dash.len();
        let Some(second) = numeral(after_dash) else { return };
        let end_unit = unit_at(after_dash.get(second.len..).unwrap_or_default());
        let agree = match (self.known, end_unit) {
            (Some(first), Some(last)) => first.name == last.name,
            (None, _) => true,
            (Some(_), None) => false,
        };
        if agree && second.value > self.quantity.value {
            self.quantity.upper = Some(second.value);
            self.end += skipped + second.len;
            self.take_unit(body);
        }
    }

    fn take_unit(&mut self, body: &str) {
        let rest = self.rest(body);
        // A blank between number and unit is conversion residue or an author's habit.
        let blank = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        let Some(found) = unit_at(rest.trim_start_matches([' ', '\u{3000}'])) else { return };
        if stands_for_something_else(
            found,
            rest.get(blank + found.name.len()..).unwrap_or_default(),
        ) {
            return;
        }
        self.end += blank + found.name.len();
        self.known = Some(found);
        if found.family == Family::Share {
            if let Some(percent) = found.in_base(self.quantity.value) {
                self.quantity.value = percent.normalize();
            }
            self.set_unit("%");
        } else {
            self.quantity.unit = Some(found.unit());
        }
    }

    /// 元/人·年, 元每户.
    fn per(&mut self, body: &str) {
        while let Some(separator) = self
            .rest(body)
            .chars()
            .next()
            .filter(|c| matches!(c, '/' | '／' | '每') || (*c == '·' && self.quantity.is_per()))
        {
            let after = self.rest(body).get(separator.len_utf8()..).unwrap_or_default();
            let Some(unit) = unit_at(after) else { break };
            self.quantity.per.push(unit.unit());
            self.end += separator.len_utf8() + unit.name.len();
        }
    }

    /// 以上, 以内, 左右.
    fn behind(&mut self, body: &str) {
        let rest = self.rest(body);
        if let Some((operator, len)) = operator_behind(rest) {
            self.quantity.operator = Some(operator);
            self.end += len;
        } else if self.known.is_some_and(|unit| unit.family == Family::Duration)
            && rest.starts_with('内')
        {
            self.quantity.operator = Some(Operator::AtMost);
            self.end += '内'.len_utf8();
        } else if rest.starts_with("左右") || rest.starts_with("上下") {
            self.quantity.vagueness = Some(Vagueness::About);
            self.end += "左右".len();
        }
    }

    /// The operator and 每人, 户均 before the number; returns how many bytes they take.
    fn before(&mut self, before: &str) -> usize {
        let mut head = before.trim_end_matches([' ', '\u{3000}']);
        for word in ["大约", "约为", "约", "近"] {
            if let Some(rest) = head.strip_suffix(word) {
                self.quantity.vagueness = Some(Vagueness::About);
                head = rest;
                break;
            }
        }
        if let Some((operator, len)) = operator_before(head) {
            head = head.get(..head.len() - len).unwrap_or_default();
            // 不超过…以内 and 达到…以上 say it twice; what stands behind the number wins.
            self.quantity.operator.get_or_insert(operator);
        } else if let Some(rest) = head.strip_suffix("控制在") {
            head = rest;
        }
        let taken = head.len();
        if !self.quantity.is_per() && self.quantity.family() == Some(Family::Money) {
            self.quantity.per.extend(counted_by(head).map(KnownUnit::unit));
        }
        before.len() - taken
    }
}

/// 每人, 每户, 人均, 户均 right before an operator or number, some words allowed between.
fn counted_by(before: &str) -> Option<&'static KnownUnit> {
    const LONGEST: usize = 12;
    let begins =
        before.char_indices().rev().take(LONGEST).last().map_or(before.len(), |(at, _)| at);
    let near = before.get(begins..).unwrap_or_default();
    let tail = near.rsplit(['，', '。', '；', '、', ',', ';', ' ']).next().unwrap_or(near);
    if let Some((_, after)) = tail.rsplit_once('每') {
        let after = after.strip_prefix('个').unwrap_or(after);
        let counted = unit_at(after)?;
        return matches!(
            counted.family,
            Family::Person | Family::Household | Family::PersonTime | Family::Organisation
        )
        .then_some(counted);
    }
    [("人均", "人"), ("户均", "户")]
        .into_iter()
        .find(|(word, _)| tail.contains(word))
        .and_then(|(_, unit)| unit_named(unit))
}

/// Whether the word that looks like a unit begins another word: 个 of 个人, 家 of 家庭, 分 of 分别.
fn stands_for_something_else(unit: &KnownUnit, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return false };
    match unit.name {
        "分" => matches!(next, '别' | '项' | '类' | '批' | '级' | '为' | '管' | '工'),
        "部" => matches!(next, '门' | '分' | '署' | '委'),
        "面" => matches!(next, '向' | '对' | '临'),
        "月" => matches!(next, '底' | '初' | '末' | '上' | '中' | '下'),
        "年" => matches!(next, '度' | '底' | '初' | '末' | '级' | '代'),
        "日" => matches!(next, '前' | '之'),
        "级" | "对" | "把" | "只" => matches!(next, '于' | '应' | '口' | '有' | '要' | '握'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Quantity {
        let at = text
            .char_indices()
            .find_map(|(index, _)| quantity_at(text, index).map(|_| index))
            .unwrap_or_else(|| panic!("no quantity in {text}"));
        quantity_at(text, at).unwrap().quantity
    }

    #[test]
    fn quantities_print_as_the_form_writes_them() {
        let cases = [
            ("≥500 人", "≥500人"),
            ("不少于伍佰人", "≥500人"),
            ("达伍佰人以上", "≥500人"),
            ("过叁佰人以上", "≥300人"),
            (">=85%", "≥85%"),
            ("大于等于85％", "≥85%"),
            ("百分之九十以上", "≥90%"),
            ("九成以上", "≥90%"),
            ("千分之三", "0.3%"),
            ("5‰以内", "≤0.5%"),
            ("190万元", "190万元"),
            ("一百九十万元", "190万元"),
            ("≤500元/人", "≤500元/人"),
            ("≤8400元/户·年", "≤8400元/户·年"),
            ("每人1000元", "1000元/人"),
            ("户均不超过8400元", "≤8400元/户"),
            ("不超过100人", "≤100人"),
            ("5个工作日内", "≤5个工作日"),
            ("10-20人", "10—20人"),
            ("80%—90%", "80—90%"),
            ("＞3次", "＞3次"),
            ("不超过5万元以内", "≤5万元"),
            ("100", "100"),
            ("300余人", "300人"),
            ("百分百", "100%"),
            ("2个百分点", "2个百分点"),
        ];
        for (text, printed) in cases {
            assert_eq!(read(text).to_string(), printed, "{text}");
        }
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(read("47.66万元").money().unwrap().fen(), 47_660_000);
        assert_eq!(read("叁仟元整").money().unwrap().fen(), 300_000);
        assert_eq!(read("500人").money(), None);
    }

    #[test]
    fn ranges_of_bytes() {
        let text = "参与职工达伍佰人以上。";
        let figure = quantity_at(text, "参与职工达".len()).unwrap();
        assert_eq!(&text[figure.range], "达伍佰人以上");
        assert_eq!(&text[figure.core], "伍佰人");
    }

    #[test]
    fn intervals_follow_the_operator() {
        let interval = |text: &str| {
            let Interval { low, high } = read(text).interval();
            (low.map(|v| v.to_string()), high.map(|v| v.to_string()))
        };
        assert_eq!(interval("≥5人"), (Some("5".into()), None));
        assert_eq!(interval("≤5人"), (None, Some("5".into())));
        assert_eq!(interval("5人"), (Some("5".into()), Some("5".into())));
        assert_eq!(interval("10-20人"), (Some("10".into()), Some("20".into())));
    }
}
