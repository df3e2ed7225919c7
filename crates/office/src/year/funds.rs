//! What a project's budget is and what was paid of it: from the registers of budgets and payments, by the project's
//! code; without entries there the budget is that of the statement.

use ground::Money;
use measure::{Arguments, Grouping, Measure, Period};
use model::actual::{Execution, FundSource, FundUse};
use model::statement::Project;
use score::Payment;
use store::registers::measuring::By;

use super::Group;
use super::values::Asking;
use crate::OfficeError;
use crate::measuring::money::{BUDGET, PROJECT, SPENT};
use crate::measuring::sum;

/// The fields by which payments and budgets are broken down: the source of money, what a budget entry changes.
const FUND: &str = "fund";
const CHANGE: &str = "change";
/// What a budget entry at the beginning of the year is called.
const INITIAL: &str = "initial";
/// Sources of money that are the government's.
const FISCAL: [&str; 4] = ["central", "provincial", "municipal", "county"];

/// The money of a project as its statement plans it.
pub(super) fn planned(project: &Project) -> Execution {
    let leaf =
        |leaf: &Option<model::statement::Leaf<Money>>| leaf.as_ref().and_then(|one| one.value);
    let budget = &project.budget;
    let (total, fiscal, other) = (leaf(&budget.total), leaf(&budget.fiscal), leaf(&budget.other));
    let line =
        |source, sum: Money| FundUse { source, initial: sum, budget: sum, spent: Money::ZERO };
    let lines = match (total, fiscal, other) {
        (Some(total), None | Some(Money::ZERO), None | Some(Money::ZERO)) => {
            vec![line(FundSource::Fiscal, total)]
        }
        (_, fiscal, other) => {
            let fiscal = fiscal.map(|sum| line(FundSource::Fiscal, sum));
            let other = other.filter(|sum| *sum != Money::ZERO);
            fiscal.into_iter().chain(other.map(|sum| line(FundSource::Other, sum))).collect()
        }
    };
    Execution { lines }
}

/// Adds what the registers know of a project's money.
pub(super) async fn fill(group: &mut Group, asking: &mut Asking<'_>) -> Result<(), OfficeError> {
    if group.code.is_empty() {
        return Ok(());
    }
    let spent = Sums::of(SPENT, &group.code);
    let budget = Sums::of(BUDGET, &group.code);
    group.payments = Some(spent.payments(asking).await?);
    let budgets = budget.by(asking, FUND).await?;
    let changes = budget.by(asking, CHANGE).await?;
    let spending = spent.by(asking, FUND).await?;
    group.execution = execution(&group.execution, &budgets, &changes, &spending);
    Ok(())
}

/// Forgets that nothing was paid where the department has not recorded one payment in the whole year, for whatever
/// project: then nobody keeps the register of spending, and what was paid is not known.
pub(super) async fn forget_unseen(
    groups: &mut [Group],
    asking: &mut Asking<'_>,
) -> Result<(), OfficeError> {
    let is_paid = |group: &Group| group.payments.as_ref().is_some_and(|all| !all.is_empty());
    if groups.iter().any(is_paid) || is_kept(asking).await? {
        return Ok(());
    }
    groups.iter_mut().for_each(|group| group.payments = None);
    Ok(())
}

/// Whether the department has recorded any payment of the year, be it after the day that is looked at.
async fn is_kept(asking: &mut Asking<'_>) -> Result<bool, OfficeError> {
    let year = Period::year(asking.year);
    let measure = asking.all.measures().measure(SPENT);
    let plan = measure.and_then(|measure| measure.plan(&Arguments::none(), year).ok());
    let Some(plan) = plan else { return Ok(false) };
    let found = asking.finder.readings(asking.tx, asking.all, (&plan, None)).await?;
    Ok(found.iter().any(|figure| figure.entries > 0))
}

/// A measure of money narrowed down to a project.
struct Sums {
    code: &'static str,
    arguments: Arguments,
}

impl Sums {
    fn of(code: &'static str, project: &str) -> Sums {
        Sums { code, arguments: Arguments::none().with(PROJECT, project) }
    }

