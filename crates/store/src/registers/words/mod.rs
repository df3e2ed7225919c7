//! Words are found among a million entries by their signs, which are read from the entries some time after those were
//! written.
//!
//! Suggested reading order: `signs` (what is looked for), `reading` (how it comes to be), then `candidates`. Whoever
//! writes does nothing but note what has changed: an import is as quick as without. What was not read yet is looked
//! through by who searches, so nothing is ever missed. Signs name entries that *may* hold a word: the query over them
//! asks for the word itself, in the columns that the asker may ask of.

mod reading;
mod signs;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};

pub use reading::{behind, read};

use super::conditions::{Finding, Owners};
use super::list::{Asked, COUNTED, fitting};
use super::table::Table;
use crate::db::Backend;
use crate::{StoreError, Tx};
use signs::{BLOCK, Entries, placed};

/// The advisory lock under which entries are read.
const LOCK: i64 = 0x6a69_776f_7264;
/// If so many were not read yet, nothing is gained by their signs.
const MOST_UNREAD: i64 = 4 * reading::FRESH;
/// If so many may hold the words, they are found sooner by looking through the order.
const MOST: i64 = 100_000;
/// So many are looked at in one query.
const CHUNK: usize = 5_000;
/// Of so many owners the signs are looked up.
const MOST_OWNERS: usize = 20;

/// How far the entries of an owner's register were read.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// What stands for them beside their signs; none, if there never were any.
    slot: Option<i64>,
    /// The number of the last entry that was read; 0, if none was.
    upto: i64,
    /// How many of them were read again.
    again: i64,
    /// The number of the newest entry.
    last: i64,
}

/// The entries that may hold the words asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates {
    /// The numbers by owner; none where they are too many to be told.
    pub(crate) ids: Option<BTreeMap<String, Vec<i64>>>,
    /// So many entries hold the words for certain, if none of them was removed.
    pub(crate) sure: i64,
    /// Whether no other entry holds them.
    pub(crate) is_exact: bool,
    /// How many numbers were given out to the owners' entries.
    pub(crate) last: i64,
}

