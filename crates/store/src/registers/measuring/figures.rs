//! The answers: one query, of figures that are wanted together or of groups.

use std::collections::BTreeMap;

use sea_query::{CaseStatement, Expr, ExprTrait, Func, SelectStatement, UnionType};

use super::super::conditions::Owners;
use super::super::links::Links;
use super::eras::Changes;
use super::persons::key;
use super::rows::{self, Answering, number};
use super::{Also, Asked, By, Entries, Figure, Persons, Take};
use crate::db::Backend;
use crate::{Cell, Row, Scope, StoreError, Tx};

/// The most groups that come back.
pub(super) const MOST_GROUPS: u64 = 100_000;

/// The figures asked for, in their order; `at`: as of this moment, both as it is written in entries (2026-03-02T…Z).
///
/// # Errors
/// If a column is not there, encrypted, or not of the kind that is asked for.
pub async fn figures(
    tx: &mut Tx,
    scope: &Scope,
    asked: &[Asked<'_>],
    at: Option<&str>,
) -> Result<Vec<Figure>, StoreError> {
    let links = links(tx, scope, asked.iter().any(asks_for_links), at).await?;
    let mut with = Vec::with_capacity(asked.len());
    for one in asked {
        with.push((one, answering(tx, scope, one, (at, &links)).await?));
    }
    together(tx, &with).await
}

/// The figures asked for, over all entries: in one statement where all are numbers, so that no answer is waited for
/// before the next question is put.
pub(super) async fn together(
    tx: &mut Tx,
    asked: &[(&Asked<'_>, Answering<'_>)],
) -> Result<Vec<Figure>, StoreError> {
    if !asked.iter().all(|(one, _)| one.take.counts()) {
        let mut found = Vec::with_capacity(asked.len());
        for (one, with) in asked {
            found.push(single(tx, one, with).await?);
        }
        return Ok(found);
    }
    let mut queries = Vec::with_capacity(asked.len());
    for (place, (one, with)) in asked.iter().enumerate() {
        let mut query = rows::asked(one, None, with)?;
        bring(&mut query, one, with)?;
        let place = Expr::cust(format!("CAST({place} AS BIGINT)"));
        queries.push(query.expr_as(place, "place").take());
    }
    let mut queries = queries.into_iter();
    let Some(mut query) = queries.next() else { return Ok(Vec::new()) };
    query.unions(queries.map(|query| (UnionType::All, query)));
    let figures = tx.all(&query).await?;
    let figures = figures.iter().map(|row| Ok((row.number("place")?, figure(row)?)));
    let by_place = figures.collect::<Result<BTreeMap<i64, Figure>, StoreError>>()?;
    Ok(by_place.into_values().collect())
}

/// The figure asked for, over all entries.
async fn single(
    tx: &mut Tx,
    asked: &Asked<'_>,
    with: &Answering<'_>,
) -> Result<Figure, StoreError> {
    let mut query = rows::asked(asked, None, with)?;
    bring(&mut query, asked, with)?;
    figure(&tx.first(&query).await?.ok_or(StoreError::Missing("figure"))?)
}

/// The figure asked for, of each group; what entries have nothing to be grouped by is a group too.
///
/// # Errors
/// As [`figures`].
pub async fn figures_by(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Asked<'_>,
    by: &By,
    at: Option<&str>,
) -> Result<Vec<(Cell, Figure)>, StoreError> {
    let links = links(tx, scope, asks_for_links(asked), at).await?;
    let with = answering(tx, scope, asked, (at, &links)).await?;
    grouped(tx, asked, by, &with).await
}

/// The figure asked for, of each group.
pub(super) async fn grouped(
    tx: &mut Tx,
    asked: &Asked<'_>,
    by: &By,
    with: &Answering<'_>,
) -> Result<Vec<(Cell, Figure)>, StoreError> {
    let group = group(asked, by, with.backend)?;
    let mut query = rows::asked(asked, Some(by), with)?;
    bring(&mut query, asked, with)?;
    query.expr_as(group.clone(), "common").add_group_by([group.clone()]);
    query.order_by_expr_with_nulls(group, sea_query::Order::Asc, sea_query::NullOrdering::First);
    query.limit(MOST_GROUPS);
    let of = |row: &Row| Ok((named(row, "common")?, figure(row)?));
    tx.all(&query).await?.iter().map(of).collect()
}

/// With what a question is answered.
pub(super) async fn answering<'a>(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Asked<'_>,
    (at, links): (Option<&'a str>, &'a Links),
) -> Result<Answering<'a>, StoreError> {
    let owners = Owners::of(tx, scope, &asked.of.table.register).await?;
    let changes = match at {
        Some(_) => Changes::of(tx, &asked.of).await?,
        None => Changes::default(),
    };
    Ok(Answering { owners, at, changes, links, backend: tx.backend(), only: None })
}

