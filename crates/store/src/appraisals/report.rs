//! What is written of an appraisal: the texts of its report, the problems found, the way it has gone.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use super::State;
use crate::demands::ProblemKind;
use crate::ways::Way;
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
pub type Step = crate::ways::Step<State>;

const OF: [&str; 2] = ["owner", "appraisal"];
const TEXT: [&str; 4] = ["part", "body", "by_name", "at"];
const PROBLEM: [&str; 5] = ["number", "found", "asked", "kind", "demand"];
const WAY: Way = Way { table: "appraisal_steps", of: "appraisal" };

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
    WAY.add(tx, owner, appraisal, new).await
}

/// The steps of an appraisal in their order.
///
/// # Errors
/// If the database says no.
pub async fn steps(tx: &mut Tx, scope: &Scope, appraisal: &str) -> Result<Vec<Step>, StoreError> {
    WAY.steps(tx, scope, appraisal).await
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
