//! COD003: a project code of another region than the others, or than the department's.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};
use rulebook::Regions;

use crate::rules::telling::list;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("COD003"),
        name: "project_code_region_differs",
        title: "项目编码里的区划不是本地区",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "gbt-2260", article: "" },
            LegalRef { law: "yitihua-2020-13", article: "项目代码" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("cod003_project_code_region_differs.md"),
    check,
};

/// The region a code begins with, and where its six digits stand.
type Coded<'s> = (&'s str, Span);

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let most = subject.region;
    if most.is_empty() {
        return;
    }
    let codes: Vec<Coded<'_>> = subject
        .projects()
        .filter_map(|(_, project)| {
            let code = project.code.as_ref()?;
            let region = &code.value.as_ref()?.region;
            let digits = code.text().get(..region.len()).filter(|head| *head == region)?;
            Some((digits, code.words.span(0..digits.len())))
        })
        .collect();
    if let Some(finding) = all_elsewhere(subject, &codes, most) {
        findings.push(finding);
    }
    let regions = subject.rulebook.regions();
    findings.extend(
        codes
            .iter()
            .filter(|(region, _)| !related(region, most))
            .map(|odd| odd_one(regions, &codes, odd, most)),
    );
}

/// Whether one region is the other, or lies in it: projects of city and province keep their code.
fn related(one: &str, other: &str) -> bool {
    one.starts_with(significant(other)) || other.starts_with(significant(one))
}

fn significant(code: &str) -> &str {
    code.trim_end_matches("00")
}

fn odd_one(regions: &Regions, codes: &[Coded<'_>], odd: &Coded<'_>, most: &str) -> Finding {
    let (region, span) = *odd;
    let usual = codes.iter().filter(|(other, _)| *other == most).count();
    let message = format!(
        "项目编码以 {} 开头，其余{usual}个项目以 {} 开头",
        named(regions, region),
        named(regions, most)
    );
    let finding =
        RULE.info.finding(span, message).help("核对项目编码是否抄错，或是否误用了外地文本");
    match codes.iter().find(|(other, _)| *other == most) {
        Some((_, other)) => finding.also(*other, "其余项目的区划"),
        None => finding,
    }
}

/// 130102（长安区）, or the digits alone where the list does not know them.
fn named(regions: &Regions, code: &str) -> String {
    match regions.name(code) {
        Some(name) => format!("{code}（{name}）"),
        None => code.into(),
    }
}

/// The region of most codes is known, and is not that of the department on the cover.
fn all_elsewhere(subject: &Subject<'_>, codes: &[Coded<'_>], most: &str) -> Option<Finding> {
    let name = subject.statement.region.name.as_ref()?;
    let regions = subject.rulebook.regions();
    let own = own_name(regions, &name.text)?;
    if regions.fits(own, most) != Some(false) {
        return None;
    }
    let mut spans = codes.iter().filter(|(region, _)| *region == most).map(|(_, span)| *span);
    let message = format!(
        "项目编码以 {} 开头，封面上的“{own}”是 {}",
        named(regions, most),
        list(regions.codes(own))
    );
    let mut finding = RULE
        .info
        .finding(spans.next()?, message)
        .help("核对项目编码，或核对封面上的地区名称")
        .also(name.at, "封面上的地区");
    for span in spans {
        finding = finding.also(span, "");
    }
    Some(finding)
}

/// The name the list knows: as it stands, or behind the city or province it is in.
fn own_name<'n>(regions: &Regions, name: &'n str) -> Option<&'n str> {
    let known = |name: &str| !regions.codes(name).is_empty();
    if known(name) {
        return Some(name);
    }
    let ends = name.char_indices().filter(|(_, c)| matches!(c, '省' | '市' | '州' | '盟' | '区'));
    let cuts = ends.map(|(at, c)| at + c.len_utf8());
    cuts.filter_map(|at| Some((name.get(..at)?, name.get(at..)?))).find_map(|(above, own)| {
        match known(own) {
            true if known(above) => Some(own),
            // 某省某市某县: the part behind the province may be in two steps.
            false if known(above) => own_name(regions, own),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::trial::{base, found};

    fn reported(department: &str, region: &str) -> Vec<String> {
        let text = base().replace("临河县", department).replace("990321", region);
        let findings = found(&super::RULE, &text);
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_cover_is_held_against_the_list() {
        assert_eq!(reported("正定县", "130123"), Vec::<String>::new());
        assert_eq!(reported("石家庄市正定县", "130123"), Vec::<String>::new());
        assert_eq!(
            reported("河北省石家庄市正定县", "130125"),
            ["项目编码以 130125（行唐县） 开头，封面上的“正定县”是 130123"]
        );
        assert_eq!(reported("正定县", "130000"), Vec::<String>::new(), "codes of the province");
        assert_eq!(reported("正定县", "130100"), Vec::<String>::new(), "codes of the city");
    }

    #[test]
    fn what_the_list_does_not_know_is_not_judged() {
        assert_eq!(reported("临河县", "130123"), Vec::<String>::new());
        assert_eq!(reported("石家庄市主城区", "130102"), Vec::<String>::new());
        assert_eq!(reported("正定新区", "130123"), Vec::<String>::new());
    }
}
