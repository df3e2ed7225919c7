//! Statements, their versions, the way they have gone.

mod versions;
mod way;

use ground::Money;
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

pub use versions::{Version, freeze, head, insert_version, version, versions, versions_of_owner};
pub use way::{Transition, insert_transition, reached, transitions, ways};

named! {
    /// Where a statement stands.
    State in "statements.state" {
        /// The clerk writes.
        Draft = "draft", "草稿";
        /// The head of the department checks.
        InternalReview = "internal_review", "内部审核";
        /// The standing meeting decides.
        Collective = "collective", "集体研究";
        /// Decided; ready to be sent to the finance bureau.
        Ready = "ready", "待报送";
        /// The finance bureau reviews.
        FinanceReview = "finance_review", "财政审核";
        /// The finance bureau sent it back with opinions.
        Returned = "returned", "退回修改";
        /// The finance bureau approved: the version is frozen.
        Approved = "approved", "已批复";
        /// The approved version is on the public site.
        Published = "published", "已公开";
        /// A change after approval is being drawn up.
        Adjusting = "adjusting", "目标调整";
        /// The year is over.
        Archived = "archived", "已归档";
    }
}

named! {
    /// Why a version was made.
    VersionKind in "versions.kind" {
        /// Read from a file.
        Imported = "imported", "导入";
        /// Saved by a person.
        Saved = "saved", "保存";
        /// Two people's changes put together.
        Merged = "merged", "合并";
        /// A change after approval.
        Adjustment = "adjustment", "目标调整";
    }
}

/// A statement: whose, of which year, and what lists show of its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The department.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Year of the plan.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Its newest version.
    pub version: i64,
    /// The version approved last; 0: none.
    pub approved_version: i64,
    /// The version that the public reads; 0: none.
    pub published_version: i64,
    /// What the newest version says, in figures.
    pub figures: Figures,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// When it was changed last.
    pub changed_at: String,
    /// Since when it stands where it stands.
    pub state_since: String,
}

impl Statement {
    /// The version that counts of its year: the approved one, or the newest where none is.
    pub fn version_in_force(&self) -> i64 {
        match self.approved_version {
            0 => self.version,
            approved => approved,
        }
    }
}

/// What lists and totals show of a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many projects.
    pub projects: i64,
    /// How many rows of indicators.
    pub indicators: i64,
    /// The sum of all projects.
    pub total: Option<Money>,
    /// Its fiscal part.
    pub fiscal: Option<Money>,
    /// Its other part.
    pub other: Option<Money>,
    /// Findings by severity, accepted ones left out.
    pub errors: i64,
    /// 警告
    pub warnings: i64,
    /// 提示
    pub notes: i64,
}

/// Which statements a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this year only.
    pub year: Option<i64>,
    /// In one of these states only; all, if empty.
    pub states: Vec<State>,
    /// Of this organisation only.
    pub owner: Option<String>,
    /// With these words in the title.
    pub words: String,
    /// By what the list is ordered.
    pub order: Ordering,
    /// Whether the order is turned round.
    pub is_reversed: bool,
    /// How many to leave out at the beginning.
    pub skip: u64,
    /// How many to show at most.
    pub take: u64,
}

/// By what a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordering {
    /// The one changed last first.
    #[default]
    Changed,
    /// By department, the newest year first.
    Owner,
    /// The largest budget first.
    Total,
    /// The most errors first.
    Errors,
    /// By title.
    Title,
    /// The newest year first.
    Year,
    /// By state, along the way.
    State,
}

/// A line of a list: the statement and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The statement.
    pub statement: Statement,
    /// The department's name.
    pub owner_name: String,
}

const COLUMNS: [&str; 20] = [
    "owner",
    "id",
    "year",
    "title",
    "state",
    "version",
    "approved_version",
    "published_version",
    "projects",
    "indicators",
    "total_fen",
    "fiscal_fen",
    "other_fen",
    "errors",
    "warnings",
    "notes",
    "created_by",
    "created_at",
    "changed_at",
    "state_since",
];

/// Enters a statement.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Statement) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("statements")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.year.into(),
            new.title.as_str().into(),
            new.state.word().into(),
            new.version.into(),
            new.approved_version.into(),
            new.published_version.into(),
            new.figures.projects.into(),
            new.figures.indicators.into(),
            fen(new.figures.total).into(),
            fen(new.figures.fiscal).into(),
            fen(new.figures.other).into(),
            new.figures.errors.into(),
            new.figures.warnings.into(),
            new.figures.notes.into(),
            new.created_by.as_str().into(),
            new.created_at.as_str().into(),
            new.changed_at.as_str().into(),
            new.state_since.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Writes what may change of a statement, if it still is at `version` and in `state`: whoever was
