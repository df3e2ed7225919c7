//! REL013: a figure of the department's goals that no project measures.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use crate::facts::{Claim, RowFacts, claims};
use super::coverage::{Coverage, coverage};

use rulebook::Groups;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL013"),
        name: "department_promise_without_indicator",
        title: "部门目标里的承诺没有项目指标",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "caiyu-2015-88", article: "相关性审核：部门整体目标与项目目标相衔接" }, LegalRef { law: "caiyu-2021-101", article: "不同层级的绩效目标和指标相互衔接" }],
        since: "0.1.0",
    },
    manual: include_str!("rel013_department_promise_without_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let facts = subject.facts();
    let groups = subject.rulebook.groups();
    let of_projects = facts.projects.iter().flat_map(|project| &project.rows);
    let rows: Vec<&RowFacts<'_>> = of_projects.chain(&facts.department).collect();
    if rows.is_empty() {
        return;
    }
    let items = subject.statement.sub_goals.iter().flat_map(|part| &part.items);
    for ((number, item), promised) in items.enumerate().zip(&facts.sub_goals) {
        let linked = facts.links.projects(number).iter();
        let near: Vec<&RowFacts<'_>> = linked
            .filter_map(|project| facts.projects.get(*project))
            .flat_map(|project| &project.rows)
            .collect();
        let open: Vec<&Claim<'_>> =
            promised.iter().filter(|claim| is_open(groups, claim, &near, &rows, promised)).collect();
        let in_promises = |claim: &Claim<'_>| {
            item.promises.as_ref().is_some_and(|promises| {
                promises.at.start <= claim.span().start && claim.span().end <= promises.at.end
            })
        };
        let firm = |claim: &&&Claim<'_>| {
            in_promises(claim) || claim.quantity().operator.is_some()
        };
        let (firm, loose): (Vec<&Claim<'_>>, Vec<&Claim<'_>>) = open.iter().partition(|claim| firm(claim));
        findings.extend(report(&firm, Severity::Warning));
        findings.extend(report(&loose, Severity::Note));
    }
    // Figures of the overall goals are often background; what is open there is worth a note.
    let overall = subject.statement.overall.iter().flat_map(|part| &part.paragraphs);
    for paragraph in overall {
        let promised = claims(subject.rulebook, &paragraph.words);
        let open: Vec<&Claim<'_>> =
            promised.iter().filter(|claim| is_open(groups, claim, &rows, &rows, &promised)).collect();
        findings.extend(report(&open, Severity::Note));
    }
}

/// Neither an indicator of the projects it speaks of is about it, nor has any other its value.
fn is_open(
    groups: &Groups,
    claim: &Claim<'_>,
    near: &[&RowFacts<'_>],
    all: &[&RowFacts<'_>],
    siblings: &[Claim<'_>],
) -> bool {
    let money = claim.quantity().money().is_some() && !claim.quantity().is_per();
    let uncovered = matches!(coverage(groups, claim, near, siblings), Coverage::Absent);
    !money && uncovered && !matches!(coverage(groups, claim, all, siblings), Coverage::Covered)
}

/// One finding for all open figures of a passage.
fn report(open: &[&Claim<'_>], severity: Severity) -> Option<Finding> {
    let (first, rest) = open.split_first()?;
    let figures: Vec<String> = open.iter().map(|claim| format!("“{}”", claim.clause_text())).collect();
    let message = format!("部门目标里的{}在项目指标里没有对应", figures.join(""));
    let mut finding = RULE.info.finding(first.span(), message).graded(severity);
    for claim in rest {
        finding = finding.also(claim.span(), "也没有对应的指标");
    }
    Some(finding.help("在相应项目的指标表里设置指标，或说明由哪项工作、哪笔资金保证"))
}
