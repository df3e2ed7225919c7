//! Self-evaluations: where each stands, what people add to what is computed, the way it has gone.

mod parts;

use sea_query::{Expr, ExprTrait, Order, Query};

pub use parts::{
    Found, Line, Step, Text, find_row, rows, say_row, say_text, step, steps, steps_of_owner, texts,
};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// Where a self-evaluation stands.
    State in "evaluations.state" {
        /// The department's clerk completes it.
        Draft = "draft", "起草";
        /// The department's head checks it.
        Inside = "inside", "部门审核";
        /// The head has passed it; it is to be reported.
        Ready = "ready", "待报财政";
        /// The finance bureau has it.
        Reported = "reported", "已报财政";
        /// The finance bureau checks it again.
        Recheck = "recheck", "抽查复核";
        /// The finance bureau has settled it: nothing changes any more.
        Settled = "settled", "已审定";
    }
}

/// A self-evaluation as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The department.
    pub owner: String,
    /// The statement.
    pub statement: String,
    /// Where it stands.
    pub state: State,
    /// Counts up with every change.
    pub revision: i64,
    /// The scoring scheme; empty: that of year and region.
    pub scheme: String,
    /// Why another one was chosen.
    pub scheme_reason: String,
    /// The form as it was reported, as JSON; empty until then.
    pub reported: String,
    /// Its SM3.
    pub reported_digest: String,
    /// The form as it was settled, as JSON; empty until then.
    pub settled: String,
    /// Its SM3.
    pub settled_digest: String,
    /// The mean of the projects of a form that is kept, in hundredths of a point.
    pub total: Option<i64>,
    /// Its grade.
    pub grade: String,
    /// How many rows the finance bureau marks otherwise.
    pub differences: i64,
    /// When it was chosen for a re-check; empty: it was not.
    pub sampled_at: String,
    /// By whom.
    pub sampled_by: String,
    /// How: by hand, or by lot with the seed.
    pub sampled_how: String,
    /// What the finance bureau says of the whole.
    pub opinion: String,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// When it was last changed.
    pub changed_at: String,
}

const COLUMNS: [&str; 20] = [
    "owner",
    "statement",
    "state",
    "revision",
    "scheme",
    "scheme_reason",
    "reported",
    "reported_digest",
    "settled",
    "settled_digest",
    "total",
    "grade",
    "differences",
    "sampled_at",
    "sampled_by",
    "sampled_how",
    "opinion",
    "created_by",
    "created_at",
    "changed_at",
];

/// Begins one.
///
/// # Errors
/// If there is one of this statement already.
pub async fn insert(tx: &mut Tx, new: &Evaluation) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("evaluations")
        .columns(COLUMNS)
        .values_panic(values(new))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Writes one in place of the revision `seen`.
///
/// # Errors
/// If that is no longer the newest.
pub async fn update(tx: &mut Tx, changed: &Evaluation, seen: i64) -> Result<(), StoreError> {
    let query = Query::update()
        .table("evaluations")
        .values(COLUMNS.into_iter().zip(values(changed)))
        .and_where(Expr::col("owner").eq(changed.owner.as_str()))
        .and_where(Expr::col("statement").eq(changed.statement.as_str()))
        .and_where(Expr::col("revision").eq(seen))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("evaluation")),
        _ => Ok(()),
    }
}

/// The evaluation of a statement, if it was begun.
///
/// # Errors
/// If the database says no.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Option<Evaluation>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("evaluations")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("evaluations", "owner")))
        .to_owned();
    tx.all(&query).await?.first().map(evaluation).transpose()
}

/// The evaluations of the statements of a year, by department.
///
/// # Errors
/// If the database says no.
pub async fn of_year(tx: &mut Tx, scope: &Scope, year: i64) -> Result<Vec<Evaluation>, StoreError> {
    let of_year = Query::select()
        .column("id")
        .from("statements")
        .and_where(Expr::col("year").eq(year))
        .to_owned();
    let query = Query::select()
        .columns(COLUMNS)
        .from("evaluations")
        .and_where(Expr::col("statement").in_subquery(of_year))
        .cond_where(scope.of(("evaluations", "owner")))
        .order_by("owner", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(evaluation).collect()
}

/// The evaluations of all statements of an organisation.
///
/// # Errors
/// If the database says no.
pub async fn of_owner(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<Vec<Evaluation>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("evaluations")
        .and_where(Expr::col("owner").eq(owner))
        .cond_where(scope.of(("evaluations", "owner")))
        .order_by("statement", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(evaluation).collect()
}

fn values(it: &Evaluation) -> [Expr; 20] {
    let text = |text: &String| Expr::val(text.as_str());
    [
        text(&it.owner),
        text(&it.statement),
        Expr::val(it.state.word()),
        Expr::val(it.revision),
        text(&it.scheme),
        text(&it.scheme_reason),
        text(&it.reported),
        text(&it.reported_digest),
        text(&it.settled),
        text(&it.settled_digest),
        Expr::val(it.total),
        text(&it.grade),
        Expr::val(it.differences),
        text(&it.sampled_at),
        text(&it.sampled_by),
        text(&it.sampled_how),
        text(&it.opinion),
        text(&it.created_by),
        text(&it.created_at),
        text(&it.changed_at),
    ]
}

fn evaluation(row: &Row) -> Result<Evaluation, StoreError> {
    Ok(Evaluation {
        owner: row.text("owner")?,
        statement: row.text("statement")?,
        state: State::from_word(&row.text("state")?)?,
        revision: row.number("revision")?,
        scheme: row.text("scheme")?,
        scheme_reason: row.text("scheme_reason")?,
        reported: row.text("reported")?,
        reported_digest: row.text("reported_digest")?,
        settled: row.text("settled")?,
        settled_digest: row.text("settled_digest")?,
        total: row.maybe_number("total")?,
        grade: row.text("grade")?,
        differences: row.number("differences")?,
        sampled_at: row.text("sampled_at")?,
        sampled_by: row.text("sampled_by")?,
        sampled_how: row.text("sampled_how")?,
        opinion: row.text("opinion")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        changed_at: row.text("changed_at")?,
    })
}
