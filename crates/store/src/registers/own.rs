//! Own definitions: the texts by which an office adds registers, or fields to registers, while it runs. Each is kept
//! for good; the newest of a register holds.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Row, StoreError, Tx, digest};

/// A text by which an office defines or extends a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The register that it defines or extends.
    pub register: String,
    /// Which one of this register, from 1.
    pub version: i64,
    /// The text.
    pub text: String,
    /// SM3 of the text.
    pub digest: String,
    /// Why it was written.
    pub reason: String,
    /// Who wrote it, and when.
    pub made_by: String,
    /// When.
    pub made_at: String,
}

/// Keeps a text that comes behind the newest one of its register.
///
/// # Errors
/// If one of this version is there already.
pub async fn add(tx: &mut Tx, own: &Own) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("own_definitions")
        .columns(COLUMNS)
        .values_panic([
            own.register.as_str().into(),
            own.version.into(),
            own.text.as_str().into(),
            digest(own.text.as_bytes()).into(),
            own.reason.as_str().into(),
            own.made_by.as_str().into(),
            own.made_at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// How many texts there are: a number that grows with every one, in whatever process it was written.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    let query = Query::select().expr(Expr::cust("COUNT(*)")).from("own_definitions").to_owned();
    tx.number(&query).await
}

/// The texts that hold, by register.
///
/// # Errors
/// If the database says no.
pub async fn newest(tx: &mut Tx) -> Result<Vec<Own>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("own_definitions")
        .order_by("register", Order::Asc)
        .order_by("version", Order::Desc)
        .to_owned();
    let all = tx.all(&query).await?;
    let mut newest = all.iter().map(own_of).collect::<Result<Vec<_>, _>>()?;
    newest.dedup_by(|later, first| later.register == first.register);
    Ok(newest)
}

/// The texts of a register, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn versions(tx: &mut Tx, register: &str) -> Result<Vec<Own>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("own_definitions")
        .and_where(Expr::col("register").eq(register))
        .order_by("version", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(own_of).collect()
}

const COLUMNS: [&str; 7] =
    ["register", "version", "text", "digest", "reason", "made_by", "made_at"];

fn own_of(row: &Row) -> Result<Own, StoreError> {
    Ok(Own {
        register: row.text("register")?,
        version: row.number("version")?,
        text: row.text("text")?,
        digest: row.text("digest")?,
        reason: row.text("reason")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
