//! The way a statement has gone, step by step.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Order, Query};

use super::State;
use crate::{Row, Scope, StoreError, Tx};

/// A step on a statement's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Which one, from 1.
    pub number: i64,
    /// What was done.
    pub act: String,
    /// Where it stood.
    pub from: State,
    /// Where it stands since.
    pub to: State,
    /// The version that it was done with.
    pub version: i64,
    /// Why.
    pub reason: String,
    /// Who.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

const COLUMNS: [&str; 9] =
    ["number", "act", "from_state", "to_state", "version", "reason", "by_user", "by_name", "at"];

/// Adds a step to the way of a statement.
///
/// # Errors
/// If the database says no.
pub async fn insert_transition(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    step: &Transition,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("transitions")
        .columns(["owner", "statement"].into_iter().chain(COLUMNS))
        .values_panic([
            owner.into(),
            statement.into(),
            step.number.into(),
            step.act.as_str().into(),
            step.from.word().into(),
            step.to.word().into(),
            step.version.into(),
            step.reason.as_str().into(),
            step.by_user.as_str().into(),
            step.by_name.as_str().into(),
            step.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The way of a statement from its beginning.
///
/// # Errors
/// If the database says no.
pub async fn transitions(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Transition>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("transitions")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("transitions", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(transition).collect()
}

/// The ways of all statements of an organisation, each from its beginning, by the statement's id.
///
/// # Errors
/// If the database says no.
pub async fn ways(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<BTreeMap<String, Vec<Transition>>, StoreError> {
    let query = Query::select()
        .column("statement")
        .columns(COLUMNS)
        .from("transitions")
        .and_where(Expr::col("owner").eq(owner))
        .cond_where(scope.of(("transitions", "owner")))
        .order_by("statement", Order::Asc)
        .order_by("number", Order::Asc)
        .to_owned();
    let mut all: BTreeMap<String, Vec<Transition>> = BTreeMap::new();
    for row in tx.all(&query).await? {
        all.entry(row.text("statement")?).or_default().push(transition(&row)?);
    }
    Ok(all)
}

/// Since when each statement of a year was last in each state, by its id.
///
/// # Errors
/// If the database says no.
pub async fn reached(
    tx: &mut Tx,
    scope: &Scope,
    year: i64,
) -> Result<BTreeMap<String, BTreeMap<State, String>>, StoreError> {
    let of_year = Query::select()
        .column("id")
        .from("statements")
        .and_where(Expr::col("year").eq(year))
        .to_owned();
    let query = Query::select()
        .columns(["statement", "to_state", "at"])
        .from("transitions")
        .and_where(Expr::col("statement").in_subquery(of_year))
        .cond_where(scope.of(("transitions", "owner")))
        .order_by("at", Order::Asc)
        .order_by("number", Order::Asc)
        .to_owned();
    let mut all: BTreeMap<String, BTreeMap<State, String>> = BTreeMap::new();
    for row in tx.all(&query).await? {
        let of_statement = all.entry(row.text("statement")?).or_default();
        of_statement.insert(State::from_word(&row.text("to_state")?)?, row.text("at")?);
    }
    Ok(all)
}

fn transition(row: &Row) -> Result<Transition, StoreError> {
    Ok(Transition {
        number: row.number("number")?,
        act: row.text("act")?,
        from: State::from_word(&row.text("from_state")?)?,
        to: State::from_word(&row.text("to_state")?)?,
        version: row.number("version")?,
        reason: row.text("reason")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
