//! FRM004: a field that every project has to fill in stands blank.

use ground::{Facet, Finding, Format, LegalRef, RuleCode, RuleInfo, Severity, Span, Words};
use model::statement::{Indicator, Project};

use crate::rules::telling::{is_unused, list, project_span, project_title, row_words};
use crate::wording::is_letter;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM004"),
        name: "required_field_blank",
        title: "必填内容空白",
        severity: Severity::Error,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "hebei-text", article: "项目表" },
            LegalRef { law: "practice", article: "要素齐全" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("frm004_required_field_blank.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let unit_code_usual =
        subject.statement.projects.iter().find_map(|project| project.unit_code.as_ref());
    for (number, project) in subject.projects() {
        let title = project_title(number, project);
        let first = findings.len();
        head_fields(project, &title, findings);
        columns(project, &title, findings);
        unused_rows(project, &title, findings);
        if subject.source.format == Format::Text {
            // A blank of a flattened text may be a cell that was lost on the way.
            let own = findings.get_mut(first..).unwrap_or_default();
            own.iter_mut().for_each(|f| f.severity = f.severity.min(Severity::Warning));
        }
        if let (Some(usual), None) = (unit_code_usual, &project.unit_code) {
            findings.push(without_unit_code(project, &title, usual));
        }
    }
}

fn without_unit_code(project: &Project, title: &str, usual: &Words) -> Finding {
    let message = format!("{title}没有写单位编码，别的项目写有“{}”", usual.text);
    let span = project.unit_name.as_ref().map_or_else(|| project_span(project), |unit| unit.at);
    RULE.info.finding(span, message).graded(Severity::Warning).help("在表格上方补上单位编码和名称")
}

fn head_fields(project: &Project, title: &str, findings: &mut Vec<Finding>) {
    let code = project.code.as_ref().map(|leaf| &leaf.words);
    let total = project.budget.total.as_ref().map(|leaf| &leaf.words);
    let fields = [
        ("项目编码", code, Void::Signs),
        ("项目名称", project.name.as_ref(), Void::Signs),
        ("预算数", total, Void::Signs),
        ("资金用途", project.purpose.as_ref(), Void::Words),
        ("绩效目标", goals(project), Void::Words),
    ];
    for (field, words, void) in fields {
        let Some(words) = words.filter(|words| void.is_void(&words.text)) else { continue };
        let message = match words.text.as_str() {
            "" => format!("{title}的“{field}”是空白"),
            text => format!("{title}的“{field}”只填了“{text}”，等于空白"),
        };
        let span = if words.is_blank() { label_span(project, field) } else { words.at };
        findings.push(RULE.info.finding(span, message).help(format!("填写{field}")));
    }
}

/// The goals field, if all that stands in it are numbers.
fn goals(project: &Project) -> Option<&Words> {
    let field = project.goals_field.as_ref()?;
    let said = project.goals.iter().find(|goal| !Void::Words.is_void(&goal.words.text));
    match (said, project.goals.first()) {
        (Some(goal), _) => Some(&goal.words),
        (None, Some(goal)) if !field.is_blank() => Some(&goal.words),
        _ => Some(field),
    }
}

/// Of a blank there are no words to point at: the label where it is kept, else the project.
fn label_span(project: &Project, field: &str) -> Span {
    let label = project.code_label.as_ref().filter(|_| field == "项目编码");
    label.map_or_else(|| project_span(project), |label| label.at)
}

/// What counts as nothing in a field.
#[derive(Clone, Copy)]
enum Void {
    /// No letter, no figure.
    Signs,
    /// Nor 无 and the like: a field for sentences.
    Words,
}

impl Void {
    fn is_void(self, text: &str) -> bool {
        let nothing = matches!(self, Void::Words)
            && matches!(text.trim_end_matches('。'), "无" | "暂无" | "略" | "同上" | "待定" | "待补充");
        nothing || !text.chars().any(is_letter)
    }
}

fn columns(project: &Project, title: &str, findings: &mut Vec<Finding>) {
    type Column = (&'static str, fn(&Indicator) -> Option<&Words>, Void);
    let columns: [Column; 3] = [
        ("三级指标", |row| row.name.as_ref(), Void::Signs),
        ("绩效指标描述", |row| row.description.as_ref(), Void::Words),
        ("指标值", |row| row.target.as_ref().map(|leaf| &leaf.words), Void::Signs),
    ];
    for (column, words, void) in columns {
        let is_void = |row: &&Indicator| words(row).is_some_and(|words| void.is_void(&words.text));
        let used = project.indicators.iter().filter(|row| !is_unused(row));
        let rows: Vec<&Indicator> = used.filter(is_void).collect();
        findings.extend(blank_rows(project, title, column, &rows));
    }
}

/// Lines of the form that were not needed: mere tidiness.
fn unused_rows(project: &Project, title: &str, findings: &mut Vec<Finding>) {
    let unused = project.indicators.iter().filter(|row| is_unused(row));
    let mut spans = unused.map(|row| row_words(row).map_or(project_span(project), |words| words.at));
    let Some(first) = spans.next() else { return };
    let message = format!("{title}的指标表里有只写了类别的空行");
    let mut finding = RULE.info.finding(first, message).graded(Severity::Note);
    for span in spans {
        finding = finding.also(span, "");
    }
    findings.push(finding.help("删去没有用到的行，或补全内容"));
}

fn blank_rows(
    project: &Project,
    title: &str,
    column: &str,
    rows: &[&Indicator],
) -> Option<Finding> {
    let mut spans = rows.iter().map(|row| row_words(row).map_or(project_span(project), |w| w.at));
    let first = spans.next()?;
    let named = rows.iter().filter_map(|row| row_words(row));
    let names = list(named.take(5).map(|words| format!("“{}”", words.text)));
    let message = match rows.len() {
        1 => format!("{title}的指标{names}没有填“{column}”"),
        count if count == project.indicators.len() => format!("{title}的“{column}”整列都是空白"),
        count => format!("{title}有{count}行没有填“{column}”：{names}"),
    };
    let mut finding = RULE.info.finding(first, message).help(format!("填写{column}"));
    for span in spans {
        finding = finding.also(span, "");
    }
    Some(finding)
}

#[cfg(test)]
mod tests {
    use ground::{Format, Severity};

    use crate::rules::trial::{base, found, found_as};

    #[test]
    fn a_blank_is_proven_where_the_layout_is_kept() {
        let text = base().replace("\t项目名称\t劳模健康体检经费\n", "\t项目名称\t\n");
        let findings = found(&super::RULE, &text);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Warning));
        let findings = found_as(Format::Docx, &super::RULE, &text);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
        assert_eq!(findings[0].message, "项目2的“项目名称”是空白");
    }

    #[test]
    fn a_unit_code_that_other_projects_have() {
        let text = base();
        let second = text.rfind("711001 临河县总工会本级\n").unwrap();
        let text = format!("{}{}", &text[..second], &text[second + "711001 ".len()..]);
        let findings = found(&super::RULE, &text);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("没有写单位编码"), "{}", findings[0].message);
    }

    #[test]
    fn an_unused_line_of_the_form_is_only_a_note() {
        let row = "效益指标\t社会效益指标\t体检异常随访率";
        let text = base().replace(row, &format!("效益指标\t经济效益指标\t\t\t\t\n{row}"));
        let findings = found_as(Format::Docx, &super::RULE, &text);
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Note));
    }

    #[test]
    fn a_column_that_the_form_does_not_have_is_not_blank() {
        let text = base().replace("\t绩效指标描述", "");
        let rows: Vec<String> = text
            .lines()
            .map(|line| {
                let cells: Vec<&str> = line.split('\t').collect();
                match cells.as_slice() {
                    [a, b, c, _, e, f] if a.ends_with("指标") => [*a, b, c, e, f].join("\t"),
                    _ => line.to_owned(),
                }
            })
            .collect();
        assert_eq!(found(&super::RULE, &rows.join("\n")), []);
    }
}
