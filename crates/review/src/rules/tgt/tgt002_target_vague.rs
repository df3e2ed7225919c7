//! TGT002: a target in words that nobody can measure.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::target::Target;
use rulebook::WordList;

use crate::row::rows;
use crate::wording::quoted;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("TGT002"),
        name: "target_vague",
        title: "指标值空泛，无法衡量",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值应当可衡量" },
            LegalRef { law: "practice", article: "指标值不得使用空泛用语" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("tgt002_target_vague.md"),
    check,
};

/// Timeliness rows are TGT007's, which asks them for a date; that the words are vague too is a note.
fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let book = subject.rulebook.words();
    for row in rows(subject) {
        let Some(words) = row.target_words() else { continue };
        if row.target() != Some(&Target::Qualitative) {
            continue;
        }
        let vague = book.all(WordList::Vague, &words.text);
        if vague.is_empty() || book.has(WordList::CheckableState, &words.text) {
            continue;
        }
        let said = quoted(vague.iter().map(|hit| hit.term.word.as_str()), 3);
        let message = format!("指标值“{}”无法衡量：只有{said}，没有数量、比例或可以核实的状态", words.text);
        let help = if row.is_timeliness() {
            "写明完成日期、期限或及时率（见 TGT007）"
        } else if row.is_satisfaction() {
            "改为百分比，例如“≥90%”，并在描述里写明调查对象"
        } else {
            "改为能核实的数，例如增长或减少的比例、受益人数、达到的等级；确需定性的，写成“通过验收”“无责任事故”这样可以核实的状态"
        };
        let finding = RULE.info.finding(words.at, message).help(help);
        findings.push(if row.is_timeliness() { finding.graded(Severity::Note) } else { finding });
    }
}
