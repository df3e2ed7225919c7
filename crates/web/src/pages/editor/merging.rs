//! Choosing between two people's wordings.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use model::compare::Conflict;
use office::Asker;
use office::drafts::Newer;
use office::keeping::{Choice, Keep};
use store::statements::Listed;

use super::after_keeping;
use super::sheet::Sent;
use crate::page::Page;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

/// `merge.html`
#[derive(Template)]
#[template(path = "merge.html")]
struct MergePage {
    page: Page,
    title: String,
    action: String,
    back: String,
    said: String,
    name: String,
    revision: i64,
    base: i64,
    seen: i64,
    reason: String,
    conflicts: Vec<Conflict>,
}

/// The frame of the page.
pub(crate) async fn frame(app: &App, asker: &Asker, listed: &Listed) -> Result<Page, WebError> {
    let statement = &listed.statement;
    let year = i16::try_from(statement.year).unwrap_or_default();
    let page = framed_for(app, asker, year, "合并改动", "/statements").await?;
    let href = format!("/statements/{}", statement.id);
    Ok(page.under("/statements", "绩效文本").under(href, statement.title.clone()))
}

/// The choices that are to be made.
pub(crate) fn page(
    page: Page,
    keep: &Keep,
    listed: &Listed,
    newer: &Newer,
    conflicts: &[Conflict],
    (revision, base): (i64, i64),
) -> Result<Response, WebError> {
    let statement = &listed.statement;
    let href = format!("/statements/{}", statement.id);
    let said = format!(
        "您起草期间，{}于 {} 保存了第 {} 版，与您改到了同样的 {} 处。请逐处选定，其余改动会自动合在一起。",
        newer.by,
        time(&newer.at),
        newer.number,
        conflicts.len()
    );
    let page = MergePage {
        page,
        title: statement.title.clone(),
        action: format!("{href}/merge"),
        back: format!("{href}/edit"),
        said,
        name: keep.typed.page.clone(),
        revision,
        base,
        seen: newer.number,
        reason: keep.reason.clone(),
        conflicts: conflicts.to_vec(),
    };
    Ok(shown(&page)?.into_response())
}

/// Keeps the version with the choices made.
pub(crate) async fn merge_draft(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let mut sent = Sent::of(pairs);
    let choices = std::mem::take(&mut sent.typed.fields).into_iter().map(|(path, choice)| {
        let choice = if choice == "mine" { Choice::Mine } else { Choice::Theirs };
        (path, choice)
    });
    let keep = Keep {
        choices: choices.collect(),
        typed: sent.typed,
        reason: sent.reason,
        seen: sent.seen,
    };
    let kept = app.office.keep_version(&asker, &id, &keep).await?;
    after_keeping(&app, &asker, &id, &keep, kept).await
}
