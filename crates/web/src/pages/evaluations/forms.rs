//! What is sent from the page of a self-evaluation.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use office::evaluating::acts::Act;
use office::evaluating::completing::{BodyText, Completion, LineText};
use office::evaluating::rechecking::FoundText;
use office::evaluating::sampling::Choice;

use super::{HERE, Pairs, address_of, every, one_of};
use crate::signed::Signed;
use crate::{App, WebError};

/// Begins a self-evaluation.
pub(crate) async fn begin_evaluation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.begin_evaluation(&asker, &id).await?;
    Ok(Redirect::to(&address_of(&id)))
}

/// Keeps what the department adds.
pub(crate) async fn complete_evaluation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let all = Completion { lines: lines(&pairs), texts: texts(&pairs) };
    app.office.complete_evaluation(&asker, &id, seen(&pairs)?, &all).await?;
    Ok(kept(&id))
}

/// Chooses the scheme.
pub(crate) async fn choose_scheme(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let (scheme, reason) = (one_of(&pairs, "scheme"), one_of(&pairs, "reason"));
    app.office.choose_scheme(&asker, &id, seen(&pairs)?, scheme, reason).await?;
    Ok(kept(&id))
}

/// Does an act.
pub(crate) async fn move_evaluation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, act)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let reason = one_of(&pairs, "reason");
    app.office.move_evaluation(&asker, &id, act, seen(&pairs)?, reason).await?;
    Ok(Redirect::to(&format!("{}?done={}", address_of(&id), act.word())))
}

/// Keeps what the finance bureau finds.
pub(crate) async fn recheck_evaluation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let (all, opinion) = (found(&pairs), one_of(&pairs, "whole"));
    app.office.recheck_evaluation(&asker, &id, seen(&pairs)?, &all, opinion).await?;
    Ok(kept(&id))
}

/// Chooses a sample.
pub(crate) async fn sample_evaluations(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let year: i64 = one_of(&pairs, "year").parse().map_err(|_| unclear())?;
    let choice = match one_of(&pairs, "how") {
        "lot" => Choice::ByLot {
            count: one_of(&pairs, "count").trim().parse().unwrap_or_default(),
            seed: one_of(&pairs, "seed").to_owned(),
        },
        _ => Choice::ByHand {
            statements: every(&pairs, "statement").into_iter().map(str::to_owned).collect(),
            reason: one_of(&pairs, "reason").to_owned(),
        },
    };
    let chosen = app.office.sample_evaluations(&asker, year, &choice).await?;
    Ok(Redirect::to(&format!("{HERE}?year={year}&sampled={}", chosen.len())))
}

fn lines(pairs: &Pairs) -> Vec<LineText> {
    let column = |name: &str| every(pairs, name).into_iter().map(str::to_owned);
    let others =
        column("value").zip(column("value_reason")).zip(column("deviation").zip(column("measure")));
    let line = |(key, ((value, value_reason), (deviation, measure)))| LineText {
        key,
        value,
        value_reason,
        deviation,
        measure,
    };
    column("key").zip(others).map(line).collect()
}

fn texts(pairs: &Pairs) -> Vec<BodyText> {
    let column = |name: &str| every(pairs, name).into_iter().map(str::to_owned);
    let all = column("project").zip(column("part")).zip(column("body"));
    all.map(|((project, part), body)| BodyText { project, part, body }).collect()
}

fn found(pairs: &Pairs) -> Vec<FoundText> {
    let column = |name: &str| every(pairs, name).into_iter().map(str::to_owned);
    let others = column("value").zip(column("points")).zip(column("opinion"));
    let one = |(key, ((value, points), opinion))| FoundText { key, value, points, opinion };
    column("key").zip(others).map(one).collect()
}

/// The revision that the page showed.
fn seen(pairs: &Pairs) -> Result<i64, WebError> {
    one_of(pairs, "seen").parse().map_err(|_| unclear())
}

fn unclear() -> WebError {
    WebError::BadRequest("表单不完整，请刷新页面后重试".to_owned())
}

fn kept(id: &str) -> Redirect {
    Redirect::to(&format!("{}?done=kept", address_of(id)))
}
