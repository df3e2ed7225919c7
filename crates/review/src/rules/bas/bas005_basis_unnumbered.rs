//! BAS005: a document cited as a basis without its number, or a number without its issuer.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use model::document::NumberAt;
use rulebook::WordList;

use super::cited::{Cited, cited};
use crate::rules::telling::Gathered;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS005"),
        name: "basis_unnumbered",
        title: "依据文件没有文号",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "gbt-9704-2012", article: "发文字号" },
            LegalRef { law: "gongwen-2012-14", article: "引用公文应当先引标题，后引发文字号" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("bas005_basis_unnumbered.md"),
    check,
};

const HELP: &str = "补上文号，写全发文机关代字、年份和序号，例如“临财预〔2025〕12号”";

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut gathered = Gathered::new();
    for cited in &cited(subject) {
        let text = cited.citation.text.as_str();
        if let Some(at) = cited.number() {
            if at.number.agency.is_empty() && !has_code_in_brackets(&cited.words.text, &at) {
                let span = cited.words.span(at.range.clone());
                gathered.add(text, span, || without_agency(cited, &at, span));
            }
        } else if let Some((severity, help)) = unnumbered(cited) {
            gathered.add(text, cited.span(), || {
                let message = format!("依据“{text}”没有写文号");
                RULE.info.finding(cited.span(), message).graded(severity).help(help)
            });
        }
    }
    findings.extend(gathered.into_findings());
}

/// How grave it is that a document is cited without its number; `None` where it needs none.
fn unnumbered<'s>(cited: &Cited<'_, 's>) -> Option<(Severity, &'s str)> {
    if cited.is_law() || cited.hit(WordList::BasisKinds).is_some() || is_told_otherwise(cited) {
        return None;
    }
    if cited.citation.title.is_some() {
        return Some((Severity::Note, HELP));
    }
    let hit = cited.hits_of(WordList::NumberedDocuments).last()?;
    let note = hit.term.note.as_str();
    Some(if note.is_empty() { (Severity::Warning, HELP) } else { (Severity::Note, note) })
}

/// Minutes are told by their session (第12次), standards by their own number (GB/T 50328), some
/// documents by their full date.
fn is_told_otherwise(cited: &Cited<'_, '_>) -> bool {
    let text = cited.citation.text.as_str();
    let counted = text.match_indices('第').any(|(at, sign)| {
        let rest = text.get(at + sign.len()..).unwrap_or_default();
        let number = model::numeral::numeral(rest).and_then(|found| rest.get(found.len..));
        number.is_some_and(|after| after.trim_start().starts_with(['号', '期', '次', '届', '批']))
    });
    let dated = text.contains('月') && text.ends_with(['日', '）', ')']) && text.contains('日');
    counted || dated || has_standard_number(text)
}

/// GB/T 15776, LY/T 5007, TD/T 1055, DB13/T 2025: letters, then figures.
fn has_standard_number(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii() || c == ' ').any(|run| {
        let letters = run.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest = run.get(letters..).unwrap_or_default();
        letters >= 2 && (rest.is_empty() || rest.starts_with('/') || rest.contains(|c: char| c.is_ascii_digit()))
    })
}

/// 国务院办公厅（国办发）〔2024〕1号: the issuing code stands in brackets of its own.
fn has_code_in_brackets(text: &str, at: &NumberAt) -> bool {
    const KINDS: [&str; 8] = ["通知", "意见", "文件", "批复", "决定", "办法", "方案", "试行"];
    let before = text.get(..at.year.start).unwrap_or_default().trim_end();
    let Some(inside) = before.strip_suffix(['）', ')']) else { return false };
    let inside = inside.rsplit(['（', '(']).next().unwrap_or_default();
    !inside.is_empty()
        && inside.chars().count() <= 8
        && !KINDS.iter().any(|kind| inside.ends_with(kind))
}

fn without_agency(cited: &Cited<'_, '_>, at: &NumberAt, span: Span) -> Finding {
    let number = cited.words.text.get(at.range.clone()).unwrap_or_default();
    let message = format!("依据“{}”的文号“{number}”前面缺发文机关代字", cited.citation.text);
    RULE.info.finding(span, message).help("查原文补上代字，例如“临政办发”")
}
