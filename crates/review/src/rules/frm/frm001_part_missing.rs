//! FRM001: a statement without one of its parts, or with the heading of a part alone.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span, Words};
use model::leaves::Locus;
use model::numbering::without_number;
use model::statement::Statement;
use rulebook::{Hit, WordList};

use crate::rules::telling::{list, project_span};
use crate::subject::Passage;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM001"),
        name: "part_missing",
        title: "文本缺少组成部分",
        severity: Severity::Error,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "hebei-text", article: "文本结构" },
            LegalRef { law: "caiyu-2015-88", article: "绩效目标审核：完整性" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm001_part_missing.md"),
    check,
};

const PROJECTS: &str = "预算项目绩效目标";

/// A part of the first half.
struct Part<'s> {
    name: &'static str,
    heading: Option<&'s Words>,
    is_empty: bool,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let statement = subject.statement;
    let parts = parts(statement);
    let no_part = parts.iter().all(|part| part.heading.is_none());
    if no_part && statement.projects.is_empty() {
        // Nothing of a statement at all: the reader has said so.
        return;
    }
    if no_part && parts.iter().all(|part| worded_otherwise(subject, part.name).is_none()) {
        findings.push(only_tables(subject, &parts));
    } else {
        findings.extend(parts.iter().filter_map(|part| faulty(subject, part)));
    }
    findings.extend(unmeasured(subject));
    if statement.projects.is_empty() && !says_there_are_none(subject) {
        let message = "没有预算项目绩效目标表，一个项目也没有列出";
        let finding = RULE.info.finding(promised(subject, PROJECTS), message);
        findings.push(finding.help("按项目逐个列表；确实没有项目的，写明“本年度没有预算项目”"));
    }
}

fn parts(statement: &Statement) -> [Part<'_>; 3] {
    let silent = |paragraphs: usize| paragraphs == 0 && statement.indicators.is_empty();
    let overall = statement.overall.as_ref();
    let sub_goals = statement.sub_goals.as_ref();
    let safeguards = statement.safeguards.as_ref();
    [
        Part {
            name: "总体绩效目标",
            heading: overall.map(|part| &part.heading),
            is_empty: overall.is_some_and(|part| silent(part.paragraphs.len())),
        },
        Part {
            name: "分项绩效目标",
            heading: sub_goals.map(|part| &part.heading),
            is_empty: sub_goals.is_some_and(|part| silent(part.items.len() + part.preamble.len())),
        },
        Part {
            name: "工作保障措施",
            heading: safeguards.map(|part| &part.heading),
            is_empty: safeguards.is_some_and(|part| silent(part.paragraphs.len())),
        },
    ]
}

fn faulty(subject: &Subject<'_>, part: &Part<'_>) -> Option<Finding> {
    let name = part.name;
    match part.heading {
        Some(heading) if part.is_empty => {
            let message = format!("“{name}”只有标题，没有内容");
            Some(RULE.info.finding(heading.at, message).help(format!("补写{name}")))
        }
        Some(_) => None,
        None => Some(match worded_otherwise(subject, name) {
            Some((passage, hit)) => {
                let message = format!(
                    "没有标题为“{name}”的部分，“{}”看来就是",
                    without_number(&passage.words.text)
                );
                let finding = RULE.info.finding(passage.words.span(hit.range.clone()), message);
                finding.graded(Severity::Note).help(format!("标题按规定格式写作“{name}”"))
            }
            None => {
                let message = format!("没有“{name}”这一部分");
                let finding = RULE.info.finding(promised(subject, name), message);
                finding.help(format!("按规定格式补写“{name}”"))
            }
        }),
    }
}

/// Sub-goals without figure or 绩效指标 where there is no table for the department either: nothing
/// measures the department as a whole.
fn unmeasured(subject: &Subject<'_>) -> Option<Finding> {
    let statement = subject.statement;
    let part = statement.sub_goals.as_ref().filter(|part| !part.items.is_empty())?;
    let is_measured = !statement.indicators.is_empty()
        || part.items.iter().any(|item| item.promises.is_some())
        || subject.facts().sub_goals.iter().any(|figures| !figures.is_empty());
    if is_measured || statement.projects.is_empty() {
        return None;
    }
    let message = "分项绩效目标里既没有绩效指标，也没有一个数字，部门整体目标无法衡量";
    let finding = RULE.info.finding(part.heading.at, message).graded(Severity::Note);
    Some(finding.help("为各分项写明绩效指标和要达到的数字，或增设部门整体绩效指标"))
}

