//! Tokens and answers: used up and kept, and never side by side.

use sea_query::{Expr, ExprTrait, Order, Query};

use super::{Answer, Returned, Source, Survey, Token};
use crate::{Row, Scope, StoreError, Tx};

/// How many rows are put in at once.
const AT_ONCE: usize = 100;

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
