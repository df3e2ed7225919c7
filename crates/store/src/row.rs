//! A row that a query brought, from either database.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::StoreError;

/// A row that a query brought.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A value of any kind that stands in a column. In the order in which databases put them: nothing first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Row {
    /// The text in a column.
    ///
    /// # Errors
    /// If there is no such column, or it holds none.
    pub fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// The text in a column that may be empty.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// The number in a column.
    ///
    /// # Errors
    /// If there is no such column, or it holds none.
    pub fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// The number in a column that may be empty.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// Every column with what stands in it.
    ///
    /// # Errors
    /// If a column is of a kind that our tables do not have.
    pub fn cells(&self) -> Result<Vec<(String, Cell)>, StoreError> {
        match self {
            Row::Sqlite(row) => cells(row, |row, at| {
                let raw = row.try_get_raw(at)?;
                Ok(match raw.type_info().name() {
                    _ if raw.is_null() => Cell::Nothing,
                    "BLOB" => Cell::Bytes(row.try_get(at)?),
                    "TEXT" => Cell::Text(row.try_get(at)?),
                    _ => Cell::Number(row.try_get(at)?),
                })
            }),
            Row::Postgres(row) => cells(row, |row, at| {
                let raw = row.try_get_raw(at)?;
                Ok(match raw.type_info().name() {
                    _ if raw.is_null() => Cell::Nothing,
                    "BYTEA" => Cell::Bytes(row.try_get(at)?),
                    "TEXT" => Cell::Text(row.try_get(at)?),
                    _ => Cell::Number(row.try_get(at)?),
                })
            }),
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// If there is no such column, or it holds none.
    pub fn is(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.number(column)? != 0)
    }

    /// The bytes in a column.
    ///
    /// # Errors
    /// If there is no such column, or it holds none.
    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }
}

fn cells<R: sqlx::Row>(
    row: &R,
    cell: impl Fn(&R, usize) -> Result<Cell, sqlx::Error>,
) -> Result<Vec<(String, Cell)>, StoreError> {
    let columns = row.columns().iter();
    columns.map(|column| Ok((column.name().to_owned(), cell(row, column.ordinal())?))).collect()
}