/// A document of project tables alone. One that calls itself a whole statement is wrong; of another
/// it may be all that was asked for.
fn only_tables(subject: &Subject<'_>, parts: &[Part<'_>]) -> Finding {
    let names = list(parts.iter().map(|part| part.name));
    let message = format!("只有项目表，没有部门整体绩效目标（{names}）");
    let title = subject.statement.title.as_ref();
    let is_whole = title.is_some_and(|title| title.text.contains("绩效文本"));
    let severity = if is_whole { Severity::Error } else { Severity::Warning };
    let finding =
        RULE.info.finding(promised(subject, parts.first().map_or("", |p| p.name)), message);
    finding.graded(severity).help("补写第一部分；只报项目表的，不必理会")
}

/// The line of the contents that promises a part; else the title, else the first project.
fn promised(subject: &Subject<'_>, name: &str) -> Span {
    let statement = subject.statement;
    let entries = statement.contents.iter().flat_map(|contents| &contents.entries);
    let listed = entries.map(|entry| &entry.title).find(|title| title.text.contains(name));
    let first = || statement.projects.first().map(project_span);
    listed.or(statement.title.as_ref()).map(|words| words.at).or_else(first).unwrap_or_default()
}

/// A heading that seems to name the part in other words.
fn worded_otherwise<'p, 's>(
    subject: &'p Subject<'s>,
    name: &str,
) -> Option<(&'p Passage<'s>, &'p Hit<'s>)> {
    subject
        .hits(WordList::PartHeadings)
        .find(|(passage, hit)| hit.term.instead == name && is_heading(subject.statement, passage))
}

fn is_heading(statement: &Statement, passage: &Passage<'_>) -> bool {
    let marked = |part: &Option<model::statement::Narrative>, index: usize| {
        let paragraph = part.as_ref().and_then(|part| part.paragraphs.get(index));
        paragraph.is_some_and(|paragraph| paragraph.is_heading)
    };
    let text = &passage.words.text;
    let short = text.chars().count() <= 24 && !text.contains(['。', '，', '；', '：']);
    match passage.locus {
        Locus::Overall(index) => marked(&statement.overall, index) && short,
        Locus::Safeguard(index) => marked(&statement.safeguards, index) && short,
        Locus::SubGoal(_) | Locus::Unplaced => short,
        _ => false,
    }
}

fn says_there_are_none(subject: &Subject<'_>) -> bool {
    subject.hits(WordList::PartHeadings).any(|(_, hit)| hit.term.instead == PROJECTS)
}

#[cfg(test)]
mod tests {
    use ground::Severity;

    use crate::rules::trial::{base, found};

    /// The base without the lines from the first heading up to the second.
    fn without(from: &str, to: &str) -> String {
        let text = base();
        let (begin, end) = (text.rfind(from).unwrap(), text.rfind(to).unwrap());
        format!("{}{}", &text[..begin], &text[end..])
    }

    #[test]
    fn a_missing_part_is_one_finding() {
        for (from, to, name) in [
            ("一、总体绩效目标\n", "二、分项绩效目标\n", "总体绩效目标"),
            ("二、分项绩效目标\n", "三、工作保障措施\n", "分项绩效目标"),
            ("三、工作保障措施\n", "第二部分\n", "工作保障措施"),
        ] {
            let findings = found(&super::RULE, &without(from, to));
            assert_eq!(findings.len(), 1, "{name}");
            assert_eq!(findings[0].message, format!("没有“{name}”这一部分"));
            assert_eq!(findings[0].severity, Severity::Error);
        }
    }

    #[test]
    fn tables_alone_are_one_finding() {
        let tables = without("第一部分\n", "第二部分\n");
        let findings = found(&super::RULE, &tables);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
        let untitled = tables.replace("部门预算绩效文本", "年项目绩效目标表");
        let findings = found(&super::RULE, &untitled);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Warning));
    }

    #[test]
    fn another_wording_is_only_a_note() {
        let text = base().replace("三、工作保障措施\n", "三、落实措施\n");
        let findings = found(&super::RULE, &text);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Note));
        assert!(findings[0].message.contains("“落实措施”看来就是"), "{}", findings[0].message);
    }

    #[test]
    fn what_is_no_statement_is_left_to_the_reader() {
        assert_eq!(found(&super::RULE, "关于召开会议的通知\n请准时参加。\n"), []);
    }
}
