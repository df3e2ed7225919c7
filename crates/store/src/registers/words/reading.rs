//! Entries are read for their signs, a block at a time, behind those who write them.

use std::collections::BTreeSet;

use sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement};

use super::signs::{BLOCK, Signs, kept, note, placed};
use super::{LOCK, Mark, mark};
use crate::registers::bulk::Rows;
use crate::registers::table::Table;
use crate::{Cell, StoreError, Tx};

/// So many entries that were not read yet are looked through by whoever searches; more are read.
pub(super) const FRESH: i64 = 2_048;
/// So many that have changed since are looked through.
const CHANGED: i64 = 512;
/// So many of them are read again at once.
const MOST_CHANGED: u64 = 5_000;

/// An owner's register of which more entries can not be found by their signs than a search looks through; of those
/// given.
///
/// # Errors
/// If the database says no.
pub async fn behind(
    tx: &mut Tx,
    registers: &[String],
) -> Result<Option<(String, String)>, StoreError> {
    let numbers = "entry_numbers";
    let same = Expr::col(("entry_words", "owner"))
        .eq(Expr::col((numbers, "owner")))
        .and(Expr::col(("entry_words", "register")).eq(Expr::col((numbers, "register"))));
    let upto = Func::coalesce([Expr::col(("entry_words", "upto")), Expr::val(0)]);
    let unread = Query::select()
        .columns([(numbers, "owner"), (numbers, "register")])
        .from(numbers)
        .join(JoinType::LeftJoin, "entry_words", same)
        .and_where(Expr::col((numbers, "register")).is_in(registers.iter().map(String::as_str)))
        .and_where(Expr::col((numbers, "last")).sub(upto).gte(FRESH))
        .limit(1)
        .to_owned();
    let changed = Query::select()
        .columns(["owner", "register"])
        .from("entry_words_changed")
        .and_where(Expr::col("register").is_in(registers.iter().map(String::as_str)))
        .group_by_columns(["owner", "register"])
        .and_having(Expr::cust("COUNT(*)").gte(CHANGED))
        .limit(1)
        .to_owned();
    for query in [unread, changed] {
        if let Some(row) = tx.first(&query).await? {
            return Ok(Some((row.text("owner")?, row.text("register")?)));
        }
    }
    Ok(None)
}

/// Reads the entries of an owner's register that were not read yet, as far as their block goes; if there are none,
/// those of a block again that have changed.
///
/// # Errors
/// If the database says no.
pub async fn read(tx: &mut Tx, table: &Table, owner: &str) -> Result<(), StoreError> {
    tx.alone(LOCK).await?;
    let mark = mark(tx, table, owner).await?;
    let slot = match mark.slot {
        Some(slot) if mark.upto > 0 => slot,
        before => begin(tx, table, owner, before).await?,
    };
    let changed = changed(tx, table, owner).await?;
    if mark.upto < mark.last {
        let from = mark.upto + 1;
        let to = Ord::min(mark.last, (placed(from).0 + 1) * BLOCK - 1);
        let query = texts(table, owner).and_where(Expr::col(("e", "id")).between(from, to)).take();
        take(tx, table, slot, placed(from).0, &query).await?;
        let seen: Vec<i64> = changed.range(from..=to).copied().collect();
        return kept_up(tx, table, (owner, slot), Mark { upto: to, ..mark }, seen).await;
    }
    let Some((block, _)) = changed.first().map(|id| placed(*id)) else { return Ok(()) };
    let within: Vec<i64> = changed.into_iter().filter(|id| placed(*id).0 == block).collect();
    let again = mark.again + i64::try_from(within.len()).unwrap_or(i64::MAX);
    let these = Expr::col(("e", "id")).is_in(within.iter().copied());
    let query = texts(table, owner).and_where(these).take();
    take(tx, table, slot, block, &query).await?;
    kept_up(tx, table, (owner, slot), Mark { again, ..mark }, within).await
}

