//! Entries, one at a time: added, read, changed, moved, removed, reversed.

use std::collections::BTreeMap;

use sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};

use super::bulk::Writer;
use super::conditions::these;
use super::history::keep_version;
use super::table::{Book, Place, SYSTEM, Table, refused};
use super::{counts, words};
use crate::{Cell, Row, Scope, StoreError, Tx};

/// The state of entries of registers that have none.
pub const NO_STATE: &str = "";

/// So many entries are found by one query.
const FOUND_AT_ONCE: usize = 1000;

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number within the owner's register: counts up, newest highest.
    pub id: i64,
    /// Its state; empty where the register has none.
    pub state: String,
    /// Its version, from 1.
    pub version: i64,
    /// The import it came with.
    pub import: Option<i64>,
    /// The entry that it reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses it.
    pub reversed_by: Option<i64>,
    /// Who added it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// Who changed it last.
    pub changed_by: Option<String>,
    /// When.
    pub changed_at: Option<String>,
    /// When it was removed; its row is kept.
    pub removed_at: Option<String>,
    /// What stands in the columns that were asked for, in their order.
    pub cells: Vec<Cell>,
}

/// Who adds or changes something, when, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Making<'a> {
    /// The organisation that it belongs to.
    pub owner: &'a str,
    /// Who.
    pub by: &'a str,
    /// When.
    pub at: &'a str,
}

/// Which entry, as whoever wants to change it saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Its number.
    pub id: i64,
    /// Its version.
    pub version: i64,
}

/// Adds an entry; gives its number. The cells are in the order of the table's columns.
///
/// # Errors
/// If the cells do not fit, or there is one already that may be there only once.
pub async fn insert(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    state: &str,
    cells: Vec<Cell>,
) -> Result<i64, StoreError> {
    let mut writer = Writer::begin(tx, table, making, None, 1).await?;
    writer.push(tx, state, cells).await?;
    Ok(writer.finish(tx).await?.first)
}

/// An entry with all its cells, removed or not.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    owner: &str,
    id: i64,
) -> Result<Entry, StoreError> {
    let columns: Vec<Place> =
        table.columns.iter().map(|column| table.place(&column.name)).collect::<Result<_, _>>()?;
    let query = select(table, &columns)
        .and_where(Expr::col(("e", "owner")).eq(owner))
        .and_where(Expr::col(("e", "id")).eq(id))
        .cond_where(scope.of(("e", "owner")))
        .to_owned();
    entry_of(&tx.first(&query).await?.ok_or(StoreError::Missing("entry"))?)
}

/// These entries, by owner and number, with all their cells, removed or not, in no order; those that are not there or
/// not in sight are left out. A query for every thousand.
///
/// # Errors
/// If the database says no.
pub async fn find_all(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    wanted: &[(String, i64)],
) -> Result<Vec<Entry>, StoreError> {
    let columns: Vec<Place> =
        table.columns.iter().map(|column| table.place(&column.name)).collect::<Result<_, _>>()?;
    let mut found = Vec::with_capacity(wanted.len());
    for some in wanted.chunks(FOUND_AT_ONCE) {
        let query = select(table, &columns)
            .and_where(these("id", some)?)
            .cond_where(scope.of(("e", "owner")))
            .to_owned();
        for row in tx.all(&query).await? {
            found.push(entry_of(&row)?);
        }
    }
    Ok(found)
}

/// Changes an entry of a file: the version before is kept, the new cells stand in its place.
///
/// # Errors
/// If it is not there, was removed, has changed since it was seen, or the cells do not fit.
pub async fn change(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    seen: Seen,
    cells: Vec<Cell>,
    reason: &str,
) -> Result<(), StoreError> {
    table.fit(&cells)?;
    let mut values = Vec::with_capacity(cells.len());
    for (column, cell) in table.columns.iter().zip(cells) {
        values.push((Alias::new(table.place(&column.name)?.name), bound(cell)));
    }
    update(tx, table, making, seen, reason, values).await?;
    words::changed(tx, table, making.owner, seen.id).await
}

/// Moves an entry of a file to another state.
///
/// # Errors
/// If it is not there, was removed, or has changed since it was seen.
pub async fn move_state(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    seen: Seen,
    state: &str,
    reason: &str,
) -> Result<(), StoreError> {
    let to = vec![(Alias::new("state"), Expr::val(state))];
    let before = update(tx, table, making, seen, reason, to).await?;
    let mut states = BTreeMap::from([(before.state, -1)]);
    *states.entry(state.to_owned()).or_default() += 1;
    counts::change(tx, table, making.owner, &states).await
}

