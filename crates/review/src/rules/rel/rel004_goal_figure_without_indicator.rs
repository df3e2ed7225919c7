//! REL004: a figure in a project's goals for which the table has no indicator.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use crate::facts::RowFacts;
use super::coverage::{Coverage, coverage};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL004"),
        name: "goal_figure_without_indicator",
        title: "目标里的数字没有对应指标",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "caiyu-2021-101", article: "绩效目标通过绩效指标予以细化、量化描述" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：绩效目标与绩效指标相关联" }],
        since: "0.1.0",
    },
    manual: include_str!("rel004_goal_figure_without_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let groups = subject.rulebook.groups();
    for project in &subject.facts().projects {
        if project.rows.is_empty() {
            continue;
        }
        let rows: Vec<&RowFacts<'_>> = project.rows.iter().collect();
        let budget = &project.project.budget;
        let sums = [&budget.total, &budget.fiscal, &budget.other];
        for claim in &project.claims {
            let money = claim.quantity().money();
            let is_budget =
                money.is_some() && sums.iter().any(|sum| sum.as_ref().is_some_and(|s| s.value == money));
            let whole_sum = money.is_some() && !claim.quantity().is_per();
            if is_budget || whole_sum {
                continue;
            }
            if let Coverage::Absent = coverage(groups, claim, &rows, &project.claims) {
                let message = format!(
                    "绩效目标里的“{}”（{}）在指标表里没有对应的指标",
                    claim.clause_text(),
                    claim.quantity(),
                );
                let finding = RULE.info.finding(claim.span(), message);
                findings.push(finding.help(format!("增加一个指标值为“{}”的指标，或删去目标里的这个数", claim.quantity())));
            }
        }
    }
}
