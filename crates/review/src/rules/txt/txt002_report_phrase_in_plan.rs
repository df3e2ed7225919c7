//! TXT002: words of a work report in a plan.

use std::ops::Range;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::time::moments;
use rulebook::{Hit, WordList};

use crate::subject::Passage;
use crate::wording::{clause_at, in_title, quoted, sentences};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT002"),
        name: "report_phrase_in_plan",
        title: "计划写成了总结",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef {
                law: "caiyu-2015-88", article: "绩效目标是计划期内预期达到的产出和效果"
            },
            LegalRef { law: "practice", article: "计划应写将要做的事" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("txt002_report_phrase_in_plan.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for passage in subject.passages.iter().filter(|passage| passage.locus.is_free_text()) {
        if passage.hits.iter().all(|hit| hit.list != WordList::ReportPhrase) {
            continue;
        }
        for sentence in sentences(&passage.words.text) {
            findings.extend(in_sentence(subject, passage, &sentence));
        }
    }
}

fn in_sentence(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    sentence: &Range<usize>,
) -> Option<Finding> {
    let within = |hit: &&Hit<'_>| sentence.contains(&hit.range.start);
    let of = |list| passage.hits.iter().filter(move |hit| hit.list == list).filter(within);
    let text = passage.words.text.as_str();
    let body = text.get(sentence.clone())?;
    let back: Vec<&Hit<'_>> = of(WordList::LookingBack).collect();
    let found: Vec<&Hit<'_>> = of(WordList::ReportPhrase)
        .filter(|hit| !in_title(text, hit.range.start) && !describes(hit, text))
        .filter(|hit| body.contains(hit.term.note.as_str()))
        .filter(|hit| !back.iter().any(|word| excuses(word, hit, text)))
        .collect();
    let first = found.first()?;
    let earlier = |year: i16| year < subject.year;
    if moments(body).iter().any(|moment| moment.deadline.when.year().is_some_and(earlier)) {
        return None;
    }
    let said = quoted(found.iter().map(|hit| hit.term.word.as_str()), 4);
    let message = format!("计划里用了{said}，是总结已做工作的说法");
    let help = "改写成计划期内要做的事和要达到的结果；如果是介绍往年情况，请写明年份";
    let finding = RULE.info.finding(passage.words.span(first.range.clone()), message).help(help);
    let rest = found.iter().skip(1);
    Some(rest.fold(finding, |finding, hit| {
        finding.also(passage.words.span(hit.range.clone()), "这里也是")
    }))
}

/// Whether a word of background excuses a report phrase: one of time the whole sentence, one of
/// somebody else's doing or of a condition only its own clause.
fn excuses(word: &Hit<'_>, hit: &Hit<'_>, text: &str) -> bool {
    let today = hit.term.word.starts_with("今年");
    let whole = word.term.note.is_empty() && !today;
    let clause = clause_at(text, hit.range.start);
    whole || (!word.term.note.is_empty() && clause.contains(word.term.word.as_str()))
}

/// 对完成了任务的乡镇, 建成了的农田: words that say which, not what has been done.
fn describes(hit: &Hit<'_>, text: &str) -> bool {
    let before = text.get(..hit.range.start).unwrap_or_default();
    let after = text.get(hit.range.end..).unwrap_or_default();
    let of_whom = ["对", "凡", "凡是", "对已", "对已经", "给", "向"];
    after.starts_with('的') || of_whom.iter().any(|word| before.ends_with(word))
}
