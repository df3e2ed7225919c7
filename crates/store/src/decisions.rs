//! What was decided of a statement: by the standing meeting (minutes), by the finance bureau (approvals).

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, Scope, StoreError, Tx};

/// What the standing meeting decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Their id.
    pub id: String,
    /// The version that was before the meeting.
    pub version: i64,
    /// On which day it was held, 2026-03-01.
    pub held_on: String,
    /// Who was present.
    pub present: String,
    /// What was decided.
    pub decision: String,
    /// Whether it agreed.
    pub agreed: bool,
    /// The id of the scanned minutes, if there are any.
    pub file: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: String,
}

/// An approval of the finance bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Which one, from 1.
    pub number: i64,
    /// The version that was approved.
    pub version: i64,
    /// SM3 of that version.
    pub digest: String,
    /// 批复文号
    pub document_number: String,
    /// What the bureau asks of the department, a line each.
    pub remarks: String,
    /// Who approved.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

const MINUTES_COLUMNS: [&str; 9] = [
    "id",
    "version",
    "held_on",
    "present",
    "decision",
    "agreed",
    "file",
    "recorded_by",
    "recorded_at",
];
const APPROVAL_COLUMNS: [&str; 8] =
    ["number", "version", "digest", "document_number", "remarks", "by_user", "by_name", "at"];

/// Enters minutes.
///
/// # Errors
/// If the database says no.
pub async fn insert_minutes(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Minutes,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("minutes")
        .columns(["owner", "statement"].into_iter().chain(MINUTES_COLUMNS))
        .values_panic([
            owner.into(),
            statement.into(),
            new.id.as_str().into(),
            new.version.into(),
            new.held_on.as_str().into(),
            new.present.as_str().into(),
            new.decision.as_str().into(),
            i64::from(new.agreed).into(),
            new.file.clone().into(),
            new.recorded_by.as_str().into(),
            new.recorded_at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The minutes on a statement, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn minutes(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Minutes>, StoreError> {
    let query = Query::select()
        .columns(MINUTES_COLUMNS)
        .from("minutes")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("minutes", "owner")))
        .order_by("recorded_at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(minutes_of).collect()
}

/// Enters an approval.
///
/// # Errors
/// If there is one of this number already.
pub async fn insert_approval(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Approval,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("approvals")
        .columns(["owner", "statement"].into_iter().chain(APPROVAL_COLUMNS))
        .values_panic([
            owner.into(),
            statement.into(),
            new.number.into(),
            new.version.into(),
            new.digest.as_str().into(),
            new.document_number.as_str().into(),
            new.remarks.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The approvals of a statement, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn approvals(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Approval>, StoreError> {
    let query = Query::select()
        .columns(APPROVAL_COLUMNS)
        .from("approvals")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("approvals", "owner")))
        .order_by("number", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(approval).collect()
}

fn minutes_of(row: &Row) -> Result<Minutes, StoreError> {
    Ok(Minutes {
        id: row.text("id")?,
        version: row.number("version")?,
        held_on: row.text("held_on")?,
        present: row.text("present")?,
        decision: row.text("decision")?,
        agreed: row.is("agreed")?,
        file: row.maybe_text("file")?,
        recorded_by: row.text("recorded_by")?,
        recorded_at: row.text("recorded_at")?,
    })
}

fn approval(row: &Row) -> Result<Approval, StoreError> {
    Ok(Approval {
        number: row.number("number")?,
        version: row.number("version")?,
        digest: row.text("digest")?,
        document_number: row.text("document_number")?,
        remarks: row.text("remarks")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
