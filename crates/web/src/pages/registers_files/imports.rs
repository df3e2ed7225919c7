//! What was imported into a register, and its undoing.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::registers::importing::{Holding, ImportLine, Outcome, Undone};
use office::{Asker, Permission};
use store::registers::imports::State as Became;

use super::confirm::in_words;
use super::{Pairs, Place, get};
use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::{address, time};
use crate::{App, WebError};

/// `register_files/imports.html`
#[derive(Template)]
#[template(path = "register_files/imports.html")]
struct ImportsPage {
    page: Page,
    title: String,
    rows: Vec<Row>,
    undo: String,
    load: String,
    may_write: bool,
    has_owners: bool,
    held: Vec<Held>,
}

struct Row {
    file: String,
    number: i64,
    owner: String,
    owner_name: String,
    rows: i64,
    entries: String,
    at: String,
    by: String,
    state: &'static str,
    undone: String,
    digest: String,
    may_undo: bool,
}

/// What keeps an import from being undone.
struct Held {
    said: String,
    href: String,
}

/// The imports into a register, the newest first.
pub(crate) async fn list_imports(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    let place = Place::of(&app, &asker, &register, get(&asked, "owner")).await?;
    let mut page = list(&app, &asker, &place, Vec::new()).await?;
    let number = |name| get(&asked, name).parse::<u64>().ok();
    if let Some(added) = number("added") {
        let (updated, skipped) = (number("updated"), number("skipped"));
        let outcome = Outcome {
            added,
            updated: updated.unwrap_or_default(),
            skipped: skipped.unwrap_or_default(),
            ..Outcome::default()
        };
        page.page = page.page.saying("good", format!("{}。", in_words(&outcome)));
    }
    if let Some(removed) = number("removed") {
        page.page = page.page.saying("good", format!("已撤销：移除了{removed}条。"));
    }
    shown(&page)
}

/// Undoes an import, or says what keeps it from being undone.
pub(crate) async fn undo_import(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(sent): Form<Pairs>,
) -> Result<Response, WebError> {
    let place = Place::of(&app, &asker, &register, get(&sent, "owner")).await?;
    let broken = || WebError::BadRequest("没有说明撤销哪一次导入，请回到导入记录再试".to_owned());
    let id = get(&sent, "id").parse().map_err(|_| broken())?;
    match app.office.undo_import(&asker, &register, &place.owner.id, id).await? {
        Undone::Done(removed) => {
            let to = place.at("imports", &[("removed", &removed.to_string())]);
            Ok(Redirect::to(&to).into_response())
        }
        Undone::Held(holds) => {
            let page = list(&app, &asker, &place, holds.into_iter().map(held).collect()).await?;
            Ok((StatusCode::CONFLICT, shown(&page)?).into_response())
        }
    }
}

async fn list(
    app: &App,
    asker: &Asker,
    place: &Place,
    held: Vec<Held>,
) -> Result<ImportsPage, WebError> {
    let (sight, lines) = app.office.list_imports(asker, &place.register, &place.owner.id).await?;
    let page = place.frame(app, asker, "导入记录").await?;
    Ok(ImportsPage {
        page,
        title: place.title.clone(),
        has_owners: lines.iter().any(|line| line.import.owner != place.owner.id),
        rows: lines.into_iter().map(|line| row(place, line)).collect(),
        undo: format!("{}/{}/imports/undo", super::HERE, place.register),
        load: place.at("import", &[]),
        may_write: asker.may_at(Permission::WriteRegisters, &sight.owner.path),
        held,
    })
}

fn row(place: &Place, line: ImportLine) -> Row {
    let ImportLine { import, by, undone_by, owner_name, may_undo } = line;
    let undone = match (undone_by, &import.undone_at) {
        (Some(by), Some(at)) => format!("{by} {}", time(at)),
        _ => String::new(),
    };
    let number = import.id.to_string();
    let list = format!("{}/{}", super::HERE, place.register);
    Row {
        entries: address(&list, &[("owner", &import.owner), ("import", &number)]),
        number: import.id,
        file: import.file_name,
        owner: import.owner,
        owner_name,
        rows: import.rows,
        at: time(&import.created_at),
        by,
        state: match import.state {
            Became::Done => "done",
            Became::Undone => "undone",
        },
        undone,
        digest: import.digest.chars().take(12).collect(),
        may_undo,
    }
}

fn held(hold: Holding) -> Held {
    let (register, _) = &hold.register;
    let href = format!("{}/{register}/{}/{}", super::HERE, hold.owner, hold.first);
    Held { said: hold.said, href }
}
