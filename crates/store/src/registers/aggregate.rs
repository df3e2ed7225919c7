//! Figures over entries: counts, sums, least and greatest, by groups, in one query.

use sea_query::{Alias, Expr, ExprTrait, Func, Query};

use super::conditions::{self, Condition, Finding, Owners};
use super::table::{Kind, Table, refused};
use crate::{Cell, Scope, StoreError, Tx};

/// The most groups that come back.
const MOST_GROUPS: u64 = 100_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Aggregate {
    /// What must be true of the entries. Of a journal's entries those that were reversed and those that
    /// reverse them are among them, unless [`Condition::standing`] is asked for.
    pub conditions: Vec<Condition>,
    /// The columns whose values make a group each; none: all entries are one.
    pub by: Vec<String>,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How many entries.
    Count,
    /// How many different values of a column; what is empty does not count.
    CountDistinct(String),
    /// What a column of numbers sums up to; nothing is 0.
    Sum(String),
    /// The least value of a column.
    Least(String),
    /// The greatest value of a column.
    Greatest(String),
}

/// The figures of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the entries have in common, in the order asked for.
    pub by: Vec<Cell>,
    /// The figures, in the order asked for.
    pub figures: Vec<Cell>,
}

/// The figures of each group, in the order of what the groups have in common. Without groups: one, even
/// if there are no entries.
///
/// # Errors
/// If a column is not there, encrypted, or holds no numbers where they are summed up.
pub async fn aggregate(
    tx: &mut Tx,
    scope: &Scope,
    table: &Table,
    asked: &Aggregate,
) -> Result<Vec<Group>, StoreError> {
    let owners = Owners::of(tx, scope, &table.register).await?;
    let fitting = conditions::all(table, &asked.conditions, tx.backend(), Finding::ByIndex)?;
    let mut query = Query::select()
        .from_as(table.alias(), "e")
        .cond_where(fitting)
        .limit(MOST_GROUPS)
        .to_owned();
    match owners.0.is_empty() {
        true => query.and_where(Expr::val(1).eq(0)),
        false => query.and_where(owners.condition()),
    };
    for column in &asked.by {
        let place = table.asked(column)?;
        query.column(place.of()).group_by_col(place.of());
        query.order_by_with_nulls(
            place.of(),
            sea_query::Order::Asc,
            sea_query::NullOrdering::First,
        );
    }
    for (at, figure) in asked.figures.iter().enumerate() {
        query.expr_as(expression(table, figure)?, Alias::new(format!("figure_{at}")));
    }
    let groups = tx.all(&query).await?;
    let group = |row: &crate::Row| {
        let mut by: Vec<Cell> = row.cells()?.into_iter().map(|(_, cell)| cell).collect();
        let figures = by.split_off(asked.by.len().min(by.len()));
        Ok(Group { by, figures })
    };
    groups.iter().map(group).collect()
}

fn expression(table: &Table, figure: &Figure) -> Result<Expr, StoreError> {
    Ok(match figure {
        Figure::Count => Expr::cust("COUNT(*)"),
        Figure::CountDistinct(column) => Func::count_distinct(table.asked(column)?.expr()).into(),
        Figure::Sum(column) => {
            let place = table.asked(column)?;
            if place.kind != Kind::Integer {
                return Err(refused(column, "cannot be summed up"));
            }
            let sum = Func::coalesce([place.expr().sum(), Expr::val(0)]);
            Func::cast_as(sum, "BIGINT").into()
        }
        Figure::Least(column) => table.asked(column)?.expr().min(),
        Figure::Greatest(column) => table.asked(column)?.expr().max(),
    })
}
