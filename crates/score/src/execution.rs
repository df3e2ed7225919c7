//! The mark of budget execution.

use ground::{Decimal, Money};
use model::actual::Execution;

use crate::completion::bare;
use crate::fraction::{Fraction, half_up};
use crate::indicator::Scheme;
use crate::mark::{Because, Mark, Outcome, blank};
use crate::said::{Notice, NoticeKind, Refusal};
use crate::ways::{banded, formula};

/// Marks budget execution: 全年执行数 ÷ 全年预算数 over all sources of funds, at most all points.
///
/// Without a budget there is no rate: the scheme says what is given then. The rate is not rounded before the points
/// are computed.
pub fn mark_execution(execution: &Execution, scheme: Scheme<'_>) -> Mark {
    let rule = &scheme.rules.execution;
    let of = rule.points;
    let because = Because {
        way: "预算执行率".into(),
        clause: scheme.clause(&rule.article),
        ..blank(of, Outcome::Short).because
    };
    let (Some(budget), Some(spent)) = (execution.budget(), execution.spent()) else {
        let refusal = Refusal::TooMuchMoney;
        let because = Because { finding: refusal.to_string(), refusal: Some(refusal), ..because };
        return Mark { because, ..blank(of, Outcome::Refused) };
    };
    let because = Because {
        target: "100%".into(),
        actual: format!("执行{spent}、全年预算{budget}"),
        ..because
    };
    let notices = notices(budget, spent);
    let places = scheme.rules.decimals;
    let Some(rate) = rate(spent, budget) else {
        let points = half_up(Fraction::percent(rule.without_budget).of(of), places);
        let finding = "没有全年预算，算不出执行率".to_owned();
        let formula = format!("{points}分（没有预算的，按{}%计）", bare(rule.without_budget));
        let because = Because { finding, formula, ..because };
        return Mark { points, because, notices, ..blank(of, Outcome::Short) };
    };
    let counted = rate.capped();
    let full = bare(of);
    let (share, by) = if !rule.bands.is_empty() {
        banded(&rule.bands, counted, &full)
    } else if rate.is_at_least(Decimal::ONE_HUNDRED) {
        (counted, "满分".into())
    } else {
        (counted, format!("{full}×{}÷{}", bare(spent.wan()), bare(budget.wan())))
    };
    let points = half_up(share.of(of), places).clamp(Decimal::ZERO, of);
    let because = Because {
        finding: format!("执行率{}%", rate.in_percent()),
        formula: formula(&by, points),
        ..because
    };
    let full = rate.is_at_least(Decimal::ONE_HUNDRED);
    let mut notices = notices;
    if let Some(least) = rule.explain_below.filter(|least| !rate.is_at_least(*least)) {
        let text = format!("执行率低于{}%，应当说明原因", bare(least));
        notices.push(Notice::new(NoticeKind::ReasonNeeded, text));
    }
    let outcome = if full { Outcome::Reached } else { Outcome::Short };
    Mark { points, because, notices, ..blank(of, outcome) }
}

/// Spent ÷ budget; `None` without a budget.
pub(crate) fn rate(spent: Money, budget: Money) -> Option<Fraction> {
    Fraction::new(Decimal::from(spent.fen()), Decimal::from(budget.fen()))
}

/// The rate of execution of each source of funds in percent with two places; `None` where it has no budget.
pub fn rates(execution: &Execution) -> Vec<Option<Decimal>> {
    let rate = |line: &model::actual::FundUse| rate(line.spent, line.budget);
    execution.lines.iter().map(|line| rate(line).map(Fraction::in_percent)).collect()
}

fn notices(budget: Money, spent: Money) -> Vec<Notice> {
    let mut notices = Vec::new();
    if budget <= Money::ZERO {
        let text = "没有全年预算（或为负数），请核对资金数；全年确无预算的，说明原因";
        notices.push(Notice::new(NoticeKind::NoBudget, text));
    } else if spent > budget {
        let text = format!("执行数{spent}大于全年预算数{budget}，请核对；执行率最高按100%计分");
        notices.push(Notice::new(NoticeKind::SpentOverBudget, text));
    }
    if spent < Money::ZERO {
        let text = format!("执行数{spent}小于0，按0计分，请核对退款和更正");
        notices.push(Notice::new(NoticeKind::NegativeSpending, text));
    }
    notices
}
