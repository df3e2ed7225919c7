//! REL003: counts and unit caps by which a good part of the budget could not be spent.

use ground::{Decimal, Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;
use model::statement::Aspect;
use rulebook::Parameter;

use crate::facts::{Pair, ProjectFacts, RowFacts, costs};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL003"),
        name: "budget_cannot_be_absorbed",
        title: "按指标值用不完预算",
        severity: Severity::Warning,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "数量×单价上限与预算的比较" }, LegalRef { law: "caiyu-2015-88", article: "适当性审核：资金规模与绩效目标相匹配" }],
        since: "0.1.0",
    },
    manual: include_str!("rel003_budget_cannot_be_absorbed.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let share = subject.number(Parameter::AbsorbedBudget);
    for project in &subject.facts().projects {
        findings.extend(unabsorbed(project, share));
    }
}

/// Only a project whose whole work is counted and priced can be judged: where one cost belongs to no
/// count, the rest of the money may go there. Where a count has no price, or a quantity cannot be read
/// as one, the money may go there too, but no cost controls it: that is worth a note.
fn unabsorbed(project: &ProjectFacts<'_>, share: Decimal) -> Option<Finding> {
    let budget = project.project.total()?;
    let costs = costs(project);
    if costs.pairs.is_empty() || !costs.unpaired_costs.is_empty() {
        return None;
    }
    let is_paired = |row: &RowFacts<'_>| costs.pairs.iter().any(|pair| std::ptr::eq(pair.count, row));
    let mut quantities = project.rows.iter().filter(|row| row.row.aspect() == Some(Aspect::Quantity));
    let all_priced = costs.unpaired_counts.is_empty() && quantities.all(is_paired);
    let most = costs
        .pairs
        .iter()
        .map(|pair| pair.spending().and_then(|spending| spending.planned))
        .try_fold(Money::ZERO, |sum, part| sum.checked_add(part?))?;
    let enough = budget.yuan().checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)?;
    if most.yuan() >= enough {
        return None;
    }
    let percent = most.yuan().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(budget.yuan())?;
    let parts: Vec<String> = costs.pairs.iter().map(product).collect();
    let (parts, percent) = (parts.join("＋"), percent.round_dp(0));
    let message = if all_priced {
        format!("按指标值最多用 {most}（{parts}），只占预算 {budget} 的 {percent}%")
    } else {
        format!("有单价的数量最多用 {most}（{parts}），只占预算 {budget} 的 {percent}%，其余的钱没有成本指标")
    };
    let total = project.project.budget.total.as_ref()?;
    let mut finding = RULE.info.finding(total.words.at, message);
    for pair in &costs.pairs {
        let span = pair.cost.row.target.as_ref().map(|leaf| leaf.words.at).unwrap_or_default();
        finding = finding.also(span, "单价");
    }
    let finding = finding.help("补全其余资金对应的产出和成本指标，或核减预算");
    Some(if all_priced { finding } else { finding.graded(Severity::Note) })
}

fn product(pair: &Pair<'_, '_>) -> String {
    let bare = |quantity: &Quantity| Quantity { operator: None, ..quantity.clone() }.to_string();
    format!("{}×{}", bare(pair.number), bare(pair.price))
}
