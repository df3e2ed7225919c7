//! REL006: a figure of a sub-goal that the project's indicator gives otherwise.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use crate::facts::{Claim, RowFacts};
use super::coverage::{Coverage, cap_given_otherwise, coverage};
use model::quantity::Operator;

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
    let groups = subject.rulebook.groups();
    for (number, claims) in facts.sub_goals.iter().enumerate() {
        let linked = facts.links.projects(number);
        let rows: Vec<&RowFacts<'_>> = linked
            .iter()
            .filter_map(|project| facts.projects.get(*project))
            .flat_map(|project| &project.rows)
            .collect();
        let mut reported: Vec<(usize, &Claim<'_>)> = Vec::new();
        for claim in claims {
            findings.extend(cap(claim, &rows));
            let Coverage::Differs(row) = coverage(groups, claim, &rows, claims) else { continue };
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

/// A ceiling here is no ceiling there: to go beyond it would be right by the table alone.
fn cap(claim: &Claim<'_>, rows: &[&RowFacts<'_>]) -> Option<Finding> {
    let row = cap_given_otherwise(claim, rows)?;
    let target = row.row.target.as_ref()?;
    let message = format!(
        "分项目标里“{}”是上限，项目指标“{}”写的“{}”却不是上限",
        claim.text(),
        row.row.name(),
        target.text(),
    );
    let finding = RULE.info.finding(claim.span(), message).label("分项目标");
    let finding = finding.also(target.words.at, "指标值").help("两处用同一个符号");
    let quantities = row.row.target()?.quantities();
    let is_floor = quantities.iter().any(|own| own.operator.is_some_and(Operator::is_floor));
    // A bare number may be meant as the ceiling.
    Some(if is_floor { finding } else { finding.graded(Severity::Note) })
}

fn same_promise(a: &Claim<'_>, b: &Claim<'_>) -> bool {
    a.quantity() == b.quantity() && a.rate == b.rate && a.terms.within(&b.terms) > 500
}
