//! IND007: two rows of one table with the same name.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use crate::row::tables;
use crate::wording::{letters_key, same_letters};
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
        // Names of the same letters come together, each kind in the order of the document.
        let mut keyed: Vec<(u64, &Words)> =
            names.into_iter().map(|name| (letters_key(&name.text), name)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        let alike = |one: &(u64, &Words), other: &(u64, &Words)| {
            one.0 == other.0 && same_letters(&one.1.text, &other.1.text)
        };
        for kind in keyed.chunk_by(alike) {
            let Some((_, name)) = kind.first() else { continue };
            // A cell merged over several rows gives all of them the same words.
            let again: Vec<&Words> =
                kind.iter().map(|(_, other)| *other).filter(|other| other.at != name.at).collect();
            if let Some(second) = again.first() {
                findings.push(finding(name, second, &again));
            }
        }
    }
}

fn finding(name: &Words, second: &Words, again: &[&Words]) -> Finding {
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
