//! One person over all registers: entries found by keyed hashes, and hashes that are one person.

use std::collections::BTreeSet;

use sea_query::{Alias, Asterisk, Cond, Expr, ExprTrait, OnConflict, Order, Query, UnionType};

use super::conditions::Owners;
use super::entries::Making;
use super::table::{Table, refused};
use crate::{Row, Scope, StoreError, Tx};

/// The most entries that are found.
const MOST: u64 = 2000;
/// The most hashes that are one person.
const MOST_HASHES: usize = 64;
/// The most columns that are looked through in one query. SQLite takes 500 parts.
const MOST_PARTS: usize = 400;

/// A register and the columns in which it names people by keyed hashes.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The register's table.
    pub table: &'a Table,
    /// The columns.
    pub columns: &'a [String],
}

/// An entry that names the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The register.
    pub register: String,
    /// The column that names the person.
    pub column: String,
    /// The entry's owner.
    pub owner: String,
    /// The entry's number.
    pub id: i64,
    /// Its state.
    pub state: String,
    /// When it was added.
    pub created_at: String,
}

/// All entries in sight that name one of the hashes, the newest first, in one query.
///
/// # Errors
/// If a column is not there, or there are too many.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    namings: &[Naming<'_>],
    hashes: &[String],
) -> Result<Vec<Found>, StoreError> {
    let mut parts = Vec::new();
    for naming in namings {
        let table = naming.table;
        let owners = Owners::of(tx, scope, &table.register).await?;
        if owners.0.is_empty() || hashes.is_empty() {
            continue;
        }
        for column in naming.columns {
            let part = Query::select()
                .expr_as(Expr::val(table.register.as_str()).cast_as("TEXT"), "register")
                .expr_as(Expr::val(column.as_str()).cast_as("TEXT"), "named_in")
                .columns([("e", "owner"), ("e", "id"), ("e", "state"), ("e", "created_at")])
                .from_as(table.alias(), "e")
                .and_where(owners.condition())
                .and_where(table.asked(column)?.expr().is_in(hashes.iter().map(String::as_str)))
                .and_where(Expr::col(("e", "removed_at")).is_null())
                .to_owned();
            parts.push(part);
        }
    }
    if parts.len() > MOST_PARTS || hashes.len() > MOST_HASHES {
        return Err(refused("person", "is looked for in too many places at once"));
    }
    let mut parts = parts.into_iter();
    let Some(mut all) = parts.next() else { return Ok(Vec::new()) };
    for part in parts {
        all.union(UnionType::All, part);
    }
    let query = Query::select()
        .column(Asterisk)
        .from_subquery(all, "named")
        .order_by("created_at", Order::Desc)
        .order_by("register", Order::Asc)
        .order_by("id", Order::Desc)
        .order_by("owner", Order::Asc)
        .order_by("named_in", Order::Asc)
        .limit(MOST)
        .to_owned();
    tx.all(&query).await?.iter().map(found_of).collect()
}

fn found_of(row: &Row) -> Result<Found, StoreError> {
    Ok(Found {
        register: row.text("register")?,
        column: row.text("named_in")?,
        owner: row.text("owner")?,
        id: row.number("id")?,
        state: row.text("state")?,
        created_at: row.text("created_at")?,
    })
}

/// Two hashes that are noted to be one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The organisation that noted it.
    pub owner: String,
    /// The lesser hash.
    pub one: String,
    /// The greater hash.
    pub other: String,
    /// Why.
    pub reason: String,
    /// Who noted it.
    pub by: String,
    /// When.
    pub at: String,
}

/// The links in sight between these hashes, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn links(tx: &mut Tx, scope: &Scope, hashes: &[String]) -> Result<Vec<Link>, StoreError> {
    let among = |column: &'static str| Expr::col(column).is_in(hashes.iter().map(String::as_str));
    let query = Query::select()
        .columns(["owner", "one", "other", "reason", "linked_by", "linked_at"])
        .from("person_links")
        .and_where(among("one"))
        .and_where(among("other"))
        .cond_where(scope.of(("person_links", "owner")))
        .order_by("linked_at", Order::Desc)
        .order_by("one", Order::Asc)
        .order_by("other", Order::Asc)
        .to_owned();
    let link = |row: &Row| {
        Ok(Link {
            owner: row.text("owner")?,
            one: row.text("one")?,
            other: row.text("other")?,
            reason: row.text("reason")?,
            by: row.text("linked_by")?,
            at: row.text("linked_at")?,
        })
    };
    tx.all(&query).await?.iter().map(link).collect()
}

/// Notes that two hashes are one person.
///
/// # Errors
/// If they are the same hash.
pub async fn link(
    tx: &mut Tx,
    making: Making<'_>,
    hashes: (&str, &str),
    reason: &str,
) -> Result<(), StoreError> {
    let (one, other) = in_order(hashes)?;
    tx.touched().links(making.owner);
    let query = Query::insert()
        .into_table("person_links")
        .columns(["owner", "one", "other", "reason", "linked_by", "linked_at"])
        .values_panic([
            making.owner.into(),
            one.into(),
            other.into(),
            reason.into(),
            making.by.into(),
            making.at.into(),
        ])
        .on_conflict(OnConflict::columns(["owner", "one", "other"]).do_nothing().to_owned())
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Takes back that two hashes are one person.
///
/// # Errors
/// If that was never noted.
pub async fn unlink(tx: &mut Tx, owner: &str, hashes: (&str, &str)) -> Result<(), StoreError> {
    let (one, other) = in_order(hashes)?;
    tx.touched().links(owner);
    let query = Query::delete()
        .from_table("person_links")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("one").eq(one))
        .and_where(Expr::col("other").eq(other))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("link")),
        _ => Ok(()),
    }
}

/// All hashes that are the same person as these, themselves included, by the links in sight.
///
/// # Errors
/// If they are too many to be one person.
pub async fn linked(
    tx: &mut Tx,
    scope: &Scope,
    hashes: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut known: BTreeSet<String> = hashes.iter().cloned().collect();
    let mut fresh: Vec<String> = known.iter().cloned().collect();
    while !fresh.is_empty() {
        if known.len() > MOST_HASHES {
            return Err(refused("person", "has too many hashes"));
        }
        let either = |column: &'static str| {
            Expr::col(Alias::new(column)).is_in(fresh.iter().map(String::as_str))
        };
        let query = Query::select()
            .columns(["one", "other"])
            .from("person_links")
            .cond_where(Cond::any().add(either("one")).add(either("other")))
            .cond_where(scope.of(("person_links", "owner")))
            .to_owned();
        let mut next = Vec::new();
        for row in tx.all(&query).await? {
            for hash in [row.text("one")?, row.text("other")?] {
                if known.insert(hash.clone()) {
                    next.push(hash);
                }
            }
        }
        fresh = next;
    }
    Ok(known.into_iter().collect())
}

/// The lesser first: so a pair is noted once, whoever is named first.
fn in_order<'a>((one, other): (&'a str, &'a str)) -> Result<(&'a str, &'a str), StoreError> {
    match one.cmp(other) {
        std::cmp::Ordering::Less => Ok((one, other)),
        std::cmp::Ordering::Greater => Ok((other, one)),
        std::cmp::Ordering::Equal => Err(refused("person", "is the same already")),
    }
}
