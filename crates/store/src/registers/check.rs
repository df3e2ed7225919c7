//! A look over the registers: tables as their definitions say, versions unchanged, what entries name.

use std::collections::BTreeSet;

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use serde::Serialize;

use super::counts;
use super::definitions::{self, Installed};
use super::links::Links;
use super::same::{self, VALUES_AT_ONCE};
use super::table::{Book, SYSTEM, Table, physical};
use crate::db::Backend;
use crate::{Cell, Scope, StoreError, Tx, digest};

/// How many rows are held at a time.
const PAGE: u64 = 500;

/// Entries that name entries of another register which are not there. That is no fault of the database: papers come in
/// any order, and a file may be removed that others name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmet {
    /// The register of those that name.
    pub register: String,
    /// The register of those that are named.
    pub names: String,
    /// How many do.
    pub entries: i64,
}

/// Adds what is wrong to the faults, and what others name in vain to `unmet`; gives how many versions of entries were held against their digests.
pub(crate) async fn check(
    tx: &mut Tx,
    faults: &mut Vec<String>,
    unmet: &mut Vec<Unmet>,
) -> Result<u64, StoreError> {
    let all = definitions::all(tx).await?;
    let links = Links::of(tx, &Scope::everything()).await?;
    check_definitions(tx, faults).await?;
    for installed in &all {
        if !check_columns(tx, installed, faults).await? {
            continue;
        }
        check_rows(tx, &installed.table, faults).await?;
        check_references(tx, &installed.table, (&all, &links), (&mut *faults, &mut *unmet)).await?;
    }
    counts::check(tx, &all, faults).await?;
    check_versions(tx, faults).await
}

async fn check_definitions(tx: &mut Tx, faults: &mut Vec<String>) -> Result<(), StoreError> {
    for (table, what) in [("definitions", "定义"), ("own_definitions", "本地定义")] {
        let query = Query::select()
            .columns(["register", "version", "text", "digest"])
            .from(table)
            .order_by("register", Order::Asc)
            .order_by("version", Order::Asc)
            .to_owned();
        for row in tx.all(&query).await? {
            if digest(row.text("text")?.as_bytes()) != row.text("digest")? {
                let (register, version) = (row.text("register")?, row.number("version")?);
                faults.push(format!("台账{register}的{what}第{version}版被改动过：内容与摘要不符"));
            }
        }
    }
    Ok(())
}

