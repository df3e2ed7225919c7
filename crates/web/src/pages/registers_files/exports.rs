//! Registers as files: exports of what a list shows, templates to be filled in.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use office::registers::exporting::Ending;
use office::registers::sight::Wish;
use office::{Asker, Permission};

use super::{Pairs, Place, get};
use crate::page::Page;
use crate::pages::registers::asked::Asked;
use crate::pages::shown;
use crate::signed::Signed;
use crate::{App, WebError, download};

/// `register_files/export.html`
#[derive(Template)]
#[template(path = "register_files/export.html")]
struct ExportPage {
    page: Page,
    title: String,
    owner: String,
    is_narrowed: bool,
    may_unmask: bool,
    files: [String; 2],
    here: String,
    list: String,
    again: Pairs,
}

/// What an export holds and in which forms it can be had.
pub(crate) async fn show_export(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let place = Place::of(&app, &asker, &register, get(&asked, "owner")).await?;
    let page = place.frame(&app, &asker, "导出").await?;
    // An address keeps nobody's number: who looked one up exports what he may see of all.
    let asked = Asked::new(asked).without_numbers().with("after", "");
    let is_narrowed = asked.is_narrowed();
    let again = match asked.get("owner") {
        "" => asked.with("owner", &place.owner.id),
        _ => asked,
    };
    let here = format!("{}/{register}/export", super::HERE);
    let files = ["xlsx", "csv"].map(|ending| again.href(&format!("{here}.{ending}")));
    let list = again.href(&format!("{}/{register}", super::HERE));
    shown(&ExportPage {
        page,
        title: place.title,
        owner: place.owner.name,
        is_narrowed,
        may_unmask: asker.may_at(Permission::ReadPersonal, &place.owner.path),
        files,
        here,
        list,
        again: again.pairs().clone(),
    })
}

/// A workbook, personal data masked.
pub(crate) async fn export_xlsx(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Response, WebError> {
    exported(&app, &asker, &register, &asked, Wish::Masked, Ending::Xlsx).await
}

/// Lines of text, personal data masked.
pub(crate) async fn export_csv(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Response, WebError> {
    exported(&app, &asker, &register, &asked, Wish::Masked, Ending::Csv).await
}

/// Personal data as they are: asked for by a form, so that no address does it.
pub(crate) async fn export_plain(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(sent): Form<Pairs>,
) -> Result<Response, WebError> {
    let ending = Ending::from_word(get(&sent, "ending")).unwrap_or(Ending::Xlsx);
    exported(&app, &asker, &register, &sent, Wish::Plain, ending).await
}

/// A workbook to be filled in.
pub(crate) async fn download_template(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
) -> Result<Response, WebError> {
    let (name, bytes) = app.office.register_template(&asker, &register).await?;
    Ok(download::file(bytes, &name, download::XLSX))
}

async fn exported(
    app: &App,
    asker: &Asker,
    register: &str,
    asked: &Pairs,
    wish: Wish,
    ending: Ending,
) -> Result<Response, WebError> {
    let place = Place::of(app, asker, register, get(asked, "owner")).await?;
    let all = app.office.registers().await?;
    let asked = Asked::new(asked.clone()).with("after", "");
    let question = asked.question(all.get(register)?.definition, wish);
    let made =
        app.office.export_entries(asker, register, &place.owner.id, &question, ending).await?;
    download::table(made, ending)
}
