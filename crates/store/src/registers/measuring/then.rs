//! What was known of a register at a moment: its entries as they stood then, as a query in place of its table.

use std::collections::BTreeMap;

use sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement, UnionType};

use super::super::table::{Book, Kind, Place, Table, refused};
use super::eras::Era;
use super::rows::Answering;
use crate::StoreError;
use crate::db::Backend;

/// The entries of a table as they were known at a moment, with these of their columns by their names in the database.
/// Those that were removed or reversed by then are left out, and so the columns that say so are empty.
pub(super) fn known(
    table: &Table,
    places: &BTreeMap<String, Place>,
    with: &Answering<'_>,
    at: &str,
) -> Result<SelectStatement, StoreError> {
    let mut now = Query::select();
    now.columns([("e", "owner"), ("e", "id"), ("e", "state")]).from_as(table.alias(), "e");
    for place in places.values() {
        let value = there(place.expr(), place.kind);
        now.expr_as(value, Alias::new(place.name.as_str()));
    }
    empty(&mut now);
    let column = |name: &'static str| Expr::col(("e", name));
    now.and_where(with.owners.condition())
        .and_where(column("created_at").lte(at))
        .and_where(column("removed_at").is_null().or(column("removed_at").gt(at)));
    match table.book {
        Book::Journal => {
            now.and_where(column("reverses").is_null()).and_where(standing(table, at));
        }
        Book::File => {
            now.and_where(column("changed_at").is_null().or(column("changed_at").lte(at)));
            now.union(UnionType::All, before(table, places, with, at)?);
        }
    }
    Ok(now)
}

/// A value as it is; of bytes only whether there are any, for nothing else is asked of them.
fn there(value: Expr, kind: Kind) -> Expr {
    match kind {
        Kind::Text | Kind::Integer => value,
        Kind::Bytes => CaseStatement::new().case(value.is_not_null(), Expr::cust("1")).into(),
    }
}

/// The columns that leave entries out, empty: those that they leave out are not there.
fn empty(query: &mut SelectStatement) {
    query
        .expr_as(Expr::cust("CAST(NULL AS TEXT)"), "removed_at")
        .expr_as(Expr::cust("CAST(NULL AS BIGINT)"), "reverses")
        .expr_as(Expr::cust("CAST(NULL AS BIGINT)"), "reversed_by");
}

/// That an entry of a journal was not reversed by then.
fn standing(table: &Table, at: &str) -> Expr {
    let reversed = Query::select()
        .expr(Expr::val(1))
        .from_as(table.alias(), "r")
        .and_where(Expr::col(("r", "owner")).equals(("e", "owner")))
        .and_where(Expr::col(("r", "id")).equals(("e", "reversed_by")))
        .and_where(Expr::col(("r", "created_at")).lte(at))
        .to_owned();
    Expr::col(("e", "reversed_by")).is_null().or(Expr::exists(reversed).not())
}

/// The versions that were in force then and were replaced since.
fn before(
    table: &Table,
    places: &BTreeMap<String, Place>,
    with: &Answering<'_>,
    at: &str,
) -> Result<SelectStatement, StoreError> {
    let mut query = Query::select();
    let backend = with.backend;
    let owner = match backend {
        Backend::Sqlite => Expr::col(("e", "owner")),
        Backend::Postgres => Expr::cust_with_exprs("$1 COLLATE \"C\"", [Expr::col(("e", "owner"))]),
    };
    query
        .expr_as(owner, "owner")
        .expr_as(Expr::col(("e", "entry")), "id")
        .expr_as(held(&["state"], Kind::Text, backend), "state")
        .from_as("entry_versions", "e");
    for (name, place) in places {
        if !table.columns.iter().any(|column| column.name == *name) {
            return Err(refused(name, "is not known as of a moment"));
        }
        let eras = with.changes.eras(&table.register, name, place);
        let value = there(in_era(name, place.kind, &eras, backend), place.kind);
        query.expr_as(value, Alias::new(place.name.as_str()));
    }
    empty(&mut query);
    let since = Func::coalesce([
        held(&["changed_at"], Kind::Text, backend),
        held(&["created_at"], Kind::Text, backend),
    ]);
    query
        .and_where(with.owners.condition())
        .and_where(Expr::col(("e", "register")).eq(table.register.as_str()))
        .and_where(Expr::col(("e", "replaced_at")).gt(at))
        .and_where(Expr::expr(since).lte(at));
    Ok(query)
}

/// What a version held in a column, as it was called and kept when the version was replaced.
fn in_era(column: &str, kind: Kind, eras: &[Era], backend: Backend) -> Expr {
    let now = held(&["cells", column], kind, backend);
    let mut chosen = CaseStatement::new();
    for era in eras {
        let is_of_it = Expr::col(("e", "replaced_at")).lt(era.until.as_str());
        let value = match (&era.name, kind) {
            (None, Kind::Integer) => Expr::cust("CAST(NULL AS BIGINT)"),
            (None, _) => Expr::cust("CAST(NULL AS TEXT)"),
            (Some(name), _) if era.factor == 1 => held(&["cells", name], kind, backend),
            (Some(name), _) => {
                held(&["cells", name], kind, backend).mul(Expr::cust(era.factor.to_string()))
            }
        };
        chosen = chosen.case(is_of_it, value);
    }
    if eras.is_empty() { now } else { chosen.finally(now).into() }
}

/// What a version held under this path of its body.
fn held(path: &[&str], kind: Kind, backend: Backend) -> Expr {
    let body = Expr::col(("e", "body"));
    match backend {
        Backend::Sqlite => {
            let path = format!("$.{}", path.join("."));
            Expr::cust_with_exprs("json_extract(?, ?)", [body, Expr::val(path)])
        }
        Backend::Postgres => {
            let path = Expr::val(format!("{{{}}}", path.join(",")));
            let form = match kind {
                Kind::Integer => "CAST(CAST($1 AS jsonb) #>> CAST($2 AS text[]) AS BIGINT)",
                Kind::Text | Kind::Bytes => {
                    "(CAST($1 AS jsonb) #>> CAST($2 AS text[])) COLLATE \"C\""
                }
            };
            Expr::cust_with_exprs(form, [body, path])
        }
    }
}
