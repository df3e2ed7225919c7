//! Drafts: what a person is writing at a statement, and what of it can be undone.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Query, SelectStatement};

use crate::{Row, StoreError, Tx};

/// What a person is writing at a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// The department.
    pub owner: String,
    /// The statement.
    pub statement: String,
    /// Who writes.
    pub user: String,
    /// The version that it began with.
    pub base: i64,
    /// How often it was saved.
    pub revision: i64,
    /// The draft as JSON.
    pub body: String,
    /// The shown page that saved it last.
    pub page: String,
    /// At which of its steps it stands; 0: at none.
    pub step: i64,
    /// When it was saved last.
    pub saved_at: String,
}

/// What can be undone: at `at_byte` of the body `removed` was replaced by `inserted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    pub number: i64,
    /// Where in the body.
    pub at_byte: i64,
    /// What stood there.
    pub removed: String,
    /// What stands there.
    pub inserted: String,
    /// The one field that was changed; empty if it was more than one.
    pub place: String,
    /// When.
    pub at: String,
}

/// The draft of a person; `None` if the person writes nothing there. Drafts are their writer's: they are
/// looked up by user, and the caller asks for the right to the statement before.
///
/// # Errors
/// If the database says no.
pub async fn get(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    user: &str,
) -> Result<Option<StoredDraft>, StoreError> {
    let columns = ["base", "revision", "body", "page", "step", "saved_at"];
    let query = Query::select()
        .columns(columns.into_iter().chain(["owner", "statement", "user_id"]))
        .from("drafts")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("user_id").eq(user))
        .to_owned();
    tx.first(&query).await?.as_ref().map(draft).transpose()
}

/// When a person's drafts at these statements were saved last, by statement.
///
/// # Errors
/// If the database says no.
pub async fn saved(
    tx: &mut Tx,
    user: &str,
    statements: &[String],
) -> Result<BTreeMap<String, String>, StoreError> {
    let query = Query::select()
        .columns(["statement", "saved_at"])
        .from("drafts")
        .and_where(Expr::col("statement").is_in(statements.iter().map(String::as_str)))
        .and_where(Expr::col("user_id").eq(user))
        .to_owned();
    let rows = tx.all(&query).await?;
    rows.iter().map(|row| Ok((row.text("statement")?, row.text("saved_at")?))).collect()
}

/// Enters a draft.
///
/// # Errors
/// If the person has one there already.
pub async fn insert(tx: &mut Tx, new: &StoredDraft) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("drafts")
        .columns([
            "owner",
            "statement",
            "user_id",
            "base",
            "revision",
            "body",
            "page",
            "step",
            "saved_at",
        ])
        .values_panic([
            new.owner.as_str().into(),
            new.statement.as_str().into(),
            new.user.as_str().into(),
            new.base.into(),
            new.revision.into(),
            new.body.as_str().into(),
            new.page.as_str().into(),
            new.step.into(),
            new.saved_at.as_str().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("draft")),
        done => done.map(drop),
    }
}

/// Writes a draft that still is at `revision`.
///
/// # Errors
/// [`StoreError::Missing`] if it was saved meanwhile.
pub async fn update(tx: &mut Tx, changed: &StoredDraft, revision: i64) -> Result<(), StoreError> {
    let query = Query::update()
        .table("drafts")
        .values([
            ("base", changed.base.into()),
            ("revision", changed.revision.into()),
            ("body", changed.body.as_str().into()),
            ("page", changed.page.as_str().into()),
            ("step", changed.step.into()),
            ("saved_at", changed.saved_at.as_str().into()),
        ])
        .and_where(Expr::col("owner").eq(changed.owner.as_str()))
        .and_where(Expr::col("statement").eq(changed.statement.as_str()))
        .and_where(Expr::col("user_id").eq(changed.user.as_str()))
        .and_where(Expr::col("revision").eq(revision))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("draft")),
        _ => Ok(()),
    }
}

