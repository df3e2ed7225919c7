//! One page of a list as a query: in order, behind a place, of one owner or of several.

use std::collections::{BTreeMap, HashMap};

use sea_query::{
    Asterisk, Cond, Expr, ExprTrait, NullOrdering, Order, Query, SelectStatement, UnionType,
};

use super::conditions::{Finding, Owners};
use super::counting::Within;
use super::entries::{Entry, entry_of, select};
use super::list::{Asked, Cursor, Ordered, Page, fitting};
use super::table::{Place, Table, refused};
use super::words::Candidates;
use crate::db::Backend;
use crate::{Cell, StoreError, Tx};

/// The most entries of a page.
const MOST: u64 = 1000;
/// The farthest that a page's number may lead.
const FARTHEST: u64 = 100_000;
/// So many owners have a part of the query each, so that each part can go by an index. SQLite takes 500.
const MOST_PARTS: usize = 300;
/// The name of the column of the order in a query.
const KEY: &str = "sort_key";

/// A page that was asked for, held against the table.
pub(crate) struct Pager<'a> {
    table: &'a Table,
    asked: &'a Asked,
    owners: &'a Owners,
    columns: Vec<Place>,
    order: Place,
    direction: Order,
    nulls: NullOrdering,
    fitting: Cond,
    candidates: Option<&'a Candidates>,
    backend: Backend,
    is_sorted_afterwards: bool,
    /// Whether owners and numbers alone are asked for.
    is_bare: bool,
}

/// Entries that have nothing in the column of the order come together, before all others or behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stretch {
    Empty,
    Filled,
}

