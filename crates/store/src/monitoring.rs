//! Formal monitoring of a running year: what is asked of departments as of a day, their forms, the way of each form.

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::ways::Way;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// Where a form stands.
    TaskState in "monitoring_tasks.state" {
        /// The department fills it in.
        Filling = "filling", "待填报";
        /// The head of the department checks it.
        Inside = "inside", "内部审核";
        /// The finance bureau looks at it.
        Finance = "finance", "财政审定";
        /// The finance bureau gave it back.
        Returned = "returned", "退回修改";
        /// It is approved, its values are frozen.
        Approved = "approved", "已审定";
    }
}

/// What a finance bureau asks of all departments of its region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monitoring {
    /// The region at and below which it holds.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// The year of the plan.
    pub year: i64,
    /// The day as of which the year is compared with its plan.
    pub day: String,
    /// Until the end of this day departments fill in their forms.
    pub due_on: String,
    /// The notice that says so.
    pub basis: String,
    /// Who asks.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A department's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The department.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// The statement whose year it is.
    pub statement: String,
    /// The region that asks for it.
    pub region: String,
    /// The id of what it is a part of.
    pub monitoring: String,
    /// The year of the plan.
    pub year: i64,
    /// The day as of which the year is compared with its plan.
    pub day: String,
    /// Until when it is to be filled in.
    pub due_on: String,
    /// Where it stands.
    pub state: TaskState,
    /// Grows with every change.
    pub revision: i64,
    /// The form as JSON; empty until it was saved.
    pub body: String,
    /// SM3 of the form when it was approved; empty before.
    pub digest: String,
    /// What the finance bureau asks to be put right; empty: nothing.
    pub demands: String,
    /// When it was changed last.
    pub changed_at: String,
    /// Since when it stands where it stands.
    pub state_since: String,
}

/// A form in a list, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The form.
    pub task: Task,
    /// The name of the department.
    pub owner_name: String,
}

/// A step on a form's way.
pub type Step = crate::ways::Step<TaskState>;

/// Which forms.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this year only.
    pub year: Option<i64>,
    /// Of this statement only.
    pub statement: Option<String>,
    /// Of this monitoring only.
    pub monitoring: Option<String>,
    /// In one of these states only; all, if empty.
    pub states: Vec<TaskState>,
}

const MONITORING: [&str; 9] =
    ["owner", "id", "year", "day", "due_on", "basis", "by_user", "by_name", "at"];
const TASK: [&str; 15] = [
    "owner",
    "id",
    "statement",
    "region",
    "monitoring",
    "year",
    "day",
    "due_on",
    "state",
    "revision",
    "body",
    "digest",
    "demands",
    "changed_at",
    "state_since",
];
const WAY: Way = Way { table: "monitoring_steps", of: "task" };

/// Keeps what is asked.
///
/// # Errors
/// If the same was asked for that day before, or the database says no.
pub async fn insert(tx: &mut Tx, new: &Monitoring) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("monitorings")
        .columns(MONITORING)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.year.into(),
            new.day.as_str().into(),
            new.due_on.as_str().into(),
            new.basis.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// What was asked in a year, the latest day first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, year: i64) -> Result<Vec<Monitoring>, StoreError> {
    let query = Query::select()
        .columns(MONITORING)
        .from("monitorings")
        .and_where(Expr::col("year").eq(year))
        .cond_where(scope.of(("monitorings", "owner")))
        .order_by("day", Order::Desc)
        .order_by("owner", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(monitoring).collect()
}

/// Gives a department a form to fill in.
///
/// # Errors
/// If it has one for that day, or the database says no.
pub async fn insert_task(tx: &mut Tx, new: &Task) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("monitoring_tasks")
        .columns(TASK)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.statement.as_str().into(),
            new.region.as_str().into(),
            new.monitoring.as_str().into(),
            new.year.into(),
            new.day.as_str().into(),
            new.due_on.as_str().into(),
            new.state.word().into(),
            new.revision.into(),
            new.body.as_str().into(),
            new.digest.as_str().into(),
            new.demands.as_str().into(),
            new.changed_at.as_str().into(),
            new.state_since.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Changes a form that still has the revision before: state, form, digest, demands.
