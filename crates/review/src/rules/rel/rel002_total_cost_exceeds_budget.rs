//! REL002: a total cost, or the sum of its parts, that is more than the budget.

use ground::{Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity};
use crate::facts::{ProjectFacts, RowFacts, counted_family, price};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL002"),
        name: "total_cost_exceeds_budget",
        title: "总成本超过预算",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "总成本≤预算" }, LegalRef { law: "practice", article: "成本指标不得超过预算数" }],
        since: "0.1.0",
    },
    manual: include_str!("rel002_total_cost_exceeds_budget.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for project in &subject.facts().projects {
        let Some(budget) = project.project.total() else { continue };
        let sums: Vec<(&RowFacts<'_>, Money)> = project.rows.iter().filter_map(whole_cost).collect();
        let over: Vec<_> = sums.iter().filter(|(_, sum)| *sum > budget).collect();
        for (row, sum) in &over {
            findings.push(alone(row, *sum, budget));
        }
        if over.is_empty() {
            findings.extend(together(project, &sums, budget));
        }
    }
}

/// A sum for the whole project or a part of it: not the cost of one unit, not a saving.
fn whole_cost<'f, 's>(row: &'f RowFacts<'s>) -> Option<(&'f RowFacts<'s>, Money)> {
    let quantity = price(row).filter(|_| row.row.is_cost())?;
    let saving = row.row.name().contains("节约") || row.row.description().contains("节约");
    let per_unit = row.is_unit_cost() || counted_family(row, quantity).is_some();
    let standard = row.row.name().ends_with("标准") || row.row.name().contains("单价");
    (!saving && !per_unit && !standard).then(|| quantity.money()).flatten().map(|sum| (row, sum))
}

fn alone(row: &RowFacts<'_>, sum: Money, budget: Money) -> Finding {
    let span = row.row.target.as_ref().map(|leaf| leaf.words.at).unwrap_or_default();
    let ceiling = price(row).and_then(|q| q.operator).is_some_and(model::quantity::Operator::is_ceiling);
    let message = format!("成本指标“{}”为 {sum}，超过预算 {budget}", row.row.name());
    let finding = RULE.info.finding(span, message).help(format!("成本控制数不得高于预算 {budget}"));
    // A ceiling above the budget controls nothing, but nothing is promised to be overspent.
    if ceiling { finding.graded(Severity::Warning) } else { finding }
}

fn together(project: &ProjectFacts<'_>, sums: &[(&RowFacts<'_>, Money)], budget: Money) -> Option<Finding> {
    let has_total = sums.iter().any(|(row, _)| {
        ["总", "合计", "项目成本", "预算"].iter().any(|word| row.row.name().contains(word))
    });
    if has_total || sums.len() < 2 {
        return None;
    }
    let sum = sums.iter().try_fold(Money::ZERO, |all, (_, sum)| all.checked_add(*sum))?;
    if sum <= budget {
        return None;
    }
    let parts: Vec<String> = sums.iter().map(|(_, sum)| sum.to_string()).collect();
    let total = project.project.budget.total.as_ref()?;
    let message = format!("各项成本合计 {sum}（{}），超过预算 {budget}", parts.join("＋"));
    let mut finding = RULE.info.finding(total.words.at, message);
    for (row, _) in sums {
        let span = row.row.target.as_ref().map(|leaf| leaf.words.at).unwrap_or_default();
        finding = finding.also(span, "分项成本");
    }
    let exact = sums.iter().all(|(row, _)| {
        price(row).and_then(|q| q.operator).is_none_or(|operator| !operator.is_ceiling())
    });
    let finding = finding.help("核对各项成本，合计不得高于预算");
    Some(if exact { finding } else { finding.graded(Severity::Warning) })
}
