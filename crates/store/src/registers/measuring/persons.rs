//! Hashes that are one person, and what tells entries apart.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Func, Query};

use super::super::table::{Kind, Table, refused};
use super::{Empty, Persons};
use crate::db::Backend;
use crate::{Scope, StoreError, Tx};

/// By which hash each one is known that is linked with a lesser one, as JSON; `None`: no links.
#[derive(Clone, Debug, Default)]
pub(super) struct Links(Option<String>);

impl Links {
    /// The links in sight that were noted by a moment.
    pub(super) async fn of(
        tx: &mut Tx,
        scope: &Scope,
        at: Option<&str>,
    ) -> Result<Links, StoreError> {
        let mut query = Query::select();
        query
            .columns(["one", "other"])
            .from("person_links")
            .cond_where(scope.of(("person_links", "owner")));
        if let Some(at) = at {
            query.and_where(Expr::col("linked_at").lte(at));
        }
        let mut pairs = Vec::new();
        for row in tx.all(&query).await? {
            pairs.push((row.text("one")?, row.text("other")?));
        }
        let known = joined(pairs);
        Ok(Links((!known.is_empty()).then(|| serde_json::json!(known).to_string())))
    }

    fn known_by(&self, hash: Expr, backend: Backend) -> Expr {
        let Some(links) = &self.0 else { return hash };
        let links = Expr::val(links.as_str());
        let known_by = match backend {
            Backend::Sqlite => {
                Expr::cust_with_exprs("json_extract(?, '$.\"' || ? || '\"')", [links, hash.clone()])
            }
            Backend::Postgres => {
                Expr::cust_with_exprs("CAST($1 AS jsonb) ->> $2", [links, hash.clone()])
            }
        };
        Func::coalesce([known_by, hash]).into()
    }
}

/// For each hash that is linked, however far, with a lesser one: the least of them.
fn joined(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let root = |known: &BTreeMap<String, String>, hash: &str| {
        let mut hash = hash;
        while let Some(less) = known.get(hash) {
            hash = less;
        }
        hash.to_owned()
    };
    for (one, other) in pairs {
        let (one, other) = (root(&known, &one), root(&known, &other));
        match one.cmp(&other) {
            std::cmp::Ordering::Less => drop(known.insert(other, one)),
            std::cmp::Ordering::Greater => drop(known.insert(one, other)),
            std::cmp::Ordering::Equal => {}
        }
    }
    known.keys().map(|hash| (hash.clone(), root(&known, hash))).collect()
}

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
        Persons::Linked => links.known_by(place.expr(), backend),
        Persons::AsTheyAre => place.expr(),
    };
    let own = "'#' || \"e\".\"owner\" || ':' || CAST(\"e\".\"id\" AS TEXT)";
    Ok(match empty {
        Empty::LeftOut => key,
        Empty::OfItsOwn => Func::coalesce([key, Expr::cust(own)]).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn hashes_linked_however_far_are_known_by_the_least() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        let pairs = vec![pair("c", "d"), pair("x", "y"), pair("b", "c"), pair("d", "a")];
        let known = joined(pairs);
        let expected = [("b", "a"), ("c", "a"), ("d", "a"), ("y", "x")];
        let expected = expected.map(|(hash, least)| (hash.to_owned(), least.to_owned()));
        assert_eq!(known.into_iter().collect::<Vec<_>>(), expected);
    }
}
