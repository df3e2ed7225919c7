//! What tells entries apart.

use sea_query::{Expr, Func};

use super::super::table::{Kind, Table, refused};
use super::rows::Answering;
use super::{Empty, Persons};
use crate::StoreError;

/// What tells entries apart by a column; nothing where it is empty and they do not count.
pub(super) fn key(
    table: &Table,
    (column, persons, empty): (&str, Persons, Empty),
    with: &Answering<'_>,
) -> Result<Expr, StoreError> {
    let place = table.asked(column)?;
    if place.kind != Kind::Text && (persons == Persons::Linked || empty == Empty::OfItsOwn) {
        return Err(refused(column, "holds no text"));
    }
    let key = match persons {
        Persons::Linked => with.links.in_sql(place.expr(), with.backend),
        Persons::AsTheyAre => place.expr(),
    };
    let own = "'#' || \"e\".\"owner\" || ':' || CAST(\"e\".\"id\" AS TEXT)";
    Ok(match empty {
        Empty::LeftOut => key,
        Empty::OfItsOwn => Func::coalesce([key, Expr::cust(own)]).into(),
    })
}