/// Removes an entry of a file. Its row is kept, and no list shows it.
///
/// # Errors
/// If it is not there, was removed already, or has changed since it was seen.
pub async fn remove(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    seen: Seen,
    reason: &str,
) -> Result<(), StoreError> {
    let to = vec![(Alias::new("removed_at"), Expr::val(making.at))];
    let before = update(tx, table, making, seen, reason, to).await?;
    counts::change(tx, table, making.owner, &BTreeMap::from([(before.state, -1)])).await
}

/// Reverses an entry of a journal by a new one, which holds the cells given: those of the first with the
/// sums negative. Gives the number of the new entry.
///
/// # Errors
/// If it is not there, was removed, was reversed already, or is itself a reversing one.
pub async fn reverse(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    id: i64,
    cells: Vec<Cell>,
) -> Result<i64, StoreError> {
    if table.book != Book::Journal {
        return Err(refused(&table.register, "is a file: its entries are changed, not reversed"));
    }
    let first = find(tx, &Scope::everything(), table, making.owner, id).await?;
    if first.removed_at.is_some() || first.reverses.is_some() {
        return Err(StoreError::Missing("entry to be reversed"));
    }
    let mut writer = Writer::begin(tx, table, making, None, 1).await?;
    let by = writer.next();
    // Whoever was faster has set it: then this touches no row.
    let query = Query::update()
        .table(table.alias())
        .value("reversed_by", by)
        .and_where(Expr::col("owner").eq(making.owner))
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("reversed_by").is_null())
        .and_where(Expr::col("removed_at").is_null())
        .to_owned();
    if tx.run(&query).await? == 0 {
        return Err(StoreError::Stale("entry"));
    }
    tx.touched().entries(making.owner, &table.register, (id, id));
    writer.push_reversing(tx, id, cells).await?;
    writer.finish(tx).await?;
    Ok(by)
}

/// Keeps the version that was seen, and writes over it; gives the entry as it was.
async fn update(
    tx: &mut Tx,
    table: &Table,
    making: Making<'_>,
    seen: Seen,
    reason: &str,
    values: Vec<(Alias, Expr)>,
) -> Result<Entry, StoreError> {
    if table.book != Book::File {
        return Err(refused(
            &table.register,
            "is a journal: its entries are reversed, not changed",
        ));
    }
    let before = find(tx, &Scope::everything(), table, making.owner, seen.id).await?;
    if before.removed_at.is_some() {
        return Err(StoreError::Missing("entry"));
    }
    let query = Query::update()
        .table(table.alias())
        .values(values)
        .value("version", seen.version.saturating_add(1))
        .value("changed_by", making.by)
        .value("changed_at", making.at)
        .and_where(Expr::col("owner").eq(making.owner))
        .and_where(Expr::col("id").eq(seen.id))
        .and_where(Expr::col("version").eq(seen.version))
        .and_where(Expr::col("removed_at").is_null())
        .to_owned();
    match tx.run(&query).await {
        Ok(0) => return Err(StoreError::Stale("entry")),
        Err(error) if error.is_duplicate() => return Err(StoreError::Exists("entry")),
        done => done?,
    };
    tx.touched().entries(making.owner, &table.register, (seen.id, seen.id));
    keep_version(tx, table, &before, making, reason).await?;
    Ok(before)
}

/// The columns that every table has, and these.
pub(crate) fn select(table: &Table, columns: &[Place]) -> SelectStatement {
    let mut query = Query::select();
    query.from_as(table.alias(), "e");
    for (name, _) in SYSTEM {
        query.column(("e", name));
    }
    for column in columns {
        query.column(column.of());
    }
    query
}

/// An entry of a row of [`select`].
pub(crate) fn entry_of(row: &Row) -> Result<Entry, StoreError> {
    let cells = row.cells()?.into_iter().skip(SYSTEM.len()).map(|(_, cell)| cell).collect();
    Ok(Entry {
        owner: row.text("owner")?,
        id: row.number("id")?,
        state: row.text("state")?,
        version: row.number("version")?,
        import: row.maybe_number("import_id")?,
        reverses: row.maybe_number("reverses")?,
        reversed_by: row.maybe_number("reversed_by")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        changed_by: row.maybe_text("changed_by")?,
        changed_at: row.maybe_text("changed_at")?,
        removed_at: row.maybe_text("removed_at")?,
        cells,
    })
}

/// A cell as a value of a query.
pub(crate) fn bound(cell: Cell) -> Expr {
    match cell {
        Cell::Nothing => Expr::null(),
        Cell::Number(number) => Expr::val(number),
        Cell::Text(text) => Expr::val(text),
        Cell::Bytes(bytes) => Expr::val(bytes),
    }
}
