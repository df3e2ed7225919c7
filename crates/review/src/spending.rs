//! The spending plan, as rules look at it: shares of the year's budget, spent by the end of a month.

use ground::Decimal;
use model::statement::{Checkpoint, MoneyUnit, Project};

/// The checkpoints that have a readable share, by month.
///
/// Empty where the plan is given in sums of money instead of percentages.
pub(crate) fn given(project: &Project) -> Vec<(&Checkpoint, Decimal)> {
    let given = readable(project);
    if whole_budget(project, &given).is_some() { Vec::new() } else { given }
}

/// What is to be spent by the end of each month, in percent of the budget, however the plan is given:
/// in cumulative percentages, in those of single periods, or in sums of money.
pub(crate) fn cumulative(project: &Project) -> Vec<(&Checkpoint, Decimal)> {
    let mut given = readable(project);
    if let Some(total) = whole_budget(project, &given) {
        for (_, share) in &mut given {
            *share = *share * Decimal::ONE_HUNDRED / total;
        }
    } else if of_periods(&given) {
        let mut sum = Decimal::ZERO;
        for (_, share) in &mut given {
            sum += *share;
            *share = sum;
        }
    }
    given
}

fn readable(project: &Project) -> Vec<(&Checkpoint, Decimal)> {
    let read = project.plan.iter().filter_map(|point| Some((point, point.share.value?)));
    let mut given: Vec<(&Checkpoint, Decimal)> = read.collect();
    given.sort_by_key(|(point, _)| point.month);
    given
}

/// The project's budget in the unit of its table, where the last share is that sum: then the plan
/// counts money.
fn whole_budget(project: &Project, given: &[(&Checkpoint, Decimal)]) -> Option<Decimal> {
    let signed = given.iter().any(|(point, _)| point.share.text().contains(['%', '％', '﹪']));
    let unit = project.money_unit.as_ref().and_then(|leaf| leaf.value).unwrap_or(MoneyUnit::Wan);
    let total = Decimal::from(project.total()?.fen()) / Decimal::from(unit.fen());
    let last = given.last().map(|(_, share)| *share);
    let counts = !signed && last == Some(total) && total != Decimal::ONE_HUNDRED;
    (counts && !total.is_zero()).then_some(total)
}

/// Whether the shares look like those of single periods: together they make 100, the last does not.
pub(crate) fn of_periods(given: &[(&Checkpoint, Decimal)]) -> bool {
    let sum: Decimal = given.iter().map(|(_, share)| *share).sum();
    let last = given.last().map(|(_, share)| *share);
    given.len() > 1 && sum == Decimal::ONE_HUNDRED && last < Some(Decimal::ONE_HUNDRED)
}

/// 3月底 50%
pub(crate) fn at(point: &Checkpoint, share: Decimal) -> String {
    format!("{}月底 {}%", point.month, share.normalize())
}
