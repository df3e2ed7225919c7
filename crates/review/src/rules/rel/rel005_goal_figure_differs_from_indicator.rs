//! REL005: a figure in a project's goals that its indicator gives otherwise.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::unit::Family;

use crate::facts::{Claim, ProjectFacts, RowFacts, Terms};
use crate::row::is_count;
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
    let groups = subject.rulebook.groups();
    for project in &subject.facts().projects {
        let rows: Vec<&RowFacts<'_>> = project.rows.iter().collect();
        for claim in &project.claims {
            findings.extend(borrowed(subject, project, claim));
            let Coverage::Differs(row) = coverage(groups, claim, &rows, &project.claims) else { continue };
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

/// Goals of more bytes than this are no goals; every figure in them would be held against all of them.
const LONGEST: usize = 6000;

/// The only row with the claim's number has nothing in common with the claim's sentence but the
/// people, and is about what another sentence of the goals says: 慰问5000人 became 培训人数≥5000人.
fn borrowed(subject: &Subject<'_>, project: &ProjectFacts<'_>, claim: &Claim<'_>) -> Option<Finding> {
    let quantity = claim.quantity();
    let counts_people = quantity.family().is_some_and(|family| is_count(family) && family != Family::Occasion);
    if !counts_people || quantity.value < ground::Decimal::TEN {
        return None;
    }
    let length: usize = project.project.goals.iter().map(|goal| goal.words.text.len()).sum();
    if length > LONGEST {
        return None;
    }
    let mut giving =
        project.rows.iter().filter(|row| row.comparable(claim) && row.has_value_of(claim));
    let (row, None) = (giving.next()?, giving.next()) else { return None };
    let measured = matter(subject, row.row.name()).with(&matter(subject, row.row.description()));
    let goals = project.project.goals.iter();
    let sentences = goals.flat_map(|goal| goal.words.text.split(['。', '；', ';']));
    let about = |sentence: &str| matter(subject, sentence).shared(&measured) > 0;
    let (own, others): (Vec<&str>, Vec<&str>) =
        sentences.partition(|sentence| sentence.contains(claim.clause_text()));
    if own.is_empty() || own.into_iter().any(about) || !others.into_iter().any(about) {
        return None;
    }
    let target = row.row.target.as_ref()?;
    let message = format!(
        "绩效目标里的“{}”，在指标表里成了“{}”的指标值，说的像是另一件事",
        claim.clause_text(),
        row.row.name(),
    );
    let finding = RULE.info.finding(claim.span(), message).label("目标").graded(Severity::Note);
    let help = "核对这个数说的是哪件事；是两件事的，各立一个指标";
    Some(finding.also(target.words.at, "指标值").help(help))
}

/// What a text is about but for the people it names.
fn matter(subject: &Subject<'_>, text: &str) -> Terms {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for mention in subject.rulebook.groups().mentions(text) {
        rest.push_str(text.get(at..mention.range.start).unwrap_or_default());
        rest.push('，');
        at = mention.range.end;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    Terms::of(subject.rulebook, &rest)
}
