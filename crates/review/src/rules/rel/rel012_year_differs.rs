//! REL012: a year in goals or targets that is not the year of the plan, outside a backward look.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::leaves::{Column, Field, Locus};
use model::numeral::digit;
use model::time::{Moment, Relation, moments};
use rulebook::{Hit, WordList};

use crate::subject::Passage;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL012"),
        name: "year_differs",
        title: "年份与计划年度不符",
        severity: Severity::Warning,
        facet: Facet::Relevance,
        basis: &[LegalRef { law: "logic", article: "计划年度" }, LegalRef { law: "caiyu-2015-88", article: "完整性审核：绩效目标内容完整、明确" }],
        since: "0.1.0",
    },
    manual: include_str!("rel012_year_differs.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.statement.plan_year().is_none() {
        return;
    }
    for passage in &subject.passages {
        let Some(reach) = reach(passage.locus) else { continue };
        for moment in moments(&passage.words.text) {
            findings.extend(wrong_year(subject, passage, &moment, reach));
        }
    }
}

/// How much a year in this part of the text says about the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It is a promise: any other year is wrong unless it looks back.
    Promise,
    /// It is background: another year is wrong only in a sentence that plans.
    Background,
    /// It is an official name: another year is worth a note.
    Name,
}

fn reach(locus: Locus) -> Option<Reach> {
    match locus {
        Locus::Goal(..)
        | Locus::SubGoal(_)
        | Locus::PartHeading
        | Locus::Project(_, Field::Purpose)
        | Locus::Indicator(_, _, Column::Name | Column::Description | Column::Target) => {
            Some(Reach::Promise)
        }
        Locus::Overall(_) | Locus::Safeguard(_) => Some(Reach::Background),
        Locus::Project(_, Field::Name) => Some(Reach::Name),
        _ => None,
    }
}

fn wrong_year(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    moment: &Moment,
    reach: Reach,
) -> Option<Finding> {
    let text = &passage.words.text;
    let year = moment.deadline.when.year().filter(|year| *year != subject.year)?;
    let is_target = matches!(passage.locus, Locus::Indicator(_, _, Column::Target));
    let future = year > subject.year;
    if future && !is_target || spans_plan_year(text, moment, subject.year) || in_title(text, moment) {
        return None;
    }
    if looks_back(passage, moment) || reach == Reach::Background && !plans(text, moment) {
        return None;
    }
    let words = text.get(moment.range.clone()).unwrap_or_default();
    let message = format!("这里写的是{year}年（“{words}”），本文本是{}年的计划", subject.year);
    let finding = RULE.info.finding(passage.words.span(moment.range.clone()), message);
    let finding = finding.help(format!(
        "如果是沿用旧稿，改为{}年；如果确指{year}年，请写明是回顾、结转还是比较",
        subject.year
    ));
    Some(if reach == Reach::Name { finding.graded(Severity::Note) } else { finding })
}

/// 2023—2026年 and 2025年至2027年 hold the plan year.
fn spans_plan_year(text: &str, moment: &Moment, plan: i16) -> bool {
    if let model::time::When::Span { from, to } = &moment.deadline.when {
        let (from, to) = (from.year(), to.year());
        return from.is_none_or(|from| from <= plan) && to.is_none_or(|to| plan <= to);
    }
    let before = text.get(..moment.range.start).unwrap_or_default();
    let head = before.trim_end_matches(['年', '-', '－', '—', '–', '~', '～', '至', '到']);
    let dashed = head.len() < before.len();
    let first = head.chars().rev().take_while(|c| digit(*c).is_some()).count();
    let after = text.get(moment.range.end..).unwrap_or_default();
    let goes_on = after.starts_with(['-', '－', '—', '–', '~', '～', '至', '到']);
    dashed && first == 4 || goes_on
}

/// Inside 《》, or part of a document's number or name.
fn in_title(text: &str, moment: &Moment) -> bool {
    let before = text.get(..moment.range.start).unwrap_or_default();
    let after = text.get(moment.range.end..).unwrap_or_default();
    let depth = before.matches('《').count().cmp(&before.matches('》').count());
    let clause = after.split(['，', '。', '；']).next().unwrap_or(after);
    let named = ["通知", "办法", "意见", "方案》", "报告", "文件"].iter().any(|word| clause.ends_with(word));
    depth == std::cmp::Ordering::Greater || named || after.starts_with(['〕', ']', '】'])
}

/// 自2017年以来, 较2024年提高, 2024年结转: the clause looks back or compares.
fn looks_back(passage: &Passage<'_>, moment: &Moment) -> bool {
    if moment.deadline.relation == Relation::After {
        return true;
    }
    let text = &passage.words.text;
    let before = text.get(..moment.range.start).unwrap_or_default();
    if before.ends_with(['自', '从', '较', '比', '与', '和', '同']) {
        return true;
    }
    let stops = ['。', '；', ';', '！'];
    let start = before.rfind(stops).map_or(0, |at| at + '。'.len_utf8());
    let after = text.get(moment.range.end..).unwrap_or_default();
    let end = moment.range.end + after.find(stops).unwrap_or(after.len());
    let inside = |hit: &&Hit<'_>| {
        hit.list == WordList::BackwardLook && start <= hit.range.start && hit.range.end <= end
    };
    passage.hits.iter().any(|hit| inside(&hit))
}

/// Whether the sentence speaks of what is to come.
fn plans(text: &str, moment: &Moment) -> bool {
    const PLANS: [&str; 9] = ["将", "要", "力争", "计划", "拟", "确保", "规划目标", "目标如下", "继续"];
    let after = text.get(moment.range.end..).unwrap_or_default();
    let sentence = after.split('。').next().unwrap_or(after);
    PLANS.iter().any(|word| sentence.contains(word)) && !sentence.contains('了')
}
