//! REL006: a figure of a sub-goal that the project's indicator gives otherwise.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use crate::facts::{Claim, RowFacts};
use super::coverage::{Coverage, coverage};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL006"),
        name: "sub_goal_figure_differs_from_indicator",
        title: "分项目标的数字与指标值不一致",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "同一事项前后数字一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：部门整体目标与项目目标相衔接" }],
        since: "0.1.0",
    },
    manual: include_str!("rel006_sub_goal_figure_differs_from_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let facts = subject.facts();
    for (number, claims) in facts.sub_goals.iter().enumerate() {
        let linked = facts.links.projects(number);
        let rows: Vec<&RowFacts<'_>> = linked
            .iter()
            .filter_map(|project| facts.projects.get(*project))
            .flat_map(|project| &project.rows)
            .collect();
        let mut reported: Vec<(usize, &Claim<'_>)> = Vec::new();
        for claim in claims {
            let Coverage::Differs(row) = coverage(claim, &rows, claims) else { continue };
            let Some(target) = &row.row.target else { continue };
            // Goal and promise of one sub-goal often say the same figure twice: one finding.
            if let Some((at, _)) = reported.iter().find(|(_, known)| same_promise(known, claim)) {
                if let Some(finding) = findings.get_mut(*at) {
                    finding.marks.push(ground::Mark::labelled(claim.span(), "又一处"));
                }
                continue;
            }
            reported.push((findings.len(), claim));
            let message = format!(
                "分项目标里是“{}”，项目指标“{}”却是“{}”",
                claim.clause_text(),
                row.row.name(),
                target.text(),
            );
            let finding = RULE.info.finding(claim.span(), message).label("分项目标");
            findings.push(finding.also(target.words.at, "指标值").help("两处改成同一个数"));
        }
    }
}

fn same_promise(a: &Claim<'_>, b: &Claim<'_>) -> bool {
    a.quantity() == b.quantity() && a.rate == b.rate && a.terms.within(&b.terms) > 500
}
