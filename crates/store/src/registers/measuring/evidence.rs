//! The entries behind a figure, each with its share: the shares add up to it.

use sea_query::WindowStatement;
use sea_query::{Alias, Cond, Expr, ExprTrait, Func, Order, OverStatement, Query, SelectStatement};

use super::figures::{answering, asks_for_links, counted, links, named, place_among};
use super::persons::key;
use super::rows::{self, Answering, number};
use super::{Asked, Take};
use crate::{Cell, Row, Scope, StoreError, Tx};

/// The most entries behind a figure that come back at once.
pub const MOST_PIECES: u64 = 1000;

/// An entry behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its owner.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its share: what it adds to a count or a sum; of several entries of one person the first counts 1, the others
    /// 0. Of the least, the greatest and the highest: that value itself, and only entries that have it are named.
    pub share: Cell,
}

/// The entries behind a figure, by owner and number: so many at most, behind this one; `at`: as of this moment.
///
/// # Errors
/// If a column is not there, encrypted, or not of the kind that is asked for.
pub async fn evidence(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Asked<'_>,
    at: Option<&str>,
    (take, after): (u64, Option<(&str, i64)>),
) -> Result<Vec<Piece>, StoreError> {
    let links = links(tx, scope, asks_for_links(asked), at).await?;
    let with = answering(tx, scope, asked, (at, &links)).await?;
    let inner = shares(asked, &with)?;
    let mut query = Query::select();
    query.columns([("x", "owner"), ("x", "id"), ("x", "share")]).from_subquery(inner, "x");
    if let Some((owner, id)) = after {
        let of = |column: &'static str| Expr::col(("x", column));
        let same = Cond::all().add(of("owner").eq(owner)).add(of("id").gt(id));
        query.cond_where(Cond::any().add(of("owner").gt(owner)).add(same));
    }
    for column in ["owner", "id"] {
        query.order_by(("x", column), Order::Asc);
    }
    query.limit(take.clamp(1, MOST_PIECES));
    let piece = |row: &Row| {
        Ok(Piece { owner: row.text("owner")?, id: row.number("id")?, share: named(row, "share")? })
    };
    tx.all(&query).await?.iter().map(piece).collect()
}

/// The entries with their shares.
fn shares(asked: &Asked<'_>, with: &Answering<'_>) -> Result<SelectStatement, StoreError> {
    let table = asked.of.table;
    let mut query = rows::asked(asked, None, with)?;
    query.columns([("e", "owner"), ("e", "id")]);
    let share = Alias::new("share");
    match &asked.take {
        Take::Entries => {
            query.expr_as(Expr::cust("CAST(1 AS BIGINT)"), share);
        }
        Take::Sum { column, empty } | Take::Last { column, empty, .. } => {
            query.expr_as(counted(number(table, column)?.expr(), *empty), share);
        }
        Take::Distinct { column, persons, empty } => {
            let key = key(table, (column, *persons, *empty), with)?;
            query.expr_as(key, "apart");
            return Ok(firsts(query));
        }
        Take::Least(column) => {
            let column = table.asked(column)?.expr();
            only(&mut query, asked, with, (column.clone(), column.min()))?;
        }
        Take::Greatest(column) => {
            let column = table.asked(column)?.expr();
            only(&mut query, asked, with, (column.clone(), column.max()))?;
        }
        Take::Highest { column, ranks } => {
            let place = place_among(&table.asked(column)?.expr(), ranks);
            only(&mut query, asked, with, (place.clone(), place.max()))?;
        }
    }
    Ok(query)
}

/// Leaves those that have the value of all.
fn only(
    query: &mut SelectStatement,
    asked: &Asked<'_>,
    with: &Answering<'_>,
    (value, of_all): (Expr, Expr),
) -> Result<(), StoreError> {
    let mut all = rows::asked(asked, None, with)?;
    all.expr(of_all);
    query.expr_as(value.clone(), "share").and_where(value.in_subquery(all));
    Ok(())
}

/// The first of the entries that are not told apart counts 1, the others 0.
fn firsts(entries: SelectStatement) -> SelectStatement {
    let mut place = WindowStatement::new();
    place.add_partition_by(Expr::col(("k", "apart")));
    for column in ["owner", "id"] {
        place.order_by(("k", column), Order::Asc);
    }
    let numbered = Query::select()
        .columns([("k", "owner"), ("k", "id"), ("k", "apart")])
        .expr_window_as(Func::cust("ROW_NUMBER"), place, "place")
        .from_subquery(entries, "k")
        .to_owned();
    let is_first = "CAST(CASE WHEN \"n\".\"place\" = 1 AND \"n\".\"apart\" IS NOT NULL \
                    THEN 1 ELSE 0 END AS BIGINT)";
    Query::select()
        .columns([("n", "owner"), ("n", "id")])
        .expr_as(Expr::cust(is_first), "share")
        .from_subquery(numbered, "n")
        .to_owned()
}
