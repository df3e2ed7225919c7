//! IND006: a rate of which nobody can tell what is divided by what.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::target::Target;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND006"),
        name: "rate_without_denominator",
        title: "比率没有说明谁占谁",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标解释、计算公式" },
            LegalRef { law: "practice", article: "比率指标应写明计算公式" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind006_rate_without_denominator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject).filter(|row| matches!(row.target(), Some(Target::Rate(_)))) {
        if explains_itself(&row) || row.says(WordList::WholeOfRate) {
            continue;
        }
        let description = row.indicator.description.as_ref().filter(|words| !words.is_blank());
        let Some(words) = description.or(row.indicator.name.as_ref()) else { continue };
        let name = row.indicator.name();
        let proportion = row.labels().any(|words| {
            ["比例", "比率", "比重", "占比", "百分比"].iter().any(|word| words.text.contains(word))
        });
        let (severity, fault) = if proportion {
            (Severity::Note, "说了是比例，没说是占什么的比例")
        } else {
            (Severity::Warning, "没有说明是谁占谁的比例")
        };
        let message = format!("“{name}”的指标值是百分比，描述“{}”{fault}", words.text);
        let finding = RULE.info.finding(words.at, message).graded(severity).help(
            "在描述里写明分子和分母，例如“实际参加人数占应参加总人数的比例”",
        );
        findings.push(finding);
    }
}

/// 及时率, 合格率, 满意度, 增长率: the name says it all. A name that is no rate may leave that to the
/// description.
fn explains_itself(row: &Row<'_>) -> bool {
    let book = row.book();
    row.is_satisfaction()
        || book.has(WordList::SelfEvidentRate, row.indicator.name())
        || (!row.name_ends_in(WordList::RateName)
            && book.has(WordList::SelfEvidentRate, row.indicator.description()))
}
