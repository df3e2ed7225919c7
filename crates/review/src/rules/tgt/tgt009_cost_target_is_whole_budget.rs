//! TGT009: the only cost indicator of a project is its whole budget, which controls nothing.

use ground::{Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity};
use model::quantity::Operator;
use model::statement::Project;
use model::target::Target;

use crate::row::{Row, tables};
use crate::wording::bracketed_unit;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT009"),
        name: "cost_target_is_whole_budget",
        title: "成本指标就是预算总额",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "成本控制要求" },
            LegalRef { law: "practice", article: "成本指标应反映单位成本" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt009_cost_target_is_whole_budget.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for table in tables(subject) {
        let mut costs = table.rows().filter(|row| row.indicator.is_cost());
        let (Some(row), None) = (costs.next(), costs.next()) else { continue };
        let Some(project) = row.project else { continue };
        if let Some(total) = project.total().filter(|total| limit(&row) == Some(*total)) {
            findings.extend(finding(&row, project, total));
        }
    }
}

fn finding(row: &Row<'_>, project: &Project, total: Money) -> Option<Finding> {
    let words = row.target_words()?;
    let message = format!("唯一的成本指标“{}”就是预算总额{total}，控制不了花费", row.indicator.name());
    let finding = RULE
        .info
        .finding(words.at, message)
        .help("改为单位成本，例如每人、每户、每次、每平方米的标准，或分项写明各部分的上限");
    let budget = project.budget.total.as_ref()?;
    Some(finding.also(budget.words.at, format!("预算数{total}")))
}

/// The sum that a cost target sets as its limit.
fn limit(row: &Row<'_>) -> Option<Money> {
    let quantity = match row.target()? {
        Target::Quantity(quantity) => quantity,
        _ => return None,
    };
    let bounded = matches!(
        quantity.operator,
        None | Some(Operator::AtMost | Operator::Equal | Operator::LessThan)
    );
    if !bounded || quantity.is_per() || quantity.upper.is_some() {
        return None;
    }
    if quantity.unit.is_some() {
        return quantity.money();
    }
    // 总成本（万元） with a bare number.
    let unit = row.labels().find_map(|words| bracketed_unit(&words.text))?;
    match Target::parse(&format!("{}{unit}", quantity.value)) {
        Target::Quantity(quantity) if !quantity.is_per() => quantity.money(),
        _ => None,
    }
}
