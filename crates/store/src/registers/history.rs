//! The versions that entries had. The first needs no row here: the entry itself is its newest version.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sea_query::{Expr, ExprTrait, Order, Query};
use serde_json::{Map, Value};

use super::entries::{Entry, Making};
use super::table::Table;
use crate::{Cell, Scope, StoreError, Tx, digest};

/// A version that an entry had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which one, from 1.
    pub version: i64,
    /// What it held, as JSON: `state`, `changed_by`, `changed_at`, and the columns under `cells`.
    pub body: String,
    /// SM3 of the body.
    pub digest: String,
    /// Who replaced it.
    pub replaced_by: String,
    /// When.
    pub replaced_at: String,
    /// Why.
    pub reason: String,
}

/// What an entry holds, as JSON that comes out the same whatever the database.
pub fn body(table: &Table, entry: &Entry) -> String {
    let cells = table.columns.iter().zip(&entry.cells);
    let cells: Map<String, Value> =
        cells.map(|(column, cell)| (column.name.clone(), value(cell))).collect();
    let body = serde_json::json!({
        "version": entry.version,
        "state": entry.state,
        "created_by": entry.created_by,
        "created_at": entry.created_at,
        "changed_by": entry.changed_by,
        "changed_at": entry.changed_at,
        "cells": cells,
    });
    body.to_string()
}

/// What stood in the columns of the table in a version with this body, and its state: the way back of
/// [`body`]. Columns that the version did not have are empty.
pub fn cells(table: &Table, body: &str) -> (Vec<Cell>, String) {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let cells = table.columns.iter().map(|column| {
        let value = body.get("cells").and_then(|cells| cells.get(&column.name));
        value.map_or(Cell::Nothing, cell)
    });
    let state = body.get("state").and_then(Value::as_str).unwrap_or_default();
    (cells.collect(), state.to_owned())
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => number.as_i64().map_or(Cell::Nothing, Cell::Number),
        Value::String(text) => Cell::Text(text.clone()),
        Value::Object(sealed) => {
            let text = sealed.get("base64").and_then(Value::as_str).unwrap_or_default();
            BASE64.decode(text).map_or(Cell::Nothing, Cell::Bytes)
        }
        _ => Cell::Nothing,
    }
}

/// The versions that an entry had before the one it has, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn versions(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    owner: &str,
    id: i64,
) -> Result<Vec<Version>, StoreError> {
    let query = Query::select()
        .columns(["version", "body", "digest", "replaced_by", "replaced_at", "reason"])
        .from("entry_versions")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .and_where(Expr::col("entry").eq(id))
        .cond_where(scope.of(("entry_versions", "owner")))
        .order_by("version", Order::Desc)
        .to_owned();
    let rows = tx.all(&query).await?;
    let version = |row: &crate::Row| {
        Ok(Version {
            version: row.number("version")?,
            body: row.text("body")?,
            digest: row.text("digest")?,
            replaced_by: row.text("replaced_by")?,
            replaced_at: row.text("replaced_at")?,
            reason: row.text("reason")?,
        })
    };
    rows.iter().map(version).collect()
}

/// Keeps the version that an entry had.
pub(crate) async fn keep_version(
    tx: &mut Tx,
    table: &Table,
    before: &Entry,
    making: Making<'_>,
    reason: &str,
) -> Result<(), StoreError> {
    let body = body(table, before);
    let query = Query::insert()
        .into_table("entry_versions")
        .columns([
            "owner",
            "register",
            "entry",
            "version",
            "body",
            "digest",
            "replaced_by",
            "replaced_at",
            "reason",
        ])
        .values_panic([
            before.owner.as_str().into(),
            table.register.as_str().into(),
            before.id.into(),
            before.version.into(),
            body.as_str().into(),
            digest(body.as_bytes()).into(),
            making.by.into(),
            making.at.into(),
            reason.into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// A cell as JSON: bytes as an object, so that they cannot be taken for text.
pub(crate) fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Number(number) => (*number).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Bytes(bytes) => serde_json::json!({ "base64": BASE64.encode(bytes) }),
    }
}
