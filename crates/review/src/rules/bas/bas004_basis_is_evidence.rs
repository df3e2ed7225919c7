//! BAS004: a basis that is the proof of the result and not the reason for the target.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use rulebook::WordList;

use super::cited::{Cited, cited};
use crate::rules::telling::Gathered;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS004"),
        name: "basis_is_evidence",
        title: "把佐证材料当成了依据",
        severity: Severity::Warning,
        facet: Facet::Feasibility,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值确定依据与佐证资料" },
            LegalRef { law: "practice", article: "依据不得写佐证材料" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("bas004_basis_is_evidence.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let all = cited(subject);
    let mut gathered = Gathered::new();
    for cited in all.iter().filter(|cited| is_evidence(subject, cited)) {
        // Beside a true basis in the same cell, evidence does little harm.
        let beside = |other: &&Cited<'_, '_>| {
            std::ptr::eq(other.words, cited.words) && !is_evidence(subject, other)
        };
        let severity =
            if all.iter().any(|other| beside(&other)) { Severity::Note } else { Severity::Warning };
        let text = cited.citation.text.as_str();
        gathered.add((text, severity), cited.span(), || {
            let message = format!("“{text}”是事后证明完成情况的材料，不是确定指标值的依据");
            RULE.info.finding(cited.span(), message).graded(severity).help(
                "写指标值按什么定的：上年实际值、行业标准、文件或年度计划；佐证材料留到自评时用",
            )
        });
    }
    findings.extend(gathered.into_findings());
}

fn is_evidence(subject: &Subject<'_>, cited: &Cited<'_, '_>) -> bool {
    let names_document = cited.citation.number.is_some() || cited.citation.title.is_some();
    cited.hit(WordList::Evidence).is_some()
        && !names_document
        && cited.hit(WordList::BasisKinds).is_none()
        && cited.hit(WordList::NumberedDocuments).is_none()
        && !of_past_year(&cited.citation.text, subject.year)
}

/// 2024年统计报表 in a plan for 2026 is last years' actual value: a good basis.
fn of_past_year(text: &str, plan: i16) -> bool {
    text.match_indices('年').any(|(at, _)| {
        let head = text.get(..at).unwrap_or_default();
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let year = head.get(head.len() - digits..).and_then(|year| year.parse::<i16>().ok());
        digits == 4 && year.is_some_and(|year| year < plan)
    })
}
