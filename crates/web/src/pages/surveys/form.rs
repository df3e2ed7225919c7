//! Writing a questionnaire: a form whose buttons add, move and take away questions; it needs no script.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::surveys::Written;
use office::surveys::questions::{Kind, Question};
use office::{Asker, OfficeError};

use super::{HERE, Pairs, seen, sent};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::registers::Owners;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// `surveys/form.html`
#[derive(Template)]
#[template(path = "surveys/form.html")]
struct FormPage {
    page: Page,
    title: &'static str,
    action: String,
    back: String,
    version: i64,
    owners: Vec<Choice>,
    owner: String,
    written: Written,
    registers: Vec<Choice>,
    rows: Vec<Row>,
    faults: Vec<(&'static str, String)>,
    wrong: String,
}

struct Row {
    at: usize,
    number: usize,
    kinds: Vec<Choice>,
    text: String,
    choices: String,
    required: bool,
    first: bool,
    last: bool,
}

impl FormPage {
    fn said(&self, field: &str) -> &str {
        self.faults.iter().find(|(name, _)| *name == field).map_or("", |(_, said)| said.as_str())
    }
}

/// What a form is about.
struct About<'a> {
    id: Option<(&'a str, i64)>,
    owner: &'a str,
}

const FIELDS: [&str; 9] =
    ["owner", "year", "title", "intro", "measures", "register", "opens", "closes", "questions"];

/// A form to write one.
pub(crate) async fn show_new_survey(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let begun = Written::begun(app.office.now());
    form(&app, &asker, &About { id: None, owner: "" }, begun, None).await
}

/// Makes one, or does with its questions what a button says.
pub(crate) async fn add_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let owner = sent(&pairs, "owner").to_owned();
    let about = About { id: None, owner: &owner };
    if let Some(rearranged) = rearranged(&pairs) {
        return Ok(form(&app, &asker, &about, rearranged, None).await?.into_response());
    }
    let written = written(&pairs);
    match app.office.add_survey(&asker, &owner, &written).await {
        Ok(id) => Ok(Redirect::to(&format!("{HERE}/{id}?said=kept")).into_response()),
        Err(error) => refused(&app, &asker, &about, written, error).await,
    }
}

/// A form to change one.
pub(crate) async fn show_edit_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Html<String>, WebError> {
    let found = app.office.survey(&asker, &id).await?;
    let about = About { id: Some((&id, found.survey.version)), owner: &found.survey.owner };
    form(&app, &asker, &about, Written::of(&found), None).await
}

/// Changes it, or does with its questions what a button says.
pub(crate) async fn change_survey(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let found = app.office.survey(&asker, &id).await?;
    let about = About { id: Some((&id, seen(&pairs))), owner: &found.survey.owner };
    if let Some(rearranged) = rearranged(&pairs) {
        return Ok(form(&app, &asker, &about, rearranged, None).await?.into_response());
    }
    let written = written(&pairs);
    match app.office.change_survey(&asker, &id, seen(&pairs), &written).await {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{id}?said=kept")).into_response()),
        Err(error) => refused(&app, &asker, &about, written, error).await,
    }
}

