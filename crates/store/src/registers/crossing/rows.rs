//! The entries of one side as a query of their own, and what both sides' queries have in common.

use sea_query::{Alias, Cond, Expr, ExprTrait, Func, JoinType, Query, SelectStatement};

use super::super::conditions::{self, Condition, Finding, Owners};
use super::super::links::Links;
use super::super::table::{Book, Kind, Place, Table, refused};
use super::{Order, Side, Stretch};
use crate::db::{Backend, Spelled};
use crate::{Scope, StoreError, Tx};

/// The name of the stretch of time in a query.
pub(super) const STRETCH: &str = "stretch";

/// With what a question is answered.
pub(super) struct Answering {
    /// Whose entries count.
    pub(super) owners: Owners,
    /// Hashes that are one person's.
    links: Links,
    backend: Backend,
}

impl Answering {
    /// Nothing if none of the entries asked about is in sight.
    pub(super) async fn of(
        tx: &mut Tx,
        scope: &Scope,
        sides: &[&Side<'_>],
    ) -> Result<Option<Answering>, StoreError> {
        let Some(subject) = sides.first() else { return Ok(None) };
        let owners = Owners::of(tx, scope, &subject.table.register).await?;
        if owners.0.is_empty() {
            return Ok(None);
        }
        let links = match sides.iter().all(|side| side.persons.is_empty()) {
            true => Links::default(),
            false => Links::of(tx, scope).await?,
        };
        Ok(Some(Answering { owners, links, backend: tx.backend() }))
    }

    /// A day in text some days later.
    pub(super) fn later(&self, day: Expr, days: i32) -> Expr {
        later(day, days, self.backend)
    }
}

/// What the query of a side brings: `owner`, `id`, then columns by names of our own, so that neither side's names
/// meet the other's.
pub(super) struct Rows<'s> {
    side: &'s Side<'s>,
    with: &'s Answering,
    query: SelectStatement,
    /// Whether a column is brought that no index knows.
    is_reckoned: bool,
}

