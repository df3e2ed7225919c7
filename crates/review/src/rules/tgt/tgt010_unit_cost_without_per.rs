//! TGT010: a cost per person or per thing whose target is a bare sum.

use ground::{Edit, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness, Words};
use model::target::Target;
use model::unit::Family;
use rulebook::{Term, WordList};

use crate::row::{Row, rows};
use crate::wording::{bracketed_unit, figure_in};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT010"),
        name: "unit_cost_without_per",
        title: "单位成本没有写明按什么计量",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "practice", article: "单位成本写明计量对象" },
            LegalRef { law: "yitihua-2020-13", article: "绩效指标的计量单位" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt010_unit_cost_without_per.md"),
    check,
};

/// Only cost rows: elsewhere 人均收入20000元 is the usual way of writing.
fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for row in rows(subject).filter(|row| row.indicator.is_cost()) {
        let Some(words) = row.target_words() else { continue };
        let Some(Target::Quantity(quantity)) = row.target() else { continue };
        if quantity.family() != Some(Family::Money) || quantity.is_per() || names_whole(&row) {
            continue;
        }
        if let Some(term) = said(&row).filter(|_| !says_per(&row, &words.text)) {
            findings.push(finding(&row, words, term));
        }
    }
}

/// 体检总费用, 合计: the sum for all, whatever the description says of each.
fn names_whole(row: &Row<'_>) -> bool {
    row.labels().any(|words| ["总", "合计", "共计"].iter().any(|word| words.text.contains(word)))
}

/// The unit stands in the brackets of the name or as 每人 in the target itself.
fn says_per(row: &Row<'_>, target: &str) -> bool {
    let bracketed = row.labels().filter_map(|words| bracketed_unit(&words.text));
    let mut units = bracketed.chain([target]);
    units.any(|unit| unit.contains(['/', '／', '每', '·']))
}

/// The word that makes it a cost per something; one that says of what is preferred.
fn said<'s>(row: &Row<'s>) -> Option<&'s Term> {
    let book = row.book();
    let hits = row.labels().flat_map(|words| book.all(WordList::UnitCost, &words.text));
    let found: Vec<&Term> = hits.map(|hit| hit.term).collect();
    found.iter().find(|term| !term.instead.is_empty()).or(found.first()).copied()
}

fn finding(row: &Row<'_>, words: &Words, term: &Term) -> Finding {
    let text = &words.text;
    let message =
        format!("“{}”是“{}”，指标值“{text}”却没写按什么计量", row.indicator.name(), term.word);
    let finding = RULE.info.finding(words.at, message);
    let Some(figure) = figure_in(text).filter(|_| !term.instead.is_empty()) else {
        return finding.help("把单位写全，例如“元/人”“元/户”“元/人·月”");
    };
    let at = words.span(figure.core.end..figure.core.end);
    let per = format!("/{}", term.instead);
    finding
        .help(format!("单位写成“元{per}”"))
        .fixes(Sureness::Suggested, vec![Edit { span: at, text: per }])
}
