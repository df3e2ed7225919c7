//! Many entries at once: rows of values in one statement for SQLite, COPY for PostgreSQL.

mod waiting;

use std::collections::BTreeMap;
use std::sync::Arc;

use sea_query::{Expr, ExprTrait, OnConflict, Query};

use super::entries::{Making, NO_STATE};
use super::table::{Fitted, Kind, Table, fits, physical};
use super::{counts, ddl, definitions};
use crate::db::Backend;
use crate::{Cell, StoreError, Tx};

pub(crate) use waiting::Rows;

/// The columns that every table has and in which each new entry has something of its own. Of those that stay, the
/// same stands in all that are written at once.
const FILLED: [&str; 3] = ["id", "state", "reverses"];
/// From so many rows on it is quicker to make SQLite's indexes anew than to keep them up.
const MANY: u64 = 20_000;

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
    first: i64,
    next: i64,
    states: BTreeMap<String, i64>,
    /// The state of the entry before: most have the same.
    state: Arc<str>,
    rows: Rows,
    set_aside: Aside,
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
        let own = table.columns.iter().map(|column| physical(&column.name));
        let columns = FILLED.map(str::to_owned).into_iter().chain(own).collect();
        let shared = [
            ("owner", Cell::Text(making.owner.to_owned())),
            ("version", Cell::Number(1)),
            ("import_id", number(import)),
            ("created_by", Cell::Text(making.by.to_owned())),
            ("created_at", Cell::Text(making.at.to_owned())),
        ];
        let shared = shared.map(|(name, cell)| (name.to_owned(), cell)).into();
        let rows = Rows::sharing(tx.backend(), &table.name(), columns, shared);
        let (first, states, state) = (last + 1, BTreeMap::new(), NO_STATE.into());
        Ok(Writer { table, making, first, next: first, states, state, rows, set_aside })
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
        self.put(tx, state, None, self.table.fitted(cells)?).await
    }

    /// Writes an entry whose cells have been held against this table.
    ///
    /// # Errors
    /// If the database refuses one of those that it has been sent.
    pub async fn push_fitted(
        &mut self,
        tx: &mut Tx,
        state: &str,
        cells: Fitted,
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
        self.put(tx, NO_STATE, Some(reverses), self.table.fitted(cells)?).await
    }

    async fn put(
        &mut self,
        tx: &mut Tx,
        state: &str,
        reverses: Option<i64>,
        cells: Fitted,
    ) -> Result<(), StoreError> {
        if *self.state != *state {
            fits("state", Kind::Text, &Cell::Text(state.to_owned()))?;
        }
        // Two threads that count who uses one and the same text slow each other down.
        if *self.state != *state || self.rows.is_empty() {
            self.state = state.into();
        }
        self.rows.cell(Cell::Number(self.next));
        self.rows.text(&self.state);
        self.rows.cell(number(reverses));
        for cell in cells.0 {
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

fn number(number: Option<i64>) -> Cell {
    number.map_or(Cell::Nothing, Cell::Number)
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

/// What the database says of a row that is there already.
fn duplicate(error: StoreError) -> StoreError {
    if error.is_duplicate() { StoreError::Exists("entry") } else { error }
}
