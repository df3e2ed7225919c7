//! The list of backups that were made.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, StoreError, Tx};

/// A backup that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its id: the day for a nightly one, so that each night has one whoever makes it.
    pub id: String,
    /// When.
    pub at: String,
    /// The file's name in the folder of backups.
    pub file: String,
    /// Bytes of the file; 0: not made yet.
    pub size: i64,
    /// SM3 of the file.
    pub digest: String,
    /// Whether it was restored in a trial and found whole.
    pub checked: bool,
    /// What became of it.
    pub outcome: String,
}

const COLUMNS: [&str; 7] = ["id", "at", "file", "size", "digest", "checked", "outcome"];

/// Enters a backup that begins.
///
/// # Errors
/// [`StoreError::Exists`] if one of this id was begun already.
pub async fn insert(tx: &mut Tx, new: &Backup) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("backups")
        .columns(COLUMNS)
        .values_panic([
            new.id.as_str().into(),
            new.at.as_str().into(),
            new.file.as_str().into(),
            new.size.into(),
            new.digest.as_str().into(),
            i64::from(new.checked).into(),
            new.outcome.as_str().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("backup")),
        done => done.map(drop),
    }
}

/// Writes what became of a backup.
///
/// # Errors
/// If it is not there.
pub async fn update(tx: &mut Tx, changed: &Backup) -> Result<(), StoreError> {
    let query = Query::update()
        .table("backups")
        .values([
            ("size", changed.size.into()),
            ("digest", changed.digest.as_str().into()),
            ("checked", i64::from(changed.checked).into()),
            ("outcome", changed.outcome.as_str().into()),
        ])
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("backup")),
        _ => Ok(()),
    }
}

/// All of them, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx) -> Result<Vec<Backup>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("backups")
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(backup).collect()
}

/// Whether one of this id was begun.
///
/// # Errors
/// If the database says no.
pub async fn is_begun(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let query =
        Query::select().column("id").from("backups").and_where(Expr::col("id").eq(id)).to_owned();
    Ok(tx.first(&query).await?.is_some())
}

/// Forgets one whose file is gone.
///
/// # Errors
/// If the database says no.
pub async fn remove(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    let query = Query::delete().from_table("backups").and_where(Expr::col("id").eq(id)).to_owned();
    tx.run(&query).await.map(drop)
}

fn backup(row: &Row) -> Result<Backup, StoreError> {
    Ok(Backup {
        id: row.text("id")?,
        at: row.text("at")?,
        file: row.text("file")?,
        size: row.number("size")?,
        digest: row.text("digest")?,
        checked: row.is("checked")?,
        outcome: row.text("outcome")?,
    })
}
