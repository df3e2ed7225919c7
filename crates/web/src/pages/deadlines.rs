//! Deadlines of a region and a year.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use office::deadlines::DeadlineText;
use serde::Deserialize;
use store::deadlines::{Deadline, Stage};

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::day;
use crate::{App, WebError};

/// How many days before a deadline it is pressing, if nobody says otherwise.
const USUAL_DAYS: i64 = 5;

/// `deadlines.html`
#[derive(Template)]
#[template(path = "deadlines.html")]
struct DeadlinesPage {
    page: Page,
    year: i64,
    years: Vec<i64>,
    regions: Vec<Region>,
}

/// A region with its deadlines.
struct Region {
    id: String,
    name: String,
    lines: Vec<Line>,
}

/// A stage.
struct Line {
    code: &'static str,
    name: &'static str,
    due_on: String,
    warn_days: i64,
    basis: String,
    set: String,
}

/// Which year.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    year: Option<i64>,
    done: bool,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    owner: String,
    year: i64,
    stage: String,
    due_on: String,
    #[serde(default)]
    warn_days: i64,
    #[serde(default)]
    basis: String,
}

/// The deadlines.
pub(crate) async fn show_deadlines(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let now = i64::from(app.office.now().day().year());
    let year = chosen.year.unwrap_or(now);
    let regions = app.office.deadline_regions(&asker).await?;
    let all = app.office.deadlines().await?;
    let mut page = framed(&app, &asker, "报送期限", "/deadlines").await?;
    if chosen.done {
        page = page.saying("good", "期限已经保存");
    }
    let region = |one: store::organisations::Organisation| Region {
        lines: Stage::ALL.iter().map(|stage| line(&all, &one.id, year, *stage)).collect(),
        id: one.id,
        name: one.name,
    };
    shown(&DeadlinesPage {
        page,
        year,
        years: (now - 1..=now + 1).collect(),
        regions: regions.into_iter().map(region).collect(),
    })
}

/// Sets a deadline.
pub(crate) async fn set_deadline(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Redirect, WebError> {
    let unclear = |_| WebError::BadRequest("请选择是哪一步的期限".to_owned());
    let text = DeadlineText {
        stage: Stage::from_word(&typed.stage).map_err(unclear)?,
        owner: typed.owner,
        year: typed.year,
        due_on: typed.due_on,
        warn_days: typed.warn_days,
        basis: typed.basis,
    };
    app.office.set_deadline(&asker, &text).await?;
    Ok(Redirect::to(&format!("/deadlines?year={}&done=true", typed.year)))
}

fn line(all: &[Deadline], owner: &str, year: i64, stage: Stage) -> Line {
    let found = all.iter().find(|one| one.owner == owner && one.year == year && one.stage == stage);
    let set = found.map(|one| format!("{} {}", one.set_by, day(&one.set_at)));
    Line {
        code: stage.word(),
        name: stage.label(),
        due_on: found.map(|one| one.due_on.clone()).unwrap_or_default(),
        warn_days: found.map_or(USUAL_DAYS, |one| one.warn_days),
        basis: found.map(|one| one.basis.clone()).unwrap_or_default(),
        set: set.unwrap_or_default(),
    }
}
