//! REL001: counts and unit costs that together cannot be paid from the budget.

use ground::{Facet, Finding, LegalRef, Money, RuleCode, RuleInfo, Severity};
use model::quantity::Quantity;

use crate::facts::{Pair, ProjectFacts, costs};

use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("REL001"),
        name: "quantity_times_unit_cost_exceeds_budget",
        title: "数量乘以单价超过预算",
        severity: Severity::Error,
        facet: Facet::Appropriateness,
        basis: &[LegalRef { law: "logic", article: "数量×单价≤预算" }, LegalRef { law: "caiyu-2015-88", article: "适当性审核：资金规模与绩效目标相匹配" }],
        since: "0.1.0",
    },
    manual: include_str!("rel001_quantity_times_unit_cost_exceeds_budget.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for project in &subject.facts().projects {
        let Some(budget) = project.project.total() else { continue };
        let pairs = costs(project).pairs;
        let single = pairs.iter().find(|pair| least(pair) > budget);
        match single {
            Some(pair) => findings.push(too_much(pair, budget)),
            None => findings.extend(together(project, &pairs, budget)),
        }
    }
}

fn least(pair: &Pair<'_, '_>) -> Money {
    pair.spending().map_or(Money::ZERO, |spending| spending.least)
}

fn too_much(pair: &Pair<'_, '_>, budget: Money) -> Finding {
    let needed = least(pair);
    let message = format!(
        "按指标值至少要花 {needed}（{}×{}），超过预算 {budget}",
        bare(pair.number),
        bare(pair.price),
    );
    let mut finding = RULE.info.finding(place(pair.cost.row), message).label("单价");
    finding = finding.also(place(pair.count.row), "数量");
    finding.help(help(pair, budget))
}

/// Several kinds of cost for several counts, none too much alone.
fn together(project: &ProjectFacts<'_>, pairs: &[Pair<'_, '_>], budget: Money) -> Option<Finding> {
    let mut counted: Vec<&Pair<'_, '_>> = Vec::new();
    for pair in pairs.iter().filter(|pair| least(pair) > Money::ZERO) {
        if counted.iter().all(|known| !std::ptr::eq(known.count, pair.count)) {
            counted.push(pair);
        }
    }
    let sum = counted.iter().try_fold(Money::ZERO, |sum, pair| sum.checked_add(least(pair)))?;
    if sum <= budget {
        return None;
    }
    let parts: Vec<String> = counted
        .iter()
        .map(|pair| format!("{}×{}", bare(pair.number), bare(pair.price)))
        .collect();
    let total = project.project.budget.total.as_ref()?;
    let message = format!("各项数量乘以单价合计至少 {sum}（{}），超过预算 {budget}", parts.join("＋"));
    let mut finding = RULE.info.finding(total.words.at, message);
    for pair in counted {
        finding = finding.also(place(pair.cost.row), "单价").also(place(pair.count.row), "数量");
    }
    Some(finding.help("核对数量、单价和预算，三者必有一处写错"))
}

fn help(pair: &Pair<'_, '_>, budget: Money) -> String {
    let count = pair.number.value;
    match budget.yuan().checked_div(count).filter(|_| !count.is_zero()) {
        Some(each) => format!(
            "核对数量、单价和预算；按现有预算，单价最多 {}元",
            each.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::ToZero)
        ),
        None => "核对数量、单价和预算，三者必有一处写错".into(),
    }
}

/// The number with its unit, without operator.
fn bare(quantity: &Quantity) -> String {
    Quantity { operator: None, ..quantity.clone() }.to_string()
}

fn place(row: &model::statement::Indicator) -> ground::Span {
    row.target.as_ref().map(|leaf| leaf.words.at).unwrap_or_default()
}
