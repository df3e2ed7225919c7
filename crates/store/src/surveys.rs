//! Satisfaction questionnaires: the questionnaires, what lets somebody answer once, and the answers.
//!
//! Who answered what stands nowhere: a token is kept as a keyed hash and never beside an answer, an answer bears a
//! number drawn by lot and the day alone, and [`settle`] puts the rows into another order once all have answered.

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::{Row, Scope, StoreError, Tx};

/// How many rows are put in at once.
const AT_ONCE: usize = 100;

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

/// Enters the keyed hashes of tokens, in the order of the hashes: that of the tokens is lost.
///
/// # Errors
/// If a token is there already.
pub async fn insert_tokens(
    tx: &mut Tx,
    survey: &Survey,
    mut hashes: Vec<String>,
) -> Result<(), StoreError> {
    hashes.sort();
    let tokens: Vec<(String, bool)> = hashes.into_iter().map(|hash| (hash, false)).collect();
    put_tokens(tx, &survey.owner, &survey.id, &tokens).await
}

/// Takes back the tokens of a questionnaire that nobody has used; says how many.
///
/// # Errors
/// If the database says no.
pub async fn remove_unused(tx: &mut Tx, scope: &Scope, id: &str) -> Result<u64, StoreError> {
    let query = Query::delete()
        .from_table("survey_tokens")
        .and_where(Expr::col("survey").eq(id))
        .and_where(Expr::col("used").eq(0))
        .cond_where(scope.of(("survey_tokens", "owner")))
        .to_owned();
    tx.run(&query).await
}

/// The token with this keyed hash: whoever holds it is in nobody's sight.
///
/// # Errors
/// If the database says no.
pub async fn token(tx: &mut Tx, hash: &str) -> Result<Option<Token>, StoreError> {
    let query = Query::select()
        .columns(["owner", "survey", "used"])
        .from("survey_tokens")
        .and_where(Expr::col("hash").eq(hash))
        .to_owned();
    let Some(row) = tx.first(&query).await? else { return Ok(None) };
    Ok(Some(Token {
        owner: row.text("owner")?,
        survey: row.text("survey")?,
        is_used: row.is("used")?,
    }))
}

/// Uses a token; says whether it was there and unused. Of many at once one alone succeeds.
///
/// # Errors
/// If the database says no.
pub async fn use_token(tx: &mut Tx, hash: &str) -> Result<bool, StoreError> {
    let query = Query::update()
        .table("survey_tokens")
        .value("used", 1)
        .and_where(Expr::col("hash").eq(hash))
        .and_where(Expr::col("used").eq(0))
        .to_owned();
    Ok(tx.run(&query).await? == 1)
}

/// Keeps an answer under a number drawn by lot.
///
/// # Errors
/// If the database says no.
pub async fn insert_answer(
    tx: &mut Tx,
    owner: &str,
    survey: &str,
    answer: &Answer,
) -> Result<(), StoreError> {
    put_answers(tx, owner, survey, &[(lot(), answer.clone())]).await
}

/// How many answers a questionnaire has.
///
/// # Errors
/// If the database says no.
pub async fn returned(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Returned, StoreError> {
    let query = Query::select()
        .column("source")
        .expr_as(Expr::cust("COUNT(*)"), "many")
        .from("survey_answers")
        .and_where(Expr::col("survey").eq(id))
        .cond_where(scope.of(("survey_answers", "owner")))
        .group_by_col("source")
        .to_owned();
    let mut returned = Returned::default();
    for row in tx.all(&query).await? {
        match Source::from_word(&row.text("source")?)? {
            Source::Web => returned.web = row.number("many")?,
            Source::Paper => returned.paper = row.number("many")?,
        }
    }
    Ok(returned)
}

/// What was answered, in the order of the lots.
///
/// # Errors
/// If the database says no.
pub async fn answers(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Vec<Answer>, StoreError> {
    Ok(numbered(tx, scope, id).await?.into_iter().map(|(_, answer)| answer).collect())
}

/// Writes tokens and answers anew, in the order of hashes and lots: where rows lie, and in which transactions they
/// were written, no longer tells which token was used together with which answer.
///
/// # Errors
/// If the database says no.
pub async fn settle(tx: &mut Tx, survey: &Survey) -> Result<(), StoreError> {
    let everything = Scope::everything();
    let of = |table: &'static str| {
        Query::delete()
            .from_table(table)
            .and_where(Expr::col("owner").eq(survey.owner.as_str()))
            .and_where(Expr::col("survey").eq(survey.id.as_str()))
            .to_owned()
    };
    let query = Query::select()
        .columns(["hash", "used"])
        .from("survey_tokens")
        .and_where(Expr::col("owner").eq(survey.owner.as_str()))
        .and_where(Expr::col("survey").eq(survey.id.as_str()))
        .order_by("hash", Order::Asc)
        .to_owned();
    let mut tokens = Vec::new();
    for row in tx.all(&query).await? {
        tokens.push((row.text("hash")?, row.is("used")?));
    }
    let answers = numbered(tx, &everything, &survey.id).await?;
    tx.run(&of("survey_tokens")).await?;
    tx.run(&of("survey_answers")).await?;
    put_tokens(tx, &survey.owner, &survey.id, &tokens).await?;
    put_answers(tx, &survey.owner, &survey.id, &answers).await
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
            faults.push(format!("survey {id}: {used} tokens are used, {web} answers came by them"));
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

async fn numbered(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Vec<(i64, Answer)>, StoreError> {
    let query = Query::select()
        .columns(["number", "day", "source", "body"])
        .from("survey_answers")
        .and_where(Expr::col("survey").eq(id))
        .cond_where(scope.of(("survey_answers", "owner")))
        .order_by("number", Order::Asc)
        .to_owned();
    let answer = |row: &Row| {
        let source = Source::from_word(&row.text("source")?)?;
        let answer = Answer { day: row.text("day")?, source, body: row.text("body")? };
        Ok((row.number("number")?, answer))
    };
    tx.all(&query).await?.iter().map(answer).collect()
}

async fn put_tokens(
    tx: &mut Tx,
    owner: &str,
    survey: &str,
    tokens: &[(String, bool)],
) -> Result<(), StoreError> {
    for some in tokens.chunks(AT_ONCE) {
        let mut query = Query::insert();
        query.into_table("survey_tokens").columns(["hash", "owner", "survey", "used"]);
        for (hash, used) in some {
            let used = i64::from(*used);
            query.values_panic([hash.as_str().into(), owner.into(), survey.into(), used.into()]);
        }
        tx.run(&query).await?;
    }
    Ok(())
}

async fn put_answers(
    tx: &mut Tx,
    owner: &str,
    survey: &str,
    answers: &[(i64, Answer)],
) -> Result<(), StoreError> {
    for some in answers.chunks(AT_ONCE) {
        let mut query = Query::insert();
        query.into_table("survey_answers");
        query.columns(["owner", "survey", "number", "day", "source", "body"]);
        for (number, answer) in some {
            query.values_panic([
                owner.into(),
                survey.into(),
                (*number).into(),
                answer.day.as_str().into(),
                answer.source.word().into(),
                answer.body.as_str().into(),
            ]);
        }
        tx.run(&query).await?;
    }
    Ok(())
}

/// A number that tells nothing.
fn lot() -> i64 {
    let (high, _) = uuid::Uuid::new_v4().as_u64_pair();
    // The first bit is the sign, and the version's bits stand further down.
    i64::try_from(high >> 1).unwrap_or_default()
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
