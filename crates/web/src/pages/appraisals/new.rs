//! Opening an appraisal: year and department first, then what of it.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use office::appraising::opening::OpeningText;
use office::{Asker, Faults, OfficeError};
use serde::Deserialize;
use store::appraisals::SubjectKind;

use super::{HERE, Pairs, done, one_of};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// `appraisals/new.html`
#[derive(Template)]
#[template(path = "appraisals/new.html")]
struct NewPage {
    page: Page,
    text: OpeningText,
    years: Vec<Choice>,
    owners: Vec<Choice>,
    subject_kinds: Vec<Choice>,
    projects: Vec<Choice>,
    schemes: Vec<Choice>,
    faults: Faults,
    wrong: String,
}

impl NewPage {
    fn said(&self, field: &str) -> &str {
        self.faults.of(field).unwrap_or_default()
    }
}

/// What is chosen first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
    owner: String,
}

/// The form.
pub(crate) async fn show_new_appraisal(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let text = OpeningText { year: asked.year, owner: asked.owner, ..OpeningText::default() };
    form(&app, &asker, text, (Faults::default(), String::new())).await
}

/// Opens it. What is not taken comes back as it was typed.
pub(crate) async fn open_appraisal(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let of = |name| one_of(&pairs, name).to_owned();
    let text = OpeningText {
        year: of("year"),
        owner: of("owner"),
        subject_kind: of("subject_kind"),
        project: of("project"),
        subject: of("subject"),
        scheme: of("scheme"),
        purpose: of("purpose"),
        marks_due: of("marks_due"),
    };
    let wrong = match app.office.open_appraisal(&asker, &text).await {
        Ok(id) => return Ok(done(&id, "opened").into_response()),
        Err(OfficeError::Fields(faults)) => {
            let said = faults.to_string();
            (faults, said)
        }
        Err(OfficeError::Invalid(said)) => (Faults::default(), said),
        Err(error) => return Err(error.into()),
    };
    let page = form(&app, &asker, text, wrong).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn form(
    app: &App,
    asker: &Asker,
    mut text: OpeningText,
    (faults, wrong): (Faults, String),
) -> Result<Html<String>, WebError> {
    let today = app.office.now().day();
    let now = today.year();
    // In the first months the year before is appraised.
    let usual = now - i16::from(today.month() <= 6);
    let year = text.year.trim().parse().unwrap_or(usual);
    let found = app.office.appraisal_choices(asker, &text.owner, year).await?;
    text.year = year.to_string();
    if text.owner.is_empty() {
        text.owner = found.owners.first().map(|one| one.id.clone()).unwrap_or_default();
    }
    let years = (now - 4..=now).rev();
    shown(&NewPage {
        page: framed(app, asker, "开展绩效评价", HERE).await?.under(HERE, "绩效评价"),
        years: years
            .map(|year| choice(year.to_string(), format!("{year} 年度"), &text.year))
            .collect(),
        owners: found.owners.into_iter().map(|it| choice(it.id, it.name, &text.owner)).collect(),
        subject_kinds: SubjectKind::ALL
            .iter()
            .map(|it| choice(it.word(), it.label(), &text.subject_kind))
            .collect(),
        projects: found
            .projects
            .into_iter()
            .map(|(key, name)| choice(key, name, &text.project))
            .collect(),
        schemes: found
            .schemes
            .into_iter()
            .map(|(id, title)| choice(id, title, &text.scheme))
            .collect(),
        text,
        faults,
        wrong,
    })
}
