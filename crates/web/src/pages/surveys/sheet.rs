//! One questionnaire: its questions, handing it out, how many came back, what came of it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::surveys::Shown;
use office::surveys::issue::{Asked, Beneficiaries, HandOut};
use office::surveys::results::{Found, Outcome, Results, Share};
use office::{Asker, OfficeError};
use serde::Deserialize;
use store::surveys::SurveyState;

use super::codes::{From, print_codes};
use super::{Asking, HERE, Pairs, askings, chip, seen, sent};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::Chip;
use crate::{App, WebError, download};

/// `surveys/sheet.html`
#[derive(Template)]
#[template(path = "surveys/sheet.html")]
struct SheetPage {
    page: Page,
    shown: Shown,
    state: Chip,
    here: String,
    register: String,
    questions: Vec<Asking>,
    kinds: Vec<&'static str>,
    handed_out: i64,
    rate: String,
    people: Option<Asked>,
    of: Beneficiaries,
    people_wrong: String,
    withheld: &'static str,
    found: Option<Found>,
    satisfied: String,
    satisfied_of: String,
    points: String,
    outcomes: Vec<Shared>,
}

/// What came of a question.
struct Shared {
    number: usize,
    text: String,
    kind: &'static str,
    answered: i64,
    rows: Vec<(String, i64, String)>,
    note: String,
    words: Vec<String>,
}

/// What is asked about the people of a register, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    said: String,
    from: String,
    to: String,
    people: String,
}

impl SheetPage {
    fn is_draft(&self) -> bool {
        self.shown.survey.state == SurveyState::Draft
    }

    fn is_open(&self) -> bool {
        self.shown.survey.state == SurveyState::Open
    }
}

/// One of them.
pub(crate) async fn show_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, WebError> {
    let found = app.office.survey(&asker, &id).await?;
    let results = app.office.survey_results(&asker, &id).await?;
    let of = Beneficiaries { from: wanted.from, to: wanted.to, ..Beneficiaries::default() };
    let (mut people, mut wrong) = (None, String::new());
    if wanted.people == "yes" && found.may_write && !found.survey.register.is_empty() {
        match app.office.survey_people(&asker, &id, &of).await {
            Ok(asked) => people = Some(asked),
            Err(error @ (OfficeError::Fields(_) | OfficeError::Invalid(_))) => {
                wrong = error.to_string();
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = framed(&app, &asker, found.survey.title.clone(), HERE).await?;
    let page = page.under(HERE, "满意度问卷");
    let page = match wanted.said.as_str() {
        "kept" => page.saying("good", "问卷已保存。"),
        "closed" => page.saying("good", "问卷已结束，结果在下面。"),
        _ => page,
    };
    let register = title(&app, &found.survey.register).await?;
    shown(&page_of(page, found, &results, register, (of, people, wrong)))
}

fn page_of(
    page: Page,
    found: Shown,
    results: &Results,
    register: String,
    (of, people, people_wrong): (Beneficiaries, Option<Asked>, String),
) -> SheetPage {
    let counted = results.found.as_ref().ok();
    let satisfied = counted.and_then(|found| found.satisfied);
    SheetPage {
        page,
        state: chip(found.survey.state),
        here: format!("{HERE}/{}", found.survey.id),
        register,
        questions: askings(&found.questions, &[], &[]),
        kinds: found.questions.iter().map(|question| question.kind.label()).collect(),
        handed_out: results.handed_out,
        rate: results.rate().percent(),
        people,
        of,
        people_wrong,
        withheld: results.found.as_ref().err().map_or("", |withheld| withheld.said()),
        satisfied: satisfied.map(Share::percent).unwrap_or_default(),
        satisfied_of: satisfied
            .map(|share| format!("{}/{}", share.part, share.whole))
            .unwrap_or_default(),
        points: counted.and_then(|found| found.points).map(Share::mean).unwrap_or_default(),
        outcomes: counted.map(|found| outcomes(&found.questions)).unwrap_or_default(),
        found: counted.cloned(),
        shown: found,
    }
}

fn outcomes(all: &[Outcome]) -> Vec<Shared> {
    let one = |(at, outcome): (usize, &Outcome)| {
        let row = |(name, share): &(String, Share)| (name.clone(), share.part, share.percent());
        let mut notes = Vec::new();
        if let Some(share) = outcome.satisfied {
            notes.push(format!("满意度 {}（{}/{}）", share.percent(), share.part, share.whole));
        }
        notes.extend(outcome.points.map(|points| format!("平均 {} 分", points.mean())));
        Shared {
            number: at + 1,
            text: outcome.question.text.clone(),
            kind: outcome.question.kind.label(),
            answered: outcome.answered,
            rows: outcome.options.iter().map(row).collect(),
            note: notes.join("，"),
            words: outcome.words.clone(),
        }
    };
    all.iter().enumerate().map(one).collect()
}

/// The title of a register; nothing if there is none.
async fn title(app: &App, register: &str) -> Result<String, WebError> {
    if register.is_empty() {
        return Ok(String::new());
    }
    let all = app.office.registers().await?;
    Ok(all.get(register).map(|it| it.definition.title.clone()).unwrap_or_default())
}

/// Hands it out; the answer is the page of links, shown this once.
pub(crate) async fn open_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    from: From,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let tokens = app.office.open_survey(&asker, &id, seen(&pairs), &hand_out(&pairs)).await?;
    handed(&app, &asker, &id, &from, tokens).await
}

/// Hands out more.
pub(crate) async fn extend_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    from: From,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let tokens = app.office.extend_survey(&asker, &id, seen(&pairs), &hand_out(&pairs)).await?;
    handed(&app, &asker, &id, &from, tokens).await
}

/// Makes the links anew that nobody has used.
pub(crate) async fn reissue_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    from: From,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let tokens = app.office.reissue_survey(&asker, &id, seen(&pairs)).await?;
    handed(&app, &asker, &id, &from, tokens).await
}

/// Ends it.
pub(crate) async fn close_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    app.office.close_survey(&asker, &id, seen(&pairs)).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}?said=closed")))
}

/// Removes a draft.
pub(crate) async fn remove_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    app.office.remove_survey(&asker, &id, seen(&pairs)).await?;
    Ok(Redirect::to(&format!("{HERE}?said=removed")))
}

/// The results as a table.
pub(crate) async fn export_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (title, rows) = app.office.export_survey(&asker, &id).await?;
    Ok(download::csv(&rows, &format!("{title}（结果）.csv")))
}

fn hand_out(pairs: &[(String, String)]) -> HandOut {
    let of = |name: &str| sent(pairs, name).to_owned();
    let people = Beneficiaries { from: of("from"), to: of("to"), ..Beneficiaries::default() };
    let is_of_people = sent(pairs, "people") == "yes";
    HandOut { tokens: of("tokens"), papers: of("papers"), of: is_of_people.then_some(people) }
}

async fn handed(
    app: &App,
    asker: &Asker,
    id: &str,
    from: &From,
    tokens: Vec<String>,
) -> Result<Response, WebError> {
    if tokens.is_empty() {
        return Ok(Redirect::to(&format!("{HERE}/{id}?said=kept")).into_response());
    }
    let shown = app.office.survey(asker, id).await?;
    Ok(print_codes(&shown, from, &tokens)?.into_response())
}
