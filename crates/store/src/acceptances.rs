//! Findings of the review that the head of a department has accepted with a reason.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, Scope, StoreError, Tx};

/// An acceptance: it holds as long as the rule finds these words in this place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Its id.
    pub id: String,
    /// The rule whose finding is accepted.
    pub code: String,
    /// The path of the field; empty where the words stand in none.
    pub place: String,
    /// The words that stood there.
    pub words: String,
    /// Why it is right all the same.
    pub reason: String,
    /// Who says so.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

const COLUMNS: [&str; 8] = ["id", "code", "place", "words", "reason", "by_user", "by_name", "at"];

/// Enters an acceptance.
///
/// # Errors
/// If the database says no.
pub async fn insert(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Acceptance,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("acceptances")
        .columns(["owner", "statement"].into_iter().chain(COLUMNS))
        .values_panic([
            owner.into(),
            statement.into(),
            new.id.as_str().into(),
            new.code.as_str().into(),
            new.place.as_str().into(),
            new.words.as_str().into(),
            new.reason.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes an acceptance back.
///
/// # Errors
/// If it is not there.
pub async fn remove(tx: &mut Tx, owner: &str, statement: &str, id: &str) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("acceptances")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("acceptance")),
        _ => Ok(()),
    }
}

/// The acceptances of a statement, the oldest first.
///
/// # Errors
/// If the database says no.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Acceptance>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("acceptances")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("acceptances", "owner")))
        .order_by("at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(acceptance).collect()
}

fn acceptance(row: &Row) -> Result<Acceptance, StoreError> {
    Ok(Acceptance {
        id: row.text("id")?,
        code: row.text("code")?,
        place: row.text("place")?,
        words: row.text("words")?,
        reason: row.text("reason")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
