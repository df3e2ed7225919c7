//! Until when what is to be done: by region, year and stage.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::named::named;
use crate::{Row, StoreError, Tx};

named! {
    /// What is due.
    Stage in "deadlines.stage" {
        /// The department sends its statement to the finance bureau.
        Send = "send", "报送财政";
        /// The finance bureau has reviewed.
        Review = "review", "财政审核";
        /// The department sends again what was returned.
        Resend = "resend", "退回后再报";
        /// The approved statement is on the public site.
        Publish = "publish", "公开";
        /// A change after approval is sent.
        Adjust = "adjust", "目标调整";
        /// The year is closed.
        Archive = "archive", "归档";
    }
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The organisation at and below which it holds.
    pub owner: String,
    /// The year of the plan.
    pub year: i64,
    /// What is due.
    pub stage: Stage,
    /// Until the end of this day, 2026-03-01.
    pub due_on: String,
    /// How many days before that it is pressing.
    pub warn_days: i64,
    /// The notice that says so.
    pub basis: String,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: String,
}

const COLUMNS: [&str; 8] =
    ["owner", "year", "stage", "due_on", "warn_days", "basis", "set_by", "set_at"];

/// Sets a deadline, over another one that may stand.
///
/// # Errors
/// If the database says no.
pub async fn set(tx: &mut Tx, new: &Deadline) -> Result<(), StoreError> {
    let changed = OnConflict::columns(["owner", "year", "stage"])
        .update_columns(["due_on", "warn_days", "basis", "set_by", "set_at"])
        .to_owned();
    let query = Query::insert()
        .into_table("deadlines")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.year.into(),
            new.stage.word().into(),
            new.due_on.as_str().into(),
            new.warn_days.into(),
            new.basis.as_str().into(),
            new.set_by.as_str().into(),
            new.set_at.as_str().into(),
        ])
        .on_conflict(changed)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes a deadline away; says whether there was one.
///
/// # Errors
/// If the database says no.
pub async fn remove(tx: &mut Tx, owner: &str, year: i64, stage: Stage) -> Result<bool, StoreError> {
    let query = Query::delete()
        .from_table("deadlines")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("year").eq(year))
        .and_where(Expr::col("stage").eq(stage.word()))
        .to_owned();
    Ok(tx.run(&query).await? > 0)
}

/// All deadlines of all years: they are few, and say nothing that is not public.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx) -> Result<Vec<Deadline>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("deadlines")
        .order_by("year", Order::Desc)
        .order_by("due_on", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(deadline).collect()
}

fn deadline(row: &Row) -> Result<Deadline, StoreError> {
    Ok(Deadline {
        owner: row.text("owner")?,
        year: row.number("year")?,
        stage: Stage::from_word(&row.text("stage")?)?,
        due_on: row.text("due_on")?,
        warn_days: row.number("warn_days")?,
        basis: row.text("basis")?,
        set_by: row.text("set_by")?,
        set_at: row.text("set_at")?,
    })
}
