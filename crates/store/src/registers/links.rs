//! Keyed hashes that are noted to be one person's: by which of them each one is known.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, Func, Query};

use crate::db::Backend;
use crate::{Scope, StoreError, Tx};

/// Persons with several hashes, each known by the least of its own.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Of each hash that is linked, however far, with a lesser one: the least.
    known_by: BTreeMap<String, String>,
    /// Of each least hash the others.
    others: BTreeMap<String, Vec<String>>,
    /// The first of both as JSON, for the database.
    json: String,
}

impl Links {
    /// The links in sight, as they are.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn of(tx: &mut Tx, scope: &Scope) -> Result<Links, StoreError> {
        Links::noted_by(tx, scope, None).await
    }

    /// The links in sight that were noted by a moment.
    pub(super) async fn noted_by(
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
        let known_by = joined(pairs);
        let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (hash, least) in &known_by {
            others.entry(least.clone()).or_default().push(hash.clone());
        }
        let json = serde_json::json!(known_by).to_string();
        Ok(Links { known_by, others, json })
    }

    /// Whether nobody has several hashes.
    pub fn is_empty(&self) -> bool {
        self.known_by.is_empty()
    }

    /// All hashes of those who have several.
    pub(super) fn hashes(&self) -> impl Iterator<Item = &str> {
        self.known_by.keys().chain(self.others.keys()).map(String::as_str)
    }

    /// The hash by which whoever has this one is known.
    pub fn known_by<'h>(&'h self, hash: &'h str) -> &'h str {
        self.known_by.get(hash).map_or(hash, String::as_str)
    }

    /// All hashes of whoever has this one, with it.
    pub fn same_as<'h>(&'h self, hash: &'h str) -> Vec<&'h str> {
        let least = self.known_by(hash);
        let others = self.others.get(least).into_iter().flatten();
        std::iter::once(least).chain(others.map(String::as_str)).collect()
    }

    /// What whoever has this hash is known by, as the database tells it.
    pub(super) fn in_sql(&self, hash: Expr, backend: Backend) -> Expr {
        if self.is_empty() {
            return hash;
        }
        let links = Expr::val(self.json.as_str());
        match backend {
            // To look a hash up among all takes SQLite a walk over them; that few have one it sees at once. What is
            // cast it compares by an index that it makes.
            Backend::Sqlite => Expr::cust_with_exprs(
                "CAST(CASE WHEN ? IN (SELECT \"key\" FROM json_each(?)) \
                 THEN json_extract(?, '$.\"' || ? || '\"') ELSE ? END AS TEXT)",
                [hash.clone(), links.clone(), links, hash.clone(), hash],
            ),
            Backend::Postgres => {
                let known_by =
                    Expr::cust_with_exprs("CAST($1 AS jsonb) ->> $2", [links, hash.clone()]);
                Func::coalesce([known_by, hash]).into()
            }
        }
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
