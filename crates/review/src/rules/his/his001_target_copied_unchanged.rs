//! HIS001: targets taken over from last year although the budget is another, or all of them.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use rulebook::Parameter;

use super::twins::{Twins, previous_year, twins};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("HIS001"),
        name: "target_copied_unchanged",
        title: "指标值照搬上年",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "适当性：资金规模与绩效目标匹配" },
            LegalRef { law: "practice", article: "指标值应当每年重新测算" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("his001_target_copied_unchanged.md"),
    check,
};

/// Fewer targets than this may stay the same by chance.
const TELLING: usize = 3;

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let twins = twins(subject);
    let kept: Vec<(&Twins<'_>, usize)> = twins
        .iter()
        .filter_map(|twins| Some((twins, twins.all_unchanged(subject)?)))
        .filter(|(_, count)| *count >= TELLING)
        .collect();
    let before = findings.len();
    for (twins, count) in &kept {
        findings.extend(with_other_budget(subject, twins, *count));
    }
    let everything = kept.len() == subject.statement.projects.len();
    if findings.len() == before && everything {
        findings.extend(whole_statement(subject, &kept));
    }
}

/// All targets of a project the same, the budget not. A small step is worth a note only.
fn with_other_budget(subject: &Subject<'_>, twins: &Twins<'_>, count: usize) -> Option<Finding> {
    let (now, then) = twins.budgets().filter(|(now, then)| now != then)?;
    let large = twins.change()?.abs() > subject.number(Parameter::BudgetChange);
    let severity = if large { Severity::Warning } else { Severity::Note };
    let total = twins.now.budget.total.as_ref()?;
    let target = twins.now.indicators.iter().find_map(|row| row.target.as_ref())?;
    let message = format!(
        "“{}”的预算由上年{then}变为{now}，{count}个指标值却与上年完全相同",
        twins.now.name()
    );
    let finding = RULE.info.finding(target.words.at, message).graded(severity);
    Some(finding.also(total.words.at, format!("上年{then}")).help(
        "按今年的资金和任务重新测算指标值；任务确实没有变化的，请说明预算为什么变了",
    ))
}

fn whole_statement(subject: &Subject<'_>, kept: &[(&Twins<'_>, usize)]) -> Option<Finding> {
    let count: usize = kept.iter().map(|(_, count)| count).sum();
    let first = kept.first()?.0.now.indicators.iter().find_map(|row| row.target.as_ref())?;
    let message = format!(
        "全部{}个项目的{count}个指标值都与{}年完全相同",
        kept.len(),
        previous_year(subject)
    );
    let finding = RULE.info.finding(first.words.at, message).graded(Severity::Note);
    Some(finding.help("对照上年实际完成值重新测算；确实不变的，可以不改"))
}
