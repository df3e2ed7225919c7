//! What the department is asked for in an appraisal, and the files that it gives.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// How far a request is.
    RequestState in "appraisal_requests.state" {
        /// The department is to answer.
        Open = "open", "待提供";
        /// It has.
        Answered = "answered", "已提供";
        /// What it gave does not do.
        Returned = "returned", "请补充";
    }
}

/// Something that the department is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Counts up within the appraisal.
    pub number: i64,
    /// What is asked for.
    pub what: String,
    /// Until the end of this day.
    pub due_on: String,
    /// How far it is.
    pub state: RequestState,
    /// What the department says to it.
    pub answer: String,
    /// Why an answer does not do.
    pub reason: String,
    /// Who said something last.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A file that the department gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Counts up within the appraisal.
    pub number: i64,
    /// The request that it answers.
    pub request: i64,
    /// The file.
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

const OF: [&str; 2] = ["owner", "appraisal"];
const REQUEST: [&str; 8] =
    ["number", "what", "due_on", "state", "answer", "reason", "by_name", "at"];
const ATTACHED: [&str; 7] = ["number", "request", "file", "name", "size", "by_name", "at"];

/// Keeps a request, in place of what was kept under this number.
///
/// # Errors
/// If there is no such appraisal.
pub async fn write_request(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Request,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "appraisal", "number"]);
    over.update_columns(REQUEST.into_iter().skip(1));
    let query = Query::insert()
        .into_table("appraisal_requests")
        .columns(OF.into_iter().chain(REQUEST))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.number.into(),
            new.what.as_str().into(),
            new.due_on.as_str().into(),
            new.state.word().into(),
            new.answer.as_str().into(),
            new.reason.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The requests of an appraisal in their order.
///
/// # Errors
/// If the database says no.
pub async fn requests(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
) -> Result<Vec<Request>, StoreError> {
    let query = Query::select()
        .columns(REQUEST)
        .from("appraisal_requests")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_requests", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(request).collect()
}

/// Enters a file; its bytes stand in `files`.
///
/// # Errors
/// If there is one of this number already.
pub async fn attach(
    tx: &mut Tx,
    owner: &str,
    appraisal: &str,
    new: &Attached,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("appraisal_files")
        .columns(OF.into_iter().chain(ATTACHED))
        .values_panic([
            owner.into(),
            appraisal.into(),
            new.number.into(),
            new.request.into(),
            new.file.as_str().into(),
            new.name.as_str().into(),
            new.size.into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes a file out of an appraisal.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn detach(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
    number: i64,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("appraisal_files")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .and_where(Expr::col("number").eq(number))
        .cond_where(scope.of(("appraisal_files", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("appraisal file")),
        _ => Ok(()),
    }
}

/// The files of an appraisal in the order in which they came.
///
/// # Errors
/// If the database says no.
pub async fn attached(
    tx: &mut Tx,
    scope: &Scope,
    appraisal: &str,
) -> Result<Vec<Attached>, StoreError> {
    let query = Query::select()
        .columns(ATTACHED)
        .from("appraisal_files")
        .and_where(Expr::col("appraisal").eq(appraisal))
        .cond_where(scope.of(("appraisal_files", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(file).collect()
}

fn request(row: &Row) -> Result<Request, StoreError> {
    Ok(Request {
        number: row.number("number")?,
        what: row.text("what")?,
        due_on: row.text("due_on")?,
        state: RequestState::from_word(&row.text("state")?)?,
        answer: row.text("answer")?,
        reason: row.text("reason")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn file(row: &Row) -> Result<Attached, StoreError> {
    Ok(Attached {
        number: row.number("number")?,
        request: row.number("request")?,
        file: row.text("file")?,
        name: row.text("name")?,
        size: row.number("size")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