/// Whether the table has the columns that its definition says, and no others.
async fn check_columns(
    tx: &mut Tx,
    installed: &Installed,
    faults: &mut Vec<String>,
) -> Result<bool, StoreError> {
    let catalog = match tx.backend() {
        Backend::Sqlite => "SELECT name AS name FROM pragma_table_info(?)",
        Backend::Postgres => {
            "SELECT column_name::text AS name FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    let name = installed.table.name();
    let named = sea_query_sqlx::SqlxValues(sea_query::Values(vec![name.as_str().into()]));
    let rows = tx.all_of(catalog.to_owned(), named).await?;
    let there = rows.iter().map(|row| row.text("name")).collect::<Result<BTreeSet<_>, _>>()?;
    let system = SYSTEM.iter().map(|(name, _)| (*name).to_owned());
    let own = installed.table.columns.iter().map(|column| physical(&column.name));
    let retired = installed.retired.iter().map(|column| column.name.clone());
    let said: BTreeSet<String> = system.chain(own).chain(retired).collect();
    let differ: Vec<&str> = said.symmetric_difference(&there).map(String::as_str).collect();
    if !differ.is_empty() {
        faults.push(format!("数据表{name}的列与台账定义不同：{}", differ.join("、")));
    }
    Ok(differ.is_empty())
}

/// Numbers that were never given out, owners that are not there, and entries whose reversing does not
/// match.
async fn check_rows(
    tx: &mut Tx,
    table: &Table,
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    let name = table.name();
    let beyond = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from_as(table.alias(), "e")
        .left_join(
            "entry_numbers",
            Expr::cust("\"entry_numbers\".\"owner\" = \"e\".\"owner\"")
                .and(Expr::col(("entry_numbers", "register")).eq(table.register.as_str())),
        )
        .and_where(
            Expr::col(("entry_numbers", "last"))
                .is_null()
                .or(Expr::cust("\"e\".\"id\" > \"entry_numbers\".\"last\"")),
        )
        .to_owned();
    if let Some(entries) = found(tx, beyond).await? {
        faults.push(format!("数据表{name}有{entries}条记录的编号从未发出"));
    }
    if table.book == Book::Journal {
        let unmatched = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_as(table.alias(), "e")
            .join_as(
                sea_query::JoinType::LeftJoin,
                table.alias(),
                "o",
                Expr::cust(
                    "\"o\".\"owner\" = \"e\".\"owner\" AND \"o\".\"id\" = \
                     COALESCE(\"e\".\"reverses\", \"e\".\"reversed_by\") AND \
                     COALESCE(\"o\".\"reversed_by\", \"o\".\"reverses\") = \"e\".\"id\"",
                ),
            )
            .and_where(Expr::cust(
                "(\"e\".\"reverses\" IS NOT NULL OR \"e\".\"reversed_by\" IS NOT NULL) \
                 AND \"o\".\"id\" IS NULL",
            ))
            .to_owned();
        if let Some(entries) = found(tx, unmatched).await? {
            faults.push(format!("数据表{name}有{entries}条记录的冲销对不上"));
        }
    }
    Ok(())
}

/// Entries that name an entry of another register that is not there, by no hash of the person's.
async fn check_references(
    tx: &mut Tx,
    table: &Table,
    (all, links): (&[Installed], &Links),
    (faults, unmet): (&mut Vec<String>, &mut Vec<Unmet>),
) -> Result<(), StoreError> {
    for column in &table.columns {
        let Some(refers) = &column.refers else { continue };
        let (from, to) = (table.name(), &refers.register);
        let Some(other) = all.iter().find(|other| other.table.register == *to) else {
            faults.push(format!("数据表{from}引用台账{to}的记录，而没有这本台账"));
            continue;
        };
        let place = table.asked(&column.name)?;
        let named = other.table.asked(&refers.column)?.name;
        let there = Query::select()
            .expr(Expr::val(1))
            .from_as(other.table.alias(), "o")
            .and_where(Expr::cust("\"o\".\"owner\" = \"e\".\"owner\""))
            .and_where(Expr::col(("o", sea_query::Alias::new(named))).eq(place.expr()))
            .and_where(Expr::col(("o", "removed_at")).is_null())
            .to_owned();
        let mut dangling = Query::select()
            .from_as(table.alias(), "e")
            .and_where(Expr::col(("e", "removed_at")).is_null())
            .and_where(place.expr().is_not_null())
            .and_where(Expr::exists(there).not())
            .to_owned();
        let mut entries = tx.number(dangling.clone().expr(Expr::cust("COUNT(*)"))).await?;
        if entries > 0 && !links.is_empty() {
            let named = place.expr().cast_as("TEXT");
            dangling.column(("e", "owner")).expr_as(named, "named");
            entries -= otherwise_named(tx, dangling, (&other.table, &refers.column), links).await?;
        }
        let (register, names) = (table.register.clone(), to.clone());
        unmet.extend((entries > 0).then_some(Unmet { register, names, entries }));
    }
    Ok(())
}

/// How many of the entries that name in vain name somebody who is there by another hash of hers.
async fn otherwise_named(
    tx: &mut Tx,
    dangling: SelectStatement,
    (table, column): (&Table, &str),
    links: &Links,
) -> Result<i64, StoreError> {
    let columns = [column.to_owned()];
    let mut entries = 0;
    let hashes: Vec<&str> = links.hashes().collect();
    for some in hashes.chunks(VALUES_AT_ONCE) {
        let query = Query::select()
            .columns(["owner", "named"])
            .expr_as(Expr::cust("COUNT(*)"), "entries")
            .from_subquery(dangling.clone(), "d")
            .and_where(Expr::col("named").is_in(some.iter().copied()))
            .group_by_columns(["owner", "named"])
            .to_owned();
        for row in tx.all(&query).await? {
            let named = row.text("named")?;
            let same = links.same_as(&named).into_iter().map(|hash| vec![Cell::Text(hash.into())]);
            let keys: Vec<Vec<Cell>> = same.collect();
            if !same::find(tx, table, &row.text("owner")?, &columns, &keys).await?.is_empty() {
                entries += row.number("entries")?;
            }
        }
    }
    Ok(entries)
}

/// How many were counted, if any.
async fn found(tx: &mut Tx, count: sea_query::SelectStatement) -> Result<Option<i64>, StoreError> {
    let count = tx.number(&count).await?;
    Ok((count > 0).then_some(count))
}

async fn check_versions(tx: &mut Tx, faults: &mut Vec<String>) -> Result<u64, StoreError> {
    let key = ["owner", "register", "entry", "version"];
    let mut seen = 0;
    loop {
        let mut query = Query::select()
            .columns(key)
            .columns(["body", "digest"])
            .from("entry_versions")
            .limit(PAGE)
            .offset(seen)
            .to_owned();
        for column in key {
            query.order_by(column, Order::Asc);
        }
        let rows = tx.all(&query).await?;
        if rows.is_empty() {
            return Ok(seen);
        }
        for row in &rows {
            if digest(row.text("body")?.as_bytes()) != row.text("digest")? {
                let (register, entry) = (row.text("register")?, row.number("entry")?);
                let version = row.number("version")?;
                let which = format!("台账{register}第{entry}号记录的第{version}版");
                faults.push(format!("{which}被改动过：内容与摘要不符"));
            }
        }
        seen += rows.len() as u64;
    }
}
