//! IND001: a description that only repeats the name.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};

use crate::row::rows;
use crate::wording::same_letters;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND001"),
        name: "description_repeats_name",
        title: "指标描述重复指标名称",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标解释" },
            LegalRef { law: "practice", article: "指标描述应写明口径或公式" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind001_description_repeats_name.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let (Some(name), Some(description)) =
            (&row.indicator.name, &row.indicator.description)
        else {
            continue;
        };
        // One cell merged over both columns is read as both.
        let merged = name.at == description.at;
        if merged || name.is_blank() || !same_letters(&name.text, &description.text) {
            continue;
        }
        let message = format!("描述“{}”与指标名称相同，没有说明怎么算", description.text);
        findings.push(RULE.info.finding(description.at, message).help(
            "写明统计口径或公式：数量写清统计什么人、什么事、什么时段；比率写清谁占谁的比例；标准写清按什么计量",
        ));
    }
}
