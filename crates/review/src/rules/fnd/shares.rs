//! The shares of a spending plan, as the rules of this family look at them.

use ground::Decimal;
use model::statement::{Checkpoint, MoneyUnit, Project};

/// The checkpoints that have a readable share, by month.
///
/// Empty where the plan is given in sums of money instead of percentages.
pub(super) fn given(project: &Project) -> Vec<(&Checkpoint, Decimal)> {
    let read = project.plan.iter().filter_map(|point| Some((point, point.share.value?)));
    let mut given: Vec<(&Checkpoint, Decimal)> = read.collect();
    given.sort_by_key(|(point, _)| point.month);
    if is_in_money(project, &given) { Vec::new() } else { given }
}

/// Whether the last share is the project's whole budget: then the plan counts money.
fn is_in_money(project: &Project, given: &[(&Checkpoint, Decimal)]) -> bool {
    let signed = given.iter().any(|(point, _)| point.share.text().contains(['%', '％', '﹪']));
    let unit = project.money_unit.as_ref().and_then(|leaf| leaf.value).unwrap_or(MoneyUnit::Wan);
    let total = project.total().map(|total| Decimal::from(total.fen()) / Decimal::from(unit.fen()));
    let last = given.last().map(|(_, share)| *share);
    !signed && total.is_some() && last == total && last != Some(Decimal::ONE_HUNDRED)
}

/// Whether the shares look like those of single periods: together they make 100, the last does not.
pub(super) fn of_periods(given: &[(&Checkpoint, Decimal)]) -> bool {
    let sum: Decimal = given.iter().map(|(_, share)| *share).sum();
    let last = given.last().map(|(_, share)| *share);
    given.len() > 1 && sum == Decimal::ONE_HUNDRED && last < Some(Decimal::ONE_HUNDRED)
}

/// 3月底 50%
pub(super) fn at(point: &Checkpoint, share: Decimal) -> String {
    format!("{}月底 {}%", point.month, share.normalize())
}
