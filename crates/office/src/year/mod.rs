//! The running year of a statement (绩效年度): what each indicator has reached by a day, from where the value comes,
//! and what was paid.
//!
//! Suggested reading order: [`Year`] and what it holds, `places` (by what an indicator is known while its text
//! changes), `values` (a binding as a value), `funds` (budgets and payments), `before` (how the
//! year before went), `basis` (what is the same every day), [`proposing`] (what the house
//! proposes), [`binding`] (who binds and enters), [`freezing`] (values as they were when a form was
//! approved), and `console` (the command line).
//!
//! A value is never typed where a register gives it: it is computed anew each time it is looked at. Whoever may read a
//! statement sees its values; the entries behind them are for those who may read the registers.

mod basis;
mod before;
pub mod binding;
mod console;
pub mod freezing;
mod funds;
mod places;
pub mod proposing;
mod values;

use std::sync::Arc;

use ground::{Day, Decimal};
use measure::{Arguments, Period, Value};
use model::actual::{Actual, Execution};
use model::statement::{Indicator as Text, Statement};
use score::{Indicator, Payment, PlanPoint, Watched, WatchedRow};
use store::performance::{Binding, Entered};
use store::statements::{self, Listed};
use store::{Scope, Tx};

use crate::registers::Registers;
use crate::{Asker, Office, OfficeError, Permission};

use basis::Basis;
pub(crate) use before::Before;
pub use places::Names;
pub use values::words;

/// A statement in its year.
#[derive(Clone, Debug)]
pub struct Year {
    /// The statement.
    pub listed: Listed,
    /// The path of its department, by which rights are asked for.
    pub path: String,
    /// The version that is watched: the approved one, else the newest.
    pub version: i64,
    /// The year of the plan.
    pub year: i16,
    /// The day by which values are told.
    pub as_of: Day,
    /// The department as a whole where it has indicators, then its projects in the order of the statement.
    pub groups: Vec<Group>,
}

/// A project in its year, or the department as a whole.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its place among the projects; none: the department as a whole.
    pub project: Option<usize>,
    /// 项目编码; empty where there is none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 资金用途; empty where there is none.
    pub purpose: String,
    /// 资金支出计划
    pub plan: Vec<PlanPoint>,
    /// 年初预算, 调整后预算, 支出; nothing of the department as a whole.
    pub execution: Execution,
    /// Payments by day; none: nobody records what the department pays.
    pub payments: Option<Vec<Payment>>,
    /// Its indicators.
    pub rows: Vec<Row>,
}

/// An indicator in its year.
#[derive(Clone, Debug)]
pub struct Row {
    /// By what it is known while the text changes.
    pub key: String,
    /// Its path in the statement, e.g. `projects/0/indicators/3`.
    pub place: String,
    /// The row of the statement.
    pub text: Text,
    /// As the scorer sees it; none where it has no target or stands on no level.
    pub indicator: Option<Indicator>,
    /// How it is bound.
    pub binding: Option<Binding>,
    /// The value.
    pub actual: Actual,
    /// The value in words; a dash where there is none.
    pub words: String,
    /// From where the value comes.
    pub standing: Standing,
    /// All values that were entered for it, the newest first.
    pub entered: Vec<Entered>,
}

/// From where a value comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// 未绑定: nobody has said.
    Unbound,
    /// 台账: computed from registers.
    Computed(Computed),
    /// The registers cannot give it now, and why in Chinese.
    Refused(String),
    /// 录入: somebody entered it.
    Entered(Entered),
    /// It is to be entered, and is not yet.
    Awaited,
}

/// What was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The code of the measure.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// What was computed, in Chinese.
    pub said: String,
    /// What the measure was narrowed down to.
    pub arguments: Arguments,
    /// The days that were looked at.
    pub period: Period,
    /// The value with its figures.
    pub value: Value,
}

impl Year {
    /// All its indicators.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// An indicator with its group.
    pub fn row(&self, key: &str) -> Option<(&Group, &Row)> {
        let mut all =
            self.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)));
        all.find(|(_, row)| row.key == key)
    }

    /// A project by its place in the statement.
    pub fn project(&self, at: usize) -> Option<&Group> {
        self.groups.iter().find(|group| group.project == Some(at))
    }
}

