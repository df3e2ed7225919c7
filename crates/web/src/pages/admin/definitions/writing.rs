//! The text of a definition: what is wrong with it, what it would change, and making it effective.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::Asker;
use office::registers::defining::planning::{Looked, Wanted, What};
use office::registers::defining::showing::place;
use serde::Deserialize;

use super::{HERE, at};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// `definitions/text.html`
#[derive(Template)]
#[template(path = "definitions/text.html")]
struct TextPage {
    page: Page,
    title: String,
    back: String,
    wanted: Wanted,
    rows: usize,
    /// The digest of the text that was looked at; empty before.
    checked: String,
    faults: Vec<Wrong>,
    steps: Vec<Step>,
    entries: i64,
    is_possible: bool,
}

/// A fault, with the line as it is written.
struct Wrong {
    place: String,
    message: String,
    help: String,
    line: String,
}

/// A step.
struct Step {
    tone: &'static str,
    icon: &'static str,
    what: &'static str,
    field: String,
    said: String,
}

/// Which register.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    register: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    register: String,
    text: String,
    seen: String,
    reason: String,
    /// The digest of the text whose steps were shown.
    checked: String,
    r#do: String,
}

/// Which field or version.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    field: String,
    version: String,
}

/// What a new register may begin with, for whoever writes its text.
const BLANK: &str = include_str!("blank.toml");

/// The text as it stands.
pub(crate) async fn show_definition_text(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(which): Query<Which>,
) -> Result<Html<String>, WebError> {
    let (text, seen) = match which.register.as_str() {
        "" => {
            asker.require(office::Permission::ManageDefinitions)?;
            (BLANK.to_owned(), 0)
        }
        register => app.office.own_text(&asker, register).await?,
    };
    let wanted = Wanted { register: which.register, text, seen, reason: String::new() };
    shown(&text_page(&app, &asker, wanted, None).await?)
}

/// Looks what a text would change; or makes it effective, if it is the one whose steps were shown.
pub(crate) async fn write_definition(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let wanted = Wanted {
        register: typed.register,
        text: typed.text.replace("\r\n", "\n"),
        seen: typed.seen.parse().unwrap_or_default(),
        reason: typed.reason,
    };
    if typed.r#do != "apply" || typed.checked != digest(&wanted) {
        return preview(&app, &asker, wanted).await;
    }
    let looked = app.office.define(&asker, &wanted).await?;
    if looked.is_possible() {
        let to = format!("{}?said=done", at(&looked.register));
        return Ok(Redirect::to(&to).into_response());
    }
    answered(&text_page(&app, &asker, wanted, Some(looked)).await?)
}

/// Shows what going back to an earlier text would change.
pub(crate) async fn return_to_definition(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    let version = chosen.version.parse().unwrap_or_default();
    let (_, seen) = app.office.own_text(&asker, &register).await?;
    let text = app.office.old_text(&asker, &register, version).await?;
    let reason = format!("回到第{version}版");
    preview(&app, &asker, Wanted { register, text, seen, reason }).await
}

/// Shows what leaving a field out would change.
pub(crate) async fn put_field_away(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    let (text, seen) = app.office.without_field(&asker, &register, &chosen.field).await?;
    let reason = "停用栏目".to_owned();
    preview(&app, &asker, Wanted { register, text, seen, reason }).await
}

/// The text with what it would change, or what is wrong with it.
pub(super) async fn preview(
    app: &App,
    asker: &Asker,
    wanted: Wanted,
) -> Result<Response, WebError> {
    let looked = app.office.look_at_definition(asker, &wanted).await?;
    answered(&text_page(app, asker, wanted, Some(looked)).await?)
}

fn answered(page: &TextPage) -> Result<Response, WebError> {
    let status = if page.is_possible { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, shown(page)?).into_response())
}

async fn text_page(
    app: &App,
    asker: &Asker,
    wanted: Wanted,
    looked: Option<Looked>,
) -> Result<TextPage, WebError> {
    let is_new = wanted.register.is_empty();
    let title = if is_new { "新建台账" } else { "改台账定义" };
    let mut page = framed(app, asker, title, HERE).await?.under(HERE, "台账定义");
    let back = if is_new { HERE.to_owned() } else { at(&wanted.register) };
    if !is_new {
        page = page.under(back.clone(), wanted.register.clone());
    }
    let checked = looked.as_ref().map(|_| digest(&wanted)).unwrap_or_default();
    let is_possible = looked.as_ref().is_some_and(Looked::is_possible);
    let looked = looked.unwrap_or_default();
    let mine = place(&looked.register);
    let line =
        |number: usize| wanted.text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
    let faults = looked.faults.iter().map(|fault| {
        let is_mine = fault.file == mine;
        Wrong {
            place: match is_mine {
                true => format!("第{}行", fault.line),
                false => format!("{}第{}行", fault.file, fault.line),
            },
            message: fault.message.clone(),
            help: fault.help.clone(),
            line: if is_mine { line(fault.line).to_owned() } else { String::new() },
        }
    });
    Ok(TextPage {
        faults: faults.collect(),
        steps: looked.steps.iter().map(step).collect(),
        entries: looked.entries,
        rows: wanted.text.lines().count().clamp(12, 40),
        page,
        title: if looked.title.is_empty() { title.to_owned() } else { looked.title },
        back,
        checked,
        is_possible,
        wanted,
    })
}

/// What stands for a text whose steps were shown: another text must be looked at first.
fn digest(wanted: &Wanted) -> String {
    store::digest(format!("{}\n{}", wanted.seen, wanted.text.trim_end()).as_bytes())
}

fn step(it: &office::registers::defining::planning::Stepped) -> Step {
    let (tone, icon) = match it.what {
        What::Refused => ("error", "x-octagon-fill"),
        What::PutAway | What::Narrower | What::Renamed => ("warning", "exclamation-triangle-fill"),
        What::Words | What::Wider => ("note", "info-circle-fill"),
        What::Begins | What::Added | What::Returns => ("good", "check-circle-fill"),
    };
    Step { tone, icon, what: it.what.label(), field: it.field.clone(), said: it.said.clone() }
}
