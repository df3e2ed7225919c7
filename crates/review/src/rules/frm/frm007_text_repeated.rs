//! FRM007: the same words twice: clauses, paragraphs, goals, a word typed double.

use std::collections::HashMap;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness, Words};
use model::statement::{Narrative, Project, SubGoal};
use rulebook::{Parameter, WordList};

use super::clauses::{Clause, Repeat, adds_nothing, clauses, repeats};
use crate::rules::telling::{is_han, project_title};
use crate::wording::is_letter;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM007"),
        name: "text_repeated",
        title: "文字重复",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "gongwen-2012-14", article: "内容简洁，文字精练" },
            LegalRef { law: "practice", article: "文字重复" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm007_text_repeated.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    doubled_words(subject, findings);
    let Ok(least) = usize::try_from(subject.number(Parameter::RepeatedClause)) else { return };
    if least == 0 {
        return;
    }
    let openers: Vec<&str> = words_of(subject, WordList::ClauseOpeners);
    for section in sections(subject) {
        let clauses = clauses(&section);
        for repeat in repeats(&clauses, least) {
            findings.extend(said_twice(subject, &clauses, &repeat, least));
        }
        for pair in clauses.windows(2) {
            let [before, clause] = pair else { continue };
            let together = before.paragraph == clause.paragraph;
            if together && adds_nothing(before, clause, least, &openers) {
                findings.push(goes_on(before, clause));
            }
        }
    }
    for (number, project) in subject.projects() {
        same_goals(number, project, findings);
    }
}

fn words_of<'s>(subject: &Subject<'s>, list: WordList) -> Vec<&'s str> {
    subject.rulebook.words().terms(list).map(|term| term.word.as_str()).collect()
}

/// Runs of paragraphs in which the same words should not stand twice. What a sub-goal promises
/// repeats its goal by its nature, and one sub-goal may promise what another does.
fn sections<'s>(subject: &Subject<'s>) -> Vec<Vec<&'s Words>> {
    let statement = subject.statement;
    let mut all: Vec<Vec<&Words>> = Vec::new();
    let text = |part: &'s Narrative| {
        part.paragraphs.iter().filter(|p| !p.is_heading).map(|p| &p.words).collect()
    };
    all.extend([&statement.overall, &statement.safeguards].into_iter().flatten().map(text));
    let items = statement.sub_goals.iter().flat_map(|part| &part.items);
    all.extend(items.flat_map(parts_of));
    let goals = statement.projects.iter().flat_map(|project| &project.goals);
    all.extend(goals.map(|goal| vec![&goal.words]));
    all
}

fn parts_of(item: &SubGoal) -> Vec<Vec<&Words>> {
    match (&item.goal, &item.promises) {
        // Not told apart, one paragraph may be the goal and the next what it promises.
        (None, None) => item.paragraphs.iter().map(|words| vec![words]).collect(),
        (goal, promises) => [goal, promises].into_iter().flatten().map(|part| vec![part]).collect(),
    }
}

fn said_twice(
    subject: &Subject<'_>,
    clauses: &[Clause<'_>],
    repeat: &Repeat,
    least: usize,
) -> Option<Finding> {
    let first = clauses.get(repeat.first.clone())?;
    let second = clauses.get(repeat.second.clone())?;
    let (begin, end) = (second.first()?, second.last()?);
    let (begin_before, end_before) = (first.first()?, first.last()?);
    let together = begin.paragraph == begin_before.paragraph;
    let han: usize = second.iter().map(|clause| clause.han).sum();
    if !together {
        let stock = words_of(subject, WordList::StockPhrases);
        if second.iter().all(|clause| stock.iter().any(|phrase| clause.text().contains(phrase))) {
            return None;
        }
    }
    let span = begin.words.span(begin.range.start..begin.range.end);
    let span = span.to(end.words.span(end.range.clone()));
    let before = begin_before.words.span(begin_before.range.clone());
    let before = before.to(end_before.words.span(end_before.range.clone()));
    let place = if together { "在同一段里" } else { "在同一部分里" };
    let message = match second {
        [one] => format!("“{}”{place}出现了两次", one.text()),
        several => format!("从“{}”起连续{}句{place}出现了两次", begin.text(), several.len()),
    };
    let grave = together || han >= 2 * least;
    let finding = RULE.info.finding(span, message).also(before, "第一次出现");
    let finding = finding.help("删去一处，或改写成不同的内容");
    Some(if grave { finding } else { finding.graded(Severity::Note) })
}

fn goes_on(before: &Clause<'_>, clause: &Clause<'_>) -> Finding {
    let message = format!("“{}”与前一句“{}”重复", clause.text(), before.text());
    RULE.info
        .finding(clause.words.span(clause.range.clone()), message)
        .also(before.words.span(before.range.clone()), "前一句")
        .help("合并成一句")
}

/// 的的, 开展开展, ，，: of signs the second is deleted for sure.
fn doubled_words(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut last = None;
    for (passage, hit) in subject.hits(WordList::Doubled) {
        let (word, once) = (&hit.term.word, &hit.term.instead);
        let span = passage.words.span(hit.range.clone());
        // A cell merged over several rows comes once for each of them.
        if last.replace(span) == Some(span) {
            continue;
        }
        let is_word = once.chars().any(is_han);
        let (severity, sureness) = match is_word {
            true => (Severity::Warning, Sureness::Suggested),
            false => (Severity::Note, Sureness::Safe),
        };
        let what = if is_word { "字词" } else { "标点" };
        let message = format!("{what}“{word}”重复录入");
        let finding = RULE.info.finding(span, message).graded(severity);
        let finding = finding.help(format!("改为“{once}”")).fix(sureness, span, once.as_str());
        findings.push(finding);
    }
}

fn same_goals(number: usize, project: &Project, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<&str, &Words> = HashMap::new();
    for goal in &project.goals {
        let text = goal.words.text.trim_end_matches(|c: char| !is_letter(c));
        if text.chars().filter(|c| is_han(*c)).count() < 4 {
            continue;
        }
        match seen.get(text) {
            Some(first) => {
                let message = format!("{}有两条绩效目标完全相同", project_title(number, project));
                let finding = RULE.info.finding(goal.words.at, message);
                findings.push(finding.also(first.at, "相同的另一条").help("删去一条"));
            }
            None => {
                seen.insert(text, &goal.words);
            }
        }
    }
}
