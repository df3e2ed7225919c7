//! TGT008: satisfaction of 100 %, which one dissatisfied person undoes.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;
use model::target::Target;

use crate::row::rows;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT008"),
        name: "satisfaction_of_100_percent",
        title: "满意度定为100%",
        severity: Severity::Warning,
        facet: Facet::Feasibility,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "可行性" },
            LegalRef { law: "practice", article: "满意度指标值应当合理可达" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt008_satisfaction_of_100_percent.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let named = row.indicator.name().ends_with("满意度") || row.indicator.name().ends_with("满意率");
        let Some(words) = row.target_words().filter(|_| row.is_satisfaction() || named) else {
            continue;
        };
        let Some(Target::Rate(quantity) | Target::Quantity(quantity)) = row.target() else {
            continue;
        };
        if !is_everybody(quantity) {
            continue;
        }
        let message = format!(
            "“{}”定为“{}”：只要有一人不满意就完不成",
            row.indicator.name(),
            words.text
        );
        findings.push(RULE.info.finding(words.at, message).help(
            "参照上年实际值定一个努力后能达到的数，例如“≥95%”，并写明调查对象和方法",
        ));
    }
}

fn is_everybody(quantity: &Quantity) -> bool {
    use model::unit::Family::{Point, Share};
    quantity.value == Decimal::ONE_HUNDRED
        && matches!(quantity.family(), None | Some(Share | Point))
        && !quantity.operator.is_some_and(model::quantity::Operator::is_ceiling)
}
