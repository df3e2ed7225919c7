//! The indicator library: rows of the newest version of every statement.

use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use crate::{Row, Scope, StoreError, Tx};

/// A row of an indicator table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorRow {
    /// The department.
    pub owner: String,
    /// The statement.
    pub statement: String,
    /// Which row of it, from 0.
    pub position: i64,
    /// Year of the plan.
    pub year: i64,
    /// The project; empty for the department as a whole.
    pub project: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// 绩效指标描述
    pub description: String,
    /// 指标值
    pub target: String,
    /// 指标值确定依据
    pub basis: String,
}

/// A row that was found, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// The row.
    pub row: IndicatorRow,
    /// The department's name.
    pub owner_name: String,
}

/// Which rows are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// With these words in name, description, project or department.
    pub words: String,
    /// Of this 一级指标 only; all, if empty.
    pub dimension: String,
    /// Of this 二级指标 only; all, if empty.
    pub aspect: String,
    /// With exactly one of these names; any, if empty.
    pub names: Vec<String>,
    /// Of this organisation only.
    pub owner: Option<String>,
    /// Of one of these organisations only.
    pub owners: Option<Vec<String>>,
    /// In projects whose names hold one of these words; any, if empty.
    pub project_words: Vec<String>,
    /// Of this year only.
    pub year: Option<i64>,
    /// How many to leave out at the beginning.
    pub skip: u64,
    /// How many to show at most.
    pub take: u64,
}

const COLUMNS: [&str; 11] = [
    "owner",
    "statement",
    "position",
    "year",
    "project",
    "dimension",
    "aspect",
    "name",
    "description",
    "target",
    "basis",
];
/// So many rows go into the database at once: SQLite binds no more than 32,766 values.
const AT_ONCE: usize = 500;

/// Puts these rows in place of those of a statement.
///
/// # Errors
/// If the database says no.
pub async fn replace(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    rows: &[IndicatorRow],
) -> Result<(), StoreError> {
    let old = Query::delete()
        .from_table("indicator_rows")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .to_owned();
    tx.run(&old).await?;
    for some in rows.chunks(AT_ONCE) {
        let mut query = Query::insert().into_table("indicator_rows").columns(COLUMNS).to_owned();
        for row in some {
            query.values_panic([
                owner.into(),
                statement.into(),
                row.position.into(),
                row.year.into(),
                row.project.as_str().into(),
                row.dimension.as_str().into(),
                row.aspect.as_str().into(),
                row.name.as_str().into(),
                row.description.as_str().into(),
                row.target.as_str().into(),
                row.basis.as_str().into(),
            ]);
        }
        tx.run(&query).await?;
    }
    Ok(())
}

/// The rows in sight that are looked for, the newest year first.
///
/// # Errors
/// If the database says no.
pub async fn search(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<Vec<FoundRow>, StoreError> {
    let mut query = joined();
    query
        .columns(COLUMNS.map(|column| ("indicator_rows", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .cond_where(chosen(scope, wanted))
        .order_by(("indicator_rows", "year"), Order::Desc)
        .order_by(("indicator_rows", "name"), Order::Asc)
        .order_by(("indicator_rows", "statement"), Order::Asc)
        .order_by(("indicator_rows", "position"), Order::Asc)
        .limit(wanted.take)
        .offset(wanted.skip);
    tx.all(&query).await?.iter().map(found).collect()
}

/// How many rows in sight are looked for, paging left aside.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx, scope: &Scope, wanted: &Wanted) -> Result<i64, StoreError> {
    let mut query = joined();
    query.expr(Expr::cust("COUNT(*)")).cond_where(chosen(scope, wanted));
    tx.number(&query).await
}

/// One row.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
    position: i64,
) -> Result<FoundRow, StoreError> {
    let mut query = joined();
    query
        .columns(COLUMNS.map(|column| ("indicator_rows", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .and_where(Expr::col(("indicator_rows", "statement")).eq(statement))
        .and_where(Expr::col(("indicator_rows", "position")).eq(position))
        .cond_where(scope.of_paths(("organisations", "path")));
    found(&tx.first(&query).await?.ok_or(StoreError::Missing("indicator"))?)
}

fn joined() -> SelectStatement {
    Query::select()
        .from("indicator_rows")
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("indicator_rows", "owner")),
        )
        .to_owned()
}

fn chosen(scope: &Scope, wanted: &Wanted) -> Cond {
    let mut all = Cond::all().add(scope.of_paths(("organisations", "path")));
    let same = |column, value: &str| Expr::col(("indicator_rows", column)).eq(value);
    if !wanted.dimension.is_empty() {
        all = all.add(same("dimension", &wanted.dimension));
    }
    if !wanted.aspect.is_empty() {
        all = all.add(same("aspect", &wanted.aspect));
    }
    if let Some(owner) = &wanted.owner {
        all = all.add(same("owner", owner));
    }
    if let Some(owners) = &wanted.owners {
        let owners = owners.iter().map(String::as_str);
        all = all.add(Expr::col(("indicator_rows", "owner")).is_in(owners));
    }
    if !wanted.project_words.is_empty() {
        let holds = |any: Cond, word: &String| any.add(holds("project", word));
        all = all.add(wanted.project_words.iter().fold(Cond::any(), holds));
    }
    if let Some(year) = wanted.year {
        all = all.add(Expr::col(("indicator_rows", "year")).eq(year));
    }
    if !wanted.names.is_empty() {
        let names = wanted.names.iter().map(String::as_str);
        all = all.add(Expr::col(("indicator_rows", "name")).is_in(names));
    }
    for word in wanted.words.split_whitespace() {
        let any = ["name", "description", "project"]
            .into_iter()
            .fold(Cond::any(), |any, column| any.add(holds(column, word)))
            .add(Expr::col(("organisations", "name")).like(like(word)));
        all = all.add(any);
    }
    all
}

/// Whether a column of the rows holds a word.
fn holds(column: &'static str, word: &str) -> Expr {
    Expr::col(("indicator_rows", column)).like(like(word))
}

fn like(word: &str) -> String {
    format!("%{}%", word.replace(['%', '_'], ""))
}

fn found(row: &Row) -> Result<FoundRow, StoreError> {
    Ok(FoundRow {
        row: IndicatorRow {
            owner: row.text("owner")?,
            statement: row.text("statement")?,
            position: row.number("position")?,
            year: row.number("year")?,
            project: row.text("project")?,
            dimension: row.text("dimension")?,
            aspect: row.text("aspect")?,
            name: row.text("name")?,
            description: row.text("description")?,
            target: row.text("target")?,
            basis: row.text("basis")?,
        },
        owner_name: row.text("owner_name")?,
    })
}
