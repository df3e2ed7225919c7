//! Satisfaction questionnaires: the questionnaires, what lets somebody answer once, and the answers.
//!
//! Who answered what stands nowhere: a token is kept as a keyed hash and never beside an answer, an answer bears a
//! number drawn by lot and the day alone, and [`settle`] puts the rows into another order once all have answered.

mod answers;

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

pub use answers::{
    answers, insert_answer, insert_tokens, remove_unused, returned, settle, token, use_token,
};

named! {
    /// How far a questionnaire is.
    SurveyState in "surveys.state" {
        /// Questions are being written.
        Draft = "draft", "起草";
        /// It is being answered.
        Open = "open", "回收中";
        /// No more answers are taken; results are shown.
        Closed = "closed", "已结束";
    }
}

named! {
    /// How an answer came.
    Source in "survey_answers.source" {
        /// By a link.
        Web = "web", "网上";
        /// On paper, entered by a clerk.
        Paper = "paper", "纸质";
    }
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub version: i64,
    /// The year whose work it measures.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// What stands above the questions.
    pub intro: String,
    /// The project or the indicator that it measures, in words.
    pub measures: String,
    /// The register whose people are asked; empty if none.
    pub register: String,
    /// How far it is.
    pub state: SurveyState,
    /// The questions, as JSON.
    pub questions: String,
    /// The first day on which it may be answered.
    pub opens: String,
    /// The last day.
    pub closes: String,
    /// How the number of people asked came about, in words.
    pub basis: String,
    /// How many tokens were handed out.
    pub tokens: i64,
    /// How many sheets of paper were handed out.
    pub papers: i64,
    /// How often tokens were printed.
    pub issue: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: String,
    /// When it was changed last.
    pub changed_at: String,
}

/// What somebody answered. It does not say who, and not when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The day.
    pub day: String,
    /// How it came.
    pub source: Source,
    /// What was answered, as JSON.
    pub body: String,
}

/// How many answers there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// By links.
    pub web: i64,
    /// On paper.
    pub paper: i64,
}

/// A token: whose questionnaire it opens, and whether it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The owner of the questionnaire.
    pub owner: String,
    /// The questionnaire.
    pub survey: String,
    /// Whether it was used.
    pub is_used: bool,
}

impl Returned {
    /// All of them.
    pub fn all(self) -> i64 {
        self.web + self.paper
    }
}

const COLUMNS: [&str; 19] = [
    "owner",
    "id",
    "version",
    "year",
    "title",
    "intro",
    "measures",
    "register",
    "state",
    "questions",
    "opens",
    "closes",
    "basis",
    "tokens",
    "papers",
    "issue",
    "created_by",
    "created_at",
    "changed_at",
];

/// Enters a questionnaire.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Survey) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("surveys")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.version.into(),
            new.year.into(),
            new.title.as_str().into(),
            new.intro.as_str().into(),
            new.measures.as_str().into(),
            new.register.as_str().into(),
            new.state.word().into(),
            new.questions.as_str().into(),
            new.opens.as_str().into(),
            new.closes.as_str().into(),
            new.basis.as_str().into(),
            new.tokens.into(),
            new.papers.into(),
            new.issue.into(),
            new.created_by.as_str().into(),
            new.created_at.as_str().into(),
            new.changed_at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Writes a questionnaire whose version is one more than that which was seen.
///
/// # Errors
/// If it is not in sight, or somebody else has changed it.
pub async fn update(tx: &mut Tx, scope: &Scope, survey: &Survey) -> Result<(), StoreError> {
    let query = Query::update()
        .table("surveys")
        .values([
            ("version", survey.version.into()),
            ("year", survey.year.into()),
            ("title", survey.title.as_str().into()),
            ("intro", survey.intro.as_str().into()),
            ("measures", survey.measures.as_str().into()),
            ("register", survey.register.as_str().into()),
            ("state", survey.state.word().into()),
            ("questions", survey.questions.as_str().into()),
            ("opens", survey.opens.as_str().into()),
            ("closes", survey.closes.as_str().into()),
            ("basis", survey.basis.as_str().into()),
            ("tokens", survey.tokens.into()),
            ("papers", survey.papers.into()),
            ("issue", survey.issue.into()),
            ("changed_at", survey.changed_at.as_str().into()),
        ])
        .and_where(Expr::col("owner").eq(survey.owner.as_str()))
        .and_where(Expr::col("id").eq(survey.id.as_str()))
        .and_where(Expr::col("version").eq(survey.version - 1))
        .cond_where(scope.of(("surveys", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("survey")),
        _ => Ok(()),
    }
}

/// Takes away a questionnaire that nobody could answer yet.
///
/// # Errors
/// If it is not in sight, or was handed out.
pub async fn remove(tx: &mut Tx, scope: &Scope, id: &str) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("surveys")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("state").eq(SurveyState::Draft.word()))
        .cond_where(scope.of(("surveys", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("survey")),
        _ => Ok(()),
    }
}

/// A questionnaire.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Survey, StoreError> {
    let query = seen(scope).and_where(Expr::col("id").eq(id)).to_owned();
    survey(&tx.first(&query).await?.ok_or(StoreError::Missing("survey"))?)
}

/// The newest questionnaires in sight with how many answers each has.
///
/// # Errors
/// If the database says no.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    year: Option<i64>,
    take: u64,
) -> Result<Vec<(Survey, Returned)>, StoreError> {
    let mut query = seen(scope);
    if let Some(year) = year {
        query.and_where(Expr::col("year").eq(year));
    }
    query.order_by("year", Order::Desc).order_by("id", Order::Desc).limit(take);
    let mut listed = Vec::new();
    for row in tx.all(&query).await? {
        let survey = survey(&row)?;
        let returned = returned(tx, scope, &survey.id).await?;
        listed.push((survey, returned));
    }
    Ok(listed)
}

/// Adds what is wrong: as many tokens must be used as answers came by links.
///
/// # Errors
/// If the database says no.
pub(crate) async fn check(tx: &mut Tx, faults: &mut Vec<String>) -> Result<(), StoreError> {
    let everything = Scope::everything();
    for row in tx.all(&seen(&everything)).await? {
        let survey = survey(&row)?;
        let used = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from("survey_tokens")
            .and_where(Expr::col("owner").eq(survey.owner.as_str()))
            .and_where(Expr::col("survey").eq(survey.id.as_str()))
            .and_where(Expr::col("used").eq(1))
            .to_owned();
        let used = tx.number(&used).await?;
        let web = returned(tx, &everything, &survey.id).await?.web;
        if used != web {
            let id = &survey.id;
            faults.push(format!("问卷{id}：已用的链接{used}个，由链接收到的答卷{web}份"));
        }
    }
    Ok(())
}

fn seen(scope: &Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("surveys")
        .cond_where(scope.of(("surveys", "owner")))
        .to_owned()
}

fn survey(row: &Row) -> Result<Survey, StoreError> {
    Ok(Survey {
        owner: row.text("owner")?,
        id: row.text("id")?,
        version: row.number("version")?,
        year: row.number("year")?,
        title: row.text("title")?,
        intro: row.text("intro")?,
        measures: row.text("measures")?,
        register: row.text("register")?,
        state: SurveyState::from_word(&row.text("state")?)?,
        questions: row.text("questions")?,
        opens: row.text("opens")?,
        closes: row.text("closes")?,
        basis: row.text("basis")?,
        tokens: row.number("tokens")?,
        papers: row.number("papers")?,
        issue: row.number("issue")?,
        created_by: row.text("created_by")?,
        created_at: row.text("created_at")?,
        changed_at: row.text("changed_at")?,
    })
}
