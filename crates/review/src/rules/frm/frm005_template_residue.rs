//! FRM005: words of the template that the author should have replaced or deleted.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span, Sureness};
use model::leaves::{Field, Locus};
use rulebook::{Hit, WordList};

use super::placeholder::placeholders;
use crate::rules::telling::Gathered;
use crate::subject::Passage;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM005"),
        name: "template_residue",
        title: "模板文字没有替换",
        severity: Severity::Error,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "practice", article: "占位符退回" },
            LegalRef { law: "logic", article: "文本自身" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm005_template_residue.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut gathered = Gathered::new();
    for (passage, hit) in subject.hits(WordList::TemplateResidue) {
        let span = passage.words.span(hit.range.clone());
        gathered.add(hit.term.word.as_str(), span, || named(subject, passage, hit, span));
    }
    for passage in &subject.passages {
        let text = &passage.words.text;
        // 21 signs of a code may well be X; only a code that is mostly X was never filled in.
        let is_code = matches!(passage.locus, Locus::Project(_, Field::Code));
        for range in placeholders(text, is_code) {
            let span = passage.words.span(range.clone());
            let word = text.get(range).unwrap_or_default();
            gathered.add(word, span, || blank_to_fill(word, span));
        }
    }
    findings.extend(gathered.into_findings());
}

fn named(subject: &Subject<'_>, passage: &Passage<'_>, hit: &Hit<'_>, span: Span) -> Finding {
    let word = hit.term.word.trim_end_matches(['：', ':']);
    let message = format!("“{word}”是模板里的文字，没有替换或删去");
    let finding = RULE.info.finding(span, message);
    if word.contains("书签") || word.contains("Bookmark") || word.contains("引用") {
        return finding.help("在 Word 里更新目录域或重新插入引用，然后检查一遍");
    }
    let in_county = !subject.region.is_empty() && !subject.region.ends_with("0000");
    if hit.term.instead.is_empty() || !in_county {
        return finding.help("换成实际内容，或整句删去");
    }
    let instead = hit.term.instead.as_str();
    let before = passage.words.text.get(..hit.range.start).unwrap_or_default();
    let whole: String = before.chars().rev().take(8).collect();
    let whole: String = whole.chars().rev().collect();
    finding.help(format!("改成实际名称，例如“{whole}{instead}”")).fix(
        Sureness::Suggested,
        span,
        instead,
    )
}

fn blank_to_fill(word: &str, span: Span) -> Finding {
    let message = format!("“{word}”像是待填的占位符，没有换成实际内容");
    RULE.info.finding(span, message).graded(Severity::Warning).help("换成实际的名称、数字或日期")
}
