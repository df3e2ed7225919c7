//! The running year of a statement: bindings of its indicators, values that were entered, values that were frozen.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::{Row, Scope, StoreError, Tx};

/// From where an indicator takes its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The indicator.
    pub place: String,
    /// The code of the measure; empty: the value is entered.
    pub measure: String,
    /// What the measure is narrowed down to, as JSON.
    pub arguments: String,
    /// Why the value is entered; why another measure than the proposed one.
    pub reason: String,
    /// Who says so.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A value that somebody entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Its id.
    pub id: String,
    /// The indicator.
    pub place: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// As it was typed.
    pub words: String,
    /// What it means, as JSON.
    pub value: String,
    /// Who or what says so.
    pub reason: String,
    /// The id of the file that proves it; empty: none.
    pub file: String,
    /// Who entered it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
    /// When it was taken back; empty: it holds.
    pub void_at: String,
    /// Who took it back.
    pub void_by: String,
    /// Why.
    pub void_reason: String,
}

/// A value as it was when a form was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The indicator.
    pub place: String,
    /// The value as JSON.
    pub value: String,
    /// In words.
    pub words: String,
    /// How it came about.
    pub standing: String,
    /// How many entries stand behind it.
    pub entries: i64,
    /// SM3 of the value with all of them.
    pub digest: String,
    /// The moment as of which registers were read.
    pub at: String,
}

const BINDING: [&str; 7] = ["place", "measure", "arguments", "reason", "by_user", "by_name", "at"];
const ENTERED: [&str; 13] = [
    "id",
    "place",
    "as_of",
    "words",
    "value",
    "reason",
    "file",
    "by_user",
    "by_name",
    "at",
    "void_at",
    "void_by",
    "void_reason",
];
const FROZEN: [&str; 7] = ["place", "value", "words", "standing", "entries", "digest", "at"];

/// Binds an indicator, in place of how it was bound before.
///
/// # Errors
/// If the database says no.
pub async fn bind(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Binding,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "statement", "place"]);
    over.update_columns(BINDING.into_iter().skip(1));
    let query = Query::insert()
        .into_table("bindings")
        .columns(["owner", "statement"].into_iter().chain(BINDING))
        .values_panic([
            owner.into(),
            statement.into(),
            new.place.as_str().into(),
            new.measure.as_str().into(),
            new.arguments.as_str().into(),
            new.reason.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes a binding away.
///
/// # Errors
/// If it is not there.
pub async fn unbind(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    place: &str,
) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("bindings")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("place").eq(place))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("binding")),
        _ => Ok(()),
    }
}

/// The bindings of a statement.
///
/// # Errors
/// If the database says no.
pub async fn bindings(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Binding>, StoreError> {
    let query = Query::select()
        .columns(BINDING)
        .from("bindings")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("bindings", "owner")))
        .order_by("place", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(binding).collect()
}

/// Enters a value.
///
/// # Errors
/// If the database says no.
pub async fn enter(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Entered,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("entered_values")
        .columns(["owner", "statement"].into_iter().chain(ENTERED))
        .values_panic([
            owner.into(),
            statement.into(),
            new.id.as_str().into(),
            new.place.as_str().into(),
            new.as_of.as_str().into(),
            new.words.as_str().into(),
            new.value.as_str().into(),
            new.reason.as_str().into(),
            new.file.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
            new.void_at.as_str().into(),
            new.void_by.as_str().into(),
            new.void_reason.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes an entered value back that still holds: it stays, and says when, by whom and why.
///
/// # Errors
/// If it is not there or was taken back before.
pub async fn void(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    id: &str,
    (at, by, why): (&str, &str, &str),
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("entered_values")
        .values([("void_at", at.into()), ("void_by", by.into()), ("void_reason", why.into())])
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("void_at").eq(""))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("entered value")),
        _ => Ok(()),
    }
}

/// All values that were entered for a statement, those taken back too, the latest day first and of a day the newest.
///
/// # Errors
/// If the database says no.
pub async fn entered(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Entered>, StoreError> {
    let query = Query::select()
        .columns(ENTERED)
        .from("entered_values")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("entered_values", "owner")))
        .order_by("as_of", Order::Desc)
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(entered_value).collect()
}

/// Freezes a value for an occasion, in place of one that was frozen for it before.
///
/// # Errors
/// If the database says no.
pub async fn freeze(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    occasion: &str,
    new: &Frozen,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "statement", "occasion", "place"]);
    over.update_columns(FROZEN.into_iter().skip(1));
    let query = Query::insert()
        .into_table("frozen_values")
        .columns(["owner", "statement", "occasion"].into_iter().chain(FROZEN))
        .values_panic([
            owner.into(),
            statement.into(),
            occasion.into(),
            new.place.as_str().into(),
            new.value.as_str().into(),
            new.words.as_str().into(),
            new.standing.as_str().into(),
            new.entries.into(),
            new.digest.as_str().into(),
            new.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The values that were frozen for an occasion.
///
/// # Errors
/// If the database says no.
pub async fn frozen(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
    occasion: &str,
) -> Result<Vec<Frozen>, StoreError> {
    let query = Query::select()
        .columns(FROZEN)
        .from("frozen_values")
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("occasion").eq(occasion))
        .cond_where(scope.of(("frozen_values", "owner")))
        .order_by("place", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(frozen_value).collect()
}

fn binding(row: &Row) -> Result<Binding, StoreError> {
    Ok(Binding {
        place: row.text("place")?,
        measure: row.text("measure")?,
        arguments: row.text("arguments")?,
        reason: row.text("reason")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn entered_value(row: &Row) -> Result<Entered, StoreError> {
    Ok(Entered {
        id: row.text("id")?,
        place: row.text("place")?,
        as_of: row.text("as_of")?,
        words: row.text("words")?,
        value: row.text("value")?,
        reason: row.text("reason")?,
        file: row.text("file")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
        void_at: row.text("void_at")?,
        void_by: row.text("void_by")?,
        void_reason: row.text("void_reason")?,
    })
}

fn frozen_value(row: &Row) -> Result<Frozen, StoreError> {
    Ok(Frozen {
        place: row.text("place")?,
        value: row.text("value")?,
        words: row.text("words")?,
        standing: row.text("standing")?,
        entries: row.number("entries")?,
        digest: row.text("digest")?,
        at: row.text("at")?,
    })
}
