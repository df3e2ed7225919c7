//! COD005: two projects with one code.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::Project;

use crate::rules::telling::project_title;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("COD005"),
        name: "project_code_repeated",
        title: "两个项目用了同一个编码",
        severity: Severity::Error,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "logic", article: "一项目一编码" },
            LegalRef { law: "yitihua-2020-13", article: "项目代码" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("cod005_project_code_repeated.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut seen: Vec<(String, usize, &Project)> = Vec::new();
    for (number, project) in subject.projects() {
        let Some(code) = code(project) else { continue };
        match seen.iter().find(|(known, _, _)| *known == code) {
            Some((_, first, earlier)) => {
                findings.extend(repeated((*first, earlier), (number, project)));
            }
            None => seen.push((code, number, project)),
        }
    }
}

/// The code without blanks; words without any digit are no code that could be repeated.
fn code(project: &Project) -> Option<String> {
    let text = project.code.as_ref()?.text();
    let is_code = text.chars().filter(char::is_ascii_digit).count() > 6;
    is_code.then(|| text.chars().filter(|c| !c.is_whitespace()).collect())
}

fn repeated(first: (usize, &Project), second: (usize, &Project)) -> Option<Finding> {
    let words = &second.1.code.as_ref()?.words;
    let earlier = &first.1.code.as_ref()?.words;
    let message = format!(
        "{}与{}的项目编码相同，都是“{}”",
        project_title(second.0, second.1),
        project_title(first.0, first.1),
        words.text
    );
    let finding = RULE.info.finding(words.at, message).also(earlier.at, "编码相同的另一个项目");
    let unit = |project: &Project| project.unit_code.as_ref().map(|words| words.text.clone());
    let of_two_units = unit(first.1).is_some() && unit(first.1) != unit(second.1);
    Some(if of_two_units {
        // One project split between two units of a department keeps its code.
        finding.graded(Severity::Note).help("同一项目由两个单位实施的，可以保留；否则请核对编码")
    } else if first.1.name() == second.1.name() {
        finding.help("同一个项目出现了两次，删去一张表，或改正编码和名称")
    } else {
        finding.help("对照系统改正其中一个项目的编码")
    })
}

#[cfg(test)]
mod tests {
    use ground::Severity;

    use crate::rules::trial::{base, found};

    #[test]
    fn one_project_of_two_units_keeps_its_code() {
        let text = base().replace("99032126P001100100028", "99032126P00110010001X");
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Error);
        let second = text.rfind("711001").unwrap();
        let text = format!("{}711002{}", &text[..second], &text[second + 6..]);
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Note);
    }
}
