//! Budgets and payments of a project over all its years, from the registers.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Day, Money};
use measure::{Arguments, Measure, Period};
use store::registers::measuring::{self as kept, By};
use store::{Cell, Tx};

use super::{Event, EventKind, Leads, LifeYear, Told, said};
use crate::OfficeError;
use crate::measuring::money::{BUDGET, PROJECT, SPENT};
use crate::measuring::{Finder, sum};
use crate::registers::Registers;

/// The field of the register of budgets that tells when a budget was given or changed.
const DECIDED: &str = "decided_on";

/// What the registers know of a project's money.
#[derive(Debug, Default)]
pub(super) struct Paid {
    /// Payments by month, as 2026-03.
    months: BTreeMap<String, Money>,
    /// The years in which the department has recorded any payment, for whatever project.
    kept: BTreeSet<i64>,
    /// Budgets by the year of the plan.
    budgets: BTreeMap<i64, Money>,
    /// Budgets by the day on which they were given or changed.
    given: BTreeMap<Day, Money>,
}

impl Paid {
    /// Asks the registers of a department and those below it for all years of a project at once.
    pub(super) async fn of(
        tx: &mut Tx,
        all: &Registers,
        finder: Finder<'_>,
        (code, years, today): (&str, &[LifeYear], Day),
    ) -> Result<Paid, OfficeError> {
        let short = |year: &LifeYear| i16::try_from(year.year()).ok();
        let (first, last) =
            (years.iter().filter_map(short).min(), years.iter().filter_map(short).max());
        let Some((first, last)) = first.zip(last) else { return Ok(Paid::default()) };
        let whole = Period { first: Period::year(first).first, last: Period::year(last).last };
        let mut asking = Asking { tx, all, finder, code };
        let paid = Period { last: whole.last.min(today).max(whole.first), ..whole };
        let months =
            asking.sums(SPENT, paid, |measure| Some(By::Month(measure.day_column()?))).await?;
        let budgets =
            asking.sums(BUDGET, whole, |measure| Some(By::Column(measure.day_column()?))).await?;
        let decided = column(all, BUDGET, DECIDED);
        let given = asking.sums(BUDGET, whole, |_| Some(By::Column(decided.clone()?))).await?;
        let year = |day: &str| day.get(..4).and_then(|year| year.parse::<i64>().ok());
        // As of a statement's year: a payment on whatever day of it shows that they are recorded.
        let kept = asking.months(whole).await?;
        Ok(Paid {
            kept: kept.iter().filter_map(|month| year(month)).collect(),
            budgets: budgets.iter().filter_map(|(day, sum)| Some((year(day)?, *sum))).collect(),
            given: given.iter().filter_map(|(day, sum)| Some((day.parse().ok()?, *sum))).collect(),
            months: months.into_iter().collect(),
        })
    }
}

/// What is asked of the registers about a project.
struct Asking<'a> {
    tx: &'a mut Tx,
    all: &'a Registers,
    finder: Finder<'a>,
    code: &'a str,
}

impl Asking<'_> {
    /// The months in which anything was paid for whatever project.
    async fn months(&mut self, period: Period) -> Result<Vec<String>, OfficeError> {
        let by = |measure: &Measure| Some(By::Month(measure.day_column()?));
        let asked = (SPENT, &Arguments::none(), period);
        let all = self.finder.of_measure(self.tx, self.all, asked, by).await?;
        let month = |(month, figure): (Cell, kept::Figure)| match month {
            Cell::Text(month) if figure.entries > 0 => Some(month),
            _ => None,
        };
        Ok(all.into_iter().filter_map(month).collect())
    }

    /// Sums of a measure by what its entries have in common.
    async fn sums(
        &mut self,
        code: &str,
        period: Period,
        by: impl Fn(&Measure) -> Option<By>,
    ) -> Result<Vec<(String, Money)>, OfficeError> {
        let arguments = Arguments::none().with(PROJECT, self.code);
        let asked = (code, &arguments, period);
        let found = self.finder.of_measure(self.tx, self.all, asked, by).await?;
        Ok(found.into_iter().filter_map(sum).collect())
    }
}

/// The first column of a field in the register of a measure.
fn column(all: &Registers, code: &str, field: &str) -> Option<String> {
    let measure = all.measures().measure(code)?;
    let register = all.get(&measure.parts().first()?.register).ok()?;
    let definition = register.definition;
    let (at, _) = definition.field(field)?;
    let columns = definition.columns();
    columns.into_iter().find(|column| column.field == Some(at)).map(|column| column.name)
}

/// Adds budgets and payments to the years, and what happened to them to the time line.
pub(super) fn tell(told: &mut Told, paid: &Paid, today: Day) {
    for year in &mut told.years {
        if let Some(budget) = paid.budgets.get(&year.year()) {
            year.budget = Some(*budget);
        }
        let begins = i16::try_from(year.year()).ok().and_then(|year| Day::new(year, 1, 1).ok());
        if !paid.kept.contains(&year.year()) {
            year.lacks_payments = begins.is_some_and(|first| first <= today);
            continue;
        }
        let (mut sum, mut any) = (Money::ZERO, [None; 12]);
        for (slot, month) in any.iter_mut().zip(1_i8..) {
            let Some(first) =
                i16::try_from(year.year()).ok().and_then(|year| Day::new(year, month, 1).ok())
            else {
                continue;
            };
            if first > today {
                break;
            }
            let spent = paid.months.get(&first.strftime("%Y-%m").to_string()).copied();
            sum = sum.checked_add(spent.unwrap_or_default()).unwrap_or(sum);
            *slot = Some(sum);
            if let Some(spent) = spent {
                told.events.push(payment(year, (first, spent, sum), today));
            }
        }
        year.paid = any;
    }
    let last = told.years.last();
    let events = paid.given.iter().filter_map(|(day, sum)| given(&told.years, last?, *day, *sum));
    let events: Vec<Event> = events.collect();
    told.events.extend(events);
}

/// What was paid in a month.
fn payment(year: &LifeYear, (first, spent, sum): (Day, Money, Money), today: Day) -> Event {
    let last = first.last_of_month();
    let month = first.month();
    let share = |sum| year.share(sum).map_or_else(String::new, |share| format!("，预算的{share}%"));
    let plan = year.plan.iter().find(|point| i8::try_from(point.month) == Ok(month));
    let plan = plan
        .map_or_else(String::new, |point| format!("；计划{month}月底{}%", point.share.normalize()));
    Event {
        day: last.min(today),
        at: String::new(),
        year: year.year(),
        kind: EventKind::Money,
        title: format!("{month}月支付{}", said(spent)),
        detail: format!("累计{}{}{plan}", said(sum), share(sum)),
        by: String::new(),
        light: None,
        leads: Leads::Watch(year.listed.statement.id.clone(), last.min(today)),
    }
}

/// A budget was given or changed.
fn given(years: &[LifeYear], last: &LifeYear, day: Day, sum: Money) -> Option<Event> {
    if sum == Money::ZERO {
        return None;
    }
    let year = years.iter().find(|year| year.year() >= i64::from(day.year())).unwrap_or(last);
    let (what, sum) = match sum < Money::ZERO {
        true => ("核减", Money::from_fen(sum.fen().checked_neg()?)),
        false => ("下达", sum),
    };
    Some(Event {
        day,
        at: String::new(),
        year: year.year(),
        kind: EventKind::Money,
        title: format!("{what}预算{}", said(sum)),
        detail: "预算和调整台账".to_owned(),
        by: String::new(),
        light: None,
        leads: Leads::Watch(year.listed.statement.id.clone(), day),
    })
}
