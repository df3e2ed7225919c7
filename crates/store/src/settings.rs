//! Settings of the whole installation: a word and its value.

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::{StoreError, Tx};

/// The value of a setting, if it was ever set.
///
/// # Errors
/// If the database says no.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    let query = Query::select()
        .column("value")
        .from("settings")
        .and_where(Expr::col("key").eq(key))
        .to_owned();
    tx.first(&query).await?.map(|row| row.text("value")).transpose()
}

/// All that were ever set.
///
/// # Errors
/// If the database says no.
pub async fn all(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    let query = Query::select()
        .columns(["key", "value"])
        .from("settings")
        .order_by("key", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(|row| Ok((row.text("key")?, row.text("value")?))).collect()
}

/// Sets it.
///
/// # Errors
/// If the database says no.
pub async fn set(
    tx: &mut Tx,
    key: &str,
    value: &str,
    by: &str,
    at: &str,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("settings")
        .columns(["key", "value", "changed_by", "changed_at"])
        .values_panic([key.into(), value.into(), by.into(), at.into()])
        .on_conflict(
            OnConflict::column("key")
                .update_columns(["value", "changed_by", "changed_at"])
                .to_owned(),
        )
        .to_owned();
    tx.run(&query).await.map(drop)
}
