//! Entries for which one of another register is there, or is missing: a join of the queries of both sides.

use sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Query, SelectStatement};

use super::super::table::refused;
use super::rows::{
    Answering, Rows, STRETCH, alike, compared, counted, day, equal, explained, inside, named,
};
use super::{Related, Wanted};
use crate::{Scope, StoreError, Tx};

/// The most pairs that come back at once.
const MOST: u64 = 1000;

/// An entry that was found, with the first of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The owner of both.
    pub owner: String,
    /// The number of the entry.
    pub id: i64,
    /// The lowest number among the others; `None` where it is missing.
    pub other: Option<i64>,
    /// How many others there are.
    pub others: i64,
}

/// The entries asked for, each once, by owner and number; so many at most, behind this one.
///
/// # Errors
/// If a column is not there, or encrypted, or compared with one of another kind.
pub async fn related(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Related<'_>,
    take: u64,
    after: Option<(&str, i64)>,
) -> Result<Vec<Pair>, StoreError> {
    let Some(query) = page(tx, scope, asked, take, after).await? else { return Ok(Vec::new()) };
    let rows = tx.all(&query).await?;
    let pair = |row: &crate::Row| {
        Ok(Pair {
            owner: row.text("owner")?,
            id: row.number("id")?,
            other: row.maybe_number("other")?,
            others: row.number("others")?,
        })
    };
    rows.iter().map(pair).collect()
}

/// How many entries there are of those asked for.
///
/// # Errors
/// As [`related`].
pub async fn count_related(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Related<'_>,
) -> Result<i64, StoreError> {
    let Some(with) = answering(tx, scope, asked).await? else { return Ok(0) };
    let query = statement(asked, &with, None)?;
    counted(tx, query).await
}

/// How the database goes about [`related`], in its own words.
///
/// # Errors
/// As [`related`].
pub async fn explain_related(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Related<'_>,
    take: u64,
) -> Result<Vec<String>, StoreError> {
    match page(tx, scope, asked, take, None).await? {
        Some(query) => explained(tx, &query).await,
        None => Ok(Vec::new()),
    }
}

async fn page(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Related<'_>,
    take: u64,
    after: Option<(&str, i64)>,
) -> Result<Option<SelectStatement>, StoreError> {
    let Some(with) = answering(tx, scope, asked).await? else { return Ok(None) };
    let mut query = statement(asked, &with, after)?;
    for column in ["owner", "id"] {
        query.order_by(("s", column), sea_query::Order::Asc);
    }
    query.limit(take.clamp(1, MOST));
    Ok(Some(query))
}

async fn answering(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Related<'_>,
) -> Result<Option<Answering>, StoreError> {
    Answering::of(tx, scope, &[&asked.subject, &asked.other]).await
}

fn statement(
    asked: &Related<'_>,
    with: &Answering,
    after: Option<(&str, i64)>,
) -> Result<SelectStatement, StoreError> {
    if asked.join.is_empty() {
        return Err(refused(&asked.subject.table.register, "is joined by nothing"));
    }
    let mut subject = Rows::of(&asked.subject, with)?;
    let mut other = Rows::of(&asked.other, with)?;
    if let Some(after) = after {
        subject.only(behind(after));
    }
    let on = met(asked, &mut subject, &mut other, with)?;
    let mut query = Query::select();
    query.columns([("s", "owner"), ("s", "id")]).from_subquery(subject.query(), "s");
    let (other, join) = other.joined();
    match asked.wanted {
        Wanted::Present => query
            .expr_as(Expr::col(("o", "id")).min(), "other")
            .expr_as(Expr::cust("COUNT(*)"), "others")
            .join_subquery(join, other, "o", on)
            .group_by_columns([("s", "owner"), ("s", "id")]),
        Wanted::Absent => query
            .expr_as(Expr::cust("CAST(NULL AS BIGINT)"), "other")
            .expr_as(Expr::cust("CAST(0 AS BIGINT)"), "others")
            .join_subquery(JoinType::LeftJoin, other, "o", on)
            .and_where(Expr::col(("o", "id")).is_null()),
    };
    Ok(query)
}

/// Brings the columns that are compared; gives what makes two entries related.
fn met(
    asked: &Related<'_>,
    subject: &mut Rows<'_>,
    other: &mut Rows<'_>,
    with: &Answering,
) -> Result<Cond, StoreError> {
    let (left, right) = (asked.subject.table, asked.other.table);
    let mut names = Vec::new();
    for (at, (one, two)) in asked.join.iter().enumerate() {
        alike((left, one), (right, two))?;
        names.push(named("j", at));
        subject.bring(one, named("j", at))?;
        other.bring(two, named("j", at))?;
    }
    if let Some((one, two, stretch)) = &asked.window {
        names.push(Alias::new(STRETCH));
        subject.bring_stretch(one, *stretch)?;
        other.bring_stretch(two, *stretch)?;
    }
    let mut on = equal("s", "o", &names);
    for (at, between) in asked.between.iter().enumerate() {
        alike((left, &between.subject), (right, &between.other))?;
        if between.plus_days != 0 {
            day(right, &between.other)?;
        }
        subject.bring(&between.subject, named("b", at))?;
        other.bring(&between.other, named("b", at))?;
        let moved = with.later(inside("o", named("b", at)), between.plus_days);
        on = on.add(compared(inside("s", named("b", at)), between.order, moved));
    }
    Ok(on)
}

/// Entries behind this one.
fn behind((owner, id): (&str, i64)) -> Expr {
    let of = || Expr::col(("e", "owner"));
    of().gt(owner).or(of().eq(owner).and(Expr::col(("e", "id")).gt(id)))
}
