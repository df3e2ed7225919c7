//! REL015: a satisfaction promised for one group in a sub-goal and measured with another in the table.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::{Aspect, Dimension};

use crate::facts::{RowFacts, Terms};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL015"),
        name: "satisfaction_object_differs",
        title: "满意度的调查对象前后不一致",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "同一指标前后对象一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：部门整体目标与项目目标相衔接" }],
        since: "0.1.0",
    },
    manual: include_str!("rel015_satisfaction_object_differs.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let facts = subject.facts();
    for (number, claims) in facts.sub_goals.iter().enumerate() {
        // With several projects in question it is not certain whose satisfaction is meant.
        let [project] = facts.links.projects(number) else { continue };
        let Some(project) = facts.projects.get(*project) else { continue };
        let rows: Vec<&RowFacts<'_>> = project.rows.iter().filter(|row| is_satisfaction(row)).collect();
        if rows.is_empty() {
            continue;
        }
        let mut reported: Vec<&str> = Vec::new();
        for claim in claims.iter().filter(|claim| claim.rate == Some("满意")) {
            let object = object(claim.clause_text());
            if reported.contains(&object) || rows.iter().any(|row| same_people(subject, object, row)) {
                continue;
            }
            reported.push(object);
            let Some(row) = rows.first() else { continue };
            let Some(words) = row.row.description.as_ref().or(row.row.name.as_ref()) else { continue };
            let message = format!(
                "分项目标说的是“{object}”的满意度，项目“{}”测的却是“{}”",
                project.project.name(),
                words.text,
            );
            let finding = RULE.info.finding(claim.span(), message).label("分项目标");
            findings.push(finding.also(words.at, "指标").help("前后写成同一类调查对象"));
        }
    }
}

fn is_satisfaction(row: &RowFacts<'_>) -> bool {
    row.row.dimension() == Some(Dimension::Satisfaction) || row.row.aspect() == Some(Aspect::Satisfaction)
}

/// The words before 满意度.
fn object(clause: &str) -> &str {
    let head = clause.split("满意").next().unwrap_or(clause);
    head.trim_start_matches(['使', '让', '确', '保']).trim_end_matches(['的', '对'])
}

/// Whether both mean the same people: one of them means anybody, a group holds the other, or they
/// share words.
fn same_people(subject: &Subject<'_>, object: &str, row: &RowFacts<'_>) -> bool {
    let rulebook = subject.rulebook;
    let groups = rulebook.groups();
    let own_text = format!("{}。{}", row.row.name(), row.row.description());
    let claimed = groups.mentions(object);
    let own = groups.mentions(&own_text);
    // Who is named by no group word, or by one that means anybody, cannot be told from others.
    let anybody = |mentions: &[rulebook::Mention<'_>]| {
        mentions.iter().all(|mention| mention.group.general)
    };
    let terms = Terms::of(rulebook, object);
    if terms.shared(&row.whole) > 0 || anybody(&claimed) || anybody(&own) {
        return true;
    }
    claimed.iter().any(|a| {
        own.iter().any(|b| groups.is_within(a.group, b.group) || groups.is_within(b.group, a.group))
    })
}
