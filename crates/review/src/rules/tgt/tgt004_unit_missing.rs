//! TGT004: a number without a unit.

use ground::{Decimal, Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness, Words};
use model::quantity::Quantity;
use model::target::Target;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::wording::{bracketed_unit, figure_in, without_remark};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT004"),
        name: "unit_missing",
        title: "指标值没有计量单位",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "yitihua-2020-13", article: "绩效指标的计量单位" },
            LegalRef { law: "practice", article: "计量单位必填" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt004_unit_missing.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        let Some(Target::Quantity(quantity)) = row.target() else { continue };
        if quantity.unit.is_some() || !stands_bare(&words.text) || needs_no_unit(&row, quantity) {
            continue;
        }
        findings.push(finding(&row, words, quantity));
    }
}

/// Whether no word stands behind the number that could be a unit unknown to us, and the number is
/// no ratio such as 1:20.
fn stands_bare(text: &str) -> bool {
    let Some(figure) = figure_in(text) else { return false };
    let behind = text.get(figure.range.end..).unwrap_or_default();
    !behind.chars().any(char::is_alphanumeric) && !text.contains([':', '：', '∶'])
}

fn needs_no_unit(row: &Row<'_>, quantity: &Quantity) -> bool {
    let named = row.labels().any(|words| bracketed_unit(&words.text).is_some());
    // 0.95 of a rate is a way of writing 95 %; nothing of something needs no unit.
    let fraction = quantity.value <= Decimal::ONE && row.name_ends_in(WordList::RateName);
    let satisfied = row.is_satisfaction() && quantity.value <= Decimal::ONE;
    quantity.value.is_zero() || named || fraction || satisfied || row.says(WordList::Unitless)
}

fn finding(row: &Row<'_>, words: &Words, quantity: &Quantity) -> Finding {
    let name = row.indicator.name();
    let text = &words.text;
    let unit = expected(row).filter(|_| quantity.upper.is_none());
    let is_rate = unit == Some("%");
    let message = if is_rate {
        format!("“{name}”是比率，指标值“{text}”却没有“%”")
    } else {
        format!("“{name}”的指标值“{text}”没有计量单位")
    };
    let finding = RULE.info.finding(words.at, message);
    let Some((unit, figure)) = unit.zip(figure_in(text)) else {
        return finding.help("在数后面写上计量单位，例如人、户、次、元/人、%");
    };
    let in_range = !is_rate || quantity.value <= Decimal::ONE_HUNDRED;
    let at = words.span(figure.core.end..figure.core.end);
    let edits = vec![Edit { span: at, text: unit.into() }];
    let finding = finding.help(format!("在数后面写上“{unit}”"));
    if in_range { finding.fixes(Sureness::Suggested, edits) } else { finding }
}

/// The unit that the end of the name, or else of the description, asks for.
fn expected<'s>(row: &Row<'s>) -> Option<&'s str> {
    if row.is_satisfaction() {
        return Some("%");
    }
    row.labels().find_map(|words| row.unit_asked_by(without_remark(&words.text)))
}
