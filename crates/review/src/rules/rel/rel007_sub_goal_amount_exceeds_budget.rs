//! REL007: a sub-goal, or a goal, whose count times amount is more than the project has.

use ground::{Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;
use model::unit::Family;

use crate::facts::{Claim, ProjectFacts};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL007"),
        name: "sub_goal_amount_exceeds_budget",
        title: "分项目标的金额超过项目预算",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "人数×标准≤预算" }, LegalRef { law: "caiyu-2015-88", article: "适当性审核：资金规模与绩效目标相匹配" }],
        since: "0.1.0",
    },
    manual: include_str!("rel007_sub_goal_amount_exceeds_budget.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let facts = subject.facts();
    for (number, claims) in facts.sub_goals.iter().enumerate() {
        let linked = facts.links.projects(number).iter();
        let projects: Vec<&ProjectFacts<'_>> =
            linked.filter_map(|project| facts.projects.get(*project)).collect();
        findings.extend(exceeds(claims, &projects));
    }
    for project in &facts.projects {
        findings.extend(exceeds(&project.claims, &[project]));
    }
}

/// The money of all projects spoken of counts together, so that nothing is reported on a guess which
/// of them pays.
fn exceeds(claims: &[Claim<'_>], projects: &[&ProjectFacts<'_>]) -> Option<Finding> {
    if projects.is_empty() {
        return None;
    }
    let budget = projects.iter().try_fold(Money::ZERO, |sum, project| {
        sum.checked_add(project.project.total()?)
    })?;
    let mut worst: Option<(Money, &Claim<'_>, &Claim<'_>)> = None;
    for price in claims.iter().filter(|claim| is_price(claim)) {
        for count in claims.iter().filter(|claim| fits(claim, price)) {
            let product = count.quantity().value.checked_mul(price.quantity().value)?;
            let needed = Money::from_yuan(product.round_dp(2))?;
            if needed > budget && worst.is_none_or(|(most, ..)| needed > most) {
                worst = Some((needed, count, price));
            }
        }
    }
    let (needed, count, price) = worst?;
    let sure = |quantity: &Quantity| quantity.interval().low.is_some();
    let proven = sure(count.quantity()) && sure(price.quantity());
    let names: Vec<&str> = projects.iter().map(|project| project.project.name()).collect();
    let message = format!(
        "“{}”乘以“{}”是 {needed}，超过项目“{}”的预算 {budget}",
        count.text(),
        price.text(),
        names.join("”“"),
    );
    let finding = RULE.info.finding(price.span(), message).label("标准").also(count.span(), "数量");
    let finding = projects
        .iter()
        .filter_map(|project| project.project.budget.total.as_ref())
        .fold(finding, |finding, total| finding.also(total.words.at, "预算"))
        .help("核对人数、标准和预算，使三者对得上");
    // Under a mere cap (不超过100人) the budget may still do: a person decides.
    Some(if proven { finding } else { finding.graded(Severity::Warning) })
}

fn is_price(claim: &Claim<'_>) -> bool {
    claim.quantity().family() == Some(Family::Money) && claim.quantity().is_per()
}

/// A count of what the price is given for.
fn fits(count: &Claim<'_>, price: &Claim<'_>) -> bool {
    let counted = count.quantity().family();
    let priced = price.quantity().per.first().map(|unit| unit.family);
    let same = counted.is_some() && counted == priced;
    same && std::ptr::eq(count.words, price.words)
}
