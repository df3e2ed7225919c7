//! Many entries at once: rows of values in one statement for SQLite, COPY for PostgreSQL.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use sea_query::{Alias, Expr, ExprTrait, InsertStatement, OnConflict, Query};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe};

use super::entries::{Making, NO_STATE, bound};
use super::table::{Kind, Table, fits, physical, refused};
use super::{counts, ddl, definitions};
use crate::db::{Backend, Inner};
use crate::{Cell, StoreError, Tx};

/// The columns that every table has and that new entries fill.
const FILLED: [(&str, Kind); 8] = [
    ("owner", Kind::Text),
    ("id", Kind::Integer),
    ("state", Kind::Text),
    ("version", Kind::Integer),
    ("import_id", Kind::Integer),
    ("reverses", Kind::Integer),
    ("created_by", Kind::Text),
    ("created_at", Kind::Text),
];
/// Rows of one statement in SQLite.
const ROWS: usize = 64;
/// The most values of one statement in SQLite.
const MOST_VALUES: usize = 30_000;
/// Bytes of rows that are sent to PostgreSQL at once.
const CHUNK: usize = 1 << 20;
/// From so many rows on it is quicker to make SQLite's indexes anew than to keep them up.
const MANY: u64 = 20_000;
/// So many values go to PostgreSQL in a statement: beginning a COPY takes longer.
const FEW: usize = 400;
/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number of the first entry.
    pub first: i64,
    /// The number of the last; before the first, if there is none.
    pub last: i64,
}

impl Written {
    /// How many entries.
    pub fn count(self) -> i64 {
        self.last - self.first + 1
    }
}

/// Writes entries of one owner into one register. Whoever begins with the same must wait for the end of
/// this transaction.
#[derive(Debug)]
pub struct Writer<'a> {
    table: &'a Table,
    making: Making<'a>,
    import: Option<i64>,
    first: i64,
    next: i64,
    states: BTreeMap<String, i64>,
    rows: Rows,
    same: Same,
    set_aside: Aside,
}

/// What stands in every row alike, or in most.
#[derive(Debug)]
struct Same {
    owner: Arc<str>,
    by: Arc<str>,
    at: Arc<str>,
    state: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    Nothing,
    Indexes,
}

