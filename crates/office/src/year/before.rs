//! How the year before went: what share of it had come together by the end of each month, of payments by the project's
//! code, of indicators whose entries add up. Forecasts go by it besides the plan.
//!
//! The question is the same on every day of a year, and is found again only where somebody has written to the register.

use ground::{Day, Decimal};
use measure::{Arguments, Measure, Period};
use score::{PlanPoint, Watched};
use store::{Cell, Scope, Tx};

use super::{Group, Row, Standing, Year};
use crate::measuring::money::{PROJECT, SPENT};
use crate::measuring::{Finder, by};
use crate::registers::Registers;
use crate::{Office, OfficeError};

/// How the year before went for a project. A curve is empty where nothing is known of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before {
    payments: Vec<PlanPoint>,
    /// In the order of [`Group::watched`].
    rows: Vec<Vec<PlanPoint>>,
}

impl Before {
    /// Tells what is watched how it went the year before.
    pub(crate) fn add_to(self, watched: &mut Watched) {
        watched.last_year = self.payments;
        for (row, curve) in watched.rows.iter_mut().zip(self.rows) {
            row.last_year = curve;
        }
    }
}

impl Office {
    /// How the year before went, for each group in its order. Only while a year runs is there anything to foretell.
    pub(crate) async fn year_before(&self, year: &Year) -> Result<Vec<Before>, OfficeError> {
        let this = Period::year(year.year);
        if year.as_of < this.first || year.as_of >= this.last {
            return Ok(vec![Before::default(); year.groups.len()]);
        }
        let all = self.registers().await?;
        let mut tx = self.store().read().await?;
        let finder = self.finder(&mut tx, Scope::below(vec![year.path.clone()])).await?;
        let mut asking = Asking { tx: &mut tx, all: &all, finder, period: this.year_before() };
        let mut found = Vec::with_capacity(year.groups.len());
        for group in &year.groups {
            found.push(asking.group(group).await?);
        }
        Ok(found)
    }
}

/// What is asked of the registers of a department and those below it.
struct Asking<'a> {
    tx: &'a mut Tx,
    all: &'a Registers,
    finder: Finder<'a>,
    /// The year before.
    period: Period,
}

impl Asking<'_> {
    async fn group(&mut self, group: &Group) -> Result<Before, OfficeError> {
        let mut before = Before::default();
        if group.payments.is_some() {
            let arguments = Arguments::none().with(PROJECT, &group.code);
            before.payments = self.curve(SPENT, &arguments).await?;
        }
        for row in group.counted() {
            before.rows.push(self.row(row).await?);
        }
        Ok(before)
    }

    /// By the measure that an indicator is bound to now.
    async fn row(&mut self, row: &Row) -> Result<Vec<PlanPoint>, OfficeError> {
        match &row.standing {
            Standing::Computed(found) => self.curve(&found.code, &found.arguments).await,
            _ => Ok(Vec::new()),
        }
    }

    async fn curve(
        &mut self,
        code: &str,
        arguments: &Arguments,
    ) -> Result<Vec<PlanPoint>, OfficeError> {
        let asked = (code, arguments, self.period);
        let months = |measure: &Measure| measure.months().map(by);
        let found = self.finder.of_measure(self.tx, self.all, asked, months).await?;
        let mut brought = [Decimal::ZERO; 12];
        for (month, figure) in found {
            if let (Some(at), Cell::Number(number)) = (month_of(&month), figure.value)
                && let Some(sum) = brought.get_mut(at)
            {
                *sum = sum.saturating_add(Decimal::from(number));
            }
        }
        Ok(PlanPoint::curve_of(&brought))
    }
}

/// The place of a month such as 2025-03 in its year, from 0.
fn month_of(month: &Cell) -> Option<usize> {
    let Cell::Text(month) = month else { return None };
    let first: Day = format!("{month}-01").parse().ok()?;
    usize::try_from(first.month().checked_sub(1)?).ok()
}
