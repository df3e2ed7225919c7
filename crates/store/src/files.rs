//! Files as they were sent: originals of what was imported, papers that belong to a statement.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// What a file is kept for.
    FileKind in "files.kind" {
        /// The file that a statement was imported from.
        Original = "original", "导入的原文件";
        /// Minutes of the standing meeting.
        Minutes = "minutes", "会议纪要";
        /// What proves a value that no register gives.
        Proof = "proof", "证明材料";
        /// A file of a batch.
        Batch = "batch", "批量审核文件";
        /// A file that proves an entry of a register.
        Register = "register", "台账附件";
        /// A file that proves that something was put right.
        Demand = "demand", "整改佐证材料";
        /// What a department gives for an appraisal.
        Appraisal = "appraisal", "评价资料";
        /// A table on its way into a register, sealed: kept until it is taken in, or forgotten.
        Staged = "staged", "待导入的台账文件";
    }
}

/// A file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// The statement it belongs to.
    pub statement: Option<String>,
    /// What it is kept for.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// How many bytes it has.
    pub size: i64,
    /// SM3 of the bytes.
    pub digest: String,
    /// Who sent it.
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
pub async fn insert(tx: &mut Tx, file: &StoredFile, bytes: Vec<u8>) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("files")
        .columns(COLUMNS.into_iter().chain(["bytes"]))
        .values_panic([
            file.owner.as_str().into(),
            file.id.as_str().into(),
            file.statement.clone().into(),
            file.kind.word().into(),
            file.name.as_str().into(),
            file.media.as_str().into(),
            file.size.into(),
            file.digest.as_str().into(),
            file.created_by.as_str().into(),
            file.created_at.as_str().into(),
            bytes.into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The files of a statement, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn of_statement(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<StoredFile>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("files")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("files", "owner")))
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(file).collect()
}

/// A file of an owner, without its bytes.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
    id: &str,
) -> Result<StoredFile, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("files")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("files", "owner")))
        .to_owned();
    file(&tx.first(&query).await?.ok_or(StoreError::Missing("file"))?)
}

/// A file of an owner with its bytes: others may have the same under the same id.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn of_owner(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
    id: &str,
) -> Result<(StoredFile, Vec<u8>), StoreError> {
    let query = Query::select()
        .columns(COLUMNS.into_iter().chain(["bytes"]))
        .from("files")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("files", "owner")))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("file"))?;
    Ok((file(&row)?, row.bytes("bytes")?))
}

/// A file with its bytes.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(
    tx: &mut Tx,
    scope: &Scope,
    id: &str,
) -> Result<(StoredFile, Vec<u8>), StoreError> {
    let query = Query::select()
        .columns(COLUMNS.into_iter().chain(["bytes"]))
        .from("files")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("files", "owner")))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("file"))?;
    Ok((file(&row)?, row.bytes("bytes")?))
}

/// Removes a file that was to prove that something was put right, or was given for an appraisal, before any answer was
/// sent with it.
///
/// # Errors
/// If it is not there, not in sight, or something still names it.
pub async fn remove_proof(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
    id: &str,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("files")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("kind").is_in([FileKind::Demand.word(), FileKind::Appraisal.word()]))
        .cond_where(scope.of(("files", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("file")),
        _ => Ok(()),
    }
}

/// Removes a file; says whether it was there. Only what waits is ever removed: to be taken in, or to be sent.
///
/// # Errors
/// If the database says no.
pub async fn remove_staged(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let query = Query::delete()
        .from_table("files")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("kind").eq(FileKind::Staged.word()))
        .to_owned();
    Ok(tx.run(&query).await? > 0)
}

/// Removes the files that have waited to be taken in since before a moment.
///
/// # Errors
/// If the database says no.
pub async fn forget_staged(tx: &mut Tx, before: &str) -> Result<u64, StoreError> {
    let query = Query::delete()
        .from_table("files")
        .and_where(Expr::col("kind").eq(FileKind::Staged.word()))
        .and_where(Expr::col("created_at").lt(before))
        .to_owned();
    tx.run(&query).await
}

fn file(row: &Row) -> Result<StoredFile, StoreError> {
    Ok(StoredFile {
        owner: row.text("owner")?,
        id: row.text("id")?,
        statement: row.maybe_text("statement")?,
        kind: FileKind::from_word(&row.text("kind")?)?,
        name: row.text("name")?,
        media: row.text("media")?,
        size: row.number("size")?,
        digest: row.text("digest")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
    })
}
