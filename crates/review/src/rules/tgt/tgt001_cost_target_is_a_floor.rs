//! TGT001: a cost indicator whose target is a floor, so that spending more is better.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;
use rulebook::WordList;

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
    for (_, _, indicator) in subject.indicators().filter(|(_, _, row)| row.is_cost()) {
        let Some(leaf) = &indicator.target else { continue };
        let quantities = indicator.target().map(|target| target.quantities()).unwrap_or_default();
        let Some(floor) = quantities.into_iter().find(|quantity| is_floor(quantity)) else { continue };
        if more_is_better(subject, indicator) {
            continue;
        }
        let finding = RULE
            .info
            .finding(
                leaf.words.at,
                format!("成本指标“{}”的指标值是“{}”：花得越多越达标", indicator.name(), leaf.text()),
            )
            .help(format!("改为上限，例如“≤{}”，或说明为什么成本应当不低于此数", figure(floor)));
        findings.push(finding);
    }
}

fn is_floor(quantity: &Quantity) -> bool {
    quantity.operator.is_some_and(model::quantity::Operator::is_floor)
}

/// 节约率, 执行率 and the like: there a floor is right.
fn more_is_better(subject: &Subject<'_>, indicator: &model::statement::Indicator) -> bool {
    let name = format!("{}{}", indicator.name(), indicator.description());
    subject.rulebook.words().terms(WordList::MoreIsBetter).any(|term| name.contains(&term.word))
}

fn figure(quantity: &Quantity) -> String {
    Quantity { operator: None, ..quantity.clone() }.to_string()
}

