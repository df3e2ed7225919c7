//! What results mean for the next year (结果应用): what is proposed of a project's budget, and of an indicator's target.

use ground::Decimal;
use model::actual::Actual;
use model::quantity::{Operator, Quantity};
use model::target::Target;
use rulebook::{ApplyingRule, Proposal, Rulebook, TargetRule};
use serde::Serialize;

use crate::fraction::half_up;
use crate::indicator::cited;

/// What came of a project's year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Results<'r> {
    /// The grade that counts.
    pub grade: &'r str,
    /// Spent ÷ budget in percent, if there was a budget.
    pub rate: Option<Decimal>,
    /// Demands for rectification that are still open.
    pub open_demands: usize,
}

/// What is proposed of a budget, and why: one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// What is proposed.
    pub proposal: Proposal,
    /// What was found, the rule, the clause.
    pub because: String,
}

/// A target that is proposed, and why: one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextTarget {
    /// The target as it would be written.
    pub text: String,
    /// The years, the trend, what was made of them.
    pub because: String,
}

/// What is proposed of a project's budget after a year; `None` where no rules are in force or none fits.
pub fn apply(book: &Rulebook, year: i16, region: &str, results: Results<'_>) -> Option<Applied> {
    let scheme = book.applying(year, region)?;
    let rule = scheme.rules.iter().find(|rule| fits(rule, results))?;
    let rate = results.rate.map(|rate| format!("，执行率{}%", half_up(rate, 2)));
    let demands = match results.open_demands {
        0 => "没有未办结的整改要求".to_owned(),
        open => format!("有{open}条整改要求未办结"),
    };
    let clause = cited(book, &scheme.reference.law, &scheme.reference.article, scheme.standing);
    Some(Applied {
        proposal: rule.proposal,
        because: format!(
            "{year}年等级“{}”{}，{demands}：{}。依据：{clause}。",
            results.grade,
            rate.unwrap_or_default(),
            rule.because
        ),
    })
}

fn fits(rule: &ApplyingRule, results: Results<'_>) -> bool {
    let is_below = |bound| results.rate.is_some_and(|rate| rate < bound);
    let is_from = |bound| results.rate.is_some_and(|rate| rate >= bound);
    rule.grades.iter().any(|grade| grade == results.grade)
        && rule.rate_below.is_none_or(is_below)
        && rule.rate_from.is_none_or(is_from)
        && rule.has_open_demands.is_none_or(|has| has == (results.open_demands > 0))
}

/// A target for the next year from the values that were reached, the oldest year first. `text` is the target in
/// force as it is written. `None` where it is no single figure, or no value has its unit.
pub fn next_target(text: &str, history: &[(i16, Actual)], rule: TargetRule) -> Option<NextTarget> {
    let target = Target::parse(text);
    let (Target::Quantity(promised) | Target::Rate(promised)) = &target else { return None };
    let is_rate = matches!(target, Target::Rate(_));
    if promised.upper.is_some() {
        return None;
    }
    let values = history
        .iter()
        .filter_map(|(year, actual)| Some((*year, comparable(actual, promised, is_rate)?)));
    let values: Vec<(i16, Decimal)> = values.collect();
    let values = values.get(values.len().saturating_sub(rule.years)..)?;
    let last = values.last()?.1;
    let is_ceiling = matches!(promised.operator, Some(Operator::AtMost | Operator::LessThan));
    let (written, factor) = written(text, promised.value)?;
    let (trend, value, how) = from_values(values, is_ceiling);
    let value = half_up(value / factor, written.scale());
    let old = written.normalize();
    let is_reached = if is_ceiling { last <= promised.value } else { last >= promised.value };
    let is_easier = if is_ceiling { value > old } else { value < old };
    let (value, floor) = match is_reached && is_easier {
        true => (old, "；最近一年已达到现行指标值，不比它容易".to_owned()),
        false => (value.normalize(), String::new()),
    };
    let said: Vec<String> = values
        .iter()
        .map(|(year, value)| format!("{year}年{}", half_up(value / factor, 2).normalize()))
        .collect();
    let because = format!("实际值{}，{trend}，{how}{floor}。", said.join("、"));
    Some(NextTarget { text: text.replacen(&old.to_string(), &value.to_string(), 1), because })
}

/// The trend in words, the value that follows from it, and how.
fn from_values(
    values: &[(i16, Decimal)],
    is_ceiling: bool,
) -> (&'static str, Decimal, &'static str) {
    let last = values.last().map(|(_, value)| *value).unwrap_or_default();
    let rises = values.is_sorted_by(|(_, one), (_, next)| one < next);
    let falls = values.is_sorted_by(|(_, one), (_, next)| one > next);
    let sum: Decimal = values.iter().map(|(_, value)| *value).sum();
    let mean = sum.checked_div(Decimal::from(values.len())).unwrap_or_default();
    match (values.len(), rises, falls) {
        (1, ..) => ("只有一年", last, "取这一年的实际值"),
        (_, true, _) if !is_ceiling => ("逐年上升", last, "取最近一年的实际值"),
        (_, _, true) if is_ceiling => ("逐年下降", last, "取最近一年的实际值"),
        (_, true, _) => ("逐年上升", mean, "取平均值"),
        (_, _, true) => ("逐年下降", mean, "取平均值"),
        _ => ("有升有降", mean, "取平均值"),
    }
}

/// A value in the unit of the target; `None` if it has another.
fn comparable(actual: &Actual, promised: &Quantity, is_rate: bool) -> Option<Decimal> {
    match actual {
        Actual::Number { value, unit, per } => {
            (*unit == promised.unit && *per == promised.per).then_some(*value)
        }
        Actual::Ratio { numerator, denominator } if is_rate => {
            (*numerator * Decimal::ONE_HUNDRED).checked_div(*denominator)
        }
        _ => None,
    }
}

/// The figure as it stands in the text, and by how much it is multiplied there: 190 and 10000 in 190万元.
fn written(text: &str, value: Decimal) -> Option<(Decimal, Decimal)> {
    let factors = [Decimal::ONE, Decimal::from(10_000)];
    factors.into_iter().find_map(|factor| {
        let figure = value.checked_div(factor)?.normalize();
        text.contains(&figure.to_string()).then_some((figure, factor))
    })
}