/// Takes a draft away with its steps.
///
/// # Errors
/// If the database says no.
pub async fn remove(tx: &mut Tx, draft: &StoredDraft) -> Result<(), StoreError> {
    drop_steps(tx, draft, i64::MIN, i64::MAX).await?;
    let query = Query::delete()
        .from_table("drafts")
        .and_where(Expr::col("owner").eq(draft.owner.as_str()))
        .and_where(Expr::col("statement").eq(draft.statement.as_str()))
        .and_where(Expr::col("user_id").eq(draft.user.as_str()))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Whether a draft has a step to undo, and one to do again.
///
/// # Errors
/// If the database says no.
pub async fn ways(tx: &mut Tx, draft: &StoredDraft) -> Result<(bool, bool), StoreError> {
    let query = of_steps(draft)
        .column("number")
        .and_where(Expr::col("number").is_in([draft.step, draft.step + 1]))
        .take();
    let mut found = (false, false);
    for row in tx.all(&query).await? {
        match row.number("number")? == draft.step {
            true => found.0 = true,
            false => found.1 = true,
        }
    }
    Ok(found)
}

/// One step of a draft.
///
/// # Errors
/// If the database says no.
pub async fn step(
    tx: &mut Tx,
    draft: &StoredDraft,
    number: i64,
) -> Result<Option<Step>, StoreError> {
    let query = of_steps(draft)
        .columns(["number", "at_byte", "removed", "inserted", "place", "at"])
        .and_where(Expr::col("number").eq(number))
        .take();
    tx.first(&query).await?.as_ref().map(step_of).transpose()
}

/// The steps of a draft, nothing of them selected yet.
fn of_steps(draft: &StoredDraft) -> SelectStatement {
    Query::select()
        .from("draft_steps")
        .and_where(Expr::col("owner").eq(draft.owner.as_str()))
        .and_where(Expr::col("statement").eq(draft.statement.as_str()))
        .and_where(Expr::col("user_id").eq(draft.user.as_str()))
        .take()
}

/// Keeps a step.
///
/// # Errors
/// If there is one of this number.
pub async fn insert_step(tx: &mut Tx, draft: &StoredDraft, new: &Step) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("draft_steps")
        .columns([
            "owner",
            "statement",
            "user_id",
            "number",
            "at_byte",
            "removed",
            "inserted",
            "place",
            "at",
        ])
        .values_panic([
            draft.owner.as_str().into(),
            draft.statement.as_str().into(),
            draft.user.as_str().into(),
            new.number.into(),
            new.at_byte.into(),
            new.removed.as_str().into(),
            new.inserted.as_str().into(),
            new.place.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Forgets the steps from one number to another.
///
/// # Errors
/// If the database says no.
pub async fn drop_steps(
    tx: &mut Tx,
    draft: &StoredDraft,
    from: i64,
    to: i64,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("draft_steps")
        .and_where(Expr::col("owner").eq(draft.owner.as_str()))
        .and_where(Expr::col("statement").eq(draft.statement.as_str()))
        .and_where(Expr::col("user_id").eq(draft.user.as_str()))
        .and_where(Expr::col("number").gte(from))
        .and_where(Expr::col("number").lte(to))
        .to_owned();
    tx.run(&query).await.map(drop)
}

fn draft(row: &Row) -> Result<StoredDraft, StoreError> {
    Ok(StoredDraft {
        owner: row.text("owner")?,
        statement: row.text("statement")?,
        user: row.text("user_id")?,
        base: row.number("base")?,
        revision: row.number("revision")?,
        body: row.text("body")?,
        page: row.text("page")?,
        step: row.number("step")?,
        saved_at: row.text("saved_at")?,
    })
}

fn step_of(row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        number: row.number("number")?,
        at_byte: row.number("at_byte")?,
        removed: row.text("removed")?,
        inserted: row.text("inserted")?,
        place: row.text("place")?,
        at: row.text("at")?,
    })
}