impl<'a> Writer<'a> {
    /// Begins. `expected` is about how many entries will come.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn begin(
        tx: &mut Tx,
        table: &'a Table,
        making: Making<'a>,
        import: Option<i64>,
        expected: u64,
    ) -> Result<Writer<'a>, StoreError> {
        let last = advance(tx, making.owner, &table.register, 0).await?;
        let is_much = expected > MANY && expected >= u64::try_from(last).unwrap_or_default();
        // In PostgreSQL readers would have to wait for a table without its indexes.
        let set_aside = match tx.backend() {
            Backend::Sqlite if is_much => Aside::Indexes,
            _ => Aside::Nothing,
        };
        if set_aside == Aside::Indexes {
            ddl::unindex(tx, table).await?;
            ddl::roomy(tx).await?;
        }
        let filled = FILLED.iter().map(|(name, _)| (*name).to_owned());
        let own = table.columns.iter().map(|column| physical(&column.name));
        let rows = Rows::new(tx.backend(), &table.name(), filled.chain(own).collect());
        let same = Same {
            owner: making.owner.into(),
            by: making.by.into(),
            at: making.at.into(),
            state: NO_STATE.into(),
        };
        let (first, states) = (last + 1, BTreeMap::new());
        Ok(Writer { table, making, import, first, next: first, states, rows, same, set_aside })
    }

    /// The number that the next entry gets.
    pub fn next(&self) -> i64 {
        self.next
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// If the cells do not fit, or the database refuses one of those that it has been sent.
    pub async fn push(
        &mut self,
        tx: &mut Tx,
        state: &str,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError> {
        self.put(tx, state, None, cells).await
    }

    /// Writes an entry that reverses another one.
    pub(crate) async fn push_reversing(
        &mut self,
        tx: &mut Tx,
        reverses: i64,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError> {
        self.put(tx, NO_STATE, Some(reverses), cells).await
    }

    async fn put(
        &mut self,
        tx: &mut Tx,
        state: &str,
        reverses: Option<i64>,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError> {
        self.table.fit(&cells)?;
        if *self.same.state != *state {
            fits("state", Kind::Text, &Cell::Text(state.to_owned()))?;
            self.same.state = state.into();
        }
        let number = |number: Option<i64>| number.map_or(Cell::Nothing, Cell::Number);
        self.rows.text(&self.same.owner);
        self.rows.cell(Cell::Number(self.next));
        self.rows.text(&self.same.state);
        self.rows.cell(Cell::Number(1));
        self.rows.cell(number(self.import));
        self.rows.cell(number(reverses));
        self.rows.text(&self.same.by);
        self.rows.text(&self.same.at);
        for cell in cells {
            self.rows.cell(cell);
        }
        self.next += 1;
        match self.states.get_mut(state) {
            Some(entries) => *entries += 1,
            None => drop(self.states.insert(state.to_owned(), 1)),
        }
        self.rows.end_row(tx).await
    }

    /// Writes what is left, and puts back the indexes that allow an entry once. Those that make many entries quick to
    /// find may be missing after many: see [`definitions::next_index`].
    ///
    /// # Errors
    /// If the database refuses a row: then nothing of this transaction may be kept.
    pub async fn finish(mut self, tx: &mut Tx) -> Result<Written, StoreError> {
        self.rows.flush(tx).await?;
        if self.set_aside == Aside::Indexes {
            definitions::index_first(tx, self.table).await.map_err(duplicate)?;
        }
        let count = self.next - self.first;
        if count > 0 {
            tx.touched().new_entries();
        }
        advance(tx, self.making.owner, &self.table.register, count).await?;
        match self.first {
            1 => counts::add(tx, self.table, self.making.owner, &self.states).await?,
            _ => counts::change(tx, self.table, self.making.owner, &self.states).await?,
        }
        if tx.backend() == Backend::Postgres && count.unsigned_abs() >= MANY {
            // Plans for lists are made by what is known of the values.
            tx.execute(format!("ANALYZE \"{}\"", self.table.name())).await?;
        }
        Ok(Written { first: self.first, last: self.next - 1 })
    }
}

/// Counts on the numbers of an owner's register; gives the newest. Holds them to the end of the
/// transaction.
async fn advance(tx: &mut Tx, owner: &str, register: &str, by: i64) -> Result<i64, StoreError> {
    let mut on = OnConflict::columns(["owner", "register"]);
    on.value("last", Expr::col(("entry_numbers", "last")).add(by));
    let query = Query::insert()
        .into_table("entry_numbers")
        .columns(["owner", "register", "last"])
        .values_panic([owner.into(), register.into(), by.into()])
        .on_conflict(on)
        .returning_col("last")
        .to_owned();
    tx.number(&query).await
}

/// Rows on their way into a table.
#[derive(Debug)]
pub(crate) struct Rows {
    table: String,
    columns: Vec<String>,
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
        let waiting = match backend {
            Backend::Sqlite => {
                let at_once = (MOST_VALUES / columns.len().max(1)).clamp(1, ROWS);
                let whole = statement(table, &columns, at_once);
                Waiting::Sqlite { values: SqliteArguments::default(), rows: 0, at_once, whole }
            }
            Backend::Postgres => {
                let columns_left = columns.len();
                Waiting::Postgres { few: Vec::new(), text: String::new(), columns_left }
            }
        };
        Rows { table: table.to_owned(), columns, waiting }
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
            // Values of these kinds can always be bound.
            Waiting::Sqlite { values, .. } => drop(match cell {
                Cell::Nothing => values.add(None::<i64>),
                Cell::Number(number) => values.add(number),
                Cell::Text(text) => values.add(text),
                Cell::Bytes(bytes) => values.add(bytes),
            }),
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
        match (&mut self.waiting, &mut tx.inner) {
            (Waiting::Sqlite { values, rows, at_once, whole }, Inner::Sqlite(tx)) => {
                let count = std::mem::take(rows);
                if count == 0 {
                    return Ok(());
                }
                let values = std::mem::take(values);
                let text = match count == *at_once {
                    true => whole.clone(),
                    false => statement(&self.table, &self.columns, count),
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

/// What the database says of a row that is there already.
fn duplicate(error: StoreError) -> StoreError {
    if error.is_duplicate() { StoreError::Exists("entry") } else { error }
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

fn statement(table: &str, columns: &[String], rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns.len()].join(","));
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
