//! TGT003: a number without ≥, ≤ or =, so that nobody knows whether more or less is the aim.

use ground::{
    Decimal, Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span, Sureness, Words,
};
use model::quantity::Quantity;
use model::target::Target;
use model::time::{When, moments};
use model::unit::Family;

use super::operator::{Proposal, propose};
use crate::row::{Row, rows};
use crate::wording::{figure_in, letters};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT003"),
        name: "operator_missing",
        title: "指标值没有比较符号",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "yitihua-2020-13", article: "绩效指标的计算符号" },
            LegalRef { law: "practice", article: "定量指标应选择计算符号" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt003_operator_missing.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        let Some(Target::Quantity(quantity) | Target::Rate(quantity)) = row.target() else {
            continue;
        };
        let told = is_rhythm(&words.text) || is_change(&words.text) || builds_one(quantity, words);
        if told || !wants_operator(&row, quantity) {
            continue;
        }
        findings.push(finding(subject, &row, words, quantity));
    }
}

/// Counts, money and rates below 100 % want one; 0, 100 % and ranges speak for themselves.
fn wants_operator(row: &Row<'_>, quantity: &Quantity) -> bool {
    if quantity.operator.is_some() || quantity.upper.is_some() || quantity.value.is_zero() {
        return false;
    }
    let counts = quantity.family().is_some_and(crate::row::is_count);
    match quantity.family() {
        Some(Family::Share) | None => quantity.value != Decimal::ONE_HUNDRED,
        _ => !(counts && row.is_timeliness()),
    }
}

/// 每季度1次 is a rhythm, to be kept as it stands.
fn is_rhythm(text: &str) -> bool {
    moments(text).iter().any(|moment| matches!(moment.deadline.when, When::Every { .. }))
}

/// 比上年增长5%: the verb tells which way is good.
fn is_change(text: &str) -> bool {
    const VERBS: [&str; 9] =
        ["增长", "增加", "提高", "提升", "上升", "下降", "降低", "减少", "缩短"];
    let head = figure_in(text).and_then(|figure| text.get(..figure.core.start));
    head.is_some_and(|head| VERBS.iter().any(|verb| head.contains(verb)))
}

/// 建成1个服务中心: the one thing that the project makes.
fn builds_one(quantity: &Quantity, words: &Words) -> bool {
    quantity.value == Decimal::ONE
        && quantity.family() == Some(Family::Item)
        && letters(&words.text).count() >= 5
}

fn finding<'s>(subject: &Subject<'s>, row: &Row<'s>, words: &Words, quantity: &Quantity) -> Finding {
    let text = &words.text;
    let proposal = propose(subject, row, quantity);
    let sign = proposal.operator.sign();
    let message = format!("指标值“{text}”没有“≥”“≤”或“＝”，看不出多好还是少好");
    let mut finding = RULE.info.finding(words.at, message).help(help(&proposal, quantity));
    if let Some((there, range)) = &proposal.proof {
        let shown = there.text.get(range.clone()).unwrap_or_default();
        finding = finding.also(there.span(range.clone()), format!("这里写的是“{shown}”"));
    }
    let figure = figure_in(text).filter(|_| quantity.vagueness.is_none());
    match figure {
        Some(figure) => {
            let at: Span = words.span(figure.core.start..figure.core.start);
            finding.fixes(proposal.sureness, vec![Edit { span: at, text: sign.into() }])
        }
        None => finding,
    }
}

fn help(proposal: &Proposal<'_>, quantity: &Quantity) -> String {
    let filled = Quantity { operator: Some(proposal.operator), ..quantity.clone() };
    match proposal.sureness {
        Sureness::Safe => format!("同一文本别处已写明，改为“{filled}”"),
        Sureness::Suggested => format!("按指标的方向补上符号，例如“{filled}”；必须正好等于的写“＝”"),
    }
}
