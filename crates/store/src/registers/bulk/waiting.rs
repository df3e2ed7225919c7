//! Rows that wait until enough have come together to be sent.

use std::fmt::Write;
use std::sync::Arc;

use sea_query::{Alias, Expr, InsertStatement, Query};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe};

use super::duplicate;
use crate::db::{Backend, Inner};
use crate::registers::entries::bound;
use crate::registers::table::refused;
use crate::{Cell, StoreError, Tx};

/// Rows of one statement in SQLite.
const ROWS: usize = 64;
/// The most values of one statement in SQLite.
const MOST_VALUES: usize = 30_000;
/// Bytes of rows that are sent to PostgreSQL at once.
const CHUNK: usize = 1 << 20;
/// So many values go to PostgreSQL in a statement: beginning a COPY takes longer.
const FEW: usize = 400;

/// Rows on their way into a table.
#[derive(Debug)]
pub(crate) struct Rows {
    table: String,
    /// Those that are given of each row, then those that all rows share.
    columns: Vec<String>,
    shared: Vec<Cell>,
    waiting: Waiting,
}

#[derive(Debug)]
enum Waiting {
    Sqlite { values: SqliteArguments, rows: usize, at_once: usize, whole: String },
    Postgres { few: Vec<Cell>, text: String, columns_left: usize },
}

impl Rows {
    /// Rows with these columns, by their names in the database.
    pub(crate) fn new(backend: Backend, table: &str, columns: Vec<String>) -> Rows {
        Rows::sharing(backend, table, columns, Vec::new())
    }

    /// Rows with these columns, and with others in which the same stands in every row.
    pub(crate) fn sharing(
        backend: Backend,
        table: &str,
        columns: Vec<String>,
        shared: Vec<(String, Cell)>,
    ) -> Rows {
        let given = columns.len();
        let (names, shared): (Vec<String>, Vec<Cell>) = shared.into_iter().unzip();
        let columns: Vec<String> = columns.into_iter().chain(names).collect();
        let waiting = match backend {
            Backend::Sqlite => {
                let at_once = (MOST_VALUES / given.max(1)).clamp(1, ROWS);
                let whole = statement(table, &columns, given, at_once);
                Waiting::Sqlite { values: SqliteArguments::default(), rows: 0, at_once, whole }
            }
            Backend::Postgres => {
                let columns_left = columns.len();
                Waiting::Postgres { few: Vec::new(), text: String::new(), columns_left }
            }
        };
        Rows { table: table.to_owned(), columns, shared, waiting }
    }

    /// How many columns are given of each row.
    fn given(&self) -> usize {
        self.columns.len() - self.shared.len()
    }

