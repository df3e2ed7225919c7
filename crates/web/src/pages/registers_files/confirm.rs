//! A table is imported: at once, or by a worker whose progress is shown.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::registers::importing::{Confirmed, ImportJob, Outcome};
use store::jobs::JobState;

use super::{Pairs, Place, get, preview};
use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::{App, WebError};

/// `register_files/job.html`
#[derive(Template)]
#[template(path = "register_files/job.html")]
struct JobPage {
    page: Page,
    job: ImportJob,
    here: String,
    owner: String,
    is_running: bool,
    said: String,
    list: String,
    imports: String,
    preview: String,
}

/// Imports the very table that was looked at.
pub(crate) async fn confirm_import(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(sent): Form<Pairs>,
) -> Result<Response, WebError> {
    let place = Place::of(&app, &asker, &register, get(&sent, "owner")).await?;
    let (staged, choices) = (get(&sent, "file"), preview::choices(&sent));
    let expected = get(&sent, "rows").parse().unwrap_or_default();
    let owner = place.owner.id.as_str();
    let done = app
        .office
        .confirm_register_import(&asker, &register, owner, staged, &choices, expected)
        .await?;
    let to = match done {
        Confirmed::Done(outcome) => imports_after(&place, &outcome),
        Confirmed::Begun(job) => place.at(&format!("import/jobs/{job}"), &[]),
    };
    Ok(Redirect::to(&to).into_response())
}

/// How far a long import has come.
pub(crate) async fn show_job(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, id)): Path<(String, String)>,
    Query(asked): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let place = Place::of(&app, &asker, &register, get(&asked, "owner")).await?;
    let job = app.office.import_job(&asker, &id).await?;
    let page = place.frame(&app, &asker, "导入进度").await?;
    let said = job.outcome.as_ref().map(in_words).unwrap_or_default();
    shown(&JobPage {
        page,
        here: format!("{}/{register}/import/jobs/{id}", super::HERE),
        owner: place.owner.id.clone(),
        is_running: matches!(job.state, JobState::Waiting | JobState::Running),
        list: place.list(),
        imports: place.at("imports", &[]),
        preview: place.at("import/preview", &[("file", &job.staged)]),
        said,
        job,
    })
}

/// Calls a long import off.
pub(crate) async fn cancel_job(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, id)): Path<(String, String)>,
    Form(sent): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let place = Place::of(&app, &asker, &register, get(&sent, "owner")).await?;
    app.office.cancel_import(&asker, &id).await?;
    Ok(Redirect::to(&place.at(&format!("import/jobs/{id}"), &[])))
}

/// The list of imports, which says what came of the newest.
fn imports_after(place: &Place, outcome: &Outcome) -> String {
    let numbers =
        [outcome.added, outcome.updated, outcome.skipped].map(|number| number.to_string());
    let [added, updated, skipped] = &numbers;
    place.at("imports", &[("added", added), ("updated", updated), ("skipped", skipped)])
}

/// What was imported, in words.
pub(super) fn in_words(outcome: &Outcome) -> String {
    let Outcome { added, updated, skipped, .. } = outcome;
    let mut said = format!("已导入：新增{added}条");
    for (count, word) in [(updated, "更新"), (skipped, "跳过")] {
        if *count > 0 {
            said.push_str(&format!("，{word}{count}条"));
        }
    }
    said
}
