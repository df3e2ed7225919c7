//! A store over either database, a transaction in it, a row that comes out.
//!
//! SQLite has one connection that writes and several that read: a writer never waits for readers, and
//! readers see the state before. PostgreSQL has one pool. A statement is built once by sea-query and
//! spelled for the database that it goes to.

use std::fs;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sea_query::{PostgresQueryBuilder, SqliteQueryBuilder, Value};
use sea_query_sqlx::{SqlxBinder, SqlxValues};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Postgres, Sqlite,
    Transaction,
};

use crate::registers::stamps::Touched;
use crate::{Row, StoreError};

/// How long a writer waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many statements stay prepared on each connection to PostgreSQL: as many as pages ask often. One that is not costs a
/// message and its answer more.
const STATEMENTS: usize = 512;

/// PostgreSQL plans each question with the values asked for. After five times it would else plan once for any values, takes
/// a year of days for a few entries there, and walks through all of the year where those of one project are at hand.
const PLANS: [(&str, &str); 1] = [("plan_cache_mode", "force_custom_plan")];

/// A connection to PostgreSQL that nobody used for this long is asked whether it still is one before it is used again: the
/// server may have been started anew. Asking each time would be a message and its answer before every transaction.
const QUIET: Duration = Duration::from_secs(1);

/// How SQLite works unless a large transaction has it otherwise: whoever writes next begins with this, however that
/// transaction ended.
const USUAL: &str =
    "PRAGMA cache_size = -2000; PRAGMA threads = 0; PRAGMA wal_autocheckpoint = 1000";

/// A SQLite file of more bytes than this is read where the system has it in memory instead of being copied page by page:
/// figures over many entries take half as long. Of a smaller one that would only make the program look larger.
const LARGE_FILE: u64 = 1 << 28;
/// So that whoever reads has it there.
const MAPPED: &str = "PRAGMA mmap_size = 2147418112";
const UNMAPPED: &str = "PRAGMA mmap_size = 0";

/// The databases that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file beside the program.
    Sqlite,
    /// A server that many share.
    Postgres,
}

/// A database that is open and has the schema of this version.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    /// The number of the newest act that was kept through this store.
    acted: Arc<AtomicI64>,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { write: SqlitePool, read: SqlitePool, file: PathBuf },
    Postgres { pool: PgPool, url: String },
}

/// A transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    /// Entries of registers that it has written to.
    touched: Touched,
    /// The number of the newest act in it, and what is told of it once that is kept.
    act: i64,
    acted: Arc<AtomicI64>,
}

/// The transaction of a database.
#[derive(Debug)]
pub(crate) enum Inner {
    /// In SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// In PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// A statement of sea-query, spelled for either database.
pub trait Spelled {
    /// The text for a database, and the values to bind.
    fn spelled(&self, backend: Backend) -> (String, SqlxValues);
}

impl<Q: SqlxBinder> Spelled for Q {
    fn spelled(&self, backend: Backend) -> (String, SqlxValues) {
        match backend {
            Backend::Sqlite => self.build_sqlx(SqliteQueryBuilder),
            Backend::Postgres => self.build_sqlx(PostgresQueryBuilder),
        }
    }
}

impl Store {
    /// Opens the SQLite file, makes it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// If the file cannot be opened or is of a newer version.
    pub async fn open_file(file: &Path) -> Result<Store, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Whatever was acknowledged is on the disk.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let opened = |error: sqlx::Error| StoreError::Open {
            url: file.display().to_string(),
            why: error.to_string(),
        };
        let pool = SqlitePoolOptions::new().acquire_timeout(PATIENCE).test_before_acquire(false);
        let write = pool.clone().max_connections(1).before_acquire(|connection, _| {
            Box::pin(async move { connection.execute(USUAL).await.map(|_| true) })
        });
        let write = write.connect_with(options.clone()).await.map_err(opened)?;
        sqlx::migrate!("migrations/sqlite").run(&write).await?;
        let path = file.to_owned();
        let read = pool.max_connections(4).after_connect(move |connection, _| {
            let is_large = is_large(&path);
            Box::pin(async move {
                match is_large {
                    true => connection.execute(MAPPED).await.map(drop),
                    false => Ok(()),
                }
            })
        });
        let read = read.connect_with(options.read_only(true)).await.map_err(opened)?;
        Ok(Store::of(Pools::Sqlite { write, read, file: file.to_owned() }))
    }

    /// Connects to a PostgreSQL database, `postgres://user:password@host/name`, and brings its schema
    /// up to date.
    ///
    /// # Errors
    /// If it cannot be reached or is of a newer version.
    pub async fn connect(url: &str) -> Result<Store, StoreError> {
        let opened = |error: sqlx::Error| StoreError::Open {
            url: without_password(url),
            why: error.to_string(),
        };
        let options = PgConnectOptions::from_str(url).map_err(opened)?;
        let options = options.statement_cache_capacity(STATEMENTS).options(PLANS);
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        let pool = pool.test_before_acquire(false).before_acquire(|connection, its| {
            Box::pin(async move {
                match its.idle_for > QUIET {
                    true => connection.ping().await.map(|()| true),
                    false => Ok(true),
                }
            })
        });
        let pool = pool.connect_with(options).await.map_err(opened)?;
        sqlx::migrate!("migrations/postgres").run(&pool).await?;
        Ok(Store::of(Pools::Postgres { pool, url: url.to_owned() }))
    }