impl<'s> Rows<'s> {
    /// The entries of a side that count.
    pub(super) fn of(side: &'s Side<'s>, with: &'s Answering) -> Result<Rows<'s>, StoreError> {
        let mut conditions = side.conditions.clone();
        if side.table.book == Book::Journal {
            conditions.extend(Condition::standing());
        }
        let query = Query::select()
            .columns([("e", "owner"), ("e", "id")])
            .from_as(side.table.alias(), "e")
            .and_where(with.owners.condition())
            .cond_where(conditions::all(side.table, &conditions, with.backend, Finding::ByIndex)?)
            .to_owned();
        Ok(Rows { side, with, query, is_reckoned: false })
    }

    /// Brings a column under this name.
    pub(super) fn bring(&mut self, column: &str, name: Alias) -> Result<(), StoreError> {
        let place = self.side.table.asked(column)?;
        let links = &self.with.links;
        if links.is_empty() || !self.side.persons.iter().any(|person| person == column) {
            self.query.expr_as(place.expr(), name);
            return Ok(());
        }
        if place.kind != Kind::Text {
            return Err(refused(column, "holds no text"));
        }
        self.is_reckoned = true;
        self.query.expr_as(links.in_sql(place.expr(), self.with.backend), name);
        Ok(())
    }

    /// Brings a column that sums up, under this name.
    pub(super) fn bring_number(&mut self, column: &str, name: Alias) -> Result<(), StoreError> {
        if self.side.table.asked(column)?.kind != Kind::Integer {
            return Err(refused(column, "cannot be summed up"));
        }
        self.bring(column, name)
    }

    /// Leaves out entries in which a column is empty.
    pub(super) fn only_filled(&mut self, column: &str) -> Result<(), StoreError> {
        self.query.and_where(self.side.table.asked(column)?.expr().is_not_null());
        Ok(())
    }

    /// Brings the stretch of time in which the day in a column lies.
    pub(super) fn bring_stretch(
        &mut self,
        column: &str,
        stretch: Stretch,
    ) -> Result<(), StoreError> {
        let place = day(self.side.table, column)?;
        let parts = [place.expr(), Expr::val(1), Expr::val(stretch.signs())];
        self.query.expr_as(Func::cust("substr").args(parts), STRETCH);
        Ok(())
    }

    /// Leaves out what fits not.
    pub(super) fn only(&mut self, condition: Expr) {
        self.query.and_where(condition);
    }

    /// The query.
    pub(super) fn query(self) -> SelectStatement {
        self.query
    }

    /// The query as the right side of a join, and how it is joined. What is reckoned out SQLite would reckon anew for
    /// each pair: with a limit it keeps the rows, be they ever so many, and in a cross join it goes through the left
    /// side once and finds them by an index that it makes.
    pub(super) fn joined(mut self) -> (SelectStatement, JoinType) {
        if !self.is_reckoned || self.with.backend != Backend::Sqlite {
            return (self.query, JoinType::InnerJoin);
        }
        self.query.limit(i64::MAX.unsigned_abs());
        (self.query, JoinType::CrossJoin)
    }
}

/// A column that holds text, as days are.
pub(in super::super) fn day(table: &Table, column: &str) -> Result<Place, StoreError> {
    let place = table.asked(column)?;
    match place.kind {
        Kind::Text => Ok(place),
        _ => Err(refused(column, "holds no days")),
    }
}

/// Columns of two tables that can be compared with one another.
pub(in super::super) fn alike(
    subject: (&Table, &str),
    other: (&Table, &str),
) -> Result<(Place, Place), StoreError> {
    let both = (subject.0.asked(subject.1)?, other.0.asked(other.1)?);
    if both.0.kind != both.1.kind {
        return Err(refused(subject.1, "is compared with a column of another kind"));
    }
    Ok(both)
}

/// The name of a column of a side's query: what it is for and which it is.
pub(super) fn named(what: &str, at: usize) -> Alias {
    Alias::new(format!("{what}{at}"))
}

/// A column of a query within the query.
pub(super) fn inside(of: &'static str, name: Alias) -> Expr {
    Expr::col((of, name))
}

/// That columns of two queries within the query are equal, and their owners too.
pub(super) fn equal(one: &'static str, other: &'static str, names: &[Alias]) -> Cond {
    let owner = Alias::new("owner");
    let mut all = Cond::all();
    for name in std::iter::once(&owner).chain(names) {
        all = all.add(inside(one, name.clone()).eq(inside(other, name.clone())));
    }
    all
}

/// A day in text some days later, as text. The one place where both databases reckon with days.
pub(in super::super) fn later(day: Expr, days: i32, backend: Backend) -> Expr {
    if days == 0 {
        return day;
    }
    match backend {
        Backend::Sqlite => {
            Expr::cust_with_exprs("date(?, ?)", [day, Expr::val(format!("{days:+} days"))])
        }
        Backend::Postgres => Expr::cust_with_exprs(
            "to_char(CAST($1 AS DATE) + CAST($2 AS INTEGER), 'YYYY-MM-DD')",
            [day, Expr::val(days)],
        ),
    }
}

/// A comparison. What is empty on either side makes it neither true nor false, and so finds nothing.
pub(super) fn compared(one: Expr, order: Order, other: Expr) -> Expr {
    match order {
        Order::Equal => one.eq(other),
        Order::Unequal => one.ne(other),
        Order::Less => one.lt(other),
        Order::AtMost => one.lte(other),
        Order::More => one.gt(other),
        Order::AtLeast => one.gte(other),
    }
}

/// How many rows a query brings.
pub(super) async fn counted(tx: &mut Tx, query: SelectStatement) -> Result<i64, StoreError> {
    let query =
        Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(query, "counted").to_owned();
    tx.number(&query).await
}

/// How the database goes about a query, in its own words.
pub(super) async fn explained(
    tx: &mut Tx,
    query: &SelectStatement,
) -> Result<Vec<String>, StoreError> {
    let (text, values) = query.spelled(tx.backend());
    let (explain, column) = match tx.backend() {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Backend::Postgres => ("EXPLAIN", "QUERY PLAN"),
    };
    let rows = tx.all_of(format!("{explain} {text}"), values).await?;
    rows.iter().map(|row| row.text(column)).collect()
}
