//! All departments of a year at a glance (总览): where their texts stand, what was paid, lights, marks, findings by
//! rule, beside the years before; and counties rolled up for the level above.
//!
//! Suggested reading order: [`Overview`], `rules` (findings by rule), `years` (beside the years before), `table`.
//!
//! It computes nothing of its own: states are those of 报送进度, lights and execution those of 运行监控, marks those of
//! 绩效自评. Here they stand side by side.

mod rules;
mod table;
mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::{Day, Decimal, Money};
use rulebook::Light;
use store::evaluations::State as Marking;
use store::organisations::{self, Organisation, OrganisationKind};
use store::statements::{State, Statement};

use crate::evaluating::listing::EvaluationLine;
use crate::inbox::BoardRow;
use crate::monitoring::board::Line as WatchLine;
use crate::{Asker, Office, OfficeError, Permission};

pub use rules::RuleLine;
pub use years::YearLine;

/// All departments in sight.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The year of the plan.
    pub year: i64,
    /// The day as of which lights are told.
    pub day: Day,
    /// The departments, by region and code.
    pub departments: Vec<DepartmentLine>,
    /// The regions with their departments rolled up, by path; nothing where only one is in sight.
    pub regions: Vec<RegionLine>,
    /// All of them together.
    pub whole: Sums,
    /// Findings of the newest texts by rule, the most frequent first.
    pub rules: Vec<RuleLine>,
    /// This year beside the two before, the newest first.
    pub years: Vec<YearLine>,
}

/// A department.
#[derive(Clone, Debug)]
pub struct DepartmentLine {
    /// The department.
    pub organisation: Organisation,
    /// The name of its region.
    pub region: String,
    /// Its statement of the year, if it has begun one.
    pub statement: Option<Statement>,
    /// Whether what it owes next is past its day.
    pub is_late: bool,
    /// Its most urgent light.
    pub light: Option<Light>,
    /// Paid of the budget, in percent with two places.
    pub executed: Option<Decimal>,
    /// Planned by the day, likewise.
    pub planned: Option<Decimal>,
    /// Where its self-evaluation stands; none: it was not begun.
    pub marking: Option<Marking>,
    /// Its total; of one that was begun and not reported a trial, none before that.
    pub total: Option<Decimal>,
    /// Its grade.
    pub grade: String,
    /// What it adds to the sums.
    pub sums: Sums,
}

/// A region with its departments rolled up.
#[derive(Clone, Debug)]
pub struct RegionLine {
    /// The region.
    pub organisation: Organisation,
    /// Its departments together.
    pub sums: Sums,
}

/// Departments together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many there are.
    pub departments: usize,
    /// How many have sent their texts.
    pub sent: usize,
    /// How many texts are approved.
    pub approved: usize,
    /// What their texts plan.
    pub declared: Money,
    /// Their budgets.
    pub budget: Money,
    /// The budgets of those who record what is paid, by which execution is told.
    pub watched: Money,
    /// What was paid of them.
    pub paid: Money,
    /// How many payments and indicators are red.
    pub red: usize,
    /// How many are yellow.
    pub yellow: usize,
    /// How many have reported their self-evaluations.
    pub marked: usize,
    /// The sum of those totals.
    pub points: Decimal,
    /// Errors that nobody has accepted.
    pub errors: i64,
    /// Warnings that nobody has accepted.
    pub warnings: i64,
}

impl Sums {
    /// Paid of the budget, in percent with two places; none without budget, or where nobody records what is paid.
    pub fn executed(&self) -> Option<Decimal> {
        let paid = self.paid.wan().checked_mul(Decimal::ONE_HUNDRED)?;
        let share = paid.checked_div(self.watched.wan())?;
        Some(share.round_dp_with_strategy(2, HALF_UP).normalize())
    }

    /// The mean of the totals that were reported; none where there are none.
    pub fn mean(&self) -> Option<Decimal> {
        let mean = self.points.checked_div(Decimal::from(self.marked))?;
        Some(mean.round_dp_with_strategy(2, HALF_UP).normalize())
    }

    fn add(&mut self, more: &Sums) {
        let plus = |sum: Money, more: Money| sum.checked_add(more).unwrap_or(sum);
        self.departments += more.departments;
        self.sent += more.sent;
        self.approved += more.approved;
        self.declared = plus(self.declared, more.declared);
        self.budget = plus(self.budget, more.budget);
        self.watched = plus(self.watched, more.watched);
        self.paid = plus(self.paid, more.paid);
        self.red += more.red;
        self.yellow += more.yellow;
        self.marked += more.marked;
        self.points = self.points.saturating_add(more.points);
        self.errors += more.errors;
        self.warnings += more.warnings;
    }
}

impl Overview {
    /// How many departments have each light, the most urgent first.
    pub fn lights(&self) -> BTreeMap<Light, usize> {
        let mut counts = BTreeMap::new();
        for light in self.departments.iter().filter_map(|line| line.light) {
            *counts.entry(light).or_default() += 1;
        }
        counts
    }

    /// How many departments have each grade; those that have reported alone.
    pub fn grades(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        let graded = self.departments.iter().filter(|line| line.sums.marked > 0);
        for line in graded.filter(|line| !line.grade.is_empty()) {
            *counts.entry(line.grade.clone()).or_default() += 1;
        }
        counts
    }

