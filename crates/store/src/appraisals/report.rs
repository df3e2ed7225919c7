//! What is written of an appraisal: the texts of its report, the problems found, the way it has gone.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use super::State;
use crate::demands::ProblemKind;
use crate::{Row, Scope, StoreError, Tx};

/// A text of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The part of the report.
    pub part: String,
    /// The text.
    pub body: String,
    /// Who wrote it.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// Something that was found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counts up within the appraisal.
    pub number: i64,
    /// What was found.
    pub found: String,
    /// What is to be done about it.
    pub asked: String,
    /// What kind of trouble it is.
    pub kind: ProblemKind,
    /// The demand for rectification that was raised from it.
    pub demand: Option<String>,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Counts up within the appraisal.
    pub number: i64,
    /// What was done.
    pub act: String,
    /// Where it stood.
    pub from: State,
    /// Where it came.
    pub to: State,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

const OF: [&str; 2] = ["owner", "appraisal"];
const TEXT: [&str; 4] = ["part", "body", "by_name", "at"];
const PROBLEM: [&str; 5] = ["number", "found", "asked", "kind", "demand"];
const STEP: [&str; 8] =
    ["number", "act", "from_state", "to_state", "reason", "by_user", "by_name", "at"];

/// Keeps a text, in place of the one before.
///
/// # Errors
/// If there is no such appraisal.
pub async fn say_text(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Text,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "appraisal", "part"]);
    over.update_columns(["body", "by_name", "at"]);
    let query = Query::insert()
        .into_table("appraisal_texts")
        .columns(OF.into_iter().chain(TEXT))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.part.as_str().into(),
            new.body.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The texts of an appraisal.
///
/// # Errors
/// If the database says no.
pub async fn texts(tx: &mut Tx, scope: &Scope, appraisal: &str) -> Result<Vec<Text>, StoreError> {
    let query = Query::select()
        .columns(TEXT)
        .from("appraisal_texts")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_texts", "owner")))
        .order_by("part", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(text).collect()
}

/// Keeps a problem, in place of what was kept under this number.
///
/// # Errors
/// If there is no such appraisal or demand.
pub async fn say_problem(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Problem,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "appraisal", "number"]);
    over.update_columns(PROBLEM.into_iter().skip(1));
    let query = Query::insert()
        .into_table("appraisal_problems")
        .columns(OF.into_iter().chain(PROBLEM))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.number.into(),
            new.found.as_str().into(),
            new.asked.as_str().into(),
            new.kind.word().into(),
            new.demand.clone().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes out a problem from which no demand was raised.
///
/// # Errors
/// If it is not there, or a demand was raised.
pub async fn remove_problem(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
    number: i64,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("appraisal_problems")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .and_where(Expr::col("number").eq(number))
        .and_where(Expr::col("demand").is_null())
        .cond_where(scope.of(("appraisal_problems", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("appraisal problem")),
        _ => Ok(()),
    }
}

/// The problems of an appraisal.
///
/// # Errors
/// If the database says no.
pub async fn problems(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
) -> Result<Vec<Problem>, StoreError> {
    let query = Query::select()
        .columns(PROBLEM)
        .from("appraisal_problems")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_problems", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(problem).collect()
}

/// Enters a step.
///
/// # Errors
/// If there is one of this number already.
pub async fn step(tx: &mut Tx, owner: &str, appraisal: &str, new: &Step) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("appraisal_steps")
        .columns(OF.into_iter().chain(STEP))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.number.into(),
            new.act.as_str().into(),
            new.from.word().into(),
            new.to.word().into(),
            new.reason.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The steps of an appraisal in their order.
///
/// # Errors
/// If the database says no.
pub async fn steps(tx: &mut Tx, scope: &Scope, appraisal: &str) -> Result<Vec<Step>, StoreError> {
    let query = Query::select()
        .columns(STEP)
        .from("appraisal_steps")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_steps", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(taken).collect()
}

fn text(row: &Row) -> Result<Text, StoreError> {
    Ok(Text {
        part: row.text("part")?,
        body: row.text("body")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn problem(row: &Row) -> Result<Problem, StoreError> {
    Ok(Problem {
        number: row.number("number")?,
        found: row.text("found")?,
        asked: row.text("asked")?,
        kind: ProblemKind::from_word(&row.text("kind")?)?,
        demand: row.maybe_text("demand")?,
    })
}

fn taken(row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        number: row.number("number")?,
        act: row.text("act")?,
        from: State::from_word(&row.text("from_state")?)?,
        to: State::from_word(&row.text("to_state")?)?,
        reason: row.text("reason")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
