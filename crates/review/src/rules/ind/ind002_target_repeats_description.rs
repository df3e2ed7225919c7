//! IND002: a target in words that only repeats the description or the name.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use crate::row::{Row, rows};
use crate::wording::same_letters;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND002"),
        name: "target_repeats_description",
        title: "指标值照抄指标描述",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值" },
            LegalRef { law: "practice", article: "指标值不得照抄描述" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind002_target_repeats_description.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        if row.target().is_some_and(|target| !target.quantities().is_empty()) {
            continue;
        }
        let Some((what, copied)) = original(&row, words) else { continue };
        let how = if copied.text == words.text { "完全相同" } else { "只差标点" };
        let message = format!("指标值“{}”与{what}{how}：一栏应写衡量什么，一栏应写达到多少", words.text);
        let finding = RULE
            .info
            .finding(words.at, message)
            .also(copied.at, format!("{what}在这里"))
            .help("描述写“衡量什么、怎么算”，指标值写“达到多少”：数量、比例、日期或可以核实的状态");
        findings.push(finding);
    }
}

/// What the target repeats; cells merged into one are no copy.
fn original<'s>(row: &Row<'s>, words: &Words) -> Option<(&'static str, &'s Words)> {
    let both = [("描述", &row.indicator.description), ("指标名称", &row.indicator.name)];
    both.into_iter().find_map(|(what, field)| {
        let field = field.as_ref()?;
        let copied = field.at != words.at && same_letters(&field.text, &words.text);
        copied.then_some((what, field))
    })
}
