//! How many entries there are in each state, kept up as they are written, so that nobody has to count a million.
//!
//! Every change is a row of its own: whoever writes waits for no other writer, and a reader sums up a few rows. A
//! register that was filled before there were counts is counted when it is next written to; until then
//! `of` says that it does not know.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Func, Query};

use super::conditions::Owners;
use super::definitions::Installed;
use super::table::Table;
use crate::{Row, Scope, StoreError, Tx, new_id};

/// From so many rows of an owner's register on they become one for each state.
const MANY: i64 = 24;
/// The advisory lock under which a register is counted for the first time.
const LOCK: i64 = 0x6a69_636f_756e;

/// Notes that so many more entries are in each state, or fewer.
///
/// # Errors
/// If the database says no.
pub(crate) async fn change(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    changes: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    let rows = rows(tx, table, owner).await?;
    if rows == 0 {
        return settle(tx, table, owner, changes).await;
    }
    add(tx, table, owner, changes).await?;
    if rows < MANY { Ok(()) } else { fold(tx, table, owner).await }
}

/// How many entries of these owners there are, by state; none, if those of one were not counted yet.
///
/// # Errors
/// If the database says no.
pub(crate) async fn of(
    tx: &mut Tx,
    table: &Table,
    owners: &Owners,
) -> Result<Option<BTreeMap<String, i64>>, StoreError> {
    let numbers = "entry_numbers";
    let of_it = Expr::cust(
        "\"entry_counts\".\"owner\" = \"entry_numbers\".\"owner\" \
         AND \"entry_counts\".\"register\" = \"entry_numbers\".\"register\"",
    );
    let sum = Func::coalesce([Expr::col(("entry_counts", "change")).sum(), Expr::val(0)]);
    let query = Query::select()
        .column((numbers, "owner"))
        .column(("entry_counts", "state"))
        .expr_as(Func::cast_as(sum, "BIGINT"), "entries")
        .from(numbers)
        .left_join("entry_counts", of_it)
        .and_where(Expr::col((numbers, "register")).eq(table.register.as_str()))
        .and_where(Expr::col((numbers, "owner")).is_in(owners.0.iter().map(String::as_str)))
        .and_where(Expr::col((numbers, "last")).gt(0))
        .group_by_col((numbers, "owner"))
        .group_by_col(("entry_counts", "state"))
        .to_owned();
    let mut states: BTreeMap<String, i64> = BTreeMap::new();
    for row in tx.all(&query).await? {
        let Some(state) = row.maybe_text("state")? else { return Ok(None) };
        *states.entry(state).or_default() += row.number("entries")?;
    }
    Ok(Some(states))
}

/// How many entries the owners in sight have, by register: nothing, if those of one were not counted yet. Registers
/// into which nobody wrote are left out.
///
/// # Errors
/// If the database says no.
pub async fn all(tx: &mut Tx, scope: &Scope) -> Result<BTreeMap<String, Option<i64>>, StoreError> {
    let query = Query::select()
        .column(("entry_numbers", "register"))
        .expr_as(Func::min(counted()), "least")
        .expr_as(Func::cast_as(Func::sum(counted()), "BIGINT"), "entries")
        .from("entry_numbers")
        .and_where(Expr::col(("entry_numbers", "last")).gt(0))
        .cond_where(scope.of(("entry_numbers", "owner")))
        .group_by_col(("entry_numbers", "register"))
        .to_owned();
    let count = |row: &Row| {
        let entries = row.number("entries")?;
        Ok((row.text("register")?, (row.number("least")? >= 0).then_some(entries)))
    };
    tx.all(&query).await?.iter().map(count).collect()
}

