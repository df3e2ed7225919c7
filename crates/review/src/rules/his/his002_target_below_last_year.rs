//! HIS002: a target that is easier to reach than last year's.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::{Operator, Quantity};
use model::statement::Indicator;
use model::target::Target;
use model::unit::Family;
use rulebook::WordList;

use super::twins::{Twins, is_whole_cost, previous_year, twins};
use crate::row::is_count;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("HIS002"),
        name: "target_below_last_year",
        title: "指标值比上年低",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值参考历史数据" },
            LegalRef { law: "practice", article: "指标值一般不低于上年" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("his002_target_below_last_year.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for twins in twins(subject) {
        for (row, old) in twins.rows() {
            let (Some(now), Some(then)) = (row.target(), old.target()) else { continue };
            let easier = match (now, then) {
                (Target::Deadline(now), Target::Deadline(then)) => {
                    let festival = matches!(now.when, model::time::When::Festival { .. });
                    let due = now.due(subject.year).zip(then.due(previous_year(subject)));
                    let later = due.is_some_and(|(now, then)| {
                        (now.month(), now.day()) > (then.month(), then.day())
                    });
                    later && !festival
                }
                _ => is_easier(subject, &twins, (row, now), then),
            };
            let Some(target) = row.target.as_ref().filter(|_| easier) else { continue };
            let message = format!(
                "“{}”上年是“{}”，今年是“{}”，要求降低了",
                row.name(),
                old.target_text(),
                target.text()
            );
            findings.push(RULE.info.finding(target.words.at, message).help(
                "一般不低于上年目标和上年实际完成值；确需降低的，请在依据里说明原因",
            ));
        }
    }
}

fn is_easier(
    subject: &Subject<'_>,
    twins: &Twins<'_>,
    (row, now): (&Indicator, &Target),
    then: &Target,
) -> bool {
    let (Some(now), Some(then)) = (now.quantity(), then.quantity()) else { return false };
    if now.family() != then.family() || now.per != then.per || now.upper.is_some() || then.upper.is_some() {
        return false;
    }
    let (Some(value), Some(was)) = (now.in_base(), then.in_base()) else { return false };
    if value == was || is_whole_cost(row) {
        return false;
    }
    if less_is_better(subject, row, now, then) {
        return value > was;
    }
    value < was && !explained_by_budget(twins, now, value, was)
}

/// By the operators of both years; where there is none, by what is measured.
fn less_is_better(subject: &Subject<'_>, row: &Indicator, now: &Quantity, then: &Quantity) -> bool {
    let ceiling = |quantity: &Quantity| quantity.operator.map(Operator::is_ceiling);
    let by_sign = ceiling(now).or(ceiling(then));
    let exact = |quantity: &Quantity| matches!(quantity.operator, None | Some(Operator::Equal));
    if !(exact(now) && exact(then)) {
        return by_sign.unwrap_or(false);
    }
    let book = subject.rulebook.words();
    row.is_cost()
        || book.has(WordList::LessIsBetter, row.name())
        || now.family() == Some(Family::Duration)
}

/// Fewer things for less money: a count that fell no more than the budget did.
fn explained_by_budget(twins: &Twins<'_>, now: &Quantity, value: Decimal, was: Decimal) -> bool {
    let counted = now.family().is_some_and(|family| {
        is_count(family) || matches!(family, Family::Area | Family::Length | Family::Mass)
    });
    let Some((budget, before)) = twins.budgets().filter(|_| counted) else { return false };
    let (budget, before) = (Decimal::from(budget.fen()), Decimal::from(before.fen()));
    let kept = value.checked_mul(before);
    let allowed = was.checked_mul(budget);
    kept.zip(allowed).is_some_and(|(kept, allowed)| kept >= allowed) && budget < before
}
