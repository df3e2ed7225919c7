//! Entries that agree, and are too many or sum up to too much: groups, beside what each may come to.
//!
//! The groups of a page come with their first entries: those are looked up for the groups of the page alone.

use sea_query::{
    Alias, CaseStatement, Cond, Expr, ExprTrait, Func, JoinType, OverStatement, Query,
    SelectStatement, WindowStatement,
};

use super::super::table::refused;
use super::rows::{Answering, Rows, STRETCH, alike, counted, equal, explained, inside, named};
use super::{Dated, Grouped, Measure, Most};
use crate::{Cell, Row, Scope, StoreError, Tx};

/// The most groups that come back at once.
const MOST: u64 = 1000;
/// So many entries of a group are named.
const FIRST: i64 = 5;

/// Entries that agree, and are too many or sum up to too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their owner.
    pub owner: String,
    /// What they have in common, in the order asked for.
    pub by: Vec<Cell>,
    /// The stretch of time in which they lie, as the signs with which its days begin: 2025, 2025-03.
    pub stretch: Option<String>,
    /// What was counted or summed up.
    pub measured: i64,
    /// What that may come to at most.
    pub most: i64,
    /// How many entries there are.
    pub entries: i64,
    /// The numbers of the first of them, five at most.
    pub first: Vec<i64>,
}

/// The groups asked for, by owner and what they have in common: so many at most, behind so many.
///
/// # Errors
/// If a column is not there, encrypted, compared with one of another kind, or holds no numbers where they are
/// summed up.
pub async fn grouped(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Grouped<'_>,
    take: u64,
    skip: u64,
) -> Result<Vec<Group>, StoreError> {
    let Some(query) = page(tx, scope, asked, take, skip).await? else { return Ok(Vec::new()) };
    let mut groups: Vec<Group> = Vec::new();
    for row in tx.all(&query).await? {
        let mut group = group_of(&row, asked)?;
        match groups.last_mut() {
            Some(last) if last.is_of(&group) => last.first.append(&mut group.first),
            _ => groups.push(group),
        }
    }
    Ok(groups)
}

/// How many groups there are of those asked for.
///
/// # Errors
/// As [`grouped`].
pub async fn count_grouped(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Grouped<'_>,
) -> Result<i64, StoreError> {
    let Some(with) = answering(tx, scope, asked).await? else { return Ok(0) };
    let query = exceeding(asked, &with)?;
    counted(tx, query).await
}

/// How the database goes about [`grouped`], in its own words.
///
/// # Errors
/// As [`grouped`].
pub async fn explain_grouped(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Grouped<'_>,
    take: u64,
) -> Result<Vec<String>, StoreError> {
    match page(tx, scope, asked, take, 0).await? {
        Some(query) => explained(tx, &query).await,
        None => Ok(Vec::new()),
    }
}

impl Group {
    /// Whether a row is of this group.
    fn is_of(&self, row: &Group) -> bool {
        (&self.owner, &self.by, &self.stretch) == (&row.owner, &row.by, &row.stretch)
    }
}

fn group_of(row: &Row, asked: &Grouped<'_>) -> Result<Group, StoreError> {
    let cells = row.cells()?.into_iter().map(|(_, cell)| cell);
    Ok(Group {
        owner: row.text("owner")?,
        by: cells.skip(1).take(asked.by.len()).collect(),
        stretch: match asked.window {
            Some(_) => row.maybe_text(STRETCH)?,
            None => None,
        },
        measured: row.number("measured")?,
        most: row.number("most")?,
        entries: row.number("entries")?,
        first: vec![row.number("id")?],
    })
}

/// A page of groups with the first entries of each, a row for each entry.
async fn page(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Grouped<'_>,
    take: u64,
    skip: u64,
) -> Result<Option<SelectStatement>, StoreError> {
    let Some(with) = answering(tx, scope, asked).await? else { return Ok(None) };
    let common = common(asked);
    let mut groups = exceeding(asked, &with)?;
    groups.limit(take.clamp(1, MOST)).offset(skip);
    let mut place = WindowStatement::new();
    let mut entries = Query::select();
    for name in std::iter::once(Alias::new("owner")).chain(common.clone()) {
        groups.order_by(("g", name.clone()), sea_query::Order::Asc);
        entries.column(("p", name.clone()));
        place.add_partition_by(inside("p", name));
    }
    place.order_by(("r", "id"), sea_query::Order::Asc);
    for name in ["measured", "most", "entries"] {
        entries.column(("p", name));
    }
    entries
        .column(("r", "id"))
        .expr_window_as(Func::cust("ROW_NUMBER"), place, "place")
        .from_subquery(groups, "p")
        .join_subquery(
            JoinType::InnerJoin,
            rows(asked, &with)?.joined().0,
            "r",
            equal("p", "r", &common),
        );
    let mut query = Query::select();
    query.column(sea_query::Asterisk).from_subquery(entries, "x");
    query.and_where(Expr::col(("x", "place")).lte(FIRST));
    for name in std::iter::once(Alias::new("owner")).chain(common) {
        query.order_by(("x", name), sea_query::Order::Asc);
    }
    query.order_by(("x", "place"), sea_query::Order::Asc);
    Ok(Some(query))
}

