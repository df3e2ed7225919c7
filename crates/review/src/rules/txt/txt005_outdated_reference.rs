//! TXT005: bodies, campaigns and slogans that are over.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use rulebook::{Term, WordList};

use crate::wording::{in_title, quoted};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT005"),
        name: "outdated_reference",
        title: "提法或机构已经过时",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "相关性" },
            LegalRef { law: "practice", article: "用语应与现行提法一致" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("txt005_outdated_reference.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let day = subject.day();
    let mut seen: Vec<Group<'_>> = Vec::new();
    for (passage, hit) in
        subject.hits(WordList::Outdated).filter(|(p, _)| !p.locus.is_designation())
    {
        let term = hit.term;
        let over = term.from.is_none_or(|from| from <= day);
        let counts = over && term.until.is_none_or(|until| day <= until);
        if !counts || in_title(&passage.words.text, hit.range.start) {
            continue;
        }
        let place = (passage.words.span(hit.range.clone()), term);
        let same = |group: &&mut Group<'_>| {
            let known = group.term;
            known.word == term.word
                || (!term.note.is_empty()
                    && known.note == term.note
                    && known.instead == term.instead)
        };
        match seen.iter_mut().find(same) {
            Some(group) => group.places.push(place),
            None => seen.push(Group { term, places: vec![place] }),
        }
    }
    findings.extend(seen.iter().filter_map(|group| finding(subject, group)));
}

/// Words that are out of date for one reason, with their places.
struct Group<'s> {
    term: &'s Term,
    places: Vec<(Span, &'s Term)>,
}

fn finding(subject: &Subject<'_>, group: &Group<'_>) -> Option<Finding> {
    let ((first, _), rest) = group.places.split_first()?;
    let term = group.term;
    let why = if term.note.is_empty() { "已经过时" } else { term.note.as_str() };
    let said = quoted(group.places.iter().map(|(_, term)| term.word.as_str()), 4);
    let message = format!("{}年的计划里还写{said}：{why}", subject.year);
    let help = if term.instead.is_empty() {
        "删去，或改为现行的工作和提法；介绍往年情况的，请写明年份".to_owned()
    } else {
        format!("改为现行的提法：{}；介绍往年情况的，请写明年份", term.instead)
    };
    let finding = RULE.info.finding(*first, message).help(help);
    Some(rest.iter().fold(finding, |finding, (place, _)| finding.also(*place, "这里也是")))
}