/// A place for the signs of an owner's register, in which are none.
async fn begin(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    before: Option<i64>,
) -> Result<i64, StoreError> {
    if let Some(slot) = before {
        let query = Query::delete()
            .from_table("entry_signs")
            .and_where(Expr::col("slot").eq(slot))
            .to_owned();
        tx.run(&query).await?;
        return Ok(slot);
    }
    let query = Query::select().expr(Expr::col("slot").max()).from("entry_words").to_owned();
    let slot = tx.number(&query).await? + 1;
    let query = Query::insert()
        .into_table("entry_words")
        .columns(["owner", "register", "slot", "columns", "upto", "again"])
        .values_panic([
            owner.into(),
            table.register.as_str().into(),
            slot.into(),
            "".into(),
            0_i64.into(),
            0_i64.into(),
        ])
        .to_owned();
    tx.run(&query).await?;
    Ok(slot)
}

/// Entries that have changed since they were read, the least first.
async fn changed(tx: &mut Tx, table: &Table, owner: &str) -> Result<BTreeSet<i64>, StoreError> {
    let mut query = super::changed_of(table, owner);
    query.order_by("entry", Order::Asc).limit(MOST_CHANGED);
    let rows = tx.all(&query).await?;
    rows.iter().map(|row| row.number("entry")).collect()
}

/// The texts of entries that are found by words.
fn texts(table: &Table, owner: &str) -> SelectStatement {
    let mut query = Query::select();
    query.column(("e", "id")).from_as(table.alias(), "e");
    for column in &table.words {
        query.column(("e", Alias::new(crate::registers::table::physical(column))));
    }
    query
        .and_where(Expr::col(("e", "owner")).eq(owner))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .order_by(("e", "id"), Order::Asc)
        .take()
}

/// Adds the signs of these texts to those of the block.
async fn take(
    tx: &mut Tx,
    table: &Table,
    slot: i64,
    block: i64,
    texts: &SelectStatement,
) -> Result<(), StoreError> {
    let mut signs = signs(tx, slot, block).await?;
    for row in tx.all(texts).await? {
        let mut cells = row.cells()?.into_iter();
        let Some((_, Cell::Number(id))) = cells.next() else { continue };
        for (column, (_, cell)) in table.words.iter().zip(cells) {
            if let Cell::Text(text) = cell {
                note(&mut signs, column, &text, placed(id).1);
            }
        }
    }
    let query = Query::delete()
        .from_table("entry_signs")
        .and_where(Expr::col("slot").eq(slot))
        .and_where(Expr::col("block").eq(block))
        .to_owned();
    tx.run(&query).await?;
    let columns = ["slot", "block", "sign", "entries"].map(str::to_owned).to_vec();
    let mut rows = Rows::new(tx.backend(), "entry_signs", columns);
    let mut signs: Vec<_> = signs.into_iter().collect();
    // In the order of the key a page is filled and never touched again.
    signs.sort_unstable_by_key(|(sign, _)| *sign);
    for (sign, entries) in signs {
        for cell in [slot, block, sign] {
            rows.cell(Cell::Number(cell));
        }
        rows.cell(Cell::Bytes(kept(entries)));
        rows.end_row(tx).await?;
    }
    rows.flush(tx).await
}

/// The signs of a block as they were kept.
async fn signs(tx: &mut Tx, slot: i64, block: i64) -> Result<Signs, StoreError> {
    let query = Query::select()
        .columns(["sign", "entries"])
        .from("entry_signs")
        .and_where(Expr::col("slot").eq(slot))
        .and_where(Expr::col("block").eq(block))
        .to_owned();
    let rows = tx.all(&query).await?;
    let sign = |row: &crate::Row| {
        let entries = super::signs::Entries::of(&row.bytes("entries")?);
        Ok((row.number("sign")?, entries.numbers().collect()))
    };
    rows.iter().map(sign).collect()
}

/// Writes how far the reading has come, and forgets that these have changed: others may have changed meanwhile.
async fn kept_up(
    tx: &mut Tx,
    table: &Table,
    (owner, slot): (&str, i64),
    mark: Mark,
    seen: Vec<i64>,
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("entry_words")
        .value("columns", table.words.join(" "))
        .value("upto", mark.upto)
        .value("again", mark.again)
        .and_where(Expr::col("slot").eq(slot))
        .to_owned();
    tx.run(&query).await?;
    let query = Query::delete()
        .from_table("entry_words_changed")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .and_where(Expr::col("entry").is_in(seen))
        .to_owned();
    tx.run(&query).await.map(drop)
}
