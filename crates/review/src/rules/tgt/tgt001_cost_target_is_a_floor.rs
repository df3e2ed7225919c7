//! TGT001: a cost indicator whose target is a floor, so that spending more is better.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness};
use model::quantity::Quantity;
use model::unit::Family;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT001"),
        name: "cost_target_is_a_floor",
        title: "成本指标写成了下限",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "成本控制要求" },
            LegalRef { law: "practice", article: "成本指标不得使用“≥”" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt001_cost_target_is_a_floor.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject).filter(|row| row.indicator.is_cost()) {
        let Some(words) = row.target_words() else { continue };
        let quantities = row.target().map(|target| target.quantities()).unwrap_or_default();
        let Some(floor) = quantities.iter().find(|quantity| is_floor(quantity)) else { continue };
        let capped = quantities.iter().any(|quantity| {
            quantity.operator.is_some_and(model::quantity::Operator::is_ceiling)
        });
        if capped || !spends(&row, floor) || row.says(WordList::MoreIsBetter) {
            continue;
        }
        let lawful_minimum = row.says(WordList::FloorIsRight);
        let severity = if lawful_minimum { Severity::Warning } else { Severity::Error };
        let text = &words.text;
        let message = format!(
            "成本指标“{}”的指标值是“{text}”：花得越多越达标",
            row.indicator.name()
        );
        let ceiling = format!("≤{}", figure(floor));
        let help = if lawful_minimum {
            "成本指标写上限；如果是法定最低标准，请把它放到质量指标里，或写明出处".to_owned()
        } else {
            format!("改为上限，例如“{ceiling}”，或说明为什么成本应当不低于此数")
        };
        let mut finding = RULE.info.finding(words.at, message).graded(severity).help(help);
        if quantities.len() == 1 {
            finding = finding.fix(Sureness::Suggested, words.at, ceiling);
        }
        findings.push(finding);
    }
}

fn is_floor(quantity: &Quantity) -> bool {
    quantity.operator.is_some_and(model::quantity::Operator::is_floor)
}

/// Whether the floor is one of spending: a sum of money, or a share of spending. A count under cost
/// is in the wrong place, but it does not spend.
fn spends(row: &Row<'_>, floor: &Quantity) -> bool {
    match floor.family() {
        Some(Family::Money) | None => true,
        Some(Family::Share) => !row.name_ends_in(WordList::RateName),
        _ => false,
    }
}

fn figure(quantity: &Quantity) -> String {
    Quantity { operator: None, ..quantity.clone() }.to_string()
}