    /// Payments by day.
    async fn payments(&self, asking: &mut Asking<'_>) -> Result<Vec<Payment>, OfficeError> {
        let days = self.broken(asking, Measure::day_column).await?;
        let payment =
            |(day, sum): (String, Money)| Some(Payment { day: day.parse().ok()?, amount: sum });
        Ok(days.into_iter().filter_map(payment).collect())
    }

    /// Sums by the values of a field.
    async fn by(
        &self,
        asking: &mut Asking<'_>,
        name: &str,
    ) -> Result<Vec<(String, Money)>, OfficeError> {
        let column = |measure: &Measure| {
            measure.groups.iter().find_map(|group| match group {
                Grouping::Field(field) if field.name == name => Some(field.column.clone()),
                _ => None,
            })
        };
        self.broken(asking, column).await
    }

    async fn broken(
        &self,
        asking: &mut Asking<'_>,
        column: impl Fn(&Measure) -> Option<String>,
    ) -> Result<Vec<(String, Money)>, OfficeError> {
        let asked = (self.code, &self.arguments, asking.period());
        let by = |measure: &Measure| column(measure).map(By::Column);
        let found = asking.finder.of_measure(asking.tx, asking.all, asked, by).await?;
        Ok(found.into_iter().filter_map(sum).collect())
    }
}

/// The money of a project by source. Where no source is named it is that of the statement's first line.
fn execution(
    planned: &Execution,
    budgets: &[(String, Money)],
    changes: &[(String, Money)],
    spending: &[(String, Money)],
) -> Execution {
    let mut lines = planned.lines.clone();
    if lines.is_empty() {
        let zero = Money::ZERO;
        lines.push(FundUse {
            source: FundSource::Fiscal,
            initial: zero,
            budget: zero,
            spent: zero,
        });
    }
    if !budgets.is_empty() {
        let zero = Money::ZERO;
        let missing = |source: &FundSource| lines.iter().all(|line| line.source != *source);
        let more: Vec<_> =
            budgets.iter().filter_map(|(fund, _)| source(fund)).filter(missing).take(1).collect();
        let line = |source| FundUse { source, initial: zero, budget: zero, spent: zero };
        lines.extend(more.into_iter().map(line));
        share_out(&mut lines, budgets, |line| &mut line.budget);
        begin(&mut lines, changes);
    }
    share_out(&mut lines, spending, |line| &mut line.spent);
    Execution { lines }
}

/// Puts sums on the lines of their sources; on the first where there is no such line, or no source is named.
fn share_out(
    lines: &mut [FundUse],
    sums: &[(String, Money)],
    of: impl Fn(&mut FundUse) -> &mut Money,
) {
    lines.iter_mut().for_each(|line| *of(line) = Money::ZERO);
    for (fund, sum) in sums {
        let wanted = source(fund);
        let at = lines.iter().position(|line| Some(line.source) == wanted).unwrap_or_default();
        if let Some(line) = lines.get_mut(at) {
            let kept = of(line);
            *kept = kept.checked_add(*sum).unwrap_or(*kept);
        }
    }
}

/// 年初预算 by line: what the statement plans, in the proportion of the register where that says otherwise.
fn begin(lines: &mut [FundUse], changes: &[(String, Money)]) {
    let initial = changes.iter().find(|(change, _)| change == INITIAL).map(|(_, sum)| *sum);
    let planned = lines.iter().try_fold(Money::ZERO, |sum, line| sum.checked_add(line.initial));
    let (Some(initial), Some(planned)) = (initial, planned) else { return };
    if initial == planned {
        return;
    }
    // The register of budgets does not say from which source the beginning came where it differs: it is all of the
    // first line's.
    for (at, line) in lines.iter_mut().enumerate() {
        line.initial = if at == 0 { initial } else { Money::ZERO };
    }
}

/// 财政拨款 or 其他资金; none where no source is named.
fn source(fund: &str) -> Option<FundSource> {
    match fund {
        "" => None,
        fund if FISCAL.contains(&fund) => Some(FundSource::Fiscal),
        _ => Some(FundSource::Other),
    }
}
