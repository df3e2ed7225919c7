//! REL010: a part of the project's name that purpose, goals and indicators know nothing of.

use std::ops::Range;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};
use rulebook::WordList;

use super::people::narrowest;
use crate::facts::{ProjectFacts, Terms};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL010"),
        name: "name_and_purpose_differ",
        title: "项目名称与资金用途对不上",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "名称与用途一致" }, LegalRef { law: "caiyu-2015-88", article: "相关性审核：绩效目标与资金用途相关" }],
        since: "0.1.0",
    },
    manual: include_str!("rel010_name_and_purpose_differ.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for project in &subject.facts().projects {
        let Some(name) = project.project.name.as_ref().filter(|name| is_name(name)) else { continue };
        let Some(purpose) = &project.project.purpose else { continue };
        if purpose.is_blank() {
            continue;
        }
        let body = body(project);
        let found = missing_group(subject, name, &body).or_else(|| missing_part(subject, name, &body));
        if let Some(range) = found {
            let part = name.text.get(range.clone()).unwrap_or_default();
            let message = format!("项目名称里有“{part}”，资金用途、绩效目标和指标里都没有");
            let finding = RULE.info.finding(name.span(range), message).label("名称");
            findings.push(
                finding
                    .also(purpose.at, "资金用途")
                    .help(format!("写明“{part}”的用途、目标和指标，或改正项目名称")),
            );
        }
    }
}

/// Something stands there, and it is not too long for a name.
fn is_name(name: &Words) -> bool {
    const LONGEST: usize = 1000;
    !name.is_blank() && name.text.len() <= LONGEST
}

/// Purpose, goals and indicators in one text.
fn body(project: &ProjectFacts<'_>) -> String {
    let mut text = String::new();
    let purpose = project.project.purpose.iter();
    for words in purpose.chain(project.project.goals.iter().map(|goal| &goal.words)) {
        text.push_str(&words.text);
        text.push('。');
    }
    for row in &project.rows {
        for cell in [row.row.name(), row.row.description(), row.row.target_text()] {
            text.push_str(cell);
            text.push('。');
        }
    }
    text
}

/// A group of people in the name that is named nowhere else, nor any part of it.
fn missing_group(subject: &Subject<'_>, name: &Words, body: &str) -> Option<Range<usize>> {
    let groups = subject.rulebook.groups();
    let named = narrowest(groups, groups.mentions(body));
    let missing = groups.mentions(&name.text).into_iter().find(|mention| {
        let group = mention.group;
        let known = named.iter().any(|other| {
            groups.is_within(other, group) || other.general || groups.is_within(group, other)
        });
        !group.general && !known && !groups.has_place_of(group, body)
    })?;
    Some(missing.range)
}

/// 甲及乙: a half of the name that shares nothing of its own with the rest of the project; or a whole
/// name that does not even share a character with it.
fn missing_part(subject: &Subject<'_>, name: &Words, body: &str) -> Option<Range<usize>> {
    let text = &name.text;
    let halves = halves(text);
    if halves.len() < 2 {
        let own = content(subject, text);
        let strange = own.len() >= 3 && !own.iter().any(|c| body.contains(*c));
        return strange.then_some(0..text.len());
    }
    let body_terms = Terms::of(subject.rulebook, body);
    let terms: Vec<Terms> = halves
        .iter()
        .map(|half| Terms::of(subject.rulebook, text.get(half.clone()).unwrap_or_default()))
        .collect();
    // What both halves share (劳模体检 and 困难劳模帮扶) tells nothing of either.
    let own = |index: usize| {
        let others = terms.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.fold(Terms::default(), |all, (_, half)| all.with(half));
        terms.get(index).map(|half| half.without(&others)).unwrap_or_default()
    };
    let any_known = terms.iter().any(|half| half.shared(&body_terms) > 0);
    let missing = (0..halves.len()).find(|index| {
        let own = own(*index);
        own.len() >= 2 && own.shared(&body_terms) == 0
    })?;
    let half = halves.get(missing).filter(|_| any_known)?;
    let other_words: String = halves
        .iter()
        .filter(|other| *other != half)
        .filter_map(|other| text.get(other.clone()))
        .collect();
    let mut chars = content(subject, text.get(half.clone())?);
    chars.retain(|c| !other_words.contains(*c));
    let known = chars.iter().filter(|c| body.contains(**c)).count();
    (known * 3 <= chars.len()).then(|| half.clone())
}

/// The characters of a text without filler words.
fn content(subject: &Subject<'_>, text: &str) -> Vec<char> {
    let runs = subject.rulebook.words().without(WordList::Filler, text);
    let kept = runs.into_iter().filter_map(|run| text.get(run));
    kept.flat_map(str::chars).filter(|c| c.is_alphabetic()).collect()
}

/// The parts of a name between 及, 和, 与, 、; a document number before the name is no part of it.
fn halves(text: &str) -> Vec<Range<usize>> {
    let begin = model::document::numbers(text).last().map_or(0, |number| number.range.end);
    let rest = text.get(begin..).unwrap_or_default();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, joint) in rest.match_indices(['及', '和', '与', '、']) {
        let before = rest.get(start..at).unwrap_or_default().chars().count();
        let after = rest.get(at + joint.len()..).unwrap_or_default();
        let word = after.starts_with(['谐', '平', '解', '睦', '时', '格', '早']);
        if before >= 3 && after.chars().count() >= 3 && !word {
            parts.push(begin + start..begin + at);
            start = at + joint.len();
        }
    }
    parts.push(begin + start..text.len());
    parts
}
