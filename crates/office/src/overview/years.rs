//! A year beside the two before it.

use ground::{Decimal, Money};
use store::evaluations::{self, State as Marking};
use store::statements::{self, Filter, Ordering};
use store::{Scope, Tx};

use super::HALF_UP;
use crate::{Office, OfficeError};

/// So many years stand side by side.
const BESIDE: i64 = 3;
/// More statements of a year than this are not compared.
const MOST_STATEMENTS: u64 = 5_000;

/// A year of all departments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearLine {
    /// The year of the plan.
    pub year: i64,
    /// How many texts there are.
    pub statements: usize,
    /// How many of them are approved.
    pub approved: usize,
    /// How many projects stand in them.
    pub projects: i64,
    /// How many indicators.
    pub indicators: i64,
    /// What they plan.
    pub budget: Money,
    /// Errors that nobody has accepted.
    pub errors: i64,
    /// Warnings that nobody has accepted.
    pub warnings: i64,
    /// How many self-evaluations were reported.
    pub marked: usize,
    /// The mean of their totals.
    pub mean: Option<Decimal>,
}

impl Office {
    /// A year and those before it, the newest first; years without texts are left out.
    pub(super) async fn years_beside(
        &self,
        scope: &Scope,
        year: i64,
    ) -> Result<Vec<YearLine>, OfficeError> {
        let mut tx = self.store().read().await?;
        let mut lines = Vec::new();
        for year in (year.saturating_sub(BESIDE - 1)..=year).rev() {
            let line = line(&mut tx, scope, year).await?;
            if line.statements > 0 {
                lines.push(line);
            }
        }
        Ok(lines)
    }
}

async fn line(tx: &mut Tx, scope: &Scope, year: i64) -> Result<YearLine, OfficeError> {
    let filter = Filter {
        year: Some(year),
        order: Ordering::Owner,
        take: MOST_STATEMENTS,
        ..Filter::default()
    };
    let mut line = YearLine { year, ..YearLine::default() };
    for listed in statements::list(tx, scope, &filter).await? {
        let it = listed.statement;
        let more = it.figures.total.unwrap_or_default();
        line.statements += 1;
        line.approved += usize::from(it.approved_version > 0);
        line.projects += it.figures.projects;
        line.indicators += it.figures.indicators;
        line.budget = line.budget.checked_add(more).unwrap_or(line.budget);
        line.errors += it.figures.errors;
        line.warnings += it.figures.warnings;
    }
    let marked = evaluations::of_year(tx, scope, year).await?;
    let is_kept = |state| matches!(state, Marking::Reported | Marking::Recheck | Marking::Settled);
    let marked = marked.iter().filter(|one| is_kept(one.state));
    let totals: Vec<Decimal> = marked.filter_map(|one| Some(Decimal::new(one.total?, 2))).collect();
    line.marked = totals.len();
    let sum = totals.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(*one));
    let mean = sum.checked_div(Decimal::from(totals.len()));
    line.mean = mean.map(|mean| mean.round_dp_with_strategy(2, HALF_UP).normalize());
    Ok(line)
}
