//! A table is sent that is to be imported.

use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::registers::importing::LARGEST_TABLE;
use office::{Asker, OfficeError, Permission};

use super::{Pairs, Place, get};
use crate::page::Page;
use crate::pages::pieces::Choice;
use crate::pages::sent_file::owner_and_file;
use crate::pages::shown;
use crate::signed::Signed;
use crate::{App, WebError};

/// `register_files/import.html`
#[derive(Template)]
#[template(path = "register_files/import.html")]
struct UploadPage {
    page: Page,
    title: String,
    action: String,
    owners: Vec<Choice>,
    owner: String,
    template: String,
    imports: String,
    back: String,
    most: usize,
    error: Option<String>,
}

/// The form for a table.
pub(crate) async fn show_import(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    asker.require(Permission::WriteRegisters)?;
    form(&app, &asker, &register, get(&asked, "owner"), None).await
}

/// Takes a table into safekeeping and goes on to what would be imported of it.
pub(crate) async fn stage_import(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    sent: Multipart,
) -> Result<Response, WebError> {
    asker.require(Permission::WriteRegisters)?;
    let (owner, upload) = owner_and_file(sent).await?;
    let place = Place::of(&app, &asker, &register, &owner).await?;
    match app.office.stage_import(&asker, &register, &place.owner.id, upload).await {
        Ok(staged) => {
            Ok(Redirect::to(&place.at("import/preview", &[("file", &staged)])).into_response())
        }
        Err(error @ OfficeError::Invalid(_)) => {
            let error = WebError::from(error);
            let html = form(&app, &asker, &register, &owner, Some(error.to_string())).await?;
            Ok((error.status(), html).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(
    app: &App,
    asker: &Asker,
    register: &str,
    owner: &str,
    error: Option<String>,
) -> Result<Html<String>, WebError> {
    let place = Place::of(app, asker, register, owner).await?;
    let page = place.frame(app, asker, "从表格导入").await?;
    let may = |one: &store::organisations::Organisation| {
        asker.may_at(Permission::WriteRegisters, &one.path)
    };
    shown(&UploadPage {
        page,
        action: format!("{}/{register}/import", super::HERE),
        owners: place.choices(may),
        owner: place.owner.id.clone(),
        template: format!("{}/{register}/template.xlsx", super::HERE),
        imports: place.at("imports", &[]),
        back: place.list(),
        most: LARGEST_TABLE >> 20,
        title: place.title,
        error,
    })
}
