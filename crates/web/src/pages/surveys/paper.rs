//! Entering sheets of paper, one after the other.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::{Asker, OfficeError};
use serde::Deserialize;

use super::{Asking, HERE, Pairs, askings};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// `surveys/paper.html`
#[derive(Template)]
#[template(path = "surveys/paper.html")]
struct PaperPage {
    page: Page,
    here: String,
    entered: i64,
    papers: i64,
    questions: Vec<Asking>,
    wrong: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// A blank sheet.
pub(crate) async fn show_paper_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let said =
        done.done.parse::<i64>().ok().map(|number| format!("第{number}份已录入，请录下一份。"));
    blank(&app, &asker, &id, &[], (said, String::new())).await
}

/// Keeps a sheet; the next one follows.
pub(crate) async fn enter_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    match app.office.enter_paper(&asker, &id, &pairs).await {
        Ok(number) => Ok(Redirect::to(&format!("{HERE}/{id}/paper?done={number}")).into_response()),
        Err(OfficeError::Invalid(wrong)) => {
            let page = blank(&app, &asker, &id, &pairs, (None, wrong)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn blank(
    app: &App,
    asker: &Asker,
    id: &str,
    pairs: &[(String, String)],
    (said, wrong): (Option<String>, String),
) -> Result<Html<String>, WebError> {
    let found = app.office.survey(asker, id).await?;
    app.office.keeping_sight(asker, &found.survey.owner).await?;
    let here = format!("{HERE}/{id}");
    let page = framed(app, asker, "录入纸质问卷", HERE).await?;
    let page = page.under(HERE, "满意度问卷").under(here.clone(), found.survey.title.clone());
    shown(&PaperPage {
        page: match said {
            Some(said) => page.saying("good", said),
            None => page,
        },
        here,
        entered: found.returned.paper,
        papers: found.survey.papers,
        questions: askings(&found.questions, pairs, &[]),
        wrong,
    })
}
