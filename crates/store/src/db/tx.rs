//! A transaction: what is asked in it, and how it is kept.

use std::sync::atomic::Ordering;

use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Backend, Inner, Spelled, Tx, boxed, settle};
use crate::registers::stamps::Touched;
use crate::{Row, StoreError};

impl Tx {
    /// Which database it is in.
    pub fn backend(&self) -> Backend {
        match self.inner {
            Inner::Sqlite(_) => Backend::Sqlite,
            Inner::Postgres(_) => Backend::Postgres,
        }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn all(&mut self, query: &impl Spelled) -> Result<Vec<Row>, StoreError> {
        let (text, values) = query.spelled(self.backend());
        self.all_of(text, values).await
    }

    /// The rows of a text that is the same for every caller, e.g. a full-text search.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn all_of(
        &mut self,
        text: String,
        mut values: SqlxValues,
    ) -> Result<Vec<Row>, StoreError> {
        settle(&mut values)?;
        let text = AssertSqlSafe(text);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => {
                let rows = boxed(sqlx::query_with(text, values).fetch_all(&mut **tx)).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Inner::Postgres(tx) => {
                let rows = boxed(sqlx::query_with(text, values).fetch_all(&mut **tx)).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of a query, if it brings one.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn first(&mut self, query: &impl Spelled) -> Result<Option<Row>, StoreError> {
        let (text, mut values) = query.spelled(self.backend());
        settle(&mut values)?;
        let text = AssertSqlSafe(text);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => boxed(sqlx::query_with(text, values).fetch_optional(&mut **tx))
                .await?
                .map(Row::Sqlite),
            Inner::Postgres(tx) => boxed(sqlx::query_with(text, values).fetch_optional(&mut **tx))
                .await?
                .map(Row::Postgres),
        })
    }

    /// The number in the first column of the first row: a count, a sum.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn number(&mut self, query: &impl Spelled) -> Result<i64, StoreError> {
        let Some(row) = self.first(query).await? else { return Ok(0) };
        let number: Option<i64> = match row {
            Row::Sqlite(row) => row.try_get(0)?,
            Row::Postgres(row) => row.try_get(0)?,
        };
        Ok(number.unwrap_or_default())
    }

    /// Inserts, updates, deletes; says how many rows it touched.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn run(&mut self, query: &impl Spelled) -> Result<u64, StoreError> {
        let (text, mut values) = query.spelled(self.backend());
        settle(&mut values)?;
        let text = AssertSqlSafe(text);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => {
                boxed(sqlx::query_with(text, values).execute(&mut **tx)).await?.rows_affected()
            }
            Inner::Postgres(tx) => {
                boxed(sqlx::query_with(text, values).execute(&mut **tx)).await?.rows_affected()
            }
        })
    }

    /// Changes the schema, or the way the connection works. Never with anything in it that somebody typed.
    ///
    /// # Errors
    /// If the database says no.
    pub(crate) async fn execute(&mut self, text: String) -> Result<(), StoreError> {
        let text = AssertSqlSafe(text);
        match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(|_| ())?,
            Inner::Postgres(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Waits until no other transaction holds the named lock, and holds it to the end of this one. In
    /// SQLite whoever writes is alone already.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn alone(&mut self, lock: i64) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            let held = sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(lock);
            boxed(held.execute(&mut **tx)).await?;
        }
        Ok(())
    }

    /// Whether this transaction has written to a register.
    pub(crate) fn has_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// Notes entries of registers that are written to: what was found of them before is stale once this is kept.
    pub(crate) fn touched(&mut self) -> &mut Touched {
        &mut self.touched
    }

    /// Notes that an act is told in the audit trail under this number.
    pub(crate) fn acts(&mut self, number: i64) {
        self.act = number;
    }

    /// Keeps what was done.
    ///
    /// # Errors
    /// If the database could not keep it; then nothing was done.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let touched = std::mem::take(&mut self.touched);
        boxed(touched.stamp(&mut self)).await?;
        match self.inner {
            Inner::Sqlite(tx) => boxed(tx.commit()).await?,
            Inner::Postgres(tx) => boxed(tx.commit()).await?,
        }
        self.acted.fetch_max(self.act, Ordering::Release);
        Ok(())
    }
}
