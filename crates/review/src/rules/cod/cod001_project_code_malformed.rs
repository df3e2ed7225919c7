//! COD001: a project code that does not have the form of project codes.

use std::ops::Range;

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Sureness};
use model::code::ProjectCode;
use model::statement::Leaf;
use rulebook::Parameter;

use crate::rules::telling::{is_han, list};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("COD001"),
        name: "project_code_malformed",
        title: "项目编码格式不对",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "yitihua-2020-13", article: "项目代码" }],
        since: "0.1.0",
    },
    manual: include_str!("cod001_project_code_malformed.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Ok(length) = usize::try_from(subject.number(Parameter::CodeLength)) else { return };
    if length == 0 {
        return;
    }
    for (_, project) in subject.projects() {
        let Some(code) = &project.code else { continue };
        if code.value.is_none() && !code.is_blank() {
            findings.push(malformed(code, length));
        }
    }
}

fn malformed(code: &Leaf<ProjectCode>, length: usize) -> Finding {
    let signs: Vec<(usize, char)> = code.text().char_indices().filter(|(_, c)| *c != ' ').collect();
    if !signs.iter().any(|(_, c)| narrowed(*c).is_ascii_alphanumeric()) {
        let message = format!("“{}”不是项目编码", code.text());
        return RULE.info.finding(code.words.at, message).help("填写系统生成的21位项目编码");
    }
    let mut faults = Vec::new();
    if signs.len() != length {
        faults.push(format!("共{}位，应为{length}位", signs.len()));
    }
    let mut wrong: Vec<Range<usize>> = Vec::new();
    for (place, (at, c)) in signs.iter().enumerate() {
        let expected = if signs.len() == length { class(place) } else { Class::Sign };
        if let Some(fault) = expected.fault(*c) {
            wrong.push(*at..at + c.len_utf8());
            faults.push(format!("第{}位“{c}”{fault}", place + 1));
        }
    }
    let span = match wrong.as_slice() {
        [one] if signs.len() == length => code.words.span(one.clone()),
        _ => code.words.at,
    };
    let message = format!("项目编码“{}”{}", code.text(), list(faults.iter().take(4)));
    let finding = RULE.info.finding(span, message).help("对照系统里的项目编码改正");
    match corrected(code.text()) {
        Some((text, sureness)) => finding.fix(sureness, code.words.at, text),
        None => finding,
    }
}

/// What may stand at a place of a code.
#[derive(Clone, Copy)]
enum Class {
    Digit,
    Letter,
    Sign,
}

/// Six digits of region and two of year, a letter, then signs of either kind.
fn class(place: usize) -> Class {
    match place {
        0..8 => Class::Digit,
        8 => Class::Letter,
        _ => Class::Sign,
    }
}

impl Class {
    fn fault(self, c: char) -> Option<&'static str> {
        let fits = match self {
            Class::Digit => c.is_ascii_digit(),
            Class::Letter => c.is_ascii_uppercase(),
            Class::Sign => c.is_ascii_digit() || c.is_ascii_uppercase(),
        };
        if fits {
            return None;
        }
        Some(match (self, c) {
            (_, c) if narrowed(c) != c => "是全角字符",
            (_, c) if is_han(c) => "是汉字",
            (Class::Digit, _) => "应为数字",
            (_, 'a'..='z') => "应为大写字母",
            (Class::Letter, _) => "应为字母",
            _ => "不是数字或大写字母",
        })
    }
}

/// The half-width form of a full-width letter or digit.
fn narrowed(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The code that is left when width, case and separators are put right, if that is one.
fn corrected(text: &str) -> Option<(String, Sureness)> {
    let narrow: String = text.chars().map(narrowed).filter(|c| *c != ' ').collect();
    if ProjectCode::parse(&narrow).is_some() {
        return Some((narrow, Sureness::Safe));
    }
    let plain: String = narrow.chars().filter(|c| !matches!(c, '-' | '—' | '_' | '.')).collect();
    let plain = plain.to_ascii_uppercase();
    ProjectCode::parse(&plain).map(|_| (plain, Sureness::Suggested))
}

#[cfg(test)]
mod tests {
    use crate::rules::trial::{base, found};

    #[test]
    fn before_such_codes_were_in_use_others_are_right() {
        let text = base().replace("99032126P00110010001X", "99032119001");
        assert_eq!(found(&super::RULE, &text).len(), 1);
        assert_eq!(found(&super::RULE, &text.replace("2026", "2019")), []);
    }

    #[test]
    fn full_width_signs_are_narrowed_for_sure() {
        let text = base().replace("99032126P00110010001X", "９９０３２１２６P00110010001X");
        let findings = found(&super::RULE, &text);
        let fix = findings[0].fix.as_ref().unwrap();
        assert_eq!(fix.sureness, ground::Sureness::Safe);
        assert_eq!(fix.edits[0].text, "99032126P00110010001X");
    }
}