    /// How many departments stand in each state, along the way; none: not begun.
    pub fn states(&self) -> Vec<(Option<State>, usize)> {
        let of = |state: Option<State>| {
            let all = self.departments.iter();
            all.filter(|line| line.statement.as_ref().map(|it| it.state) == state).count()
        };
        let states = std::iter::once(None).chain(State::ALL.iter().copied().map(Some));
        states.map(|state| (state, of(state))).filter(|(_, count)| *count > 0).collect()
    }
}

impl Office {
    /// All departments in sight for a year, as of today or the end of that year.
    ///
    /// # Errors
    /// If the asker may not see how it stands with all departments.
    pub async fn overview(&self, asker: &Asker, year: i64) -> Result<Arc<Overview>, OfficeError> {
        asker.require(Permission::ReadBoard)?;
        let name = format!("overview/{year}/{}/{}", self.now().day(), asker.sight());
        self.remembered(name, Box::pin(self.glance(asker, year))).await
    }

    async fn glance(&self, asker: &Asker, year: i64) -> Result<Overview, OfficeError> {
        let today = self.now().day();
        let last = i16::try_from(year).ok().and_then(|year| Day::new(year, 12, 31).ok());
        let day = last.map_or(today, |last| last.min(today));
        let board = self.board(asker, year).await?;
        let watched = self.monitoring_board(asker, year, day).await?;
        let marked = self.evaluations(asker, year).await?;
        let (mut tx, scope) = self.look(asker, Permission::ReadBoard).await?;
        let all = organisations::list(&mut tx, &store::Scope::everything()).await?;
        drop(tx);
        let by_id = |id: &str| watched.lines.iter().find(|line| line.listed.statement.id == id);
        let mark = |id: &str| marked.iter().find(|line| line.listed.statement.id == id);
        let department = |row: &BoardRow| {
            let id = row.statement.as_ref().map(|listed| listed.statement.id.as_str());
            department(row, id.and_then(by_id), id.and_then(mark), &all)
        };
        let departments: Vec<DepartmentLine> = board.iter().map(department).collect();
        let mut whole = Sums::default();
        departments.iter().for_each(|line| whole.add(&line.sums));
        Ok(Overview {
            regions: regions(&departments, &all),
            rules: self.findings_by_rule(&departments).await?,
            years: self.years_beside(&scope, year).await?,
            departments,
            whole,
            year,
            day,
        })
    }
}

fn department(
    row: &BoardRow,
    watched: Option<&WatchLine>,
    marked: Option<&EvaluationLine>,
    all: &[Organisation],
) -> DepartmentLine {
    let statement = row.statement.as_ref().map(|listed| listed.statement.clone());
    let figures = statement.as_ref().map(|it| it.figures).unwrap_or_default();
    let is_reported =
        |state| matches!(state, Marking::Reported | Marking::Recheck | Marking::Settled);
    let reported = marked.filter(|line| line.state.is_some_and(is_reported));
    let points = reported.and_then(|line| line.total);
    let seen = watched.filter(|line| line.sees_payments);
    let sums = Sums {
        departments: 1,
        sent: usize::from(!row.is_owing()),
        approved: usize::from(statement.as_ref().is_some_and(|it| it.approved_version > 0)),
        declared: figures.total.unwrap_or_default(),
        budget: watched.map(|line| line.budget).unwrap_or_default(),
        watched: seen.map(|line| line.budget).unwrap_or_default(),
        paid: watched.map(|line| line.paid).unwrap_or_default(),
        red: watched.map_or(0, |line| line.red),
        yellow: watched.map_or(0, |line| line.yellow),
        marked: usize::from(points.is_some()),
        points: points.unwrap_or_default(),
        errors: figures.errors,
        warnings: figures.warnings,
    };
    // What nobody has begun is no mark.
    let begun = marked.filter(|line| line.state.is_some());
    let region = region_of(&row.organisation, all);
    DepartmentLine {
        region: region.map(|one| one.name.clone()).unwrap_or_default(),
        organisation: row.organisation.clone(),
        is_late: row.due.as_ref().is_some_and(crate::deadlines::Due::is_late),
        light: watched.map(|line| line.light),
        executed: watched.and_then(|line| line.executed),
        planned: watched.and_then(|line| line.planned),
        marking: begun.and_then(|line| line.state),
        total: begun.and_then(|line| line.total),
        grade: begun.map(|line| line.grade.clone()).unwrap_or_default(),
        statement,
        sums,
    }
}

/// The nearest region above an organisation.
fn region_of<'a>(one: &Organisation, all: &'a [Organisation]) -> Option<&'a Organisation> {
    let above = one.path.split_terminator('/').rev();
    let mut above = above.filter_map(|id| all.iter().find(|it| it.id == id));
    above.find(|it| it.kind == OrganisationKind::Region)
}

/// Departments rolled up by region; nothing where there is one region only.
fn regions(departments: &[DepartmentLine], all: &[Organisation]) -> Vec<RegionLine> {
    let mut regions: BTreeMap<&str, RegionLine> = BTreeMap::new();
    for line in departments {
        let Some(region) = region_of(&line.organisation, all) else { continue };
        let blank = || RegionLine { organisation: region.clone(), sums: Sums::default() };
        regions.entry(&region.path).or_insert_with(blank).sums.add(&line.sums);
    }
    if regions.len() < 2 { Vec::new() } else { regions.into_values().collect() }
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
