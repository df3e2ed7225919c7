//! COD002: a project code whose last sign does not agree with the twenty before it.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::code::ProjectCode;
use model::statement::Leaf;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("COD002"),
        name: "project_code_check_character_wrong",
        title: "项目编码末位与前20位对不上",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "code-check-hebei", article: "" }],
        since: "0.1.0",
    },
    manual: include_str!("cod002_project_code_check_character_wrong.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (_, project) in subject.projects() {
        let Some(leaf) = &project.code else { continue };
        let Some(code) = &leaf.value else { continue };
        let province = code.region.get(..2).unwrap_or_default();
        let Some(known) = subject.rulebook.code_check(province, code.kind) else { continue };
        match code.check_for(known.constant) {
            Some(sign) if sign == code.check => {}
            Some(sign) => findings.push(contradicted(leaf, code, sign)),
            None => findings.push(foreign_sign(leaf)),
        }
    }
}

fn contradicted(leaf: &Leaf<ProjectCode>, code: &ProjectCode, sign: char) -> Finding {
    let message = format!(
        "项目编码“{}”末位是“{}”，按前20位推算应为“{sign}”：至少有一位抄错了",
        leaf.text(),
        code.check
    );
    RULE.info
        .finding(leaf.words.at, message)
        .help("到系统里重新复制项目编码；错的不一定是末位，不要只改末位")
}

/// Letters that are left out of such codes because they look like digits.
fn foreign_sign(leaf: &Leaf<ProjectCode>) -> Finding {
    let unused = |c: char| matches!(c, 'I' | 'O' | 'S' | 'V' | 'Z');
    let found = leaf.text().char_indices().skip(9).find(|(_, c)| unused(*c));
    let (span, sign) = match found {
        Some((at, c)) => (leaf.words.span(at..at + c.len_utf8()), c),
        None => (leaf.words.at, '?'),
    };
    let twin = match sign {
        'I' => "1",
        'O' => "0",
        'S' => "5",
        'Z' => "2",
        _ => "U",
    };
    let message = format!("项目编码“{}”里有“{sign}”，这类编码不用这个字母", leaf.text());
    RULE.info.finding(span, message).help(format!("可能是“{twin}”之误，请到系统里核对"))
}

#[cfg(test)]
mod tests {
    use crate::rules::trial::{base, found};

    /// The last sign of the code with this body, by the check that is proven there.
    fn with_check(body: &str) -> String {
        let code = model::code::ProjectCode::parse(&format!("{body}0")).unwrap();
        format!("{body}{}", code.check_for(30).unwrap())
    }

    fn reported(code: &str) -> usize {
        found(&super::RULE, &base().replace("99032126P00110010001X", code)).len()
    }

    #[test]
    fn any_sign_copied_wrong_is_seen() {
        let body = "13992126P00110010001";
        let right = with_check(body);
        assert_eq!(reported(&right), 0);
        for at in (9..20).filter(|at| &right[*at..=*at] != "7") {
            let mut wrong = right.clone();
            wrong.replace_range(at..=at, "7");
            assert_eq!(reported(&wrong), 1, "{wrong}");
        }
        assert_eq!(reported(&right.replace("P00", "POO")), 1);
    }

    #[test]
    fn silent_where_no_check_is_proven() {
        for body in ["13992126R00110010001", "51992126P00110010001"] {
            let code = with_check(body);
            let other = if code.ends_with('7') { '8' } else { '7' };
            assert_eq!(reported(&format!("{body}{other}")), 0, "{body}");
        }
    }
}
