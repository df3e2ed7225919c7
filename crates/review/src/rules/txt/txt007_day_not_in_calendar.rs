//! TXT007: a date that no calendar has: 11月31日.

use ground::{Day, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::leaves::{Column, Locus};
use model::time::{Moment, When, moments};

use crate::subject::Passage;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TXT007"),
        name: "day_not_in_calendar",
        title: "日历上没有这一天",
        severity: Severity::Error,
        facet: Facet::Feasibility,
        basis: &[LegalRef { law: "logic", article: "公历各月的天数" }],
        since: "0.1.0",
    },
    manual: include_str!("txt007_day_not_in_calendar.md"),
    check,
};

/// Months of these calendars have other lengths.
const OTHER_CALENDARS: [&str; 4] = ["农历", "阴历", "夏历", "旧历"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for passage in &subject.passages {
        let text = &passage.words.text;
        for moment in moments(text) {
            let before = text.get(..moment.range.start).unwrap_or_default();
            if OTHER_CALENDARS.iter().any(|calendar| before.trim_end().ends_with(calendar)) {
                continue;
            }
            findings.extend(impossible(subject, passage, &moment));
        }
    }
}

fn impossible(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    moment: &Moment,
) -> Option<Finding> {
    let (year, month) = match &moment.deadline.when {
        When::Span { from, to } => missing(subject, passage, from).or(missing(subject, passage, to))?,
        when => missing(subject, passage, when)?,
    };
    let last = Day::new(year, month, 1).ok()?.days_in_month();
    let whose = if month == 2 { format!("{year}年2月") } else { format!("{month}月") };
    let words = passage.words.text.get(moment.range.clone()).unwrap_or_default();
    let message = format!("“{words}”：{whose}只有{last}天");
    let finding = RULE.info.finding(passage.words.span(moment.range.clone()), message);
    Some(finding.help(format!("改为{month}月{last}日，或核对究竟是哪一天")))
}

/// Year and month of a day that its month does not have. A year that is not written is that of the plan; whether
/// there was a 29 February is asked only where it surely is.
fn missing(subject: &Subject<'_>, passage: &Passage<'_>, when: &When) -> Option<(i16, i8)> {
    let When::Day { year: written, month, day } = *when else { return None };
    let is_promise = matches!(
        passage.locus,
        Locus::Goal(..) | Locus::Indicator(_, _, Column::Name | Column::Description | Column::Target)
    );
    if written.is_none() && (month, day) == (2, 29) && !is_promise {
        return None;
    }
    let year = written.unwrap_or(subject.year);
    Day::new(year, month, day).is_err().then_some((year, month))
}
