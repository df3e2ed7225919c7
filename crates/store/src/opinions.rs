//! Opinions of the finance bureau, what is answered to them point by point, and the marks it gives.

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

named! {
    /// How far an opinion is.
    OpinionState in "opinions.state" {
        /// The department is to answer.
        Open = "open", "待答复";
        /// The reviewer is to say whether that settles it.
        Answered = "answered", "已答复";
        /// Settled.
        Closed = "closed", "已了结";
        /// Taken back by the reviewer after it was sent.
        Withdrawn = "withdrawn", "已撤回";
    }
}

impl OpinionState {
    /// Whether nobody has to do anything about it any more.
    pub fn is_settled(self) -> bool {
        matches!(self, OpinionState::Closed | OpinionState::Withdrawn)
    }
}

named! {
    /// What is said to an opinion.
    AnswerKind in "answers.kind" {
        /// The department changed the text.
        Accepted = "accepted", "采纳，已修改";
        /// The department did not, for the reason given.
        Declined = "declined", "不采纳，说明理由";
        /// The reviewer is content.
        Closed = "closed", "了结";
        /// The reviewer is not.
        Kept = "kept", "仍需修改";
        /// The reviewer takes the opinion back.
        Withdrawn = "withdrawn", "撤回意见";
    }
}

/// An opinion on a place of the text, or on the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// The department.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// The statement.
    pub statement: String,
    /// The version it speaks of.
    pub version: i64,
    /// The path of the field; empty for the whole.
    pub place: String,
    /// The words that stood there.
    pub quoted: String,
    /// Which of the four aspects: completeness, relevance, appropriateness, feasibility.
    pub facet: String,
    /// The rule that speaks for it; may be empty.
    pub code: String,
    /// What it says.
    pub body: String,
    /// How far it is.
    pub state: OpinionState,
    /// Who gave it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// Something said to an opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The opinion.
    pub opinion: String,
    /// Which one, from 1.
    pub number: i64,
    /// The newest version at that time.
    pub version: i64,
    /// What kind.
    pub kind: AnswerKind,
    /// What is said.
    pub body: String,
    /// Who.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// The marks that the finance bureau gave a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grading {
    /// Which one, from 1; the newest counts.
    pub number: i64,
    /// The version.
    pub version: i64,
    /// Marks by item, as JSON.
    pub marks: String,
    /// Their sum in tenths of a mark.
    pub total_tenths: i64,
    /// 优, 良, 中, 差
    pub grade: String,
    /// The opinion as a whole.
    pub summary: String,
    /// Who.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
}

const COLUMNS: [&str; 13] = [
    "owner",
    "id",
    "statement",
    "version",
    "place",
    "quoted",
    "facet",
    "code",
    "body",
    "state",
    "by_user",
    "by_name",
    "at",
];
const ANSWER_COLUMNS: [&str; 8] =
    ["opinion", "number", "version", "kind", "body", "by_user", "by_name", "at"];
const GRADING_COLUMNS: [&str; 9] =
    ["number", "version", "marks", "total_tenths", "grade", "summary", "by_user", "by_name", "at"];

/// Enters an opinion.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Opinion) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("opinions")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.statement.as_str().into(),
            new.version.into(),
            new.place.as_str().into(),
            new.quoted.as_str().into(),
            new.facet.as_str().into(),
            new.code.as_str().into(),
            new.body.as_str().into(),
            new.state.word().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The opinions on a statement, the oldest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, scope: &Scope, statement: &str) -> Result<Vec<Opinion>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("opinions")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("opinions", "owner")))
        .order_by("at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(opinion).collect()
}

/// Moves an opinion on, if it still is where it was.
///
/// # Errors
/// [`StoreError::Missing`] if somebody else moved it meanwhile.
pub async fn move_on(tx: &mut Tx, opinion: &Opinion, to: OpinionState) -> Result<(), StoreError> {
    let query = Query::update()
        .table("opinions")
        .value("state", to.word())
        .and_where(Expr::col("owner").eq(opinion.owner.as_str()))
        .and_where(Expr::col("id").eq(opinion.id.as_str()))
        .and_where(Expr::col("state").eq(opinion.state.word()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("opinion")),
        _ => Ok(()),
    }
}

