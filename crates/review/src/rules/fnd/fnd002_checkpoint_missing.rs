//! FND002: a spending plan without one of its checkpoints, or with a checkpoint left blank.

use ground::{Decimal, Facet, Finding, Format, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::{Checkpoint, Project};
use rulebook::Parameter;

use crate::rules::telling::{list, project_span, project_title};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FND002"),
        name: "checkpoint_missing",
        title: "支出计划缺节点",
        severity: Severity::Error,
        facet: Facet::Completeness,
        basis: &[
            LegalRef { law: "hebei-text", article: "资金支出计划" },
            LegalRef { law: "logic", article: "同一文本前后一致" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("fnd002_checkpoint_missing.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let official = official_months(subject);
    let somewhere = subject.statement.projects.iter().any(|project| !project.plan.is_empty());
    for (number, project) in subject.projects() {
        if project.plan.is_empty() {
            if somewhere || !official.is_empty() {
                findings.push(without_plan(number, project, &official));
            }
            continue;
        }
        let expected = expected_months(subject, number, project, &official);
        findings.extend(incomplete(subject, number, project, &expected));
    }
}

/// The months that the region's form has; empty where that is not known.
fn official_months(subject: &Subject<'_>) -> Vec<u8> {
    let value = subject.rulebook.parameter(Parameter::Checkpoints, subject.day(), subject.region);
    let numbers = value.map(rulebook::ParameterValue::numbers).unwrap_or_default();
    numbers.iter().filter_map(|number| u8::try_from(*number).ok()).collect()
}

fn months(project: &Project) -> Vec<u8> {
    // A point whose label names no month is none of the form.
    project.plan.iter().map(|point| point.month).filter(|month| *month > 0).collect()
}

/// Which months this plan should have: those of the form where the form is known, else those of the
/// fullest other plan that has all of this one's, and December.
fn expected_months(
    subject: &Subject<'_>,
    number: usize,
    project: &Project,
    official: &[u8],
) -> Vec<u8> {
    let own = months(project);
    let holds = |all: &[u8]| own.iter().all(|month| all.contains(month));
    let mut expected = if !official.is_empty() {
        // A plan by other months follows another form: only the end of the year is asked for.
        if holds(official) { official.to_vec() } else { Vec::new() }
    } else {
        let others = subject.projects().filter(|(other, _)| *other != number);
        let fuller = others.map(|(_, other)| months(other)).filter(|all| holds(all));
        fuller.max_by_key(Vec::len).unwrap_or_default()
    };
    if !expected.contains(&12) {
        expected.push(12);
    }
    expected.sort_unstable();
    expected.dedup();
    expected
}

fn without_plan(number: usize, project: &Project, official: &[u8]) -> Finding {
    let message = format!("{}没有资金支出计划", project_title(number, project));
    let months = if official.is_empty() { &[12][..] } else { official };
    RULE.info
        .finding(project_span(project), message)
        .graded(Severity::Warning)
        .help(format!("补上{}的累计支出比例", in_words(months)))
}

fn in_words(months: &[u8]) -> String {
    list(months.iter().map(|month| format!("{month}月底")))
}

/// A share with no figure in it says nothing: blank, a dash, 全部.
fn is_void(point: &Checkpoint) -> bool {
    point.share.value.is_none()
        && !point.share.text().chars().any(|c| model::numeral::digit(c).is_some())
}

fn incomplete(
    subject: &Subject<'_>,
    number: usize,
    project: &Project,
    expected: &[u8],
) -> Option<Finding> {
    let named = project.plan.iter().filter(|point| point.month > 0);
    let void: Vec<&Checkpoint> = named.filter(|point| is_void(point)).collect();
    let spent_by = project.plan.iter().find(|p| p.share.value == Some(Decimal::ONE_HUNDRED));
    // Once all is spent, a form that does not ask for more months need not name them.
    let needless = |month: u8| spent_by.is_some_and(|spent| spent.month < month);
    let official = !official_months(subject).is_empty();
    let absent: Vec<u8> = expected
        .iter()
        .copied()
        .filter(|month| project.checkpoint(*month).is_none() && (official || !needless(*month)))
        .collect();
    if void.is_empty() && absent.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    if !absent.is_empty() {
        faults.push(format!("没有{}这{}", in_words(&absent), nodes(absent.len())));
    }
    if !void.is_empty() {
        let blank: Vec<u8> = void.iter().map(|point| point.month).collect();
        faults.push(format!("{}没有填比例", in_words(&blank)));
    }
    let message = format!("{}的支出计划{}", project_title(number, project), faults.join("，"));
    let severity = severity(subject, &void, &absent);
    Some(marked(project, &void, message).graded(severity).help(help(&void, spent_by)))
}

fn nodes(count: usize) -> String {
    if count == 1 { "个节点".into() } else { format!("{count}个节点") }
}

/// A blank under its label is proven. A label that is not there at all may have been lost with the
/// layout of a plain text, and may go by another name unless the form or another table has it.
fn severity(subject: &Subject<'_>, void: &[&Checkpoint], absent: &[u8]) -> Severity {
    let kept_layout = subject.source.format != Format::Text;
    let asked_for = || {
        let mut plans = subject.statement.projects.iter();
        official_months(subject).contains(&12) || plans.any(|p| p.checkpoint(12).is_some())
    };
    let proven = void.iter().any(|point| point.share.is_blank())
        || (kept_layout && absent.contains(&12) && asked_for());
    if proven { Severity::Error } else { Severity::Warning }
}

/// Marks the labels of what is blank; where only labels are missing, the last one that is there.
fn marked(project: &Project, void: &[&Checkpoint], message: String) -> Finding {
    let mut spans = void.iter().map(|point| point.label.at);
    let last = || project.plan.last().map_or(project_span(project), |point| point.label.at);
    let mut finding = RULE.info.finding(spans.next().unwrap_or_else(last), message);
    for span in spans {
        finding = finding.also(span, "");
    }
    finding
}

fn help(void: &[&Checkpoint], spent_by: Option<&Checkpoint>) -> String {
    match spent_by {
        Some(spent) if void.iter().any(|point| point.month > spent.month) => {
            format!("{}月底已到100%，以后各节点也填100%；以前的节点没有支出的填0%", spent.month)
        }
        _ => "补上从年初累计的支出比例，12月底为100%".into(),
    }
}

#[cfg(test)]
mod tests {
    use ground::{Format, Severity};

    use crate::rules::trial::{base, found, found_as};

    const LABELS: &str = "3月底\t6月底\t10月底\t12月底\n\t25%\t50%\t75%\t100%\n";

    fn with(plan: &str) -> String {
        assert!(base().contains(LABELS));
        base().replace(LABELS, plan)
    }

    #[test]
    fn a_lost_label_only_warns_in_plain_text() {
        let text = with("3月底\t6月底\t10月底\n\t25%\t50%\t75%\n");
        assert_eq!(found(&super::RULE, &text)[0].severity, Severity::Warning);
        assert_eq!(found_as(Format::Docx, &super::RULE, &text)[0].severity, Severity::Error);
    }

    #[test]
    fn other_months_are_another_form() {
        let text = with("3月底\t6月底\t9月底\t12月底\n\t25%\t50%\t75%\t100%\n");
        assert_eq!(found(&super::RULE, &text), []);
        assert_eq!(found(&super::RULE, &text.replace("990321", "139921")), []);
    }

    #[test]
    fn the_form_of_a_region_names_the_months() {
        let text = base()
            .replace("3月底\t6月底\t10月底\t12月底", "6月底\t12月底")
            .replace("\t25%\t50%\t75%\t100%", "\t50%\t100%")
            .replace("\t20%\t100%\t100%\t100%", "\t100%\t100%");
        assert_eq!(found(&super::RULE, &text), []);
        let hebei = found(&super::RULE, &text.replace("990321", "139921"));
        assert_eq!(hebei.len(), 2);
        assert!(hebei[0].message.contains("没有3月底、10月底这2个节点"), "{}", hebei[0].message);
    }

    #[test]
    fn a_plan_that_no_project_has_is_not_asked_for() {
        let text = base()
            .replace("资金支出计划（%）\t3月底\t6月底\t10月底\t12月底\n", "")
            .replace("\t25%\t50%\t75%\t100%\n", "")
            .replace("\t20%\t100%\t100%\t100%\n", "");
        assert_eq!(found(&super::RULE, &text), []);
        assert_eq!(found(&super::RULE, &text.replace("990321", "139921")).len(), 2);
    }
}