/// The links of persons, if they are wanted.
pub(super) async fn links(
    tx: &mut Tx,
    scope: &Scope,
    are_wanted: bool,
    at: Option<&str>,
) -> Result<Links, StoreError> {
    match are_wanted {
        true => Links::noted_by(tx, scope, at).await,
        false => Ok(Links::default()),
    }
}

/// Whether the answer hangs on who is one person.
pub(super) fn asks_for_links(asked: &Asked<'_>) -> bool {
    matches!(asked.take, Take::Distinct { persons: Persons::Linked, .. })
        || joins_persons(&asked.of)
}

/// Whether entries are held against those of another register by persons.
fn joins_persons(of: &Entries<'_>) -> bool {
    of.also.iter().any(|also| match also {
        Also::Related(other) => !other.persons.is_empty() || joins_persons(&other.of),
        Also::NotLater { .. } | Also::AtLeastOrEmpty(..) => false,
    })
}

/// The place of a column's value among others.
pub(super) fn place_among(column: &Expr, ranks: &[String]) -> Expr {
    let mut place = CaseStatement::new();
    for (at, rank) in (0_i64..).zip(ranks) {
        place = place.case(column.clone().eq(rank.as_str()), Expr::cust(at.to_string()));
    }
    match ranks.is_empty() {
        true => Expr::cust("CAST(NULL AS BIGINT)"),
        false => Func::cast_as(place, "BIGINT").into(),
    }
}

/// A column of numbers with what it counts where it is empty.
pub(super) fn counted(column: Expr, empty: i64) -> Expr {
    Func::coalesce([column, Expr::cust(empty.to_string())]).into()
}

pub(super) fn bring(
    query: &mut SelectStatement,
    asked: &Asked<'_>,
    with: &Answering<'_>,
) -> Result<(), StoreError> {
    let table = asked.of.table;
    let every = || Expr::cust("COUNT(*)");
    let (value, filled) = match &asked.take {
        Take::Entries => (every(), every()),
        Take::Distinct { column, persons, empty } => {
            let key = key(table, (column, *persons, *empty), with)?;
            (Func::count_distinct(key).into(), table.asked(column)?.expr().count())
        }
        Take::Sum { column, empty } | Take::Last { column, empty, .. } => {
            let column = number(table, column)?.expr();
            // A sum leaves out what is empty by itself.
            let sum = match *empty {
                0 => column.clone().sum(),
                empty => counted(column.clone(), empty).sum(),
            };
            (Func::cast_as(Func::coalesce([sum, Expr::cust("0")]), "BIGINT").into(), column.count())
        }
        Take::Least(column) => {
            let column = table.asked(column)?.expr();
            (column.clone().min(), column.count())
        }
        Take::Greatest(column) => {
            let column = table.asked(column)?.expr();
            (column.clone().max(), column.count())
        }
        Take::Highest { column, ranks } => {
            let column = table.asked(column)?.expr();
            (place_among(&column, ranks).max(), column.count())
        }
    };
    query.expr_as(value, "value").expr_as(filled, "filled").expr_as(every(), "entries");
    Ok(())
}

pub(super) fn group(asked: &Asked<'_>, by: &By, backend: Backend) -> Result<Expr, StoreError> {
    let table = asked.of.table;
    Ok(match by {
        By::Owner => Expr::col(("e", "owner")),
        By::Column(column) => table.asked(column)?.expr(),
        By::Month(column) => {
            let day = super::super::crossing::day(table, column)?.expr();
            let form = match backend {
                Backend::Sqlite => "substr(?, 1, 7)",
                Backend::Postgres => "substr($1, 1, 7)",
            };
            Expr::cust_with_exprs(form, [day])
        }
    })
}

pub(super) fn figure(row: &Row) -> Result<Figure, StoreError> {
    Ok(Figure {
        value: named(row, "value")?,
        filled: row.number("filled")?,
        entries: row.number("entries")?,
    })
}

/// The cell under this name.
pub(super) fn named(row: &Row, name: &'static str) -> Result<Cell, StoreError> {
    let mut cells = row.cells()?.into_iter();
    let found = cells.find(|(column, _)| column == name);
    found.map(|(_, cell)| cell).ok_or(StoreError::Missing("figure"))
}
