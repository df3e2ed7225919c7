//! Opinions of the finance bureau: given, answered, settled; marks.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use office::opinions::OpinionText;
use serde::Deserialize;
use store::opinions::AnswerKind;

use crate::pages::acts::{FindingForm, seen};
use crate::signed::Signed;
use crate::{App, WebError};

/// What the form of an opinion sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpinionForm {
    version: i64,
    state: String,
    place: String,
    quoted: String,
    facet: String,
    body: String,
}

impl OpinionForm {
    fn text(self) -> OpinionText {
        let OpinionForm { place, quoted, facet, body, .. } = self;
        OpinionText { place, quoted, facet, code: String::new(), body }
    }
}

/// What an answer sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    kind: String,
    text: String,
}

/// Takes a finding over as an opinion.
pub(crate) async fn take_over_finding(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<FindingForm>,
) -> Result<Redirect, WebError> {
    let seen = seen(form.version, &form.state)?;
    app.office.take_over_finding(&asker, &id, seen, &form.name()).await?;
    Ok(to_opinions(&id))
}

/// Gives an opinion.
pub(crate) async fn give_opinion(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<OpinionForm>,
) -> Result<Redirect, WebError> {
    let seen = seen(form.version, &form.state)?;
    app.office.give_opinion(&asker, &id, seen, &form.text()).await?;
    Ok(to_opinions(&id))
}

/// Changes an opinion that is not sent yet.
pub(crate) async fn change_opinion(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, opinion)): Path<(String, String)>,
    Form(form): Form<OpinionForm>,
) -> Result<Redirect, WebError> {
    let seen = seen(form.version, &form.state)?;
    app.office.change_opinion(&asker, &id, &opinion, seen, &form.text()).await?;
    Ok(to_opinions(&id))
}

/// Takes an opinion back.
pub(crate) async fn withdraw_opinion(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, opinion)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Redirect, WebError> {
    app.office.withdraw_opinion(&asker, &id, &opinion, &form.text).await?;
    Ok(to_opinions(&id))
}

/// Answers an opinion.
pub(crate) async fn answer_opinion(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, opinion)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Redirect, WebError> {
    app.office.answer_opinion(&asker, &id, &opinion, kind(&form)?, &form.text).await?;
    Ok(to_opinions(&id))
}

/// Settles an opinion or keeps it open.
pub(crate) async fn settle_opinion(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, opinion)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Redirect, WebError> {
    app.office.settle_opinion(&asker, &id, &opinion, kind(&form)?, &form.text).await?;
    Ok(to_opinions(&id))
}

/// Gives marks: `mark` comes once for each item of the sheet, in its order.
pub(crate) async fn grade_statement(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Redirect, WebError> {
    let of = |name: &str| {
        pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    };
    let seen = seen(of("version").parse().unwrap_or_default(), of("state"))?;
    let marks: Vec<String> =
        pairs.iter().filter(|(name, _)| name == "mark").map(|(_, value)| value.clone()).collect();
    app.office.grade(&asker, &id, seen, &marks, of("summary")).await?;
    Ok(to_opinions(&id))
}

fn kind(form: &AnswerForm) -> Result<AnswerKind, WebError> {
    let unclear = |_| WebError::BadRequest("请选择怎样处理这条意见".to_owned());
    AnswerKind::from_word(&form.kind).map_err(unclear)
}

fn to_opinions(id: &str) -> Redirect {
    Redirect::to(&format!("/statements/{id}?tab=opinions"))
}