/// Changes place, words, aspect and text of an opinion that nobody has answered yet.
///
/// # Errors
/// [`StoreError::Missing`] if somebody moved it on meanwhile.
pub async fn change(tx: &mut Tx, opinion: &Opinion) -> Result<(), StoreError> {
    let query = Query::update()
        .table("opinions")
        .value("place", opinion.place.as_str())
        .value("quoted", opinion.quoted.as_str())
        .value("facet", opinion.facet.as_str())
        .value("body", opinion.body.as_str())
        .and_where(Expr::col("owner").eq(opinion.owner.as_str()))
        .and_where(Expr::col("id").eq(opinion.id.as_str()))
        .and_where(Expr::col("state").eq(OpinionState::Open.word()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("opinion")),
        _ => Ok(()),
    }
}

/// Removes an opinion to which nothing was said.
///
/// # Errors
/// [`StoreError::Missing`] if it is not there; if something was said to it.
pub async fn remove(tx: &mut Tx, opinion: &Opinion) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("opinions")
        .and_where(Expr::col("owner").eq(opinion.owner.as_str()))
        .and_where(Expr::col("id").eq(opinion.id.as_str()))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("opinion")),
        _ => Ok(()),
    }
}

/// Enters an answer.
///
/// # Errors
/// If there is one of this number already.
pub async fn insert_answer(tx: &mut Tx, owner: &str, new: &Answer) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("answers")
        .columns(std::iter::once("owner").chain(ANSWER_COLUMNS))
        .values_panic([
            owner.into(),
            new.opinion.as_str().into(),
            new.number.into(),
            new.version.into(),
            new.kind.word().into(),
            new.body.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// What was said to the opinions on a statement, in the order in which it was said.
///
/// # Errors
/// If the database says no.
pub async fn answers(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Answer>, StoreError> {
    let inside = Query::select()
        .column("id")
        .from("opinions")
        .and_where(Expr::col("statement").eq(statement))
        .to_owned();
    let query = Query::select()
        .columns(ANSWER_COLUMNS)
        .from("answers")
        .and_where(Expr::col("opinion").in_subquery(inside))
        .cond_where(scope.of(("answers", "owner")))
        .order_by("opinion", Order::Asc)
        .order_by("number", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(answer).collect()
}

/// Enters marks.
///
/// # Errors
/// If there are some of this number already.
pub async fn insert_grading(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Grading,
) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("gradings")
        .columns(["owner", "statement"].into_iter().chain(GRADING_COLUMNS))
        .values_panic([
            owner.into(),
            statement.into(),
            new.number.into(),
            new.version.into(),
            new.marks.as_str().into(),
            new.total_tenths.into(),
            new.grade.as_str().into(),
            new.summary.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The marks given to a statement, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn gradings(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
) -> Result<Vec<Grading>, StoreError> {
    let query = Query::select()
        .columns(GRADING_COLUMNS)
        .from("gradings")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("gradings", "owner")))
        .order_by("number", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(grading).collect()
}

fn opinion(row: &Row) -> Result<Opinion, StoreError> {
    Ok(Opinion {
        owner: row.text("owner")?,
        id: row.text("id")?,
        statement: row.text("statement")?,
        version: row.number("version")?,
        place: row.text("place")?,
        quoted: row.text("quoted")?,
        facet: row.text("facet")?,
        code: row.text("code")?,
        body: row.text("body")?,
        state: OpinionState::from_word(&row.text("state")?)?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn answer(row: &Row) -> Result<Answer, StoreError> {
    Ok(Answer {
        opinion: row.text("opinion")?,
        number: row.number("number")?,
        version: row.number("version")?,
        kind: AnswerKind::from_word(&row.text("kind")?)?,
        body: row.text("body")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}

fn grading(row: &Row) -> Result<Grading, StoreError> {
    Ok(Grading {
        number: row.number("number")?,
        version: row.number("version")?,
        marks: row.text("marks")?,
        total_tenths: row.number("total_tenths")?,
        grade: row.text("grade")?,
        summary: row.text("summary")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
