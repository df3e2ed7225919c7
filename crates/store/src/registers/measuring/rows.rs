//! Which entries count: a query over them without columns yet, its entries named `e`.

use std::collections::BTreeMap;

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};

use super::super::conditions::{self, Condition, Finding, Owners, Test};
use super::super::crossing::{Wanted, alike, day, later};
use super::super::links::Links;
use super::super::table::{Book, Kind, Place, Table, refused};
use super::eras::Changes;
use super::{Also, Asked, By, Entries, Related, Take, then};
use crate::StoreError;
use crate::db::Backend;

/// What a question is answered with.
pub(super) struct Answering<'a> {
    /// Whose entries count.
    pub(super) owners: Owners,
    /// As they were known at this moment; as they are.
    pub(super) at: Option<&'a str>,
    /// How the registers were defined before.
    pub(super) changes: Changes,
    /// Hashes that are one person's.
    pub(super) links: &'a Links,
    pub(super) backend: Backend,
    /// The only entries that are asked, by the first and the last of their numbers.
    pub(super) only: Option<(i64, i64)>,
}

/// The entries asked about.
pub(super) fn asked(
    asked: &Asked<'_>,
    by: Option<&By>,
    with: &Answering<'_>,
) -> Result<SelectStatement, StoreError> {
    let mut columns = taken(&asked.take);
    if let Some(By::Column(column) | By::Month(column)) = by {
        columns.push(column);
    }
    let query = entries(&asked.of, &columns, with)?;
    let Take::Last { column: _, on, .. } = &asked.take else { return Ok(query) };
    let on = day(asked.of.table, on)?;
    let mut last = entries(&asked.of, &columns, with)?;
    last.column(("e", "owner")).expr(on.expr().max()).group_by_col(("e", "owner"));
    let latest = Expr::tuple([Expr::col(("e", "owner")), on.expr()]).in_subquery(last);
    Ok(query.clone().and_where(latest).to_owned())
}

/// The columns that are asked of.
fn taken(take: &Take) -> Vec<&str> {
    match take {
        Take::Entries => Vec::new(),
        Take::Distinct { column, .. }
        | Take::Sum { column, .. }
        | Take::Highest { column, .. }
        | Take::Least(column)
        | Take::Greatest(column) => vec![column],
        Take::Last { column, on, .. } => vec![column, on],
    }
}

/// Entries of a register; `columns`: what is asked of them besides their conditions.
fn entries(
    of: &Entries<'_>,
    columns: &[&str],
    with: &Answering<'_>,
) -> Result<SelectStatement, StoreError> {
    let table = of.table;
    let mut query = Query::select();
    let mut conditions = of.conditions.clone();
    match with.at {
        None => {
            query.from_as(table.alias(), "e").and_where(with.owners.condition());
            if table.book == Book::Journal {
                conditions.extend(Condition::standing());
            }
        }
        Some(at) => {
            let places = places(of, columns)?;
            let known = then::known(table, &places, with, at)?;
            query.from_subquery(known, "e");
        }
    }
    let mut finding = Finding::ByIndex;
    if let Some((first, last)) = with.only {
        query.and_where(Expr::col(("e", "id")).between(first, last));
        finding = Finding::Among;
    }
    query.cond_where(conditions::all(table, &conditions, with.backend, finding)?);
    for also in &of.also {
        query.and_where(self::also(table, also, with)?);
    }
    Ok(query)
}

/// The columns of the register's own that a question needs, by name.
fn places(of: &Entries<'_>, columns: &[&str]) -> Result<BTreeMap<String, Place>, StoreError> {
    let mut all: Vec<(&str, bool)> = columns.iter().map(|column| (*column, true)).collect();
    for condition in &of.conditions {
        let is_read = !matches!(condition.test, Test::Empty | Test::Filled);
        all.push((&condition.column, is_read));
    }
    for also in &of.also {
        match also {
            Also::NotLater { column, than, .. } => all.extend([(&**column, true), (than, true)]),
            Also::AtLeastOrEmpty(column, _) => all.push((column, true)),
            Also::Related(related) => {
                all.extend(related.join.iter().map(|(one, _)| (one.as_str(), true)));
            }
        }
    }
    let is_own = |name: &str| of.table.columns.iter().any(|column| column.name == name);
    let mut places = BTreeMap::new();
    for (name, is_read) in all {
        if !is_own(name) && matches!(name, "owner" | "id" | "state") {
            continue;
        }
        let place = if is_read { of.table.asked(name)? } else { of.table.place(name)? };
        places.insert(name.to_owned(), place);
    }
    Ok(places)
}

fn also(table: &Table, also: &Also<'_>, with: &Answering<'_>) -> Result<Expr, StoreError> {
    match also {
        Also::NotLater { column, than, plus_days } => {
            let (one, other) = (day(table, column)?, day(table, than)?);
            Ok(one.expr().lte(later(other.expr(), *plus_days, with.backend)))
        }
        Also::AtLeastOrEmpty(column, cell) => {
            let place = table.asked(column)?;
            super::super::table::fits(column, place.kind, cell)?;
            let least = super::super::bound(cell.clone());
            Ok(place.expr().is_null().or(place.expr().gte(least)))
        }
        Also::Related(related) => self::related(table, related, with),
    }
}

/// That an entry of another register with the same owner is there, or missing. What is empty equals nothing.
fn related(table: &Table, related: &Related<'_>, with: &Answering<'_>) -> Result<Expr, StoreError> {
    if related.join.is_empty() {
        return Err(refused(&table.register, "is joined by nothing"));
    }
    let theirs: Vec<&str> = related.join.iter().map(|(_, other)| other.as_str()).collect();
    let mut others = entries(&related.of, &theirs, with)?;
    others.column(("e", "owner"));
    let mut ours = vec![Expr::col(("e", "owner"))];
    let mut empty = Cond::any();
    for (one, other) in &related.join {
        let is_person = related.persons.contains(one);
        let (one, other) = alike((table, one), (related.of.table, other))?;
        let same = |column: Expr| match is_person {
            true => with.links.in_sql(column, with.backend),
            false => column,
        };
        others.expr(same(other.expr())).and_where(other.expr().is_not_null());
        empty = empty.add(one.expr().is_null());
        ours.push(same(one.expr()));
    }
    let is_there = Expr::tuple(ours).in_subquery(others);
    Ok(match related.wanted {
        Wanted::Present => is_there,
        Wanted::Absent => Expr::expr(empty.add(is_there.not())),
    })
}

/// A column of numbers.
pub(super) fn number(table: &Table, column: &str) -> Result<Place, StoreError> {
    let place = table.asked(column)?;
    match place.kind {
        Kind::Integer => Ok(place),
        _ => Err(refused(column, "cannot be summed up")),
    }
}
