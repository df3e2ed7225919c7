//! What tells entries apart.

use sea_query::{Expr, Func};

use super::super::links::Links;
use super::super::table::{Kind, Table, refused};
use super::{Empty, Persons};
use crate::StoreError;
use crate::db::Backend;

/// What tells entries apart by a column; nothing where it is empty and they do not count.
pub(super) fn key(
    table: &Table,
    (column, persons, empty): (&str, Persons, Empty),
    links: &Links,
    backend: Backend,
) -> Result<Expr, StoreError> {
    let place = table.asked(column)?;
    if place.kind != Kind::Text && (persons == Persons::Linked || empty == Empty::OfItsOwn) {
        return Err(refused(column, "holds no text"));
    }
    let key = match persons {
        Persons::Linked => links.in_sql(place.expr(), backend),
        Persons::AsTheyAre => place.expr(),
    };
    let own = "'#' || \"e\".\"owner\" || ':' || CAST(\"e\".\"id\" AS TEXT)";
    Ok(match empty {
        Empty::LeftOut => key,
        Empty::OfItsOwn => Func::coalesce([key, Expr::cust(own)]).into(),
    })
}