    /// Whether no row waits.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.waiting {
            Waiting::Sqlite { rows, .. } => *rows == 0,
            Waiting::Postgres { few, text, .. } => few.is_empty() && text.is_empty(),
        }
    }

    /// The next value of the row: text of ours that many rows share.
    pub(crate) fn text(&mut self, text: &Arc<str>) {
        match &mut self.waiting {
            Waiting::Sqlite { values, .. } => drop(values.add(Arc::clone(text))),
            Waiting::Postgres { .. } => self.cell(Cell::Text((**text).to_owned())),
        }
    }

    /// The next value of the row. It has been held against the column.
    pub(crate) fn cell(&mut self, cell: Cell) {
        match &mut self.waiting {
            Waiting::Sqlite { values, .. } => bind(values, cell),
            Waiting::Postgres { few, text, .. } if text.is_empty() && few.len() < FEW => {
                few.push(cell);
            }
            Waiting::Postgres { few, text, columns_left } => {
                for cell in std::mem::take(few).iter().chain(std::iter::once(&cell)) {
                    copied(text, cell);
                    *columns_left = columns_left.saturating_sub(1);
                    text.push(if *columns_left == 0 { '\n' } else { '\t' });
                    if *columns_left == 0 {
                        *columns_left = self.columns.len();
                    }
                }
            }
        }
    }

    /// The row is whole; sends it on its way when enough have come together.
    pub(crate) async fn end_row(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        if matches!(self.waiting, Waiting::Postgres { .. }) {
            for cell in self.shared.clone() {
                self.cell(cell);
            }
        }
        let is_enough = match &mut self.waiting {
            Waiting::Sqlite { rows, at_once, .. } => {
                *rows += 1;
                *rows >= *at_once
            }
            Waiting::Postgres { text, .. } => text.len() >= CHUNK,
        };
        if is_enough { self.flush(tx).await } else { Ok(()) }
    }

    /// Sends all rows that wait.
    pub(crate) async fn flush(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let given = self.given();
        match (&mut self.waiting, &mut tx.inner) {
            (Waiting::Sqlite { values, rows, at_once, whole }, Inner::Sqlite(tx)) => {
                let count = std::mem::take(rows);
                if count == 0 {
                    return Ok(());
                }
                let is_whole = count == *at_once;
                let mut next = SqliteArguments::default();
                if is_whole {
                    // More rows come, as many again.
                    next.reserve(count * given + self.shared.len(), 0);
                }
                let mut values = std::mem::replace(values, next);
                for cell in &self.shared {
                    bind(&mut values, cell.clone());
                }
                let text = match is_whole {
                    true => whole.clone(),
                    false => statement(&self.table, &self.columns, given, count),
                };
                let query = sqlx::query_with(AssertSqlSafe(text), values);
                query.execute(&mut **tx).await.map_err(|error| duplicate(error.into()))?;
                Ok(())
            }
            (Waiting::Postgres { few, .. }, Inner::Postgres(_)) if !few.is_empty() => {
                let query = inserted(&self.table, &self.columns, std::mem::take(few))?;
                tx.run(&query).await.map_err(duplicate)?;
                Ok(())
            }
            (Waiting::Postgres { text, .. }, Inner::Postgres(tx)) => {
                if text.is_empty() {
                    return Ok(());
                }
                let columns = quoted(&self.columns);
                let into = format!("COPY \"{}\" ({columns}) FROM STDIN", self.table);
                let rows = std::mem::take(text).into_bytes();
                let mut copy = tx.copy_in_raw(&into).await?;
                copy.send(rows).await?;
                copy.finish().await.map_err(|error| duplicate(error.into()))?;
                Ok(())
            }
            _ => Err(refused(&self.table, "is in another database")),
        }
    }
}

/// A few rows as a statement for PostgreSQL.
fn inserted(
    table: &str,
    columns: &[String],
    cells: Vec<Cell>,
) -> Result<InsertStatement, StoreError> {
    let mut query = Query::insert();
    query.into_table(Alias::new(table)).columns(columns.iter().map(Alias::new));
    let mut cells = cells.into_iter();
    loop {
        let row: Vec<Expr> = cells.by_ref().take(columns.len()).map(bound).collect();
        if row.is_empty() {
            return Ok(query);
        }
        let broken = |_| refused(table, "was given a row that is not whole");
        query.values(row).map_err(broken)?;
    }
}

/// Binds a value. Those of these kinds always can be.
fn bind(values: &mut SqliteArguments, cell: Cell) {
    drop(match cell {
        Cell::Nothing => values.add(None::<i64>),
        Cell::Number(number) => values.add(number),
        Cell::Text(text) => values.add(text),
        Cell::Bytes(bytes) => values.add(bytes),
    });
}

/// So many rows as a statement for SQLite. What all of them share is bound once, behind the values `given` of each.
fn statement(table: &str, columns: &[String], given: usize, rows: usize) -> String {
    let shared = (rows * given + 1..).take(columns.len() - given).map(|at| format!("${at}"));
    let all: Vec<String> = std::iter::repeat_n("?".to_owned(), given).chain(shared).collect();
    let row = format!("({})", all.join(","));
    let mut text = format!("INSERT INTO \"{table}\" ({}) VALUES ", quoted(columns));
    text.push_str(&vec![row.as_str(); rows].join(","));
    text
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

/// A cell as PostgreSQL's COPY takes it.
fn copied(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Nothing => out.push_str("\\N"),
        // Writing to a string cannot fail.
        Cell::Number(number) => drop(write!(out, "{number}")),
        Cell::Bytes(bytes) => {
            out.push_str("\\\\x");
            for byte in bytes {
                let _ = write!(out, "{byte:02x}");
            }
        }
        Cell::Text(text) => {
            for sign in text.chars() {
                match sign {
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    other => out.push(other),
                }
            }
        }
    }
}