/// Notes that an entry has changed.
///
/// # Errors
/// If the database says no.
pub(crate) async fn changed(
    tx: &mut Tx,
    table: &Table,
    owner: &str,
    id: i64,
) -> Result<(), StoreError> {
    if table.words.is_empty() {
        return Ok(());
    }
    let query = Query::insert()
        .into_table("entry_words_changed")
        .columns(["owner", "register", "entry"])
        .values_panic([owner.into(), table.register.as_str().into(), id.into()])
        .on_conflict(OnConflict::columns(["owner", "register", "entry"]).do_nothing().to_owned())
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Lets all signs of a register be made anew: its columns change.
///
/// # Errors
/// If the database says no.
pub(crate) async fn forget(tx: &mut Tx, register: &str) -> Result<(), StoreError> {
    let query = Query::update()
        .table("entry_words")
        .value("columns", "")
        .value("upto", 0_i64)
        .and_where(Expr::col("register").eq(register))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The entries that may hold the words; nothing where they are as soon found without signs.
///
/// # Errors
/// If a column is not there or holds no text.
pub(crate) async fn candidates(
    tx: &mut Tx,
    table: &Table,
    asked: &Asked,
    owners: &Owners,
) -> Result<Option<Candidates>, StoreError> {
    let is_kept = asked.words_in.iter().all(|column| table.words.contains(column));
    let is_asked = !asked.words_in.is_empty() && !asked.words.trim().is_empty();
    if !is_asked || !is_kept || owners.0.len() > MOST_OWNERS {
        return Ok(None);
    }
    let ids = Some(BTreeMap::new());
    let mut all = Candidates { ids, is_exact: true, ..Candidates::default() };
    let mut is_read = false;
    for owner in &owners.0 {
        let mark = mark(tx, table, owner).await?;
        let changed = changed_since(tx, table, owner).await?;
        if mark.last - mark.upto > MOST_UNREAD || changed > MOST_UNREAD {
            return Ok(None);
        }
        is_read |= mark.upto > 0;
        of_owner(tx, table, asked, owner, (&mark, changed), &mut all).await?;
    }
    Ok(is_read.then_some(all))
}

impl Candidates {
    /// The condition that an entry is one of those of an owner.
    pub(crate) fn of(&self, backend: Backend, owner: &str) -> Option<Expr> {
        let ids = self.ids.as_ref()?.get(owner).map_or(&[][..], Vec::as_slice);
        let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        Some(match backend {
            Backend::Sqlite => Expr::cust_with_values(
                "\"e\".\"id\" IN (SELECT \"value\" FROM json_each(?))",
                [format!("[{ids}]")],
            ),
            Backend::Postgres => Expr::cust_with_values(
                "\"e\".\"id\" = ANY(CAST(string_to_array($1, ',') AS BIGINT[]))",
                [ids],
            ),
        })
    }

    /// The same in parts, each of one owner and a question to the database; none where they are too many to be told.
    pub(crate) fn chunks(&self) -> Option<Vec<(Owners, Candidates)>> {
        let part = |(owner, ids): (&String, &[i64])| {
            (Owners(vec![owner.clone()]), Candidates::some(owner, ids.to_vec()))
        };
        let all = self.ids.as_ref()?.iter();
        let parts = all.flat_map(|(owner, ids)| ids.chunks(CHUNK).map(move |ids| (owner, ids)));
        Some(parts.map(part).collect())
    }

    /// Some of an owner's.
    fn some(owner: &str, numbers: Vec<i64>) -> Candidates {
        let ids = Some(BTreeMap::from([(owner.to_owned(), numbers)]));
        Candidates { ids, ..Candidates::default() }
    }

    /// Whether they are so few that whatever is asked of them is asked of each.
    pub(crate) fn are_few(&self) -> bool {
        self.ids.as_ref().is_some_and(|ids| ids.values().map(Vec::len).sum::<usize>() <= FEW)
    }
}

/// So many are looked at one by one.
const FEW: usize = COUNTED.unsigned_abs() as usize;

async fn of_owner(
    tx: &mut Tx,
    table: &Table,
    asked: &Asked,
    owner: &str,
    (mark, changed): (&Mark, i64),
    all: &mut Candidates,
) -> Result<(), StoreError> {
    let blocks = blocks(tx, asked, mark).await?;
    let count: i64 = blocks.iter().map(|(_, entries)| entries.count()).sum();
    let fresh = fresh(tx, table, asked, owner, mark).await?;
    let is_sure = super::conditions::asked_words(&asked.words).all(signs::is_sure);
    let fresh_count = i64::try_from(fresh.len()).unwrap_or_default();
    all.is_exact &= is_sure && mark.again == 0 && changed == 0;
    all.sure += match () {
        () if all.is_exact => count + fresh_count,
        () if is_sure => Ord::max(count - mark.again - changed, 0),
        () => 0,
    };
    all.last += mark.last;
    if count > MOST {
        all.ids = None;
    }
    let Some(ids) = &mut all.ids else { return Ok(()) };
    let mut found = fresh;
    for (block, entries) in &blocks {
        found.extend(entries.numbers().map(|number| block * BLOCK + i64::from(number)));
    }
    found.sort_unstable();
    found.dedup();
    ids.insert(owner.to_owned(), found);
    Ok(())
}

/// The entries that have the signs of all words, by block.
async fn blocks(
    tx: &mut Tx,
    asked: &Asked,
    mark: &Mark,
) -> Result<Vec<(i64, Entries)>, StoreError> {
    // Every word in one of the columns: for each the signs that it has there.
    let words: Vec<Vec<BTreeSet<i64>>> = super::conditions::asked_words(&asked.words)
        .map(|word| asked.words_in.iter().map(|column| signs::of_word(column, word)).collect())
        .collect();
    let wanted: BTreeSet<i64> = words.iter().flatten().flatten().copied().collect();
    let last = placed(mark.upto).0;
    let query = Query::select()
        .columns(["block", "sign", "entries"])
        .from("entry_signs")
        .and_where(Expr::col("slot").eq(mark.slot))
        .and_where(Expr::col("block").is_in(0..=last))
        .and_where(Expr::col("sign").is_in(wanted))
        .to_owned();
    let mut there: BTreeMap<i64, HashMap<i64, Entries>> = BTreeMap::new();
    for row in tx.all(&query).await? {
        let entries = Entries::of(&row.bytes("entries")?);
        there.entry(row.number("block")?).or_default().insert(row.number("sign")?, entries);
    }
    Ok(there.iter().map(|(block, there)| (*block, of_all(&words, there))).collect())
}

/// The entries of a block that have the signs of every word in one of the columns.
fn of_all(words: &[Vec<BTreeSet<i64>>], there: &HashMap<i64, Entries>) -> Entries {
    let of_column = |signs: &BTreeSet<i64>| {
        let mut of_signs = signs.iter().map(|sign| there.get(sign));
        let mut entries = of_signs.next()??.clone();
        for other in of_signs {
            entries.and(other?);
        }
        Some(entries)
    };
    let of_word = |columns: &Vec<BTreeSet<i64>>| {
        let mut entries = Entries::none();
        columns.iter().filter_map(of_column).for_each(|other| entries.or(&other));
        entries
    };
    let mut of_words = words.iter().map(of_word);
    let Some(mut entries) = of_words.next() else { return Entries::none() };
    of_words.for_each(|other| entries.and(&other));
    entries
}

/// The entries that hold the words among those that were not read, or have changed since.
async fn fresh(
    tx: &mut Tx,
    table: &Table,
    asked: &Asked,
    owner: &str,
    mark: &Mark,
) -> Result<Vec<i64>, StoreError> {
    let words =
        Asked { words: asked.words.clone(), words_in: asked.words_in.clone(), ..Asked::default() };
    let fitting = fitting(tx, table, &words, Finding::ByIndex)?;
    let entries = Query::select()
        .column(("e", "id"))
        .from_as(table.alias(), "e")
        .and_where(Expr::col(("e", "owner")).eq(owner))
        .cond_where(fitting)
        .to_owned();
    let unread = entries.clone().and_where(Expr::col(("e", "id")).gt(mark.upto)).take();
    let changed = Expr::col(("e", "id")).in_subquery(changed_of(table, owner));
    let mut found = Vec::new();
    for query in [unread, entries.clone().and_where(changed).take()] {
        for row in tx.all(&query).await? {
            found.push(row.number("id")?);
        }
    }
    Ok(found)
}

/// Entries of an owner that have changed since they were read.
fn changed_of(table: &Table, owner: &str) -> SelectStatement {
    Query::select()
        .column("entry")
        .from("entry_words_changed")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .to_owned()
}

/// How many they are.
async fn changed_since(tx: &mut Tx, table: &Table, owner: &str) -> Result<i64, StoreError> {
    let mut query = changed_of(table, owner);
    tx.number(query.clear_selects().expr(Expr::cust("COUNT(*)"))).await
}

/// How far the entries of an owner were read for the words of the table as it is.
async fn mark(tx: &mut Tx, table: &Table, owner: &str) -> Result<Mark, StoreError> {
    let last = last(tx, table, owner).await?;
    let query = Query::select()
        .columns(["slot", "columns", "upto", "again"])
        .from("entry_words")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .to_owned();
    let Some(row) = tx.first(&query).await? else {
        return Ok(Mark { slot: None, upto: 0, again: 0, last });
    };
    let slot = Some(row.number("slot")?);
    if row.text("columns")? != table.words.join(" ") {
        return Ok(Mark { slot, upto: 0, again: 0, last });
    }
    Ok(Mark { slot, upto: row.number("upto")?, again: row.number("again")?, last })
}

/// The number of the newest entry of an owner's register.
async fn last(tx: &mut Tx, table: &Table, owner: &str) -> Result<i64, StoreError> {
    let query = Query::select()
        .column("last")
        .from("entry_numbers")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("register").eq(table.register.as_str()))
        .to_owned();
    tx.number(&query).await
}
