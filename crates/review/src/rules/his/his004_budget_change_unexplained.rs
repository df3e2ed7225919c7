//! HIS004: a budget that has changed by much, with the same targets and no word about it.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::statement::Project;
use rulebook::{Parameter, WordList};

use super::twins::{Twins, twins};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("HIS004"),
        name: "budget_change_unexplained",
        title: "预算变动没有说明",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[
            LegalRef { law: "caiyu-2015-88", article: "适当性：资金规模与绩效目标匹配" },
            LegalRef { law: "practice", article: "预算增减应有依据" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("his004_budget_change_unexplained.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for twins in twins(subject) {
        let large = twins
            .change()
            .filter(|change| change.abs() > subject.number(Parameter::BudgetChange));
        let Some(change) = large.filter(|_| twins.all_unchanged(subject).is_some()) else {
            continue;
        };
        if !explained(subject, twins.now) {
            findings.extend(finding(&twins, change));
        }
    }
}

/// Whether name, purpose or goals say a word of why.
fn explained(subject: &Subject<'_>, project: &Project) -> bool {
    let goals = project.goals.iter().map(|goal| &goal.words);
    let mut words = goals.chain(project.purpose.iter()).chain(project.name.iter());
    words.any(|words| subject.rulebook.words().has(WordList::BudgetExplained, &words.text))
}

fn finding(twins: &Twins<'_>, change: Decimal) -> Option<Finding> {
    let (now, then) = twins.budgets()?;
    let total = twins.now.budget.total.as_ref()?;
    let step = if change.is_sign_negative() { "减少" } else { "增加" };
    let message = format!(
        "“{}”的预算由上年{then}变为{now}，{step}{}%，指标值没有变，用途和目标里也没有说明",
        twins.now.name(),
        change.abs().round_dp(1).normalize()
    );
    let help = "在资金用途或绩效目标里写明增减的原因，例如新增对象、提高标准、扩大范围，并相应调整指标值";
    Some(RULE.info.finding(total.words.at, message).help(help))
}
