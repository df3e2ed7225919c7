//! Entering a value that no register gives, and taking one back.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, Query, State};
use axum::response::{Html, Redirect};
use office::OfficeError;
use office::acts::Scan;
use office::year::binding::Value;
use serde::Deserialize;
use store::performance::Entered;

use super::here;
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{address, time};
use crate::{App, WebError};

/// `year/enter.html`
#[derive(Template)]
#[template(path = "year/enter.html")]
struct EnterPage {
    page: Page,
    here: String,
    key: String,
    name: String,
    target: String,
    today: String,
    lines: Vec<Line>,
}

struct Line {
    id: String,
    as_of: String,
    words: String,
    reason: String,
    file: String,
    who: String,
    when: String,
    /// When, by whom and why it was taken back; empty: it holds.
    gone: String,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    key: String,
}

/// The page.
pub(crate) async fn show_values(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let today = app.office.now().day();
    let year = app.office.year(&asker, &id, today).await?;
    let row = year.row(&asked.key).map(|(_, row)| row);
    let row = row.ok_or(OfficeError::Missing { what: "这项指标" })?;
    let page = framed(&app, &asker, format!("录入完成值：{}", row.text.name()), "/statements");
    let title = year.listed.statement.title.clone();
    let page = page.await?.under(format!("/statements/{id}"), title).under(here(&id), "指标取数");
    shown(&EnterPage {
        page,
        here: here(&id),
        name: row.text.name().to_owned(),
        target: row.text.target_text().to_owned(),
        today: today.to_string(),
        lines: row.entered.iter().map(|one| line(&id, one)).collect(),
        key: asked.key,
    })
}

fn line(statement: &str, one: &Entered) -> Line {
    let gone = match one.void_at.is_empty() {
        true => String::new(),
        false => format!("{}由{}撤销：{}", time(&one.void_at), one.void_by, one.void_reason),
    };
    let file = match one.file.is_empty() {
        true => String::new(),
        false => format!("/statements/{statement}/files/{}", one.file),
    };
    Line {
        id: one.id.clone(),
        as_of: one.as_of.clone(),
        words: one.words.clone(),
        reason: one.reason.clone(),
        file,
        who: one.by_name.clone(),
        when: time(&one.at),
        gone,
    }
}

/// Enters a value, with what proves it.
pub(crate) async fn enter_value(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    parts: Multipart,
) -> Result<Redirect, WebError> {
    let value = read(parts).await?;
    app.office.enter_value(&asker, &id, &value).await?;
    Ok(Redirect::to(&address(&here(&id), &[("done", "enter")])))
}

async fn read(mut parts: Multipart) -> Result<Value, WebError> {
    let unclear = |_| WebError::BadRequest("表单没有传完，请重试；附件最多 20 MB".to_owned());
    let mut value = Value::default();
    while let Some(part) = parts.next_field().await.map_err(unclear)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(unclear)?.to_vec();
            // A form without a file sends one without name and bytes.
            value.proof = (!bytes.is_empty()).then_some(Scan { name: file, bytes });
            continue;
        }
        let text = part.text().await.map_err(unclear)?;
        match name.as_str() {
            "key" => value.key = text,
            "as_of" => value.as_of = text,
            "words" => value.words = text,
            "reason" => value.reason = text,
            _ => {}
        }
    }
    Ok(value)
}

/// Which value is taken back, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Void {
    key: String,
    value: String,
    reason: String,
}

/// Takes a value back.
pub(crate) async fn void_value(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<Void>,
) -> Result<Redirect, WebError> {
    app.office.void_value(&asker, &id, &form.value, &form.reason).await?;
    Ok(Redirect::to(&address(&format!("{}/enter", here(&id)), &[("key", &form.key)])))
}
