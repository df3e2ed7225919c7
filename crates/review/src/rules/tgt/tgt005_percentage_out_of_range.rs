//! TGT005: a rate above 100 % or below 0 that cannot be so.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::quantity::{Figure, Operator, operator_before, quantity_at};
use model::target::figures;
use model::unit::Family;
use rulebook::WordList;

use crate::row::{Row, rows};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT005"),
        name: "percentage_out_of_range",
        title: "百分比超出0到100%",
        severity: Severity::Error,
        facet: Facet::Feasibility,
        basis: &[
            LegalRef { law: "logic", article: "部分不大于整体" },
            LegalRef { law: "practice", article: "百分比应在0到100之间" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt005_percentage_out_of_range.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        let text = words.text.as_str();
        if !text.contains(['%', '％', '‰', '成', '分']) {
            continue;
        }
        let shares = figures(text).into_iter();
        let above = shares.filter(exceeds).map(|figure| (figure, "超过100%")).next();
        let Some((figure, fault)) = above.or_else(|| Some((below(text)?, "小于0"))) else {
            continue;
        };
        if may_exceed(&row, text) {
            continue;
        }
        let shown = text.get(figure.range.clone()).unwrap_or_default();
        let message = format!("“{}”的指标值“{shown}”{fault}", row.indicator.name());
        let finding = RULE
            .info
            .finding(words.span(figure.range.clone()), message)
            .graded(severity(&row, &figure))
            .help("核对数值；如果是增长、倍数一类可以超过100%的比率，请在名称或描述里写明与什么相比");
        findings.push(finding);
    }
}

fn exceeds(figure: &Figure) -> bool {
    let quantity = &figure.quantity;
    quantity.family() == Some(Family::Share)
        && quantity.upper.unwrap_or(quantity.value) > Decimal::ONE_HUNDRED
}

/// A share with a minus sign, which is no part of a range: it begins the target or follows an
/// operator.
fn below(text: &str) -> Option<Figure> {
    let signs = text.char_indices().filter(|(_, c)| matches!(c, '-' | '－' | '−' | '负'));
    signs.into_iter().find_map(|(at, sign)| {
        let head = text.get(..at)?.trim_end();
        let begins = head.is_empty() || operator_before(head).is_some();
        let figure = quantity_at(text, at + sign.len_utf8()).filter(|_| begins)?;
        let share = figure.quantity.family() == Some(Family::Share);
        let range = at..figure.range.end;
        (share && !figure.quantity.value.is_zero()).then_some(Figure { range, ..figure })
    })
}

fn may_exceed(row: &Row<'_>, target: &str) -> bool {
    row.says(WordList::MayExceedHundred) || row.book().has(WordList::MayExceedHundred, target)
}

/// Proven wrong only where the rate is known to be a part of a whole and must reach the figure.
fn severity(row: &Row<'_>, figure: &Figure) -> Severity {
    let is_part = row.says(WordList::BoundedRate) || row.is_satisfaction();
    let is_cap = figure.quantity.operator.is_some_and(Operator::is_ceiling);
    if is_part && !is_cap { Severity::Error } else { Severity::Warning }
}
