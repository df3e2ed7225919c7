//! Appraisals (重点评价, 部门评价): each with its experts, their marks, what is asked of the department, texts, problems.
//!
//! Suggested reading order: this file (the appraisals), `experts` (experts and marks), `requests` (what is asked for, files),
//! `report` (texts, problems, steps), `listing` (lists and what waits).

mod experts;
mod listing;
mod report;
mod requests;

use sea_query::{Expr, ExprTrait, Query};

use crate::named::named;
use crate::people::Role;
use crate::{Row, Scope, StoreError, Tx};

pub use experts::{Expert, ExpertState, Mark, experts, marks, named_for, say_mark, write_expert};
pub use listing::{Filter, Listed, list, of_expert, waiting};
pub use report::{
    Problem, Step, Text, problems, remove_problem, say_problem, say_text, step, steps, texts,
};
pub use requests::{
    Attached, Request, RequestState, attach, attached, detach, requests, write_request,
};

named! {
    /// Who appraises.
    Kind in "appraisals.kind" {
        /// The finance bureau.
        Key = "key", "重点评价";
        /// The department itself.
        Department = "department", "部门评价";
    }
}

named! {
    /// What is appraised.
    SubjectKind in "appraisals.subject_kind" {
        /// A project of a statement.
        Project = "project", "项目";
        /// A department as a whole.
        Department = "department", "部门整体";
        /// A policy.
        Policy = "policy", "政策";
    }
}

named! {
    /// Where an appraisal stands.
    State in "appraisals.state" {
        /// Experts are named, the department is asked for evidence.
        Preparing = "preparing", "准备";
        /// Experts mark.
        Marking = "marking", "专家评分";
        /// The marks are drawn together; the report is written.
        Drawn = "drawn", "汇总拟定";
        /// The department is asked what it thinks of the result.
        Consulting = "consulting", "征求意见";
        /// It has said so.
        Answered = "answered", "已反馈意见";
        /// Settled: nothing changes any more.
        Settled = "settled", "已审定";
        /// Given up.
        Withdrawn = "withdrawn", "已撤销";
    }
}

impl State {
    /// Whether nothing changes any more.
    pub fn is_over(self) -> bool {
        matches!(self, State::Settled | State::Withdrawn)
    }

    /// Whether the department may see the result.
    pub fn is_told(self) -> bool {
        matches!(self, State::Consulting | State::Answered | State::Settled)
    }
}

/// An appraisal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appraisal {
    /// The department whose work is appraised.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub version: i64,
    /// The year whose work is appraised.
    pub year: i64,
    /// Who appraises.
    pub kind: Kind,
    /// What is appraised.
    pub subject_kind: SubjectKind,
    /// That in words.
    pub subject: String,
    /// The statement of the year, where there is one.
    pub statement: Option<String>,
    /// Of a project: its code or name in the statement.
    pub project: String,
    /// The indicator system.
    pub scheme: String,
    /// Why it is appraised.
    pub purpose: String,
    /// Until the end of this day experts report.
    pub marks_due: String,
    /// Where it stands.
    pub state: State,
    /// What the department says to the result.
    pub opinion: String,
    /// What is said to that.
    pub reply: String,
    /// The result as it was settled, as JSON; empty until then.
    pub settled: String,
    /// Its SM3.
    pub settled_digest: String,
    /// The settled total in hundredths of a point.
    pub total: Option<i64>,
    /// Its grade.
    pub grade: String,
    /// The role in which it was opened.
    pub from_role: Role,
    /// The organisation at which that role is held.
    pub from_organisation: String,
    /// Who opened it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
    /// When it was last changed.
    pub changed_at: String,
}

const COLUMNS: [&str; 25] = [
    "owner",
    "id",
    "version",
    "year",
    "kind",
    "subject_kind",
    "subject",
    "statement",
    "project",
    "scheme",
    "purpose",
    "marks_due",
    "state",
    "opinion",
    "reply",
    "settled",
    "settled_digest",
    "total",
    "grade",
    "from_role",
    "from_organisation",
    "by_user",
    "by_name",
    "at",
    "changed_at",
];

/// Opens one.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Appraisal) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("appraisals")
        .columns(COLUMNS)
        .values_panic(values(new))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Writes one in place of the version before.
///
/// # Errors
/// If that is no longer the newest.
pub async fn update(tx: &mut Tx, changed: &Appraisal) -> Result<(), StoreError> {
    let query = Query::update()
        .table("appraisals")
        .values(COLUMNS.into_iter().zip(values(changed)))
        .and_where(Expr::col("owner").eq(changed.owner.as_str()))
        .and_where(Expr::col("id").eq(changed.id.as_str()))
        .and_where(Expr::col("version").eq(changed.version - 1))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("appraisal")),
        _ => Ok(()),
    }
}

/// An appraisal in sight.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Appraisal, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("appraisals")
        .and_where(Expr::col("id").eq(id))
        .cond_where(scope.of(("appraisals", "owner")))
        .to_owned();
    let row = tx.first(&query).await?.ok_or(StoreError::Missing("appraisal"))?;
    appraisal(&row)
}

fn values(it: &Appraisal) -> [Expr; 25] {
    let text = |text: &String| Expr::val(text.as_str());
    [
        text(&it.owner),
        text(&it.id),
        Expr::val(it.version),
        Expr::val(it.year),
        Expr::val(it.kind.word()),
        Expr::val(it.subject_kind.word()),
        text(&it.subject),
        Expr::val(it.statement.clone()),
        text(&it.project),
        text(&it.scheme),
        text(&it.purpose),
        text(&it.marks_due),
        Expr::val(it.state.word()),
        text(&it.opinion),
        text(&it.reply),
        text(&it.settled),
        text(&it.settled_digest),
        Expr::val(it.total),
        text(&it.grade),
        Expr::val(it.from_role.word()),
        text(&it.from_organisation),
        text(&it.by_user),
        text(&it.by_name),
        text(&it.at),
        text(&it.changed_at),
    ]
}

fn appraisal(row: &Row) -> Result<Appraisal, StoreError> {
    Ok(Appraisal {
        owner: row.text("owner")?,
        id: row.text("id")?,
        version: row.number("version")?,
        year: row.number("year")?,
        kind: Kind::from_word(&row.text("kind")?)?,
        subject_kind: SubjectKind::from_word(&row.text("subject_kind")?)?,
        subject: row.text("subject")?,
        statement: row.maybe_text("statement")?,
        project: row.text("project")?,
        scheme: row.text("scheme")?,
        purpose: row.text("purpose")?,
        marks_due: row.text("marks_due")?,
        state: State::from_word(&row.text("state")?)?,
        opinion: row.text("opinion")?,
        reply: row.text("reply")?,
        settled: row.text("settled")?,
        settled_digest: row.text("settled_digest")?,
        total: row.maybe_number("total")?,
        grade: row.text("grade")?,
        from_role: Role::from_word(&row.text("from_role")?)?,
        from_organisation: row.text("from_organisation")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
        changed_at: row.text("changed_at")?,
    })
}
