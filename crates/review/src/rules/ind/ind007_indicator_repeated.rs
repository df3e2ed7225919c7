//! IND007: two rows of one table with the same name.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use crate::row::tables;
use crate::wording::same_letters;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND007"),
        name: "indicator_repeated",
        title: "同一项目里指标重复",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "practice", article: "三级指标不得重复" },
            LegalRef { law: "caiyu-2021-101", article: "指标设置" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind007_indicator_repeated.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for table in tables(subject) {
        let names: Vec<&Words> = table
            .rows()
            .filter_map(|row| row.indicator.name.as_ref())
            .filter(|name| !name.is_blank())
            .collect();
        for (index, name) in names.iter().enumerate() {
            // A cell merged over several rows gives all of them the same words.
            let same = |other: &&&Words| other.at != name.at && same_letters(&other.text, &name.text);
            let before = names.iter().take(index).find(same);
            let again: Vec<&&Words> = names.iter().skip(index + 1).filter(same).collect();
            if let (None, Some(second)) = (before, again.first()) {
                findings.push(finding(name, second, &again));
            }
        }
    }
}

fn finding(name: &Words, second: &Words, again: &[&&Words]) -> Finding {
    let message = format!("指标“{}”在同一项目里出现了{}次", name.text, again.len() + 1);
    let mut finding = RULE
        .info
        .finding(second.at, message)
        .also(name.at, "第一次在这里")
        .help("删去重复的一行；如果衡量的是两件事，把名称写清楚、区分开");
    for other in again.iter().skip(1) {
        finding = finding.also(other.at, "又一次");
    }
    finding
}