    /// Opens what an address names: `postgres://…`, or else the path of a SQLite file.
    ///
    /// # Errors
    /// As [`Store::open_file`] and [`Store::connect`].
    pub async fn open(address: &str) -> Result<Store, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Store::connect(address).await;
        }
        Store::open_file(Path::new(address.strip_prefix("sqlite://").unwrap_or(address))).await
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        match self.pools {
            Pools::Sqlite { .. } => Backend::Sqlite,
            Pools::Postgres { .. } => Backend::Postgres,
        }
    }

    /// The file of a SQLite store.
    pub fn file(&self) -> Option<&Path> {
        match &self.pools {
            Pools::Sqlite { file, .. } => Some(file),
            Pools::Postgres { .. } => None,
        }
    }

    /// The address of a PostgreSQL store, password included: for its own tools only, never shown.
    pub fn url(&self) -> Option<&str> {
        match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres { url, .. } => Some(url),
        }
    }

    /// The first row of one query that is asked alone: nothing is begun and ended for it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn glance(&self, query: &impl Spelled) -> Result<Option<Row>, StoreError> {
        let (text, mut values) = query.spelled(self.backend());
        settle(&mut values)?;
        let query = AssertSqlSafe(text);
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => {
                boxed(sqlx::query_with(query, values).fetch_optional(read)).await?.map(Row::Sqlite)
            }
            Pools::Postgres { pool, .. } => {
                boxed(sqlx::query_with(query, values).fetch_optional(pool))
                    .await?
                    .map(Row::Postgres)
            }
        })
    }

    /// A transaction that only reads: all its queries see the same state.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(boxed(read.begin()).await?),
            Pools::Postgres { pool, .. } => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Inner::Postgres(boxed(pool.begin_with(begin)).await?)
            }
        };
        Ok(self.begun(inner))
    }

    /// A transaction that writes. In SQLite there is one at a time; it waits for its turn.
    ///
    /// # Errors
    /// If the database does not answer, or the turn does not come.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => {
                Inner::Sqlite(boxed(write.begin_with("BEGIN IMMEDIATE")).await?)
            }
            Pools::Postgres { pool, .. } => Inner::Postgres(boxed(pool.begin()).await?),
        };
        Ok(self.begun(inner))
    }

    fn of(pools: Pools) -> Store {
        Store { pools, acted: Arc::default() }
    }

    fn begun(&self, inner: Inner) -> Tx {
        Tx { inner, touched: Touched::default(), act: 0, acted: Arc::clone(&self.acted) }
    }

    /// The number of the newest act that was kept through this store, since it was opened; 0 if none was. Others may
    /// have acted on the same database.
    pub fn acted(&self) -> i64 {
        self.acted.load(Ordering::Acquire)
    }

    /// Copies what was committed from SQLite's log into its file, beside whoever reads and writes. Small transactions
    /// do that themselves from time to time; one that has written much leaves it to be done once it is committed.
    ///
    /// # Errors
    /// If the file cannot be written. What was committed is safe in the log all the same.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let Pools::Sqlite { file, .. } = &self.pools else { return Ok(()) };
        let options = SqliteConnectOptions::new()
            .filename(file)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE);
        let mut beside = options.connect().await?;
        beside.execute("PRAGMA wal_checkpoint(PASSIVE)").await?;
        Ok(beside.close().await?)
    }

    /// Lets connections that nobody uses go of what they have mapped of a large SQLite file. Whoever has read much of it
    /// would else have to do so at his first question after somebody has written, 15 ms for a million entries.
    ///
    /// # Errors
    /// If a connection is broken.
    pub async fn unmap(&self) -> Result<(), StoreError> {
        let Pools::Sqlite { read, file, .. } = &self.pools else { return Ok(()) };
        if !is_large(file) {
            return Ok(());
        }
        let mut idle = Vec::new();
        while let Some(connection) = read.try_acquire() {
            idle.push(connection);
        }
        for connection in &mut idle {
            connection.execute(UNMAPPED).await?;
            connection.execute(MAPPED).await?;
        }
        Ok(())
    }

    /// Closes all connections; what runs is ended first.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, .. } => pool.close().await,
        }
    }
}

fn is_large(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|it| it.len() > LARGE_FILE)
}

/// The driver's work as a kind that nobody looks into: the compiler asks of everything that waits for it whether it may
/// go from thread to thread, and need not go through the driver each time.
fn boxed<'a, T>(
    work: impl Future<Output = T> + Send + 'a,
) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
    Box::pin(work)
}

/// Goes on only if no text holds a NUL: one database would keep it, the other would not. Counts of rows to
/// pass over and to take are the only numbers without a sign; neither database counts beyond those with one.
fn settle(values: &mut SqlxValues) -> Result<(), StoreError> {
    for value in &mut values.0.0 {
        match value {
            Value::String(Some(text)) if text.contains('\0') => return Err(StoreError::Nul),
            Value::BigUnsigned(Some(count)) => *count = (*count).min(i64::MAX.unsigned_abs()),
            _ => {}
        }
    }
    Ok(())
}

/// An address as it may be shown: `postgres://user:…@host/name` without what stands at the dots.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((who, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let user = who.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{host}")
}

mod tx;

#[cfg(test)]
mod tests;