///
/// # Errors
/// If somebody else was faster.
pub async fn update_task(tx: &mut Tx, changed: &Task) -> Result<(), StoreError> {
    let query = Query::update()
        .table("monitoring_tasks")
        .values([
            ("state", changed.state.word().into()),
            ("revision", changed.revision.into()),
            ("body", changed.body.as_str().into()),
            ("digest", changed.digest.as_str().into()),
            ("demands", changed.demands.as_str().into()),
            ("changed_at", changed.changed_at.as_str().into()),
            ("state_since", changed.state_since.as_str().into()),
        ])
        .and_where(Expr::col("owner").eq(changed.owner.as_str()))
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .and_where(Expr::col("revision").eq(changed.revision - 1))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("monitoring task")),
        _ => Ok(()),
    }
}

/// The form with this id, and whose it is.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn task(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Listed, StoreError> {
    let query =
        select_tasks(scope).and_where(Expr::col(("monitoring_tasks", "id")).eq(id)).to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("monitoring task"))?;
    listed(&row)
}

/// Forms, the latest day first, by department.
///
/// # Errors
/// If the database says no.
pub async fn tasks(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let mut query = select_tasks(scope);
    let column = |name: &'static str| Expr::col(("monitoring_tasks", name));
    if let Some(year) = filter.year {
        query.and_where(column("year").eq(year));
    }
    if let Some(statement) = &filter.statement {
        query.and_where(column("statement").eq(statement.as_str()));
    }
    if let Some(monitoring) = &filter.monitoring {
        query.and_where(column("monitoring").eq(monitoring.as_str()));
    }
    if !filter.states.is_empty() {
        query.and_where(column("state").is_in(filter.states.iter().map(|state| state.word())));
    }
    query
        .order_by(("monitoring_tasks", "day"), Order::Desc)
        .order_by(("organisations", "code"), Order::Asc)
        .order_by(("monitoring_tasks", "id"), Order::Asc);
    tx.all(&query).await?.iter().map(listed).collect()
}

/// Adds a step to a form's way.
///
/// # Errors
/// If the database says no.
pub async fn insert_step(
    tx: &mut Tx,
    owner: &str,
    task: &str,
    new: &Step,
) -> Result<(), StoreError> {
    WAY.add(tx, owner, task, new).await
}

/// The way of a form, the first step first.
///
/// # Errors
/// If the database says no.
pub async fn steps(tx: &mut Tx, scope: &Scope, task: &str) -> Result<Vec<Step>, StoreError> {
    WAY.steps(tx, scope, task).await
}

fn select_tasks(scope: &Scope) -> SelectStatement {
    let same_owner = Expr::col(("monitoring_tasks", "owner")).equals(("organisations", "id"));
    Query::select()
        .columns(TASK.map(|name| ("monitoring_tasks", name)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .from("monitoring_tasks")
        .inner_join("organisations", same_owner)
        .cond_where(scope.of(("monitoring_tasks", "owner")))
        .to_owned()
}

fn monitoring(row: &Row) -> Result<Monitoring, StoreError> {
    Ok(Monitoring {
        owner: row.text("owner")?,
        id: row.text("id")?,
        year: row.number("year")?,
        day: row.text("day")?,
        due_on: row.text("due_on")?,
        basis: row.text("basis")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let task = Task {
        owner: row.text("owner")?,
        id: row.text("id")?,
        statement: row.text("statement")?,
        region: row.text("region")?,
        monitoring: row.text("monitoring")?,
        year: row.number("year")?,
        day: row.text("day")?,
        due_on: row.text("due_on")?,
        state: TaskState::from_word(&row.text("state")?)?,
        revision: row.number("revision")?,
        body: row.text("body")?,
        digest: row.text("digest")?,
        demands: row.text("demands")?,
        changed_at: row.text("changed_at")?,
        state_since: row.text("state_since")?,
    };
    Ok(Listed { task, owner_name: row.text("owner_name")? })
}
