//! FND003: a cumulative spending plan that grows smaller.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};

use crate::spending::{at, given, of_periods};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND003"),
        name: "plan_decreases",
        title: "累计支出计划变小了",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "logic", article: "累计进度不减" },
            LegalRef { law: "hebei-text", article: "资金支出计划" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("fnd003_plan_decreases.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (_, project) in subject.projects() {
        let given = given(project);
        // Shares of single periods are no cumulative plan at all: FND004 says so.
        if of_periods(&given) {
            continue;
        }
        for pair in given.windows(2) {
            let [(before, more), (point, less)] = pair else { continue };
            if less >= more {
                continue;
            }
            let message = format!("{}、{}：累计进度变小了", at(before, *more), at(point, *less));
            let finding = RULE
                .info
                .finding(point.share.words.at, message)
                .help("支出计划是从年初累计的比例，后一个节点不能小于前一个")
                .also(before.share.words.at, "前一个节点");
            findings.push(finding);
        }
    }
}
