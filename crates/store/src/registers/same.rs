//! Entries that are there already: many keys, or many values of one column, looked up at once.

use sea_query::{Cond, Expr, ExprTrait, Query};

use super::conditions::Owners;
use super::entries::{Entry, bound, entry_of, select};
use super::table::{Place, Table, refused};
use crate::{Cell, Scope, StoreError, Tx};

/// Keys of one query: SQLite allows no deeper conditions and no more values than this many make.
const AT_ONCE: usize = 100;

/// Whether an owner has any entry in a register.
///
/// # Errors
/// If the database says no.
pub async fn is_any(tx: &mut Tx, table: &Table, owner: &str) -> Result<bool, StoreError> {
    let query = Query::select()
        .expr_as(Expr::val(1), "one")
        .from_as(table.alias(), "e")
        .and_where(Expr::col(("e", "owner")).eq(owner))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .limit(1)
        .to_owned();
    Ok(tx.first(&query).await?.is_some())
}

/// The entries of an owner that have one of these keys in these columns, with all their cells; those of a
/// journal only if they still stand. The parts of each key are in the order of the columns.
///
/// # Errors
/// If a column is encrypted, or a key has another number of parts.
pub async fn find(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    columns: &[String],
    keys: &[Vec<Cell>],
) -> Result<Vec<Entry>, StoreError> {
    let asked: Vec<Place> =
        columns.iter().map(|name| table.asked(name)).collect::<Result<_, _>>()?;
    let shown: Vec<Place> =
        table.columns.iter().map(|column| table.place(&column.name)).collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let query = select(table, &shown)
            .and_where(Expr::col(("e", "owner")).eq(owner))
            .and_where(Expr::col(("e", "removed_at")).is_null())
            .and_where(Expr::col(("e", "reverses")).is_null())
            .and_where(Expr::col(("e", "reversed_by")).is_null())
            .cond_where(one_of(table, &asked, some)?)
            .to_owned();
        for row in tx.all(&query).await? {
            found.push(entry_of(&row)?);
        }
    }
    Ok(found)
}

/// Values of one query over one column: of so many it is still quickly spelled and planned.
pub(super) const VALUES_AT_ONCE: usize = 2_000;

/// An entry that has one of the values asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The value.
    pub value: Cell,
    /// The state of the entry; empty where the register has none.
    pub state: String,
    /// When the entry was changed last, or else added.
    pub since: String,
}

/// Of the entries in sight those that have one of these values in a column, in no order; those of a journal only if
/// they still stand. A query for every two thousand values.
///
/// # Errors
/// If the column is encrypted, or the database says no.
pub async fn standing(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    column: &str,
    values: &[Cell],
) -> Result<Vec<Standing>, StoreError> {
    let place = table.asked(column)?;
    let owners = Owners::of(tx, scope, &table.register).await?;
    let mut found = Vec::new();
    if owners.0.is_empty() {
        return Ok(found);
    }
    for some in values.chunks(VALUES_AT_ONCE) {
        let since = Expr::col(("e", "changed_at")).if_null(Expr::col(("e", "created_at")));
        let query = Query::select()
            .expr_as(place.expr(), "value")
            .expr_as(Expr::col(("e", "state")), "state")
            .expr_as(since, "since")
            .from_as(table.alias(), "e")
            .and_where(owners.condition())
            .and_where(Expr::col(("e", "removed_at")).is_null())
            .and_where(Expr::col(("e", "reverses")).is_null())
            .and_where(Expr::col(("e", "reversed_by")).is_null())
            .and_where(place.expr().is_in(some.iter().cloned().map(bound)))
            .to_owned();
        for row in tx.all(&query).await? {
            let value = row.cells()?.into_iter().next().map_or(Cell::Nothing, |(_, cell)| cell);
            found.push(Standing { value, state: row.text("state")?, since: row.text("since")? });
        }
    }
    Ok(found)
}

fn one_of(table: &Table, columns: &[Place], keys: &[Vec<Cell>]) -> Result<Cond, StoreError> {
    if let [only] = columns {
        let values = keys.iter().filter_map(|key| key.first().cloned()).map(bound);
        return Ok(Cond::all().add(only.expr().is_in(values)));
    }
    let mut any = Cond::any();
    for key in keys {
        if key.len() != columns.len() || columns.is_empty() {
            return Err(refused(&table.register, "has another number of key columns"));
        }
        let parts = columns.iter().zip(key);
        let all = parts.fold(Cond::all(), |all, (column, cell)| {
            all.add(column.expr().eq(bound(cell.clone())))
        });
        any = any.add(all);
    }
    Ok(any)
}