impl Group {
    /// By what it is known: its code, else its name.
    pub fn key(&self) -> &str {
        if self.code.is_empty() { &self.name } else { &self.code }
    }

    /// The row at a path of the statement, e.g. `projects/0/indicators/3`.
    pub(crate) fn at(&self, place: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.place == place)
    }

    /// As its year is watched. Rows that cannot be watched are left out; `places` gives their rows.
    pub fn watched(&self, year: i16) -> Watched {
        let row = |row: &Row| {
            Some(WatchedRow {
                indicator: row.indicator.clone()?,
                actual: row.actual.clone(),
                earlier: Vec::new(),
                last_year: Vec::new(),
            })
        };
        Watched {
            name: self.name.clone(),
            year,
            plan: self.plan.clone(),
            budget: self.execution.budget().unwrap_or_default(),
            payments: self.payments.clone(),
            last_year: Vec::new(),
            rows: self.rows.iter().filter_map(row).collect(),
        }
    }

    /// 万元 that were paid up to a day; none: nobody records that.
    pub fn paid_by(&self, until: Day) -> Option<Decimal> {
        let counted = self.payments.as_ref()?.iter().filter(|one| one.day <= until);
        Some(counted.fold(Decimal::ZERO, |sum, one| sum.saturating_add(one.amount.wan())))
    }

    /// As it is scored. Rows that cannot be scored are left out.
    pub fn scored(&self) -> score::Project {
        let row = |row: &Row| {
            Some(score::Row { indicator: row.indicator.clone()?, actual: row.actual.clone() })
        };
        score::Project {
            name: self.name.clone(),
            rows: self.rows.iter().filter_map(row).collect(),
            execution: self.execution.clone(),
        }
    }

    /// The rows that can be watched and scored, in the order of [`Group::watched`] and [`Group::scored`].
    pub fn counted(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.indicator.is_some()).collect()
    }
}

impl Standing {
    /// In one word, as it is shown beside a value.
    pub fn label(&self) -> &'static str {
        match self {
            Standing::Unbound => "未绑定",
            Standing::Computed(_) => "台账",
            Standing::Refused(_) => "取不出数",
            Standing::Entered(_) => "录入",
            Standing::Awaited => "待录入",
        }
    }
}

