//! Rows of tables as lines of JSON, out of the database and into it again.

use std::io::{BufRead, BufReader, Read, Seek, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sea_query::{Expr, Order, Query};
use serde_json::{Map, Value};
use zip::ZipArchive;

use super::{BackupError, PAGE};
use crate::registers::definitions::Installed;
use crate::registers::{self, Pages, Restoring};
use crate::{Cell, Row, StoreError, Tx};

/// The longest line that is believed: a file of the largest size in base 64, and what goes with it.
const LONGEST_LINE: u64 = 64 << 20;

/// Writes the rows of a table, a line each; says how many.
pub(super) async fn write_table(
    tx: &mut Tx,
    out: &mut impl Write,
    table: &'static str,
    key: &'static [&'static str],
) -> Result<u64, BackupError> {
    let mut count = 0;
    loop {
        let mut query = Query::select()
            .column(sea_query::Asterisk)
            .from(table)
            .limit(PAGE)
            .offset(count)
            .to_owned();
        for column in key {
            query.order_by(*column, Order::Asc);
        }
        let rows = tx.all(&query).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in &rows {
            serde_json::to_writer(&mut *out, &line(row)?).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        count += rows.len() as u64;
    }
}

fn line(row: &Row) -> Result<Map<String, Value>, StoreError> {
    let cells = row.cells()?.into_iter();
    Ok(cells.map(|(column, cell)| (column, registers::value(&cell))).collect())
}

/// Puts the rows of a part into their table; says how many.
pub(super) async fn read_table<R: Read + Seek>(
    tx: &mut Tx,
    archive: &mut ZipArchive<R>,
    table: &'static str,
) -> Result<u64, BackupError> {
    let damaged = |why: String| BackupError::Damaged { part: table.to_owned(), why };
    let mut lines = BufReader::new(archive.by_name(&format!("{table}.jsonl"))?);
    let mut count = 0;
    loop {
        let Some(row) = next_row(&mut lines, table)? else { return Ok(count) };
        let mut query = Query::insert().into_table(table).to_owned();
        query.columns(row.keys().map(|column| sea_query::Alias::new(column.as_str())));
        let values = row.into_iter().map(|(column, value)| {
            let cell =
                cell(value).ok_or_else(|| damaged(format!("{column} is of no known kind")))?;
            Ok::<Expr, BackupError>(registers::bound(cell))
        });
        let values = values.collect::<Result<Vec<_>, _>>()?;
        query.values(values).map_err(|error| damaged(error.to_string()))?;
        tx.run(&query).await?;
        count += 1;
    }
}

/// Writes the entries of a register, a line each; says how many.
pub(super) async fn write_entries(
    tx: &mut Tx,
    out: &mut impl Write,
    register: &Installed,
) -> Result<u64, BackupError> {
    let mut pages = Pages::of(register);
    let mut count = 0;
    loop {
        let rows = pages.next(tx).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in &rows {
            serde_json::to_writer(&mut *out, &line(row)?).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        count += rows.len() as u64;
    }
}

/// Makes the table of a register and puts its entries into it; says how many.
pub(super) async fn read_entries<R: Read + Seek>(
    tx: &mut Tx,
    archive: &mut ZipArchive<R>,
    register: &Installed,
) -> Result<u64, BackupError> {
    let part = register.table.name();
    let mut lines = BufReader::new(archive.by_name(&format!("{part}.jsonl"))?);
    let mut restoring = Restoring::begin(tx, register).await?;
    let mut count = 0;
    while let Some(mut row) = next_row(&mut lines, &part)? {
        restoring.push(tx, |column| cell(row.remove(column)?)).await?;
        count += 1;
    }
    restoring.finish(tx).await?;
    Ok(count)
}

fn next_row(
    lines: &mut impl BufRead,
    part: &str,
) -> Result<Option<Map<String, Value>>, BackupError> {
    let mut text = String::new();
    lines.take(LONGEST_LINE).read_line(&mut text)?;
    if text.is_empty() {
        return Ok(None);
    }
    let damaged = |why: String| BackupError::Damaged { part: part.to_owned(), why };
    serde_json::from_str(&text).map(Some).map_err(|error| damaged(error.to_string()))
}

fn cell(value: Value) -> Option<Cell> {
    Some(match value {
        Value::Null => Cell::Nothing,
        Value::Number(number) => Cell::Number(number.as_i64()?),
        Value::String(text) => Cell::Text(text),
        Value::Object(object) => {
            let text = object.get("base64")?.as_str()?;
            Cell::Bytes(BASE64.decode(text).ok()?)
        }
        Value::Bool(_) | Value::Array(_) => return None,
    })
}
