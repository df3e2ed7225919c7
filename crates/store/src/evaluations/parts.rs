//! What belongs to a self-evaluation: what people say of its rows, its texts, its steps.

use std::collections::BTreeMap;

use sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use super::State;
use crate::ways::Way;
use crate::{Row, Scope, StoreError, Tx};

/// What people say of one indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The indicator.
    pub place: String,
    /// A value typed in place of the computed one, as JSON; empty: none.
    pub value: String,
    /// In words.
    pub words: String,
    /// Why it was typed.
    pub value_reason: String,
    /// Why the target was missed or far exceeded.
    pub deviation: String,
    /// What is done about it.
    pub measure: String,
    /// Who said so last.
    pub by_name: String,
    /// When.
    pub at: String,
    /// What the finance bureau found.
    pub found: Found,
}

/// What the finance bureau found of one indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its own value, as JSON; empty: none.
    pub value: String,
    /// In words.
    pub words: String,
    /// Its own points in hundredths, where it gives them itself.
    pub points: Option<i64>,
    /// What it says.
    pub opinion: String,
    /// Who said so last; empty: nobody has looked.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A text of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The project by its code or name; empty: the department.
    pub project: String,
    /// The part of the report.
    pub part: String,
    /// The text.
    pub body: String,
    /// Who wrote or confirmed it.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// A step on the way.
pub type Step = crate::ways::Step<State>;

const OF: [&str; 2] = ["owner", "statement"];
const LINE: [&str; 14] = [
    "place",
    "value",
    "words",
    "value_reason",
    "deviation",
    "measure",
    "by_name",
    "at",
    "found_value",
    "found_words",
    "found_points",
    "found_opinion",
    "found_by",
    "found_at",
];
const TEXT: [&str; 5] = ["project", "part", "body", "by_name", "at"];
const WAY: Way = Way { table: "evaluation_steps", of: "statement" };

/// Keeps what is said of an indicator, in place of what was said before.
///
/// # Errors
/// If the evaluation was not begun.
pub async fn say_row(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Line,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "statement", "place"]);
    over.update_columns(LINE.into_iter().skip(1));
    let query = Query::insert()
        .into_table("evaluation_rows")
        .columns(OF.into_iter().chain(LINE))
        .values_panic([
            owner.into(),
            statement.into(),
            new.place.as_str().into(),
            new.value.as_str().into(),
            new.words.as_str().into(),
            new.value_reason.as_str().into(),
            new.deviation.as_str().into(),
            new.measure.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
            new.found.value.as_str().into(),
            new.found.words.as_str().into(),
            new.found.points.into(),
            new.found.opinion.as_str().into(),
            new.found.by_name.as_str().into(),
            new.found.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// What is said of the indicators of a statement.
///
/// # Errors
/// If the database says no.
pub async fn rows(tx: &mut Tx, scope: &Scope, statement: &str) -> Result<Vec<Line>, StoreError> {
    let query = Query::select()
        .columns(LINE)
        .from("evaluation_rows")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("evaluation_rows", "owner")))
        .order_by("place", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(line).collect()
}

/// What is said of one of them; nothing where nobody has said anything.
///
/// # Errors
/// If the database says no.
pub async fn find_row(
    tx: &mut Tx,
    scope: &Scope,
    statement: &str,
    place: &str,
) -> Result<Line, StoreError> {
    let all = rows(tx, scope, statement).await?;
    let found = all.into_iter().find(|line| line.place == place);
    Ok(found.unwrap_or_else(|| Line { place: place.to_owned(), ..Line::default() }))
}

/// Keeps a text, in place of the one before.
///
/// # Errors
/// If the evaluation was not begun.
pub async fn say_text(
    tx: &mut Tx,
    owner: &str,
    statement: &str,
    new: &Text,
) -> Result<(), StoreError> {
    let mut over = OnConflict::columns(["owner", "statement", "project", "part"]);
    over.update_columns(TEXT.into_iter().skip(2));
    let query = Query::insert()
        .into_table("evaluation_texts")
        .columns(OF.into_iter().chain(TEXT))
        .values_panic([
            owner.into(),
            statement.into(),
            new.project.as_str().into(),
            new.part.as_str().into(),
            new.body.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
        ])
        .on_conflict(over)
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The texts that were confirmed or written.
///
/// # Errors
/// If the database says no.
pub async fn texts(tx: &mut Tx, scope: &Scope, statement: &str) -> Result<Vec<Text>, StoreError> {
    let query = Query::select()
        .columns(TEXT)
        .from("evaluation_texts")
        .and_where(Expr::col("statement").eq(statement))
        .cond_where(scope.of(("evaluation_texts", "owner")))
        .order_by("project", Order::Asc)
        .order_by("part", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(text).collect()
}

/// Adds a step.
///
/// # Errors
/// If somebody was faster.
pub async fn step(tx: &mut Tx, owner: &str, statement: &str, new: &Step) -> Result<(), StoreError> {
    WAY.add(tx, owner, statement, new).await
}

/// The way an evaluation has gone, the first step first.
///
/// # Errors
/// If the database says no.
pub async fn steps(tx: &mut Tx, scope: &Scope, statement: &str) -> Result<Vec<Step>, StoreError> {
    WAY.steps(tx, scope, statement).await
}

/// The ways of all evaluations of an organisation, each from its first step on, by the statement's id.
///
/// # Errors
/// If the database says no.
pub async fn steps_of_owner(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<BTreeMap<String, Vec<Step>>, StoreError> {
    WAY.steps_of_owner(tx, scope, owner).await
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        place: row.text("place")?,
        value: row.text("value")?,
        words: row.text("words")?,
        value_reason: row.text("value_reason")?,
        deviation: row.text("deviation")?,
        measure: row.text("measure")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
        found: Found {
            value: row.text("found_value")?,
            words: row.text("found_words")?,
            points: row.maybe_number("found_points")?,
            opinion: row.text("found_opinion")?,
            by_name: row.text("found_by")?,
            at: row.text("found_at")?,
        },
    })
}

fn text(row: &Row) -> Result<Text, StoreError> {
    Ok(Text {
        project: row.text("project")?,
        part: row.text("part")?,
        body: row.text("body")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
    })
}
