//! Organisations as a tree: region, department, unit.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// What kind of organisation it is.
    OrganisationKind in "organisations.kind" {
        /// A county, a city, a province: the root of what belongs to it.
        Region = "region", "行政区";
        /// The finance bureau of the region.
        Finance = "finance", "财政部门";
        /// A department that draws up statements.
        Department = "department", "预算部门";
        /// A unit of a department.
        Unit = "unit", "所属单位";
        /// A primary union.
        Union = "union", "基层工会";
    }
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// The one above it.
    pub parent: Option<String>,
    /// The ids from the root down to it, each ended by `/`.
    pub path: String,
    /// What kind it is.
    pub kind: OrganisationKind,
    /// Its budget code, e.g. 711001; empty if it has none.
    pub code: String,
    /// The region code it belongs to, six digits.
    pub region: String,
    /// Its name.
    pub name: String,
    /// When it was entered.
    pub created_at: String,
    /// When it was closed.
    pub closed_at: Option<String>,
}

const COLUMNS: [&str; 9] =
    ["id", "parent", "path", "kind", "code", "region", "name", "created_at", "closed_at"];

/// Enters an organisation.
///
/// # Errors
/// If the one above it is not there, or another one below that has the name.
pub async fn insert(tx: &mut Tx, new: &Organisation) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("organisations")
        .columns(COLUMNS)
        .values_panic([
            new.id.as_str().into(),
            new.parent.clone().into(),
            new.path.as_str().into(),
            new.kind.word().into(),
            new.code.as_str().into(),
            new.region.as_str().into(),
            new.name.as_str().into(),
            new.created_at.as_str().into(),
            new.closed_at.clone().into(),
        ])
        .to_owned();
    match tx.run(&query).await {
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("organisation")),
        done => done.map(drop),
    }
}

/// Changes name, code, region, or whether it is closed; the tree stays.
///
/// # Errors
/// If it is not there, or another one below the same has the name.
pub async fn update(tx: &mut Tx, changed: &Organisation) -> Result<(), StoreError> {
    let query = Query::update()
        .table("organisations")
        .values([
            ("code", changed.code.as_str().into()),
            ("region", changed.region.as_str().into()),
            ("name", changed.name.as_str().into()),
            ("closed_at", changed.closed_at.clone().into()),
        ])
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .to_owned();
    match tx.run(&query).await {
        Ok(0) => Err(StoreError::Missing("organisation")),
        Err(error) if error.is_duplicate() => Err(StoreError::Exists("organisation")),
        done => done.map(drop),
    }
}

/// The organisation with this id.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Organisation, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("organisations")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of_paths(("organisations", "path")))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    organisation(&row)
}

/// All organisations in sight, each behind the one above it.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope) -> Result<Vec<Organisation>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("organisations")
        .cond_where(scope.of_paths(("organisations", "path")))
        .order_by("path", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(organisation).collect()
}

/// The names from the root down to an organisation, as a person writes them: 临江市/望川县/望川县总工会.
pub fn full_name(all: &[Organisation], it: &Organisation) -> String {
    let above = |id: &str| all.iter().find(|one| one.id == id).map(|one| one.name.as_str());
    it.path.split_terminator('/').filter_map(above).collect::<Vec<_>>().join("/")
}

fn organisation(row: &Row) -> Result<Organisation, StoreError> {
    Ok(Organisation {
        id: row.text("id")?,
        parent: row.maybe_text("parent")?,
        path: row.text("path")?,
        kind: OrganisationKind::from_word(&row.text("kind")?)?,
        code: row.text("code")?,
        region: row.text("region")?,
        name: row.text("name")?,
        created_at: row.text("created_at")?,
        closed_at: row.maybe_text("closed_at")?,
    })
}
