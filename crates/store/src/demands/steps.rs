//! What was said and done to a demand, and the files that prove it.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// What is done with a demand.
    StepAct in "demand_steps.act" {
        /// It is raised.
        Raised = "raised", "提出整改";
        /// The department says what it did.
        Answered = "answered", "答复";
        /// That does not do.
        Returned = "returned", "退回";
        /// It is put right.
        Confirmed = "confirmed", "确认整改到位";
        /// It is taken back.
        Withdrawn = "withdrawn", "撤回";
        /// It is given another day.
        Extended = "extended", "改期限";
    }
}

/// Something said or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which one, from 1.
    pub number: i64,
    /// What kind.
    pub act: StepAct,
    /// What was done, or why; may be empty.
    pub body: String,
    /// What came of it; of answers.
    pub result: String,
    /// On which day; of answers, empty while it goes on.
    pub finished_on: String,
    /// What the rule or check said at that moment; may be empty.
    pub verdict: String,
    /// Who.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A file that proves what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which one, from 1.
    pub number: i64,
    /// The answer it was sent with; `None`: there is none yet.
    pub step: Option<i64>,
    /// The file's id.
    pub file: String,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// Who added it.
    pub by_name: String,
    /// When.
    pub at: String,
}

const STEP_COLUMNS: [&str; 9] =
    ["number", "act", "body", "result", "finished_on", "verdict", "by_user", "by_name", "at"];
const PROOF_COLUMNS: [&str; 7] = ["number", "step", "file", "name", "size", "by_name", "at"];

/// Enters a step.
///
/// # Errors
/// If there is one of this number already.
pub async fn insert_step(
    tx: &mut Tx,
    owner: &str,
    demand: &str,
    new: &Step,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("demand_steps")
        .columns(["owner", "demand"].into_iter().chain(STEP_COLUMNS))
        .values_panic([
            owner.into(),
            demand.into(),
            new.number.into(),
            new.act.word().into(),
            new.body.as_str().into(),
            new.result.as_str().into(),
            new.finished_on.as_str().into(),
            new.verdict.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The steps of a demand in their order.
///
/// # Errors
/// If the database says no.
pub async fn steps(tx: &mut Tx, scope: &Scope, demand: &str) -> Result<Vec<Step>, StoreError> {
    let query = Query::select()
        .columns(STEP_COLUMNS)
        .from("demand_steps")
        .and_where(Expr::col("demand").eq(demand))
        .cond_where(scope.of(("demand_steps", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(step).collect()
}

/// The steps of all demands on an organisation, those of each in their order, by the demand's id.
///
/// # Errors
/// If the database says no.
pub async fn steps_of_owner(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<BTreeMap<String, Vec<Step>>, StoreError> {
    let query = Query::select()
        .column("demand")
        .columns(STEP_COLUMNS)
        .from("demand_steps")
        .and_where(Expr::col("owner").eq(owner))
        .cond_where(scope.of(("demand_steps", "owner")))
        .order_by("demand", Order::Asc)
        .order_by("number", Order::Asc)
        .to_owned();
    let mut all: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    for row in tx.all(&query).await? {
        all.entry(row.text("demand")?).or_default().push(step(&row)?);
    }
    Ok(all)
}

/// Enters a file that proves something.
///
/// # Errors
/// If there is one of this number already.
pub async fn insert_proof(
    tx: &mut Tx,
    owner: &str,
    demand: &str,
    new: &Proof,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("demand_files")
        .columns(["owner", "demand"].into_iter().chain(PROOF_COLUMNS))
        .values_panic([
            owner.into(),
            demand.into(),
            new.number.into(),
            new.step.into(),
            new.file.as_str().into(),
            new.name.as_str().into(),
            new.size.into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes out a file that no answer was sent with yet; its bytes stand in `files`.
///
/// # Errors
/// If it is not there, not in sight, or an answer was sent with it.
pub async fn remove_proof(
    tx: &mut Tx,
    scope: &Scope,
    demand: &str,
    number: i64,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("demand_files")
        .and_where(Expr::col("demand").eq(demand))
        .and_where(Expr::col("number").eq(number))
        .and_where(Expr::col("step").is_null())
        .cond_where(scope.of(("demand_files", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("demand file")),
        _ => Ok(()),
    }
}

/// Says of the files that wait that they were sent with this answer.
///
/// # Errors
/// If the database says no.
pub async fn bind_proofs(
    tx: &mut Tx,
    scope: &Scope,
    demand: &str,
    step: i64,
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("demand_files")
        .value("step", step)
        .and_where(Expr::col("demand").eq(demand))
        .and_where(Expr::col("step").is_null())
        .cond_where(scope.of(("demand_files", "owner")))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The files of a demand in the order in which they came.
///
/// # Errors
/// If the database says no.
pub async fn proofs(tx: &mut Tx, scope: &Scope, demand: &str) -> Result<Vec<Proof>, StoreError> {
    let query = Query::select()
        .columns(PROOF_COLUMNS)
        .from("demand_files")
        .and_where(Expr::col("demand").eq(demand))
        .cond_where(scope.of(("demand_files", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(proof).collect()
}

fn step(row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        number: row.number("number")?,
        act: StepAct::from_word(&row.text("act")?)?,
        body: row.text("body")?,
        result: row.text("result")?,
        finished_on: row.text("finished_on")?,
        verdict: row.text("verdict")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn proof(row: &Row) -> Result<Proof, StoreError> {
    Ok(Proof {
        number: row.number("number")?,
        step: row.maybe_number("step")?,
        file: row.text("file")?,
        name: row.text("name")?,
        size: row.number("size")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
