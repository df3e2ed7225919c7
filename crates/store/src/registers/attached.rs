//! Files that entries of journals were given after they were added: rows beside the entry, never changed but once, when
//! one is declared void.

use sea_query::{Expr, ExprTrait, Order, Query};

use super::entries::Making;
use crate::{Row, Scope, StoreError, Tx};

/// A file beside an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Which of the entry's, from 1.
    pub number: i64,
    /// The field that it belongs to.
    pub field: String,
    /// The file: its id among the owner's.
    pub file: String,
    /// The name under which it came.
    pub name: String,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub added_at: String,
    /// Who declared it void, when, and why.
    pub voided: Option<(String, String, String)>,
}

/// An entry of an owner's register.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The owner.
    pub owner: &'a str,
    /// The register.
    pub register: &'a str,
    /// The entry's number.
    pub entry: i64,
}

const COLUMNS: [&str; 9] = [
    "number",
    "field",
    "file",
    "name",
    "added_by",
    "added_at",
    "voided_by",
    "voided_at",
    "void_reason",
];

/// The files beside an entry, void ones too, in the order in which they came.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, of: Of<'_>) -> Result<Vec<Beside>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("entry_files")
        .and_where(Expr::col("owner").eq(of.owner))
        .and_where(Expr::col("register").eq(of.register))
        .and_where(Expr::col("entry").eq(of.entry))
        .cond_where(scope.of(("entry_files", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(beside).collect()
}

/// Puts a file that is kept already beside an entry; gives its number.
///
/// # Errors
/// If the file is not there.
pub async fn add(
    tx: &mut Tx,
    of: Of<'_>,
    making: Making<'_>,
    field: &str,
    (file, name): (&str, &str),
) -> Result<i64, StoreError> {
    let known = list(tx, &Scope::everything(), of).await?;
    let number = known.last().map_or(1, |last| last.number.saturating_add(1));
    let query = Query::insert()
        .into_table("entry_files")
        .columns([
            "owner", "register", "entry", "number", "field", "file", "name", "added_by", "added_at",
        ])
        .values_panic([
            of.owner.into(),
            of.register.into(),
            of.entry.into(),
            number.into(),
            field.into(),
            file.into(),
            name.into(),
            making.by.into(),
            making.at.into(),
        ])
        .to_owned();
    tx.run(&query).await?;
    Ok(number)
}

/// Declares a file void; it stays.
///
/// # Errors
/// If it is not there, or is void already.
pub async fn void(
    tx: &mut Tx,
    of: Of<'_>,
    making: Making<'_>,
    number: i64,
    reason: &str,
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("entry_files")
        .value("voided_by", making.by)
        .value("voided_at", making.at)
        .value("void_reason", reason)
        .and_where(Expr::col("owner").eq(of.owner))
        .and_where(Expr::col("register").eq(of.register))
        .and_where(Expr::col("entry").eq(of.entry))
        .and_where(Expr::col("number").eq(number))
        .and_where(Expr::col("voided_at").is_null())
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("file beside the entry")),
        _ => Ok(()),
    }
}

fn beside(row: &Row) -> Result<Beside, StoreError> {
    let by = row.maybe_text("voided_by")?;
    let voided = by.zip(row.maybe_text("voided_at")?).zip(row.maybe_text("void_reason")?);
    Ok(Beside {
        number: row.number("number")?,
        field: row.text("field")?,
        file: row.text("file")?,
        name: row.text("name")?,
        added_by: row.text("added_by")?,
        added_at: row.text("added_at")?,
        voided: voided.map(|((by, at), reason)| (by, at, reason)),
    })
}
