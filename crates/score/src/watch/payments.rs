//! Payments against the plan.

use ground::{Day, Decimal, Money};
use rulebook::{Between, Light, MonitoringScheme, Yardstick};

use super::forecast::{SoFar, forecast, pace_start};
use super::plan::{Expected, expected, said};
use super::{Reading, Watched};
use crate::completion::bare;
use crate::execution::rate;
use crate::fraction::Fraction;
use crate::indicator::PlanPoint;

/// What is said of payments.
pub(super) fn reading(project: &Watched, as_of: Day, scheme: &MonitoringScheme) -> Reading {
    let Some(paid) = paid(project, as_of) else {
        return Reading::grey("支付金额太大，无法合计，请核对");
    };
    let Some(rate) = rate(paid, project.budget) else {
        return Reading::grey("没有预算，不评判支付进度；全年确无预算的，说明原因");
    };
    if project.payments.is_none() {
        return unseen(project, as_of, scheme);
    }
    let reached = rate.in_percent();
    let spent = format!("到{}支付{paid}，占全年预算{}的{reached}%", said(as_of), project.budget);
    let forecast = money_forecast(project, as_of, paid, scheme);
    let base = Reading { reached: Some(reached), forecast, ..Reading::grey(String::new()) };
    let rule = &scheme.payments;
    let Some((expected, by)) = yardstick(project, as_of, scheme) else {
        let because = format!("{spent}；没有资金支出计划，无从比较");
        return Reading { because, ..base };
    };
    let Some(ratio) = against(rate, expected) else {
        return Reading {
            expected: Some(Decimal::ZERO),
            light: if paid > Money::ZERO { Light::Green } else { Light::Grey },
            because: format!("{spent}；{by}"),
            ..base
        };
    };
    let light = rule.light(|percent| ratio.is_at_least(percent));
    let mut because = format!("{spent}；{by}，为应支付的{}%", ratio.in_percent());
    if let Some(missing) = missing(paid, project.budget, expected)
        && matches!(light, Light::Red | Light::Yellow)
    {
        because.push_str(&format!("，还差{missing}"));
    }
    Reading { light, expected: Some(half(expected)), because, ..base }
}

/// The share that is expected by the day, in percent, and from where that comes; none without a plan.
fn yardstick(
    project: &Watched,
    as_of: Day,
    scheme: &MonitoringScheme,
) -> Option<(Decimal, String)> {
    let rule = &scheme.payments;
    match rule.yardstick {
        Yardstick::Month => {
            let share = linear(as_of, project.year);
            let by = format!("按月份均摊应为{}%", share.in_percent());
            Some((share.of(Decimal::ONE_HUNDRED), by))
        }
        Yardstick::Own => {
            let found = expected(&project.plan, project.year, as_of, rule.between)?;
            Some((found.share, planned(&found, rule.between)))
        }
    }
}

/// What is said where nobody records what is paid: no light, but what the plan asks for and what to do.
fn unseen(project: &Watched, as_of: Day, scheme: &MonitoringScheme) -> Reading {
    let yardstick = yardstick(project, as_of, scheme);
    let by = yardstick.as_ref().map_or_else(String::new, |(_, by)| format!("（{by}）"));
    let because =
        format!("没有支付数据，看不出支付进度{by}。请登记或者导入{}年的支付", project.year);
    let expected = yardstick.map(|(expected, _)| half(expected));
    Reading { expected, ..Reading::grey(because) }
}

/// All payments up to the day, refunds taken off.
pub(super) fn paid(project: &Watched, until: Day) -> Option<Money> {
    let counted = project.payments.iter().flatten().filter(|payment| payment.day <= until);
    counted.map(|payment| payment.amount).try_fold(Money::ZERO, Money::checked_add)
}

/// The month's number ÷ 12; before and after the year nothing and all.
pub(super) fn linear(as_of: Day, year: i16) -> Fraction {
    let month = match as_of.year().cmp(&year) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => as_of.month(),
        std::cmp::Ordering::Greater => 12,
    };
    Fraction::new(Decimal::from(month), Decimal::from(12)).unwrap_or(Fraction::ZERO)
}

/// A rate against an expected share in percent; `None` where nothing is expected.
pub(super) fn against(rate: Fraction, expected: Decimal) -> Option<Fraction> {
    Fraction::new(rate.of(Decimal::ONE_HUNDRED), expected)
}

/// What the plan asks for, in words.
pub(super) fn planned(found: &Expected, between: Between) -> String {
    let node = |point: PlanPoint| format!("{}月底{}%", point.month, bare(point.share));
    match (between, found.passed, found.next) {
        (Between::Line, _, Some(next)) => {
            format!("按计划的节奏应为{}%（下一个节点{}）", bare(half(found.share)), node(next))
        }
        (_, Some(passed), Some(next)) => {
            format!("计划{}，下一个节点{}", node(passed), node(next))
        }
        (_, Some(passed), None) => format!("计划{}", node(passed)),
        (_, None, Some(next)) => format!("还没有到第一个节点（{}）", node(next)),
        (_, None, None) => "没有节点".into(),
    }
}

pub(super) fn half(value: Decimal) -> Decimal {
    crate::fraction::half_up(value, 2)
}

fn missing(paid: Money, budget: Money, expected: Decimal) -> Option<Money> {
    let wanted = Fraction::percent(expected).of(budget.yuan());
    let left = Money::from_yuan(half(wanted))?.checked_sub(paid)?;
    (left > Money::ZERO).then_some(left)
}

fn money_forecast(
    project: &Watched,
    as_of: Day,
    paid_now: Money,
    scheme: &MonitoringScheme,
) -> Option<super::Forecast> {
    let start = pace_start(project.year, as_of, scheme.forecast.pace_days);
    let earlier = start.and_then(|start| Some((start, paid(project, start)?.wan())));
    forecast(&SoFar {
        year: project.year,
        as_of,
        now: paid_now.wan(),
        earlier,
        plan: &project.plan,
        last_year: &project.last_year,
        most: Some(project.budget.wan()),
        unit: "万元",
        places: 2,
    })
}
