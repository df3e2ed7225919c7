//! Findings that a person has looked at and accepts, with the reason.

use ground::{Day, Facet, Finding, LegalRef, Mark, RuleCode, RuleInfo, Severity, Source, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An acceptance that no finding answers to.
pub const ACCEPTANCE_UNMATCHED: RuleCode = RuleCode::new("ACC001");
/// An acceptance, or a file of them, that cannot be used.
pub const ACCEPTANCE_UNUSABLE: RuleCode = RuleCode::new("ACC002");

/// The identity cards of what can be said of acceptances.
pub const FINDINGS: &[RuleInfo] = &[
    card(ACCEPTANCE_UNMATCHED, "acceptance_unmatched", "接受记录没有对应的问题", Severity::Note),
    card(ACCEPTANCE_UNUSABLE, "acceptance_unusable", "接受记录无法使用", Severity::Warning),
];

/// The manual page of a finding about acceptances.
pub fn manual(code: RuleCode) -> Option<&'static str> {
    match code {
        ACCEPTANCE_UNMATCHED => Some(include_str!("accept/acc001_acceptance_unmatched.md")),
        ACCEPTANCE_UNUSABLE => Some(include_str!("accept/acc002_acceptance_unusable.md")),
        _ => None,
    }
}

const fn card(
    code: RuleCode,
    name: &'static str,
    title: &'static str,
    severity: Severity,
) -> RuleInfo {
    let basis: &[LegalRef] = &[];
    RuleInfo { code, name, title, severity, facet: Facet::Completeness, basis, since: "0.1.0" }
}

/// One acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Acceptance {
    /// The rule whose finding is accepted.
    pub code: RuleCode,
    /// The words it marks; white space does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where it stands, as the review prints it: 第46行第58字, or 项目2第4行指标值.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Why it is right all the same.
    pub reason: String,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// On which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub date: Option<Day>,
}

/// A finding as far as an acceptance may name it.
#[derive(Clone, Debug)]
pub struct Named<'f> {
    /// The finding.
    pub finding: &'f Finding,
    /// The names of the place of its decisive words.
    pub places: Vec<String>,
}

/// What acceptances do to findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// For each finding the number of the acceptance that covers it.
    pub accepted: Vec<Option<usize>>,
    /// Numbers of the acceptances that cover nothing.
    pub unmatched: Vec<usize>,
}

/// Finds out which findings are accepted, and which acceptances cover nothing.
pub fn settle(source: &Source, findings: &[Named<'_>], acceptances: &[Acceptance]) -> Settled {
    let covering = |named: &Named<'_>| acceptances.iter().position(|a| a.covers(source, named));
    let accepted: Vec<Option<usize>> = findings.iter().map(covering).collect();
    let is_idle =
        |acceptance: &Acceptance| !findings.iter().any(|named| acceptance.covers(source, named));
    let all = acceptances.iter().enumerate();
    let unmatched = all.filter(|(_, acceptance)| is_idle(acceptance)).map(|(number, _)| number);
    Settled { unmatched: unmatched.collect(), accepted }
}

impl Acceptance {
    /// Whether it speaks of this finding.
    ///
    /// Every field it gives must fit. One that gives neither words nor place covers only a finding
    /// that marks no words: something is missing, and there is nothing to quote.
    pub fn covers(&self, source: &Source, named: &Named<'_>) -> bool {
        if self.code != named.finding.code {
            return false;
        }
        let marks = &named.finding.marks;
        let said = |mark: &Mark| plain(source.excerpt(mark.span));
        let words = self.words.as_deref().map(plain).filter(|words| !words.is_empty());
        let place = self.place.as_deref().map(plain).filter(|place| !place.is_empty());
        if words.is_none() && place.is_none() {
            return named.finding.span().is_empty();
        }
        let words_fit = words.is_none_or(|words| marks.iter().any(|mark| said(mark) == words));
        words_fit
            && place.is_none_or(|place| named.places.iter().any(|known| plain(known) == place))
    }

    /// The note that it covers nothing.
    pub fn unmatched(&self) -> Finding {
        let message = format!("接受记录 {} 没有对应的问题", self.label());
        Finding::new(ACCEPTANCE_UNMATCHED, Severity::Note, Span::at(0), message)
            .help("问题可能已经改好，或文字有了变动；请删去这条记录，或按现在的文字重新接受")
    }

    /// The acceptance in one phrase.
    pub fn label(&self) -> String {
        let words = self.words.as_ref().map(|words| format!("“{words}”"));
        let parts = [Some(self.code.to_string()), words, self.place.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Words without white space: conversion puts it where it likes.
fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use ground::Format;

    use super::*;

    fn source() -> Source {
        Source::new("a.txt", Format::Text, "指标值 ≥500 元/人，依据".into(), Vec::new())
    }

    fn finding(source: &Source, words: &str) -> Finding {
        let start = source.text.find(words).unwrap();
        let span = Span::new(start..start + words.len());
        Finding::new(RuleCode::new("TGT001"), Severity::Error, span, "x")
    }

    fn acceptance(words: Option<&str>, place: Option<&str>) -> Acceptance {
        Acceptance {
            code: RuleCode::new("TGT001"),
            words: words.map(str::to_owned),
            place: place.map(str::to_owned),
            reason: "确有最低标准".into(),
            by: None,
            date: None,
        }
    }

    fn covers(words: Option<&str>, place: Option<&str>) -> bool {
        let source = source();
        let finding = finding(&source, "≥500 元/人");
        let places = vec!["第1行第5字".to_owned(), "项目2第4行指标值".to_owned()];
        acceptance(words, place).covers(&source, &Named { finding: &finding, places })
    }

    #[test]
    fn every_given_field_must_fit() {
        assert!(covers(Some("≥500元/人"), None));
        assert!(covers(None, Some("项目2第4行指标值")));
        assert!(covers(Some("≥500 元/人"), Some("第1行第5字")));
        assert!(!covers(Some("≥500"), None), "a part of the words is not the words");
        assert!(!covers(Some("≥500元/人"), Some("项目1第4行指标值")));
        assert!(!covers(None, None), "words are marked, so they must be named");
    }

    #[test]
    fn what_covers_nothing_is_noted() {
        let source = source();
        let found = finding(&source, "依据");
        let named = [Named { finding: &found, places: Vec::new() }];
        let acceptances = [acceptance(Some("别的"), None), acceptance(Some("依据"), None)];
        let settled = settle(&source, &named, &acceptances);
        assert_eq!(settled.accepted, [Some(1)]);
        assert_eq!(settled.unmatched, [0]);
        assert!(acceptances[0].unmatched().message.contains("TGT001 “别的”"));
    }

    #[test]
    fn something_missing_needs_no_words() {
        let source = source();
        let found = Finding::new(RuleCode::new("TGT001"), Severity::Error, Span::at(3), "缺");
        let named = Named { finding: &found, places: Vec::new() };
        assert!(acceptance(None, None).covers(&source, &named));
    }
}