/// Adds to the faults where other entries are there than were counted.
///
/// # Errors
/// If the database says no.
pub(crate) async fn check(
    tx: &mut Tx,
    all: &[Installed],
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    let query = Query::select()
        .columns(["register", "owner", "state"])
        .expr_as(Func::cast_as(Expr::col("change").sum(), "BIGINT"), "entries")
        .from("entry_counts")
        .group_by_columns(["register", "owner", "state"])
        .to_owned();
    let mut kept: BTreeMap<String, BTreeMap<(String, String), i64>> = BTreeMap::new();
    for row in tx.all(&query).await? {
        let of = (row.text("owner")?, row.text("state")?);
        kept.entry(row.text("register")?).or_default().insert(of, row.number("entries")?);
    }
    for Installed { table, .. } in all {
        let Some(kept) = kept.get(&table.register) else { continue };
        let mut there = there(tx, table, None).await?;
        there.retain(|(owner, _), _| kept.keys().any(|(known, _)| known == owner));
        let differ = kept.iter().any(|(of, count)| there.get(of).copied().unwrap_or(0) != *count)
            || there.keys().any(|of| !kept.contains_key(of));
        faults.extend(differ.then(|| format!("数据表{}的记录数与计数不符", table.name())));
    }
    Ok(())
}

/// The entries that are there, by owner and state; of one owner, or of all.
async fn there(
    tx: &mut Tx,
    table: &Table,
    owner: Option<&str>,
) -> Result<BTreeMap<(String, String), i64>, StoreError> {
    let query = Query::select()
        .column("owner")
        .expr_as(Expr::cust("COALESCE(\"state\", '')"), "state")
        .expr_as(Expr::cust("COUNT(*)"), "entries")
        .from(table.alias())
        .and_where(Expr::col("removed_at").is_null())
        .and_where_option(owner.map(|owner| Expr::col("owner").eq(owner)))
        .group_by_columns(["owner", "state"])
        .to_owned();
    let rows = tx.all(&query).await?;
    let count = |row: &Row| Ok(((row.text("owner")?, row.text("state")?), row.number("entries")?));
    rows.iter().map(count).collect()
}

/// The entries of an owner's register, or -1 where they were not counted.
fn counted() -> Expr {
    Expr::cust(
        "COALESCE((SELECT CAST(SUM(\"c\".\"change\") AS BIGINT) FROM \"entry_counts\" \"c\" \
         WHERE \"c\".\"owner\" = \"entry_numbers\".\"owner\" \
         AND \"c\".\"register\" = \"entry_numbers\".\"register\"), -1)",
    )
}

async fn rows(tx: &mut Tx, table: &Table, owner: &str) -> Result<i64, StoreError> {
    let query = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("entry_counts")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .to_owned();
    tx.number(&query).await
}

/// Adds a row for each state: of a register that was counted, or had no entries before.
///
/// # Errors
/// If the database says no.
pub(crate) async fn add(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    changes: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("entry_counts").columns(["owner", "register", "id", "state", "change"]);
    for (state, change) in changes {
        let (register, id) = (table.register.as_str(), new_id());
        query.values_panic([
            owner.into(),
            register.into(),
            id.into(),
            state.as_str().into(),
            (*change).into(),
        ]);
    }
    tx.run(&query).await.map(drop)
}

/// Counts what is there; what changed is there already. If somebody else was faster, it is added to what he counted.
async fn settle(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    changes: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    tx.alone(LOCK).await?;
    if rows(tx, table, owner).await? > 0 {
        return add(tx, table, owner, changes).await;
    }
    let states = there(tx, table, Some(owner)).await?;
    let states = states.into_iter().map(|((_, state), entries)| (state, entries)).collect();
    add(tx, table, owner, &states).await
}

/// Makes one row for each state of those that are there: none is left out, so that the register stays known as counted.
async fn fold(tx: &mut Tx, table: &Table, owner: &str) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("entry_counts")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .returning(Query::returning().columns(["state", "change"]))
        .to_owned();
    let mut states: BTreeMap<String, i64> = BTreeMap::new();
    for row in tx.all(&query).await? {
        *states.entry(row.text("state")?).or_default() += row.number("change")?;
    }
    add(tx, table, owner, &states).await
}
