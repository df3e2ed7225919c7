//! What the public reads: published versions, each with what the list shows of it.

use ground::Money;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::statements::Figures;
use crate::{Row, StoreError, Tx};

/// A publication of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The department.
    pub owner: String,
    /// The statement.
    pub statement: String,
    /// Which publication of it, from 1.
    pub number: i64,
    /// The version.
    pub version: i64,
    /// Year of the plan.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// What the version says, in figures; findings are not counted here.
    pub figures: Figures,
    /// SM3 of the version.
    pub digest: String,
    /// Who published it.
    pub by_user: String,
    /// When.
    pub at: String,
    /// The department's name.
    pub owner_name: String,
}

/// Which publications a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this year only.
    pub year: Option<i64>,
    /// Of this department only.
    pub owner: Option<String>,
    /// Only of these statements.
    pub among: Option<Vec<String>>,
    /// How many to leave out at the beginning.
    pub skip: u64,
    /// How many to show at most.
    pub take: u64,
}

const COLUMNS: [&str; 14] = [
    "owner",
    "statement",
    "number",
    "version",
    "year",
    "title",
    "projects",
    "indicators",
    "total_fen",
    "fiscal_fen",
    "other_fen",
    "digest",
    "by_user",
    "at",
];

/// Publishes a version.
///
/// # Errors
/// If there is a publication of this number already.
pub async fn insert(tx: &mut Tx, new: &Publication) -> Result<(), StoreError> {
    let figures = &new.figures;
    let query = Query::insert()
        .into_table("publications")
        .columns(COLUMNS.into_iter().chain(["withdrawn_reason"]))
        .values_panic([
            new.owner.as_str().into(),
            new.statement.as_str().into(),
            new.number.into(),
            new.version.into(),
            new.year.into(),
            new.title.as_str().into(),
            figures.projects.into(),
            figures.indicators.into(),
            figures.total.map(Money::fen).into(),
            figures.fiscal.map(Money::fen).into(),
            figures.other.map(Money::fen).into(),
            new.digest.as_str().into(),
            new.by_user.as_str().into(),
            new.at.as_str().into(),
            "".into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Ends what is published of a statement; says how many publications that ended.
///
/// # Errors
/// If the database says no.
pub async fn withdraw(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    at: &str,
    reason: &str,
) -> Result<u64, StoreError> {
    let query = Query::update()
        .table("publications")
        .values([("withdrawn_at", at.into()), ("withdrawn_reason", reason.into())])
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .and_where(Expr::col("withdrawn_at").is_null())
        .to_owned();
    tx.run(&query).await
}

/// How often a statement has been published.
///
/// # Errors
/// If the database says no.
pub async fn times(tx: &mut Tx, owner: &str, statement: &str) -> Result<i64, StoreError> {
    let query = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("publications")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("statement").eq(statement))
        .to_owned();
    tx.number(&query).await
}

/// What is published now and passes the filter, the newest year first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Publication>, StoreError> {
    let mut query = current(filter);
    query
        .columns(COLUMNS.map(|column| ("publications", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .order_by(("publications", "year"), Order::Desc)
        .order_by(("organisations", "code"), Order::Asc)
        .order_by(("publications", "statement"), Order::Asc)
        .limit(filter.take)
        .offset(filter.skip);
    tx.all(&query).await?.iter().map(publication).collect()
}

/// How many are published now and pass the filter, paging left aside.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx, filter: &Filter) -> Result<i64, StoreError> {
    let query = current(filter).expr(Expr::cust("COUNT(*)")).to_owned();
    tx.number(&query).await
}

fn current(filter: &Filter) -> SelectStatement {
    let mut query = Query::select()
        .from("publications")
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("publications", "owner")),
        )
        .and_where(Expr::col(("publications", "withdrawn_at")).is_null())
        .to_owned();
    if let Some(year) = filter.year {
        query.and_where(Expr::col(("publications", "year")).eq(year));
    }
    if let Some(owner) = &filter.owner {
        query.and_where(Expr::col(("publications", "owner")).eq(owner.as_str()));
    }
    if let Some(among) = &filter.among {
        let ids = among.iter().map(String::as_str);
        query.and_where(Expr::col(("publications", "statement")).is_in(ids));
    }
    query
}

fn publication(row: &Row) -> Result<Publication, StoreError> {
    let money = |column| Ok::<_, StoreError>(row.maybe_number(column)?.map(Money::from_fen));
    Ok(Publication {
        owner: row.text("owner")?,
        statement: row.text("statement")?,
        number: row.number("number")?,
        version: row.number("version")?,
        year: row.number("year")?,
        title: row.text("title")?,
        figures: Figures {
            projects: row.number("projects")?,
            indicators: row.number("indicators")?,
            total: money("total_fen")?,
            fiscal: money("fiscal_fen")?,
            other: money("other_fen")?,
            ..Figures::default()
        },
        digest: row.text("digest")?,
        by_user: row.text("by_user")?,
        at: row.text("at")?,
        owner_name: row.text("owner_name")?,
    })
}
