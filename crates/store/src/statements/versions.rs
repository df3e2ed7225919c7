//! Versions: never changed, but frozen once.

use sea_query::{CaseStatement, Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use super::VersionKind;
use crate::{Row, Scope, StoreError, Tx};

/// A version: never changed, but frozen once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The department.
    pub owner: String,
    /// The statement.
    pub statement: String,
    /// Which one, from 1.
    pub number: i64,
    /// The version it was made from; 0: from nothing.
    pub parent: i64,
    /// Why it was made.
    pub kind: VersionKind,
    /// What its maker says of it.
    pub reason: String,
    /// The statement as JSON.
    pub body: String,
    /// SM3 of the body.
    pub digest: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// When it was approved.
    pub frozen_at: Option<String>,
}

const VERSION_COLUMNS: [&str; 11] = [
    "owner",
    "statement",
    "number",
    "parent",
    "kind",
    "reason",
    "body",
    "digest",
    "created_by",
    "created_at",
    "frozen_at",
];

/// Keeps a version.
///
/// # Errors
/// If there is one of this number already.
pub async fn insert_version(tx: &mut Tx, new: &Version) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("versions")
        .columns(VERSION_COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.statement.as_str().into(),
            new.number.into(),
            new.parent.into(),
            new.kind.word().into(),
            new.reason.as_str().into(),
            new.body.as_str().into(),
            new.digest.as_str().into(),
            new.created_by.as_str().into(),
            new.created_at.as_str().into(),
            new.frozen_at.clone().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("version")),
        done => done.map(drop),
    }
}

/// Freezes a version: from now on it is the approved text.
///
/// # Errors
/// If it is not there, or frozen already.
pub async fn freeze(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    number: i64,
    at: &str,
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("versions")
        .value("frozen_at", at)
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("number").eq(number))
        .and_where(Expr::col("frozen_at").is_null())
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("version")),
        _ => Ok(()),
    }
}

/// One version with its body.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn version(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
    number: i64,
) -> Result<Version, StoreError> {
    let query = Query::select()
        .columns(VERSION_COLUMNS)
        .from("versions")
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("number").eq(number))
        .cond_where(scope.of(("versions", "owner")))
        .to_owned();
    version_of(&tx.first(&query).await?.ok_or(StoreError::Missing("version"))?)
}

/// One version without its body.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn head(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
    number: i64,
) -> Result<Version, StoreError> {
    let query = heads(scope, statement).and_where(Expr::col("number").eq(number)).to_owned();
    version_of(&tx.first(&query).await?.ok_or(StoreError::Missing("version"))?)
}

/// All versions, the newest first, without their bodies.
///
/// # Errors
/// If the database says no.
pub async fn versions(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Version>, StoreError> {
    let query = heads(scope, statement).order_by("number", Order::Desc).to_owned();
    tx.all(&query).await?.iter().map(version_of).collect()
}

fn heads(scope: &Scope, statement: &str) -> SelectStatement {
    Query::select()
        .columns(VERSION_COLUMNS.into_iter().filter(|column| *column != "body"))
        .expr_as(Expr::val(""), "body")
        .from("versions")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("versions", "owner")))
        .to_owned()
}

/// The versions of all statements of an organisation, the oldest first of each; with their bodies those that were
/// approved, and the newest of each statement.
///
/// # Errors
/// If the database says no.
pub async fn versions_of_owner(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<Vec<Version>, StoreError> {
    let column = |name: &'static str| Expr::col(("versions", name));
    let is_newest = column("number").equals(("statements", "version"));
    let is_told = Cond::any().add(column("frozen_at").is_not_null()).add(is_newest);
    let body = CaseStatement::new().case(is_told, column("body")).finally("");
    let plain = VERSION_COLUMNS.into_iter().filter(|column| *column != "body");
    let query = Query::select()
        .columns(plain.map(|name| ("versions", name)))
        .expr_as(body, "body")
        .from("versions")
        .inner_join("statements", Expr::col(("statements", "id")).equals(("versions", "statement")))
        .and_where(column("owner").eq(owner))
        .cond_where(scope.of(("versions", "owner")))
        .order_by(("versions", "statement"), Order::Asc)
        .order_by(("versions", "number"), Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(version_of).collect()
}

fn version_of(row: &Row) -> Result<Version, StoreError> {
    Ok(Version {
        owner: row.text("owner")?,
        statement: row.text("statement")?,
        number: row.number("number")?,
        parent: row.number("parent")?,
        kind: VersionKind::from_word(&row.text("kind")?)?,
        reason: row.text("reason")?,
        body: row.text("body")?,
        digest: row.text("digest")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        frozen_at: row.maybe_text("frozen_at")?,
    })
}