/// faster wins, and the other is told.
///
/// # Errors
/// [`StoreError::Missing`] if somebody else changed it meanwhile.
pub async fn update(
    tx: &mut Tx,
    changed: &Statement,
    version: i64,
    state: State,
) -> Result<(), StoreError> {
    let query = Query::update()
        .table("statements")
        .values([
            ("year", changed.year.into()),
            ("title", changed.title.as_str().into()),
            ("state", changed.state.word().into()),
            ("version", changed.version.into()),
            ("approved_version", changed.approved_version.into()),
            ("published_version", changed.published_version.into()),
            ("projects", changed.figures.projects.into()),
            ("indicators", changed.figures.indicators.into()),
            ("total_fen", fen(changed.figures.total).into()),
            ("fiscal_fen", fen(changed.figures.fiscal).into()),
            ("other_fen", fen(changed.figures.other).into()),
            ("errors", changed.figures.errors.into()),
            ("warnings", changed.figures.warnings.into()),
            ("notes", changed.figures.notes.into()),
            ("changed_at", changed.changed_at.as_str().into()),
            ("state_since", changed.state_since.as_str().into()),
        ])
        .and_where(Expr::col("owner").eq(changed.owner.as_str()))
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .and_where(Expr::col("version").eq(version))
        .and_where(Expr::col("state").eq(state.word()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("statement")),
        _ => Ok(()),
    }
}

/// The statement with this id, and whose it is.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Listed, StoreError> {
    let query = listed().and_where(Expr::col(("statements", "id")).eq(id)).to_owned();
    let query = { query }.cond_where(scope.of_paths(("organisations", "path"))).to_owned();
    listing(&tx.first(&query).await?.ok_or(StoreError::Missing("statement"))?)
}

/// The statements in sight that pass the filter.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let mut query = listed();
    query.cond_where(chosen(scope, filter)).limit(filter.take).offset(filter.skip);
    let (up, down) = match filter.is_reversed {
        false => (Order::Asc, Order::Desc),
        true => (Order::Desc, Order::Asc),
    };
    match filter.order {
        Ordering::Changed => query.order_by(("statements", "changed_at"), down),
        Ordering::Owner => query
            .order_by(("organisations", "code"), up)
            .order_by(("statements", "year"), Order::Desc),
        Ordering::Total => {
            let total = Expr::cust("COALESCE(\"statements\".\"total_fen\", -1)");
            query.order_by_expr(total, down)
        }
        Ordering::Errors => query
            .order_by(("statements", "errors"), down.clone())
            .order_by(("statements", "warnings"), down),
        Ordering::Title => query.order_by(("statements", "title"), up),
        Ordering::Year => query.order_by(("statements", "year"), down),
        Ordering::State => {
            let words = State::ALL.iter().enumerate();
            let cases = words.map(|(at, state)| format!("WHEN '{}' THEN {at}", state.word()));
            let cases = cases.collect::<Vec<_>>().join(" ");
            let place = format!("CASE \"statements\".\"state\" {cases} END");
            query.order_by_expr(Expr::cust(place), up)
        }
    };
    query.order_by(("statements", "id"), Order::Asc);
    tx.all(&query).await?.iter().map(listing).collect()
}

/// How many statements in sight pass the filter, paging left aside.
///
/// # Errors
/// If the database says no.
pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    let query = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("statements")
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("statements", "owner")),
        )
        .cond_where(chosen(scope, filter))
        .to_owned();
    tx.number(&query).await
}

fn listed() -> SelectStatement {
    Query::select()
        .columns(COLUMNS.map(|column| ("statements", column)))
        .expr_as(Expr::col(("organisations", "name")), "owner_name")
        .from("statements")
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("statements", "owner")),
        )
        .to_owned()
}

fn chosen(scope: &Scope, filter: &Filter) -> Cond {
    let mut all = Cond::all().add(scope.of_paths(("organisations", "path")));
    if let Some(year) = filter.year {
        all = all.add(Expr::col(("statements", "year")).eq(year));
    }
    if !filter.states.is_empty() {
        let words = filter.states.iter().map(|state| state.word());
        all = all.add(Expr::col(("statements", "state")).is_in(words));
    }
    if let Some(owner) = &filter.owner {
        all = all.add(Expr::col(("statements", "owner")).eq(owner.as_str()));
    }
    for word in filter.words.split_whitespace() {
        let like = format!("%{}%", word.replace(['%', '_'], ""));
        let title = Expr::col(("statements", "title")).like(like.as_str());
        all = all.add(title.or(Expr::col(("organisations", "name")).like(like.as_str())));
    }
    all
}

fn fen(money: Option<Money>) -> Option<i64> {
    money.map(Money::fen)
}

fn money(row: &Row, column: &'static str) -> Result<Option<Money>, StoreError> {
    Ok(row.maybe_number(column)?.map(Money::from_fen))
}

fn listing(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed { statement: statement(row)?, owner_name: row.text("owner_name")? })
}

fn statement(row: &Row) -> Result<Statement, StoreError> {
    Ok(Statement {
        owner: row.text("owner")?,
        id: row.text("id")?,
        year: row.number("year")?,
        title: row.text("title")?,
        state: State::from_word(&row.text("state")?)?,
        version: row.number("version")?,
        approved_version: row.number("approved_version")?,
        published_version: row.number("published_version")?,
        figures: Figures {
            projects: row.number("projects")?,
            indicators: row.number("indicators")?,
            total: money(row, "total_fen")?,
            fiscal: money(row, "fiscal_fen")?,
            other: money(row, "other_fen")?,
            errors: row.number("errors")?,
            warnings: row.number("warnings")?,
            notes: row.number("notes")?,
        },
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        changed_at: row.text("changed_at")?,
        state_since: row.text("state_since")?,
    })
}
