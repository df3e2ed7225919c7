//! One register as it is defined: its fields, what was written in the browser, versions side by side.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::registers::defining::Origin;
use office::registers::defining::comparing::{Line, Tag, lines};
use office::registers::defining::showing::{DefinitionShown, FieldShown};
use register::Personal;
use serde::Deserialize;

use super::{HERE, at};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{day, time};
use crate::{App, WebError};

/// `definitions/sheet.html`
#[derive(Template)]
#[template(path = "definitions/sheet.html")]
struct SheetPage {
    page: Page,
    title: String,
    facts: Vec<(&'static str, String)>,
    at: String,
    is_open: bool,
    /// Whether the register itself was written in the browser, and is not only added to.
    is_own: bool,
    fields: Vec<Held>,
    texts: Vec<Text>,
}

/// A field.
struct Held {
    name: String,
    label: String,
    holds: String,
    required: bool,
    visibility: &'static str,
    personal: &'static str,
    origin: &'static str,
    is_mine: bool,
    filled: i64,
}

/// A text that was written in the browser.
struct Text {
    version: i64,
    before: i64,
    when: String,
    who: String,
    reason: String,
    is_now: bool,
}

/// `definitions/compare.html`
#[derive(Template)]
#[template(path = "definitions/compare.html")]
struct ComparePage {
    page: Page,
    title: String,
    at: String,
    from: i64,
    to: i64,
    versions: Vec<i64>,
    lines: Vec<Shown>,
}

/// A line of two texts.
struct Shown {
    number: usize,
    old: Option<String>,
    new: Option<String>,
    is_changed: bool,
}

/// Which versions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Versions {
    a: i64,
    b: i64,
}

/// What was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    said: String,
}

/// The page of a register.
pub(crate) async fn show_definition(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let it = app.office.definition(&asker, &register).await?;
    let title = it.defined.title.clone();
    let mut page = framed(&app, &asker, title.clone(), HERE).await?.under(HERE, "台账定义");
    if done.said == "done" {
        page = page.saying("good", "新的定义已启用，登记和导入都按它来。");
    }
    let newest = it.texts.first().map_or(0, |text| text.version);
    let text = |text: &office::registers::defining::showing::TextShown| Text {
        version: text.version,
        before: text.version - 1,
        when: time(&text.made.1),
        who: text.made.0.clone(),
        reason: text.reason.clone(),
        is_now: text.version == newest,
    };
    shown(&SheetPage {
        facts: facts(&it),
        at: at(&register),
        is_open: it.defined.version > 0,
        is_own: it.defined.origin == Origin::Browser,
        fields: it.fields.iter().map(field).collect(),
        texts: it.texts.iter().map(text).collect(),
        page,
        title,
    })
}

/// Two texts side by side.
pub(crate) async fn compare_definitions(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(asked): Query<Versions>,
) -> Result<Html<String>, WebError> {
    let it = app.office.definition(&asker, &register).await?;
    let text = |version: i64| {
        let found = it.texts.iter().find(|text| text.version == version);
        found.map(|text| text.text.as_str()).unwrap_or_default()
    };
    let newest = it.texts.first().map_or(0, |text| text.version);
    let to = if asked.b == 0 { newest } else { asked.b };
    let from = if asked.a == 0 && to > 1 && asked.b == 0 { to - 1 } else { asked.a };
    let title = it.defined.title.clone();
    let page = framed(&app, &asker, "比较定义", HERE).await?;
    let page = page.under(HERE, "台账定义").under(at(&register), title.clone());
    shown(&ComparePage {
        page,
        title,
        at: at(&register),
        from,
        to,
        versions: it.texts.iter().map(|text| text.version).collect(),
        lines: lines(text(from), text(to)).into_iter().map(line).collect(),
    })
}

fn line(line: Line) -> Shown {
    let Line { tag, number, text } = line;
    Shown {
        number,
        old: (tag != Tag::New).then(|| text.clone()),
        new: (tag != Tag::Gone).then_some(text),
        is_changed: tag != Tag::Same,
    }
}

fn facts(it: &DefinitionShown) -> Vec<(&'static str, String)> {
    let defined = &it.defined;
    let by = if defined.since.1 == "命令行" { "程序" } else { defined.since.1.as_str() };
    vec![
        ("名称", defined.name.clone()),
        ("类别", defined.kind.label().to_owned()),
        ("来源", defined.origin.label().to_owned()),
        ("现行版本", format!("第{}版，{}由{by}启用", defined.version, day(&defined.since.0))),
        ("记录", format!("{}条（各单位合计）", defined.entries)),
    ]
}

fn field(it: &FieldShown) -> Held {
    Held {
        name: it.name.clone(),
        label: it.label.clone(),
        holds: it.holds.clone(),
        required: it.required,
        visibility: it.visibility.label(),
        personal: if it.personal == Personal::None { "—" } else { it.personal.label() },
        origin: it.origin.label(),
        is_mine: it.origin == Origin::Browser,
        filled: it.filled,
    }
}