impl Office {
    /// A statement in its year, as of a day: what happened by then, as it is known now.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn year(
        &self,
        asker: &Asker,
        id: &str,
        as_of: Day,
    ) -> Result<Arc<Year>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = OfficeError::missing("这份绩效文本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing)?;
        drop(tx);
        self.year_listed(listed, as_of).await
    }

    /// The same of a statement that is in sight.
    pub(crate) async fn year_listed(
        &self,
        listed: Listed,
        as_of: Day,
    ) -> Result<Arc<Year>, OfficeError> {
        let it = &listed.statement;
        let name = format!("year/{}/{as_of}/{}", it.id, it.owner);
        // On the heap: what calls this is deep enough.
        self.remembered(name, Box::pin(self.year_of(listed, as_of))).await
    }

    /// The statement of an organisation for a year of the plan, in its year.
    ///
    /// # Errors
    /// If there is none in sight.
    pub async fn year_of_owner(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
        as_of: Day,
    ) -> Result<Arc<Year>, OfficeError> {
        let filter = statements::Filter {
            year: Some(i64::from(year)),
            owner: Some(owner.to_owned()),
            take: 1,
            ..statements::Filter::default()
        };
        let found = self.list_statements(asker, &filter).await?.items.into_iter().next();
        let found = found.ok_or(OfficeError::Missing { what: "这一年的绩效文本" })?;
        self.year(asker, &found.statement.id, as_of).await
    }

    /// A statement in its year, without asking who asks.
    pub(crate) async fn year_of(&self, listed: Listed, as_of: Day) -> Result<Year, OfficeError> {
        let it = &listed.statement;
        let name = format!("basis/{}/{}/{}", it.id, it.version, it.approved_version);
        let found = async {
            let mut tx = self.store().read().await?;
            Basis::of(&mut tx, &self.shelf, &listed).await
        };
        let basis = self.remembered(name, Box::pin(found)).await?;
        let all = self.registers().await?;
        let mut tx = self.store().read().await?;
        self.year_on(&mut tx, &all, &basis, (listed, as_of)).await
    }

    /// The same in a transaction under way, over these registers.
    pub(crate) async fn year_in(
        &self,
        tx: &mut Tx,
        all: &Registers,
        listed: Listed,
        as_of: Day,
    ) -> Result<Year, OfficeError> {
        let basis = Basis::of(tx, &self.shelf, &listed).await?;
        self.year_on(tx, all, &basis, (listed, as_of)).await
    }

    async fn year_on(
        &self,
        tx: &mut Tx,
        all: &Registers,
        basis: &Basis,
        (listed, as_of): (Listed, Day),
    ) -> Result<Year, OfficeError> {
        let Basis { owner, version, reading, .. } = basis;
        let year = i16::try_from(listed.statement.year).unwrap_or_default();
        let finder = self.finder(tx, Scope::below(vec![owner.path.clone()])).await?;
        let closed = &basis.closed;
        let mut asking = values::Asking { tx, all, finder, closed, year, as_of };
        let mut groups = Vec::new();
        for group in blank_groups(&reading.statement, year) {
            groups.push(fill(group, basis, &mut asking).await?);
        }
        funds::forget_unseen(&mut groups, &mut asking).await?;
        Ok(Year { path: owner.path.clone(), version: *version, year, as_of, groups, listed })
    }
}

/// The projects of a statement and their rows without values.
pub(crate) fn blank_groups(text: &Statement, year: i16) -> Vec<Group> {
    let mut names = Names::default();
    let mut groups = Vec::new();
    if !text.indicators.is_empty() {
        groups.push(Group {
            project: None,
            code: String::new(),
            name: "部门整体".to_owned(),
            purpose: String::new(),
            plan: Vec::new(),
            execution: Execution::default(),
            payments: None,
            rows: rows(&text.indicators, "部门", "indicators", &mut names, year),
        });
    }
    for (at, project) in text.projects.iter().enumerate() {
        let code = project.code.as_ref().map(|leaf| leaf.text().trim().to_owned());
        let code = code.unwrap_or_default();
        let known = if code.is_empty() { project.name() } else { &code };
        let place = format!("projects/{at}/indicators");
        groups.push(Group {
            project: Some(at),
            rows: rows(&project.indicators, known, &place, &mut names, year),
            name: project.name().to_owned(),
            purpose: project.purpose.as_ref().map(|words| words.text.clone()).unwrap_or_default(),
            plan: PlanPoint::plan_of(project),
            execution: funds::planned(project),
            payments: None,
            code,
        });
    }
    groups
}

fn rows(all: &[Text], project: &str, place: &str, names: &mut Names, year: i16) -> Vec<Row> {
    let row = |(at, text): (usize, &Text)| Row {
        key: names.of(project, text),
        place: format!("{place}/{at}"),
        indicator: Indicator::of(text, year),
        text: text.clone(),
        binding: None,
        actual: Actual::Missing,
        words: words(&Actual::Missing),
        standing: Standing::Unbound,
        entered: Vec::new(),
    };
    all.iter().enumerate().map(row).collect()
}

async fn fill(
    mut group: Group,
    basis: &Basis,
    asking: &mut values::Asking<'_>,
) -> Result<Group, OfficeError> {
    if group.project.is_some() {
        funds::fill(&mut group, asking).await?;
    }
    for row in &mut group.rows {
        row.binding = basis.bindings.get(&row.key).cloned();
        row.entered = basis.entered.iter().filter(|one| one.place == row.key).cloned().collect();
        let told = asking.value(row, &group.name).await?;
        (row.actual, row.words, row.standing) = told;
    }
    Ok(group)
}
