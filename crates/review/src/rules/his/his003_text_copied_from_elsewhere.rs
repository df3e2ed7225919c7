//! HIS003: long passages that stand word for word in another statement, or in last year's.

use std::ops::Range;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};
use model::statement::Narrative;
use rulebook::{Parameter, WordList};

use super::twins::previous_year;
use crate::copies::{Copy, Own};
use crate::others::Others;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("HIS003"),
        name: "text_copied_from_elsewhere",
        title: "文字照抄别的文本",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "practice", article: "文本雷同" },
            LegalRef { law: "caiyu-2015-88", article: "相关性" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("his003_text_copied_from_elsewhere.md"),
    check,
};

/// A copied passage of an own leaf.
#[derive(Clone, Debug)]
struct Passage<'s> {
    words: &'s Words,
    range: Range<usize>,
    /// How many signs of it are neither title nor set phrase.
    signs: usize,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let least = usize::try_from(subject.number(Parameter::CopiedPassage)).unwrap_or(0);
    if least == 0 {
        return;
    }
    if let Some(others) = subject.others.filter(|others| !others.all().is_empty()) {
        elsewhere(subject, others, least, findings);
    }
    let Some(previous) = subject.previous else { return };
    let now = subject.statement;
    let parts = [
        ("总体绩效目标", now.overall.as_ref().zip(previous.overall.as_ref())),
        ("工作保障措施", now.safeguards.as_ref().zip(previous.safeguards.as_ref())),
    ];
    for (title, both) in parts {
        findings.extend(both.and_then(|(now, then)| last_year(subject, least, title, now, then)));
    }
}

/// One finding for each set of texts that have passages in common with this one.
fn elsewhere<'s>(
    subject: &Subject<'s>,
    others: &'s Others<'s>,
    least: usize,
    findings: &mut Vec<Finding>,
) {
    let leaves: Vec<&'s Words> = subject
        .passages
        .iter()
        .filter(|passage| passage.locus.is_free_text())
        .map(|passage| passage.words)
        .filter(|words| words.text.len() > least)
        .collect();
    let akin = others.akin(&leaves, least, subject.itself);
    if akin.is_empty() {
        return;
    }
    let own = Own::new(leaves.iter().copied(), least);
    let mut sets: Vec<(Vec<&'s str>, Vec<Passage<'s>>)> = Vec::new();
    let mut by_passage: Vec<(Passage<'s>, Vec<&'s str>)> = Vec::new();
    for (other, theirs) in akin {
        let copies = theirs.into_iter().flat_map(|words| own.copies_in(&words.text)).collect();
        for passage in passages(subject, &leaves, copies, least) {
            let same = |(known, _): &&mut (Passage<'s>, Vec<&'s str>)| {
                std::ptr::eq(known.words, passage.words) && known.range == passage.range
            };
            match by_passage.iter_mut().find(same) {
                Some((_, names)) => names.push(other.name),
                None => by_passage.push((passage, vec![other.name])),
            }
        }
    }
    for (passage, names) in by_passage {
        match sets.iter_mut().find(|(known, _)| *known == names) {
            Some((_, passages)) => passages.push(passage),
            None => sets.push((names, vec![passage])),
        }
    }
    findings.extend(sets.iter().filter_map(|(names, passages)| {
        let whose = match names.as_slice() {
            [name] => format!("“{name}”"),
            [name, ..] => format!("“{name}”等{}份文本", names.len()),
            [] => return None,
        };
        let finding = finding(passages, &whose)?;
        Some(finding.help("按本部门的实际重写；上级统一要求的表述，请写明出处"))
    }));
}

fn last_year(
    subject: &Subject<'_>,
    least: usize,
    title: &str,
    now: &Narrative,
    then: &Narrative,
) -> Option<Finding> {
    let leaves: Vec<&Words> = now.paragraphs.iter().map(|paragraph| &paragraph.words).collect();
    let own = Own::new(leaves.iter().copied(), least);
    let theirs = then.paragraphs.iter().flat_map(|paragraph| own.copies_in(&paragraph.words.text));
    let passages = passages(subject, &leaves, theirs.collect(), least);
    let whose = format!("{}年的{title}", previous_year(subject));
    let finding = finding(&passages, &whose)?;
    Some(finding.graded(Severity::Note).help("写出今年与上年不同的重点、对象和措施"))
}

/// The copies as passages: overlapping ones joined, those that are mere titles and set phrases left
/// out, in the order of the document.
fn passages<'s>(
    subject: &Subject<'_>,
    leaves: &[&'s Words],
    mut copies: Vec<Copy>,
    least: usize,
) -> Vec<Passage<'s>> {
    copies.sort_by_key(|copy| (copy.leaf, copy.range.start, copy.range.end));
    let mut joined: Vec<Copy> = Vec::new();
    for copy in copies {
        match joined.last_mut() {
            Some(last) if last.leaf == copy.leaf && copy.range.start <= last.range.end => {
                last.range.end = last.range.end.max(copy.range.end);
            }
            _ => joined.push(copy),
        }
    }
    let passages = joined.into_iter().filter_map(|copy| {
        let words = *leaves.get(copy.leaf)?;
        let range = without_stops(&words.text, copy.range);
        let signs = own_signs(subject, words.text.get(range.clone())?);
        (signs >= least).then_some(Passage { words, range, signs })
    });
    passages.collect()
}

/// The run without the stop of the sentence before it.
fn without_stops(text: &str, range: Range<usize>) -> Range<usize> {
    let run = text.get(range.clone()).unwrap_or_default();
    let body = run.trim_start_matches(['。', '，', '；', '、', '：', '）', ')', '”', '.']);
    range.end - body.len()..range.end
}

/// How many signs of a passage its writer chose: titles in 《》 and set phrases are not his.
fn own_signs(subject: &Subject<'_>, text: &str) -> usize {
    let mut count = 0;
    for run in subject.rulebook.words().without(WordList::StandardPhrase, text) {
        let mut titles = 0usize;
        for sign in text.get(run).unwrap_or_default().chars() {
            match sign {
                '《' => titles += 1,
                '》' => titles = titles.saturating_sub(1),
                _ if titles == 0 => count += 1,
                _ => {}
            }
        }
    }
    count
}

/// The longest passage first, the others as further places.
fn finding(passages: &[Passage<'_>], whose: &str) -> Option<Finding> {
    const SHOWN: usize = 16;
    const MOST: usize = 8;
    let longest = passages.iter().max_by_key(|passage| passage.signs)?;
    let text = longest.words.text.get(longest.range.clone())?;
    let start: String = text.chars().take(SHOWN).collect();
    let total: usize = passages.iter().map(|passage| passage.signs).sum();
    let message = match passages.len() {
        1 => format!("“{start}……”连续{total}字与{whose}逐字相同"),
        several => format!("“{start}……”等{several}处共{total}字与{whose}逐字相同"),
    };
    let place = |passage: &Passage<'_>| passage.words.span(passage.range.clone());
    let finding = RULE.info.finding(place(longest), message);
    let rest = passages.iter().filter(|passage| place(passage) != place(longest));
    Some(rest.take(MOST).fold(finding, |f, passage| f.also(place(passage), "这里也相同")))
}
