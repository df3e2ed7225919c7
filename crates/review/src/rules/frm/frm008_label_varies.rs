//! FRM008: one field with two labels in one document.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness, Words};

use crate::rules::telling::list;
use crate::wording::is_letter;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM008"),
        name: "label_varies",
        title: "同一栏目名称前后不一",
        severity: Severity::Note,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "logic", article: "同一文本前后一致" }],
        since: "0.1.0",
    },
    manual: include_str!("frm008_label_varies.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut wordings: Vec<(String, Vec<&Words>)> = Vec::new();
    for (_, project) in subject.projects() {
        let Some(label) = project.code_label.as_ref() else { continue };
        let wording: String = label.text.chars().filter(|c| is_letter(*c)).collect();
        match wordings.iter_mut().find(|(known, _)| *known == wording) {
            Some((_, places)) => places.push(label),
            None => wordings.push((wording, vec![label])),
        }
    }
    findings.extend(varying(&wordings));
}

/// The wording of most tables is taken for the right one; of equally many, the first.
fn varying(wordings: &[(String, Vec<&Words>)]) -> Option<Finding> {
    let most = wordings.iter().map(|(_, places)| places.len()).max()?;
    let (usual, usual_places) = wordings.iter().find(|(_, places)| places.len() == most)?;
    let counts = wordings.iter().map(|(wording, places)| format!("“{wording}”{}处", places.len()));
    let mut odd = wordings.iter().filter(|(wording, _)| wording != usual);
    let mut odd_places = odd.by_ref().flat_map(|(_, places)| places.iter());
    let first = odd_places.next()?;
    let message = format!("同一栏目用了不同名称：{}", list(counts));
    let mut finding = RULE.info.finding(first.at, message).help(format!("统一写作“{usual}”"));
    let mut edits = vec![renamed(first, usual)];
    for place in odd_places {
        finding = finding.also(place.at, "");
        edits.push(renamed(place, usual));
    }
    if let Some(other) = usual_places.first() {
        finding = finding.also(other.at, "多数表用的名称");
    }
    Some(finding.fixes(Sureness::Suggested, edits.into_iter().flatten().collect()))
}

/// Only the label itself is replaced, not a colon behind it.
fn renamed(place: &Words, usual: &str) -> Option<ground::Edit> {
    let end = place.text.trim_end_matches(|c: char| !is_letter(c)).len();
    let start = place.text.find(is_letter)?;
    Some(ground::Edit { span: place.span(start..end), text: usual.into() })
}