async fn answering(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Grouped<'_>,
) -> Result<Option<Answering>, StoreError> {
    let mut sides = vec![&asked.subject];
    if let Most::Sum { of, .. } = &asked.most {
        sides.push(of);
    }
    Answering::of(tx, scope, &sides).await
}

/// The groups that come to more than they may.
fn exceeding(asked: &Grouped<'_>, with: &Answering) -> Result<SelectStatement, StoreError> {
    let common = common(asked);
    let mut groups = rows(asked, with)?;
    let day = asked.window.iter().map(|(column, _)| column);
    for column in asked.by.iter().chain(day) {
        groups.only_filled(column)?;
    }
    let measured = measured(asked, &mut groups)?;
    let mut inner = Query::select();
    for name in std::iter::once(Alias::new("owner")).chain(common.clone()) {
        inner.column(("r", name.clone())).group_by_col(("r", name));
    }
    inner
        .expr_as(measured, "measured")
        .expr_as(Expr::cust("COUNT(*)"), "entries")
        .from_subquery(groups.query(), "r");
    let mut query = Query::select();
    query.column(("g", "owner"));
    query.columns(common.into_iter().map(|name| ("g", name)));
    query.columns([("g", "measured"), ("g", "entries")]).from_subquery(inner, "g");
    let most = match &asked.most {
        Most::Always(most) => Expr::val(*most),
        Most::InStretches(all) => in_stretches(asked, all)?,
        Most::Sum { .. } => {
            let (sums, on) = sums(asked, with)?;
            query.join_subquery(JoinType::InnerJoin, sums, "l", on);
            Expr::col(("l", "most"))
        }
    };
    query.expr_as(most.clone(), "most").and_where(Expr::col(("g", "measured")).gt(most));
    Ok(query)
}

/// The names of what entries of a group have in common.
fn common(asked: &Grouped<'_>) -> Vec<Alias> {
    let mut names: Vec<Alias> = (0..asked.by.len()).map(|at| named("c", at)).collect();
    names.extend(asked.window.iter().map(|_| Alias::new(STRETCH)));
    names
}

/// The entries that are grouped, with what they may have in common.
fn rows<'s>(asked: &'s Grouped<'s>, with: &'s Answering) -> Result<Rows<'s>, StoreError> {
    if asked.by.is_empty() {
        return Err(refused(&asked.subject.table.register, "is grouped by nothing"));
    }
    let mut rows = Rows::of(&asked.subject, with)?;
    for (at, column) in asked.by.iter().enumerate() {
        rows.bring(column, named("c", at))?;
    }
    if let Some((column, stretch)) = &asked.window {
        rows.bring_stretch(column, *stretch)?;
    }
    Ok(rows)
}

fn measured(asked: &Grouped<'_>, rows: &mut Rows<'_>) -> Result<Expr, StoreError> {
    let name = || Alias::new("m");
    Ok(match &asked.measure {
        Measure::Entries => Expr::cust("COUNT(*)"),
        Measure::Distinct(column) => {
            rows.bring(column, name())?;
            Func::count_distinct(inside("r", name())).into()
        }
        Measure::Sum(column) => {
            rows.bring_number(column, name())?;
            Func::cast_as(inside("r", name()).sum(), "BIGINT").into()
        }
    })
}

fn in_stretches(asked: &Grouped<'_>, all: &[Dated]) -> Result<Expr, StoreError> {
    if asked.window.is_none() {
        return Err(refused(&asked.subject.table.register, "has no stretches of time"));
    }
    let stretch = || Expr::col(("g", STRETCH));
    let mut most = CaseStatement::new();
    for dated in all {
        let mut fits = Cond::all().add(stretch().gte(dated.from.as_str()));
        if let Some(until) = &dated.until {
            fits = fits.add(stretch().lte(until.as_str()));
        }
        most = most.case(fits, dated.most);
    }
    // A case without any choice would be none.
    let nothing = Expr::cust("CAST(NULL AS BIGINT)");
    Ok(if all.is_empty() { nothing } else { most.finally(nothing).into() })
}

/// What groups may come to by the entries of another register, and which sum is whose.
fn sums(asked: &Grouped<'_>, with: &Answering) -> Result<(SelectStatement, Cond), StoreError> {
    let Most::Sum { of, join, column } = &asked.most else {
        return Err(refused(&asked.subject.table.register, "has no sums to be compared with"));
    };
    let mut rows = Rows::of(of, with)?;
    rows.bring_number(column, Alias::new("m"))?;
    let mut names = Vec::new();
    for (one, two) in join {
        alike((asked.subject.table, one), (of.table, two))?;
        let at = asked.by.iter().position(|column| column == one);
        let at = at.ok_or_else(|| refused(one, "is not grouped by"))?;
        rows.bring(two, named("c", at))?;
        names.push(named("c", at));
    }
    if names.is_empty() {
        return Err(refused(&of.table.register, "is joined by nothing"));
    }
    let mut sums = Query::select();
    for name in std::iter::once(Alias::new("owner")).chain(names.clone()) {
        sums.column(("b", name.clone())).group_by_col(("b", name));
    }
    let sum = Func::cast_as(Expr::col(("b", "m")).sum(), "BIGINT");
    sums.expr_as(sum, "most").from_subquery(rows.query(), "b");
    Ok((sums, equal("g", "l", &names)))
}
