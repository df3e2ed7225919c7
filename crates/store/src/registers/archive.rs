//! The entries of registers in a backup: out of their tables, and into tables made anew.

use sea_query::{Expr, ExprTrait, Order, Query};

use super::bulk::Rows;
use super::ddl;
use super::definitions::Installed;
use super::table::{SYSTEM, Table, fits, physical, refused};
use crate::{Cell, Row, StoreError, Tx};

/// How many rows are held at a time.
const PAGE: u64 = 2000;

/// All rows of a register, a page at a time, by owner and number. Each page begins behind the last row of
/// the one before.
pub(crate) struct Pages {
    table: Table,
    behind: Option<(String, i64)>,
}

impl Pages {
    /// All rows of this register.
    pub(crate) fn of(installed: &Installed) -> Pages {
        Pages { table: installed.table.clone(), behind: None }
    }

    /// The next rows; none at the end.
    pub(crate) async fn next(&mut self, tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
        let mut query = Query::select()
            .column(sea_query::Asterisk)
            .from(self.table.alias())
            .order_by("owner", Order::Asc)
            .order_by("id", Order::Asc)
            .limit(PAGE)
            .to_owned();
        if let Some((owner, id)) = &self.behind {
            let key = Expr::tuple([Expr::col("owner"), Expr::col("id")]);
            query.and_where(key.gt(Expr::tuple([Expr::val(owner.as_str()), Expr::val(*id)])));
        }
        let rows = tx.all(&query).await?;
        if let Some(last) = rows.last() {
            self.behind = Some((last.text("owner")?, last.number("id")?));
        }
        Ok(rows)
    }
}

/// Takes rows of a backup into the table of a register, which it makes first.
pub(crate) struct Restoring<'a> {
    installed: &'a Installed,
    columns: Vec<(String, super::table::Kind)>,
    rows: Rows,
}

impl<'a> Restoring<'a> {
    /// Makes the table as it was.
    pub(crate) async fn begin(
        tx: &mut Tx,
        installed: &'a Installed,
    ) -> Result<Restoring<'a>, StoreError> {
        installed.check()?;
        ddl::create(tx, installed).await?;
        ddl::unindex(tx, &installed.table).await?;
        let system = SYSTEM.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
        let own = installed.table.columns.iter().map(|one| (physical(&one.name), one.kind));
        let retired = installed.retired.iter().map(|column| (column.name.clone(), column.kind));
        let columns: Vec<_> = system.chain(own).chain(retired).collect();
        let names = columns.iter().map(|(name, _)| name.clone()).collect();
        let rows = Rows::new(tx.backend(), &installed.table.name(), names);
        Ok(Restoring { installed, columns, rows })
    }

    /// Takes a row, its cells by the names of their columns.
    pub(crate) async fn push(
        &mut self,
        tx: &mut Tx,
        mut cell: impl FnMut(&str) -> Option<Cell>,
    ) -> Result<(), StoreError> {
        for (name, kind) in &self.columns {
            let cell = cell(name).ok_or_else(|| refused(name, "is missing in a row"))?;
            fits(name, *kind, &cell)?;
            self.rows.cell(cell);
        }
        self.rows.end_row(tx).await
    }

    /// Puts the indexes in place.
    pub(crate) async fn finish(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.rows.flush(tx).await?;
        ddl::index(tx, &self.installed.table).await
    }
}
