//! How far a value comes up to its target, with units brought together first.

use ground::Decimal;
use model::actual::Actual;
use model::quantity::{Operator, Quantity};
use model::statement::Aspect;
use model::target::Target;
use model::unit::{Family, Unit, unit_named};
use rulebook::{CompletionRule, Excess};

use crate::fraction::Fraction;
use crate::indicator::Indicator;
use crate::said::{Notice, NoticeKind, Refusal};

/// How far a value comes up to its target.
#[derive(Clone, Debug)]
pub(crate) struct Completion {
    /// Whether it fulfils the target.
    pub(crate) reached: bool,
    /// Between nothing and one: what counts.
    pub(crate) share: Fraction,
    /// Value ÷ target where more is better and the target is greater than nothing.
    pub(crate) whole: Option<Fraction>,
    /// What counts, with its numbers put in: `480÷500`; empty where nothing had to be divided.
    pub(crate) formula: String,
    /// The value in percent, if it is one of which more is better.
    pub(crate) percent: Option<Decimal>,
    /// What had to be assumed.
    pub(crate) notices: Vec<Notice>,
}

/// A value brought to the target's unit.
pub(crate) struct Values {
    /// The target, the lower bound of a range.
    pub(crate) target: Decimal,
    /// The upper bound of a range.
    pub(crate) upper: Option<Decimal>,
    /// The value.
    pub(crate) actual: Decimal,
}

/// Compares a value with a quantity.
pub(crate) fn completion(
    indicator: &Indicator,
    quantity: &Quantity,
    actual: &Actual,
    rule: CompletionRule,
) -> Result<Completion, Refusal> {
    let mut notices = Vec::new();
    let values = together(quantity, actual, &indicator.target_text, &mut notices)?;
    let operator = operator(indicator, quantity, &mut notices);
    // A share of which there should be little has no height that could earn points.
    let more_is_better = !operator.is_some_and(Operator::is_ceiling);
    let is_share = quantity.family() == Some(Family::Share);
    let percent = (is_share && more_is_better).then_some(values.actual);
    let found = judged(operator, &values, rule);
    Ok(Completion { percent, notices, ..found })
}

/// How a target without an operator binds, said where it is assumed.
fn operator(
    indicator: &Indicator,
    quantity: &Quantity,
    notices: &mut Vec<Notice>,
) -> Option<Operator> {
    if quantity.operator.is_some() || quantity.upper.is_some() {
        return quantity.operator;
    }
    let assumed = assumed(indicator, quantity);
    let whole = quantity.family() == Some(Family::Share) && quantity.value == Decimal::ONE_HUNDRED;
    if whole && assumed == Operator::AtLeast {
        // More than all of it there is not: the operator makes no difference.
        return Some(assumed);
    }
    let text = format!("指标值没有写比较符，按“{}”计分", assumed.sign());
    notices.push(Notice::new(NoticeKind::OperatorAssumed, text));
    Some(assumed)
}

/// Costs and times are limits; all else is to be reached.
fn assumed(indicator: &Indicator, quantity: &Quantity) -> Operator {
    let is_time =
        quantity.family() == Some(Family::Duration) && indicator.aspect == Some(Aspect::Timeliness);
    if indicator.is_cost() || is_time { Operator::AtMost } else { Operator::AtLeast }
}

/// The operator by which a target binds, written or assumed; `None` for a range.
pub(crate) fn binding(indicator: &Indicator, quantity: &Quantity) -> Option<Operator> {
    if quantity.upper.is_some() && quantity.operator.is_none() {
        return None;
    }
    quantity.operator.or_else(|| Some(assumed(indicator, quantity)))
}

/// Value and target in one unit.
pub(crate) fn together(
    quantity: &Quantity,
    actual: &Actual,
    text: &str,
    notices: &mut Vec<Notice>,
) -> Result<Values, Refusal> {
    let as_written =
        |value| Values { target: quantity.value, upper: quantity.upper, actual: value };
    match actual {
        Actual::Ratio { numerator, denominator } => {
            let share = Fraction::new(*numerator, *denominator).ok_or(Refusal::NoDenominator)?;
            if quantity.family() != Some(Family::Share) {
                return Err(mismatch(quantity, "%"));
            }
            Ok(as_written(share.of(Decimal::ONE_HUNDRED)))
        }
        Actual::Number { value, unit, per } => {
            let same_per = names(per) == names(&quantity.per);
            let printed = printed(unit.as_ref(), per);
            match (&quantity.unit, unit) {
                (None, None) => Ok(as_written(*value)),
                (Some(wanted), Some(given)) if same_per && wanted.name == given.name => {
                    Ok(as_written(*value))
                }
                (Some(wanted), Some(given)) if same_per && wanted.family == given.family => {
                    in_base(quantity, *value, &given.name)
                        .ok_or_else(|| mismatch(quantity, &printed))
                }
                (Some(wanted), Some(given)) if same_per && is_piece(wanted, given) => {
                    let text = format!(
                        "指标值以“{}”计，完成值以“{}”计，按同一计数单位比较",
                        wanted.name, given.name
                    );
                    notices.push(Notice::new(NoticeKind::UnitTaken, text));
                    Ok(as_written(*value))
                }
                _ => Err(mismatch(quantity, &printed)),
            }
        }
        _ => {
            Err(Refusal::OtherKind { target: text.trim().into(), wanted: "数值和单位".into() })
        }
    }
}

/// Whether one of both is 个, which counts anything, and the other something that is counted in pieces.
fn is_piece(one: &Unit, other: &Unit) -> bool {
    let item = one.family == Family::Item || other.family == Family::Item;
    item && one.family.comparable(other.family)
}

