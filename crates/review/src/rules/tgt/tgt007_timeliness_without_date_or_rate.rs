//! TGT007: a timeliness target from which no day, no limit and no rate follows.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;
use model::target::Target;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT007"),
        name: "timeliness_without_date_or_rate",
        title: "时效指标没有日期、期限或比率",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "时效指标" },
            LegalRef { law: "practice", article: "时效指标应写明完成时间" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt007_timeliness_without_date_or_rate.md"),
    check,
};

/// Counts and sums under timeliness are left to IND004: they belong to another aspect.
fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let book = subject.rulebook.words();
    for row in rows(subject).filter(Row::is_timeliness) {
        let Some(words) = row.target_words() else { continue };
        let text = &words.text;
        let message = match row.target() {
            Some(Target::Duration(span)) if !binds(span) => {
                format!("时效指标的指标值“{text}”只说多长，没说到哪天为止或多久以内")
            }
            Some(Target::Qualitative) if !book.has(WordList::TimelyState, text) => {
                format!("时效指标的指标值“{text}”既没有日期，也没有期限或比率，无法判断是否按时")
            }
            _ => continue,
        };
        let finding = RULE.info.finding(words.at, message).help(format!(
            "写明完成日期，例如“{}年6月30日前”；或期限，例如“≤15个工作日”；或比率，例如“及时率≥95%”",
            subject.year
        ));
        findings.push(finding);
    }
}

/// ≤15天 and 15天以内 bind; so does a span in a rate of its own, 2天/次.
fn binds(span: &Quantity) -> bool {
    span.operator.is_some() || span.is_per() || span.upper.is_some()
}