async fn refused(
    app: &App,
    asker: &Asker,
    about: &About<'_>,
    written: Written,
    error: OfficeError,
) -> Result<Response, WebError> {
    if !matches!(error, OfficeError::Fields(_) | OfficeError::Invalid(_)) {
        return Err(error.into());
    }
    let page = form(app, asker, about, written, Some(error)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn form(
    app: &App,
    asker: &Asker,
    about: &About<'_>,
    written: Written,
    error: Option<OfficeError>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(app, asker, about.owner).await?;
    app.office.keeping_sight(asker, &owners.chosen).await?;
    let all = app.office.registers().await?;
    let mut registers = vec![choice("", "不从台账取名单，直接填份数", &written.register)];
    let titled = all.all().map(|one| one.definition);
    registers
        .extend(titled.map(|it| choice(it.name.as_str(), it.title.as_str(), &written.register)));
    let title = if about.id.is_some() { "修改问卷" } else { "新建问卷" };
    let action =
        about.id.map_or_else(|| format!("{HERE}/new"), |(id, _)| format!("{HERE}/{id}/edit"));
    let faults = match &error {
        Some(OfficeError::Fields(faults)) => {
            let of = |field: &&'static str| Some((*field, faults.of(field)?.to_owned()));
            FIELDS.iter().filter_map(of).collect()
        }
        _ => Vec::new(),
    };
    shown(&FormPage {
        page: framed(app, asker, title, HERE).await?.under(HERE, "满意度问卷"),
        title,
        action,
        back: about.id.map_or_else(|| HERE.to_owned(), |(id, _)| format!("{HERE}/{id}")),
        version: about.id.map_or(0, |(_, version)| version),
        owners: if about.id.is_none() { owners.choices() } else { Vec::new() },
        owner: owners.chosen,
        rows: rows(&written.questions),
        written,
        registers,
        faults,
        wrong: error.map(|error| error.to_string()).unwrap_or_default(),
    })
}

fn rows(questions: &[Question]) -> Vec<Row> {
    let row = |(at, question): (usize, &Question)| Row {
        at,
        number: at + 1,
        kinds: Kind::ALL
            .map(|kind| choice(kind.word(), kind.label(), question.kind.word()))
            .into_iter()
            .collect(),
        text: question.text.clone(),
        choices: question.choices.join("\n"),
        required: question.is_required,
        first: at == 0,
        last: at + 1 == questions.len(),
    };
    questions.iter().enumerate().map(row).collect()
}

/// What was written. A question of which nothing was written is left out.
fn written(pairs: &[(String, String)]) -> Written {
    let all = all_questions(pairs);
    let is_written =
        |question: &Question| !question.text.is_empty() || !question.choices.is_empty();
    let questions = all.into_iter().filter(is_written).collect();
    let of = |name: &str| sent(pairs, name).to_owned();
    Written {
        year: of("year"),
        title: of("title"),
        intro: of("intro"),
        measures: of("measures"),
        register: of("register"),
        opens: of("opens"),
        closes: of("closes"),
        questions,
    }
}

fn all_questions(pairs: &[(String, String)]) -> Vec<Question> {
    let is_there = |at: &usize| pairs.iter().any(|(name, _)| *name == format!("kind-{at}"));
    let question = |at: usize| {
        let of = |name: &str| sent(pairs, &format!("{name}-{at}")).trim().to_owned();
        let kind = Kind::from_word(&of("kind")).unwrap_or_default();
        let choices = of("choices");
        let lines = choices.lines().map(str::trim).filter(|line| !line.is_empty());
        let choices =
            if kind.has_choices() { lines.map(str::to_owned).collect() } else { Vec::new() };
        Question { kind, text: of("text"), choices, is_required: of("required") == "yes" }
    };
    // Far more than are taken: so the message can say how many there are.
    (0..100).take_while(is_there).map(question).collect()
}

/// What a button made of the questions; nothing if the form was to be kept.
fn rearranged(pairs: &[(String, String)]) -> Option<Written> {
    let (act, at) = match sent(pairs, "do") {
        "add" => ("add", 0),
        other => {
            let (act, at) = other.split_once('-')?;
            (act, at.parse::<usize>().ok()?)
        }
    };
    let mut questions = all_questions(pairs);
    match act {
        "add" => questions.push(Question { is_required: true, ..Question::default() }),
        "drop" if at < questions.len() => drop(questions.remove(at)),
        "up" if at > 0 && at < questions.len() => questions.swap(at - 1, at),
        "down" if at + 1 < questions.len() => questions.swap(at, at + 1),
        _ => {}
    }
    Some(Written { questions, ..written(pairs) })
}
