//! All departments of a year on a day, the most urgent first.

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::{Day, Decimal, Money};
use rulebook::Light;
use store::monitoring::{self, TaskState};
use store::statements::{self, Filter, Listed, Ordering};

use super::Watching;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// More statements of a year than this are not on the board.
const MOST_STATEMENTS: u64 = 5_000;

/// All departments in sight.
#[derive(Clone, Debug)]
pub struct Board {
    /// The year of the plan.
    pub year: i64,
    /// The day.
    pub day: Day,
    /// A line for each statement, the most urgent first.
    pub lines: Vec<Line>,
}

/// A department.
#[derive(Clone, Debug)]
pub struct Line {
    /// The statement and whose it is.
    pub listed: Listed,
    /// Its most urgent light.
    pub light: Light,
    /// Paid of the budget, in percent with two places; none without budget, or where nobody records what is paid.
    pub executed: Option<Decimal>,
    /// Whether somebody records what is paid.
    pub sees_payments: bool,
    /// Planned by the day, likewise; none where no project has a plan.
    pub planned: Option<Decimal>,
    /// The budgets of all projects together.
    pub budget: Money,
    /// What was paid of them by the day.
    pub paid: Money,
    /// How many payments and indicators are red.
    pub red: usize,
    /// How many are yellow.
    pub yellow: usize,
    /// What is said of the most urgent of them.
    pub because: String,
    /// The form of formal monitoring as of that day: its id and where it stands.
    pub task: Option<(String, TaskState)>,
}

impl Office {
    /// How all departments in sight stand against their plans.
    ///
    /// # Errors
    /// If the asker may read no statements.
    pub async fn monitoring_board(
        &self,
        asker: &Asker,
        year: i64,
        day: Day,
    ) -> Result<Arc<Board>, OfficeError> {
        asker.require(Permission::ReadStatements)?;
        let name = format!("monitoring/{year}/{day}/{}", asker.sight());
        let scope = asker.scope(Permission::ReadStatements);
        self.remembered(name, Box::pin(self.monitoring_lines(scope, year, day))).await
    }

    /// The same for whoever types at the server's command line.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn monitoring_at_console(&self, year: i64, day: Day) -> Result<Board, OfficeError> {
        self.monitoring_lines(Scope::everything(), year, day).await
    }

    async fn monitoring_lines(
        &self,
        scope: Scope,
        year: i64,
        day: Day,
    ) -> Result<Board, OfficeError> {
        let mut tx = self.store().read().await?;
        let filter = Filter {
            year: Some(year),
            order: Ordering::Owner,
            take: MOST_STATEMENTS,
            ..Filter::default()
        };
        let all = statements::list(&mut tx, &scope, &filter).await?;
        let of_year = monitoring::Filter { year: Some(year), ..monitoring::Filter::default() };
        let tasks = monitoring::tasks(&mut tx, &scope, &of_year).await?;
        drop(tx);
        let on = day.to_string();
        let tasks = tasks.into_iter().map(|listed| listed.task).filter(|task| task.day == on);
        let mut tasks: BTreeMap<String, (String, TaskState)> =
            tasks.map(|task| (task.statement, (task.id, task.state))).collect();
        let mut lines = Vec::with_capacity(all.len());
        for listed in all {
            let task = tasks.remove(&listed.statement.id);
            let watching = self.watching_of(listed.clone(), day).await?;
            lines.push(line(listed, &watching, task));
        }
        lines.sort_by_key(|line| {
            let (red, yellow) = (std::cmp::Reverse(line.red), std::cmp::Reverse(line.yellow));
            (line.light, red, yellow, line.lag())
        });
        Ok(Board { year, day, lines })
    }
}

impl Line {
    /// Paid less planned: the further below nothing, the further behind.
    fn lag(&self) -> Decimal {
        let planned = self.planned.unwrap_or_default();
        self.executed.unwrap_or_default().saturating_sub(planned)
    }
}

fn line(listed: Listed, watching: &Watching, task: Option<(String, TaskState)>) -> Line {
    let (budget, paid) = money(watching);
    let (executed, planned) = shares(watching, budget, paid);
    let light = watching.light();
    Line {
        light,
        executed,
        planned,
        sees_payments: watching.sees_payments(),
        budget,
        paid,
        red: watching.count(Light::Red),
        yellow: watching.count(Light::Yellow),
        because: because(watching, light),
        task,
        listed,
    }
}

/// What is said of the first project, payment or indicator with the most urgent light.
fn because(watching: &Watching, light: Light) -> String {
    let first = watching.groups.iter().find(|seen| seen.watch.light == light);
    let said = first.map(|seen| {
        let name = watching.group(seen).map_or("", |group| group.name.as_str());
        match seen.because() {
            because if because.starts_with('“') => format!("{name}{because}"),
            because => format!("{name}：{because}"),
        }
    });
    said.unwrap_or_default()
}

/// The budgets of all projects together, and what was paid of them by the day.
fn money(watching: &Watching) -> (Money, Money) {
    let plus = |sum: Money, more: Money| sum.checked_add(more).unwrap_or(sum);
    let (mut budget, mut paid) = (Money::ZERO, Money::ZERO);
    for group in watching.groups.iter().filter_map(|seen| watching.group(seen)) {
        budget = plus(budget, group.execution.budget().unwrap_or(Money::ZERO));
        let counted = group.payments.iter().flatten().filter(|one| one.day <= watching.year.as_of);
        paid = counted.fold(paid, |sum, one| plus(sum, one.amount));
    }
    (budget, paid)
}

/// Paid and planned of all projects' budgets together, in percent.
fn shares(watching: &Watching, budget: Money, paid: Money) -> (Option<Decimal>, Option<Decimal>) {
    let (mut planned, mut has_plan) = (Decimal::ZERO, false);
    for seen in &watching.groups {
        let Some(group) = watching.group(seen) else { continue };
        let whole = group.execution.budget().unwrap_or(Money::ZERO).wan();
        if let Some(expected) = seen.watch.payments.expected {
            has_plan = true;
            planned = planned.saturating_add(whole.saturating_mul(expected));
        }
    }
    let paid = paid.wan().saturating_mul(Decimal::ONE_HUNDRED);
    let share = |sum: Decimal| {
        sum.checked_div(budget.wan()).map(|share| share.round_dp_with_strategy(2, HALF_UP))
    };
    let executed = share(paid).filter(|_| watching.sees_payments());
    (executed, share(planned).filter(|_| has_plan))
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
