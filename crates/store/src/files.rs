//! Files that belong to a statement: scanned minutes, what was imported.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, Scope, StoreError, Tx};

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The organisation.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// The statement it belongs to.
    pub statement: Option<String>,
    /// What it is, e.g. 会议纪要.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// Its length in bytes.
    pub size: i64,
    /// SM3 of its bytes.
    pub digest: String,
    /// Its bytes; empty in lists.
    pub bytes: Vec<u8>,
    /// Who added it.
    pub created_by: String,
    /// When.
    pub created_at: String,
}

const COLUMNS: [&str; 10] = [
    "owner",
    "id",
    "statement",
    "kind",
    "name",
    "media",
    "size",
    "digest",
    "created_by",
    "created_at",
];

/// Keeps a file.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &File) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("files")
        .columns(COLUMNS.into_iter().chain(["bytes"]))
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.statement.clone().into(),
            new.kind.as_str().into(),
            new.name.as_str().into(),
            new.media.as_str().into(),
            new.size.into(),
            new.digest.as_str().into(),
            new.created_by.as_str().into(),
            new.created_at.as_str().into(),
            new.bytes.clone().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The files of a statement without their bytes, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, statement: &str) -> Result<Vec<File>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("files")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("files", "owner")))
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(|row| file(row, Vec::new())).collect()
}

/// A file with its bytes.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<File, StoreError> {
    let query = Query::select()
        .columns(COLUMNS.into_iter().chain(["bytes"]))
        .from("files")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("files", "owner")))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("file"))?;
    file(&row, row.bytes("bytes")?)
}

fn file(row: &Row, bytes: Vec<u8>) -> Result<File, StoreError> {
    Ok(File {
        owner: row.text("owner")?,
        id: row.text("id")?,
        statement: row.maybe_text("statement")?,
        kind: row.text("kind")?,
        name: row.text("name")?,
        media: row.text("media")?,
        size: row.number("size")?,
        digest: row.text("digest")?,
        bytes,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
    })
}
