//! BAS001: targets without a basis.

use ground::{Facet, Finding, Format, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::{Indicator, Project};

use crate::rules::telling::{is_unused, list, project_span, project_title, row_words};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS001"),
        name: "basis_missing",
        title: "指标值没有确定依据",
        severity: Severity::Warning,
        facet: Facet::Feasibility,
        basis: &[
            LegalRef { law: "caiyu-2021-101", article: "指标值确定依据" },
            LegalRef { law: "hebei-text", article: "指标值确定依据" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("bas001_basis_missing.md"),
    check,
};

const HELP: &str = "写明指标值是按什么定的：文件名称和文号、年度计划、上年实际值、行业标准或支出标准";

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    // A form without this column anywhere does not ask for it.
    if subject.indicators().all(|(_, _, row)| row.basis.is_none()) {
        return;
    }
    for (number, project) in subject.projects() {
        let used = || project.indicators.iter().filter(|row| !is_unused(row));
        let lacking: Vec<&Indicator> = used().filter(|row| lacks(row)).collect();
        if lacking.is_empty() {
            continue;
        }
        let finding = if lacking.len() == used().count() {
            none_at_all(number, project, lacking.len())
        } else {
            some_rows(number, project, &lacking)
        };
        let one_cell = subject.source.format == Format::Text && looks_merged(project);
        findings.push(if one_cell { finding.graded(Severity::Note) } else { finding });
    }
}

/// Blank, a dash, or 无: nothing that a target could rest on.
fn lacks(row: &Indicator) -> bool {
    let text = row.basis_text();
    !text.chars().any(char::is_alphanumeric) || matches!(text, "无" | "暂无" | "略")
}

fn none_at_all(number: usize, project: &Project, rows: usize) -> Finding {
    let message = format!("{}的{rows}行指标都没有写指标值确定依据", project_title(number, project));
    RULE.info.finding(project_span(project), message).help(HELP)
}

fn some_rows(number: usize, project: &Project, lacking: &[&Indicator]) -> Finding {
    let names = list(lacking.iter().map(|row| format!("“{}”", row.name())));
    let message = format!(
        "{}有{}行指标没有写指标值确定依据：{names}",
        project_title(number, project),
        lacking.len()
    );
    let mut spans = lacking.iter().filter_map(|row| Some(row_words(row)?.at));
    let first = spans.next().unwrap_or_else(|| project_span(project));
    let mut finding = RULE.info.finding(first, message).help(HELP);
    for span in spans {
        finding = finding.also(span, "");
    }
    finding
}

/// One cell merged over the rows of a level leaves its words in the first row of flattened text.
fn looks_merged(project: &Project) -> bool {
    let rows = &project.indicators;
    let begins_level = |at: usize| {
        let above = at.checked_sub(1).and_then(|above| rows.get(above));
        above.map(Indicator::dimension) != rows.get(at).map(Indicator::dimension)
    };
    let given = rows.iter().enumerate().filter(|(_, row)| !lacks(row));
    let lacking = rows.iter().filter(|row| lacks(row)).count();
    let mut given = given.peekable();
    given.peek().is_some() && lacking > 1 && given.all(|(at, _)| begins_level(at))
}

#[cfg(test)]
mod tests {
    use ground::{Format, Severity};

    use crate::rules::trial::{base, found, found_as};

    #[test]
    fn a_column_that_no_table_has_is_not_asked_for() {
        let text = base()
            .replace("\t指标值确定依据", "")
            .replace("\t临工发〔2025〕12号", "")
            .replace("\t临工发〔2025〕20号", "");
        assert_eq!(found(&super::RULE, &text), []);
    }

    #[test]
    fn a_merged_cell_of_flattened_text_is_only_a_note() {
        let text = base().replacen("临工发〔2025〕20号", "临工发〔2025〕21号", 1);
        let text = text.replace("临工发〔2025〕20号", "");
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Note);
        assert_eq!(found_as(Format::Docx, &super::RULE, &text)[0].severity, Severity::Warning);
    }
}
