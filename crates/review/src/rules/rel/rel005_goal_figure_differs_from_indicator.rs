//! REL005: a figure in a project's goals that its indicator gives otherwise.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use crate::facts::RowFacts;
use super::coverage::{Coverage, coverage};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL005"),
        name: "goal_figure_differs_from_indicator",
        title: "目标里的数字与指标值不一致",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "同一事项前后数字一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：绩效目标与绩效指标相关联" }],
        since: "0.1.0",
    },
    manual: include_str!("rel005_goal_figure_differs_from_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for project in &subject.facts().projects {
        let rows: Vec<&RowFacts<'_>> = project.rows.iter().collect();
        for claim in &project.claims {
            let Coverage::Differs(row) = coverage(claim, &rows, &project.claims) else { continue };
            let Some(target) = &row.row.target else { continue };
            let message = format!(
                "绩效目标里是“{}”，指标“{}”却是“{}”",
                claim.text(),
                row.row.name(),
                target.text(),
            );
            let finding = RULE.info.finding(claim.span(), message).label("目标");
            findings.push(finding.also(target.words.at, "指标值").help("两处改成同一个数；若说的不是一件事，请各立一个指标"));
        }
    }
}