impl<'a> Pager<'a> {
    pub(crate) fn of(
        tx: &Tx,
        within: &Within<'a>,
        finding: Finding<'_>,
    ) -> Result<Pager<'a>, StoreError> {
        let Within { table, asked, owners, candidates } = *within;
        let (direction, nulls) = match &asked.order {
            Ordered::Rising(_) => (Order::Asc, NullOrdering::First),
            Ordered::Falling(_) => (Order::Desc, NullOrdering::Last),
        };
        let columns = asked.columns.iter().map(|column| table.place(column));
        Ok(Pager {
            table,
            asked,
            owners,
            columns: columns.collect::<Result<_, _>>()?,
            order: table.asked(asked.order())?,
            direction,
            nulls,
            fitting: fitting(tx, table, asked, finding)?,
            candidates,
            backend: tx.backend(),
            is_sorted_afterwards: matches!(finding, Finding::ThenSorted | Finding::Among)
                && tx.backend() == Backend::Sqlite,
            is_bare: false,
        })
    }

    /// The first entries of the list, by owner and number alone.
    pub(crate) async fn places(
        self,
        tx: &mut Tx,
        most: u64,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let bare = Pager { is_bare: true, ..self };
        let rows = tx.all(&bare.query(most, |_| None)).await?;
        rows.iter().map(|row| Ok((row.text("owner")?, row.number("id")?))).collect()
    }

    /// These entries in their order, each with what stands in the column of the order; removed ones left out.
    pub(crate) async fn these(
        &self,
        tx: &mut Tx,
        places: &[(&str, i64)],
    ) -> Result<Vec<(Entry, Cell)>, StoreError> {
        let mut by_owner: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (owner, id) in places {
            by_owner.entry(owner).or_default().push(*id);
        }
        let of = |(owner, ids): (&str, Vec<i64>)| {
            Expr::col(("e", "owner")).eq(owner).and(Expr::col(("e", "id")).is_in(ids))
        };
        let mut query = select(self.table, &self.columns);
        query.expr_as(self.order.expr(), KEY);
        query.and_where(Expr::col(("e", "removed_at")).is_null());
        query.cond_where(by_owner.into_iter().map(of).fold(Cond::any(), Cond::add));
        let found = self.run(tx, &query).await?;
        let name = |(entry, key): (Entry, Cell)| ((entry.owner.clone(), entry.id), (entry, key));
        let mut found: HashMap<(String, i64), (Entry, Cell)> =
            found.into_iter().map(name).collect();
        let taken =
            places.iter().filter_map(|(owner, id)| found.remove(&((*owner).to_owned(), *id)));
        Ok(taken.collect())
    }

    /// Entries of a page.
    pub(crate) fn take(&self) -> u64 {
        self.asked.take.clamp(1, MOST)
    }

    /// The entries of the page and one more, if there is one; each with what stands in the column of the
    /// order.
    pub(crate) async fn found(&self, tx: &mut Tx) -> Result<Vec<(Entry, Cell)>, StoreError> {
        let wanted = self.take() + 1;
        let Page::After(cursor) = &self.asked.page else {
            let skip = match self.asked.page {
                Page::Number(number) => number.saturating_mul(self.take()),
                _ => 0,
            };
            if skip > FARTHEST {
                return Err(refused("page", "is too far: go on from the page before"));
            }
            let mut query = self.query(wanted + skip, |_| None);
            query.offset(skip).limit(wanted);
            return self.run(tx, &query).await;
        };
        let mut found = Vec::new();
        let mut is_first = true;
        for stretch in self.stretches(cursor) {
            let missing = wanted.saturating_sub(found.len() as u64);
            if missing == 0 {
                break;
            }
            let query = self.query(missing, |owner| {
                let behind = is_first.then(|| self.behind(cursor, owner, stretch));
                Some(behind.unwrap_or_else(|| self.all_of(stretch)))
            });
            found.extend(self.run(tx, &query).await?);
            is_first = false;
        }
        Ok(found)
    }

    async fn run(
        &self,
        tx: &mut Tx,
        query: &SelectStatement,
    ) -> Result<Vec<(Entry, Cell)>, StoreError> {
        let rows = tx.all(query).await?;
        let entry = |row: &crate::Row| {
            let mut entry = entry_of(row)?;
            let key = entry.cells.pop().unwrap_or(Cell::Nothing);
            Ok((entry, key))
        };
        rows.iter().map(entry).collect()
    }

    /// The first entries of all owners together, for which what `more` says of an owner is true.
    fn query(&self, wanted: u64, more: impl Fn(Option<&str>) -> Option<Expr>) -> SelectStatement {
        let owners = self.owners.0.as_slice();
        let among = |owner: &str| self.candidates.and_then(|all| all.of(self.backend, owner));
        if owners.len() == 1 || owners.len() > MOST_PARTS {
            let one = owners.first().filter(|_| owners.len() == 1).map(String::as_str);
            let more = [more(one), one.and_then(among)];
            return self.part(self.owners.condition(), more, wanted);
        }
        let part = |owner: &String| {
            let of = Expr::col(("e", "owner")).eq(owner.as_str());
            let part = self.part(of, [more(Some(owner)), among(owner)], wanted);
            Query::select().column(Asterisk).from_subquery(part, "part").to_owned()
        };
        let mut parts = owners.iter().map(part);
        let Some(mut query) = parts.next() else { return Query::select().to_owned() };
        for part in parts {
            query.union(UnionType::All, part);
        }
        for column in [KEY, "id", "owner"] {
            query.order_by_with_nulls(column, self.direction.clone(), self.nulls);
        }
        query.limit(wanted).to_owned()
    }

    /// The first entries of an owner, or of all where they are too many for a part each.
    fn part(&self, owner: Expr, more: [Option<Expr>; 2], wanted: u64) -> SelectStatement {
        let mut query = match self.is_bare {
            true => bare(self.table),
            false => select(self.table, &self.columns),
        };
        query.expr_as(self.order.expr(), KEY);
        query.and_where(owner).cond_where(self.fitting.clone());
        for one in more {
            query.and_where_option(one);
        }
        if self.is_sorted_afterwards {
            // A sign before a column keeps SQLite from the order of its index.
            let order = Expr::cust_with_expr("+?", self.order.expr());
            query.order_by_expr_with_nulls(order, self.direction.clone(), self.nulls);
        } else if self.order.name != "id" {
            query.order_by_with_nulls(self.order.of(), self.direction.clone(), self.nulls);
        }
        self.ordered_by_number(&mut query);
        query.limit(wanted).to_owned()
    }

    /// Numbers and owners are never empty. To say where what is empty comes would keep PostgreSQL from the
    /// order of their index.
    fn ordered_by_number(&self, query: &mut SelectStatement) {
        query.order_by(("e", "id"), self.direction.clone());
        if self.owners.0.len() > MOST_PARTS {
            query.order_by(("e", "owner"), self.direction.clone());
        }
    }

    /// The stretches from the cursor's on.
    fn stretches(&self, cursor: &Cursor) -> Vec<Stretch> {
        let is_filled = cursor.number.is_some() || cursor.text.is_some();
        let from = if is_filled { Stretch::Filled } else { Stretch::Empty };
        let last = match self.direction {
            Order::Asc => Stretch::Filled,
            _ => Stretch::Empty,
        };
        let order = self.asked.order();
        let is_needless = order == "id" || self.asked.conditions.iter().any(|one| one.fills(order));
        if from == last || is_needless { vec![from] } else { vec![from, last] }
    }

    fn all_of(&self, stretch: Stretch) -> Expr {
        match stretch {
            Stretch::Empty => self.order.expr().is_null(),
            Stretch::Filled => self.order.expr().is_not_null(),
        }
    }

    /// What is behind the cursor in its own stretch, for one owner or for all.
    fn behind(&self, cursor: &Cursor, owner: Option<&str>, stretch: Stretch) -> Expr {
        let mut columns = Vec::new();
        let mut values = Vec::new();
        if stretch == Stretch::Filled && self.order.name != "id" {
            columns.push(self.order.expr());
            let text = cursor.text.as_deref().map(Expr::val);
            values.push(text.unwrap_or_else(|| Expr::val(cursor.number.unwrap_or_default())));
        }
        columns.push(Expr::col(("e", "id")));
        values.push(Expr::val(cursor.id));
        if owner.is_none() {
            columns.push(Expr::col(("e", "owner")));
            values.push(Expr::val(cursor.owner.as_str()));
        }
        let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
        let is_rising = self.direction == Order::Asc;
        // Of two owners' entries that are alike otherwise, the order of the owners decides.
        let is_later = owner.is_some_and(|owner| match is_rising {
            true => owner > cursor.owner.as_str(),
            false => owner < cursor.owner.as_str(),
        });
        let behind = match (is_rising, is_later) {
            (true, true) => columns.gte(values),
            (true, false) => columns.gt(values),
            (false, true) => columns.lte(values),
            (false, false) => columns.lt(values),
        };
        match stretch {
            Stretch::Empty => self.order.expr().is_null().and(behind),
            Stretch::Filled => behind,
        }
    }
}

/// Owners and numbers of entries.
fn bare(table: &Table) -> SelectStatement {
    let mut query = Query::select();
    query.from_as(table.alias(), "e").columns([("e", "owner"), ("e", "id")]);
    query
}
