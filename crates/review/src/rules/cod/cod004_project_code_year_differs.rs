//! COD004: a project code created after the year of the plan, or very long before it.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use rulebook::Parameter;

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("COD004"),
        name: "project_code_year_differs",
        title: "项目编码里的年份与文本年度不合",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "yitihua-2020-13", article: "项目代码" }],
        since: "0.1.0",
    },
    manual: include_str!("cod004_project_code_year_differs.md"),
    check,
};

/// Where the two digits of the year stand in a code.
const YEAR: std::ops::Range<usize> = 6..8;

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    // Where the cover names no year, the codes themselves are all that tells it.
    let Some(plan) = subject.statement.plan_year() else { return };
    let limit = subject.number(Parameter::CodeAge);
    for (_, project) in subject.projects() {
        let Some(leaf) = &project.code else { continue };
        let Some(code) = &leaf.value else { continue };
        let span = match leaf.words.text.find(' ') {
            Some(_) => leaf.words.at,
            None => leaf.words.span(YEAR),
        };
        let age = plan - code.year;
        if age < 0 {
            let message =
                format!("项目编码显示{}年创建，晚于本文本的{plan}年度", code.year);
            findings.push(
                RULE.info
                    .finding(span, message)
                    .help("核对项目编码，或核对封面年度是否没有改过来"),
            );
        } else if !limit.is_zero() && Decimal::from(age) > limit {
            let message = format!("项目编码显示{}年创建，已沿用{age}年", code.year);
            findings.push(
                RULE.info
                    .finding(span, message)
                    .graded(Severity::Note)
                    .help("确认仍是同一个项目；内容已变的，应当新建项目"),
            );
        }
    }
}