fn names(units: &[Unit]) -> Vec<&str> {
    units.iter().map(|unit| unit.name.as_str()).collect()
}

fn in_base(quantity: &Quantity, value: Decimal, unit: &str) -> Option<Values> {
    let wanted = unit_named(&quantity.unit.as_ref()?.name)?;
    let given = unit_named(unit)?;
    let upper = match quantity.upper {
        Some(upper) => Some(wanted.in_base(upper)?),
        None => None,
    };
    Some(Values { target: wanted.in_base(quantity.value)?, upper, actual: given.in_base(value)? })
}

fn mismatch(quantity: &Quantity, actual: &str) -> Refusal {
    let target = printed(quantity.unit.as_ref(), &quantity.per);
    Refusal::UnitMismatch { target, actual: actual.into() }
}

fn printed(unit: Option<&Unit>, per: &[Unit]) -> String {
    let mut text = unit.map_or_else(|| "无单位".to_owned(), |unit| unit.name.clone());
    for unit in per {
        text.push('/');
        text.push_str(&unit.name);
    }
    text
}

fn judged(operator: Option<Operator>, values: &Values, rule: CompletionRule) -> Completion {
    let Values { target, upper, actual } = *values;
    match operator {
        Some(Operator::AtLeast) => floor(target, actual, actual >= target),
        Some(Operator::MoreThan) => floor(target, actual, actual > target),
        Some(Operator::AtMost) => ceiling(target, actual, actual <= target, rule.ceiling),
        Some(Operator::LessThan) => ceiling(target, actual, actual < target, rule.ceiling),
        Some(Operator::Equal) | None => {
            let high = upper.unwrap_or(target);
            if actual < target {
                floor(target, actual, false)
            } else {
                let reached = actual <= high || rule.equal == Excess::Full;
                let over = ceiling(high, actual, reached, rule.equal);
                Completion { whole: Fraction::new(actual, high), ..over }
            }
        }
    }
}

fn plain(reached: bool, share: Fraction, formula: String) -> Completion {
    let notices = Vec::new();
    Completion { reached, share, whole: None, formula, percent: None, notices }
}

/// More is better: value ÷ target.
fn floor(target: Decimal, actual: Decimal, reached: bool) -> Completion {
    let whole = Fraction::new(actual, target);
    let Some(ratio) = whole else {
        // Against nothing or less no rate can be told: it is reached or not.
        let share = if reached { Fraction::ONE } else { Fraction::ZERO };
        return plain(reached, share, String::new());
    };
    let formula =
        if reached { String::new() } else { format!("{}÷{}", bare(actual), bare(target)) };
    let share = if reached { Fraction::ONE } else { ratio.capped() };
    Completion { whole, ..plain(reached, share, formula) }
}

/// Less is better: limit ÷ value beyond the limit, or as the scheme says.
fn ceiling(limit: Decimal, actual: Decimal, reached: bool, excess: Excess) -> Completion {
    if reached {
        return plain(true, Fraction::ONE, String::new());
    }
    if limit <= Decimal::ZERO {
        return plain(false, Fraction::ZERO, String::new());
    }
    let (limit_said, said) = (bare(limit), bare(actual));
    match excess {
        Excess::Inverse => {
            let share = Fraction::new(limit, actual).unwrap_or(Fraction::ZERO).capped();
            plain(false, share, format!("{limit_said}÷{said}"))
        }
        Excess::Linear => {
            let left = limit.saturating_add(limit).saturating_sub(actual);
            let share = Fraction::new(left, limit).unwrap_or(Fraction::ZERO).capped();
            let formula = if left > Decimal::ZERO {
                format!("（2×{limit_said}－{said}）÷{limit_said}")
            } else {
                String::new()
            };
            plain(false, share, formula)
        }
        Excess::Zero => plain(false, Fraction::ZERO, String::new()),
        Excess::Full => plain(false, Fraction::ONE, String::new()),
    }
}

/// A number without needless zeros.
pub(crate) fn bare(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A value as sentences print it.
pub(crate) fn shown(actual: &Actual) -> String {
    match actual {
        Actual::Missing => "未提供".into(),
        Actual::Number { value, unit, per } => {
            let unit_said = unit.as_ref().map_or(String::new(), |unit| printed(Some(unit), per));
            let ten_thousand = Decimal::from(10_000);
            match unit {
                Some(unit) if unit.family == Family::Money && *value >= ten_thousand => {
                    format!("{}万{unit_said}", bare(*value / ten_thousand))
                }
                _ => format!("{}{unit_said}", bare(*value)),
            }
        }
        Actual::Ratio { numerator, denominator } => {
            let rate = Fraction::new(*numerator, *denominator);
            let rate = rate.map_or_else(|| "—".into(), |rate| format!("{}%", rate.in_percent()));
            format!("{rate}（{}÷{}）", bare(*numerator), bare(*denominator))
        }
        Actual::Level { level, share } => {
            let word = match level {
                model::actual::Level::Reached => "达成",
                model::actual::Level::Partly => "部分达成",
                model::actual::Level::Missed => "未达成",
            };
            share.map_or_else(|| word.into(), |share| format!("{word}（{}%）", bare(share)))
        }
        Actual::Date { day } => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Actual::Parts { parts } => parts.iter().map(shown).collect::<Vec<_>>().join("；"),
    }
}

/// A target as sentences print it.
pub(crate) fn target_said(target: &Target, text: &str) -> String {
    let text = text.trim();
    match target {
        _ if !text.is_empty() => text.to_owned(),
        Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
            quantity.to_string()
        }
        _ => "未写".into(),
    }
}
