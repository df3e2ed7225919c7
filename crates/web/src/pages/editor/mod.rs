//! The editor: a draft, sheet by sheet, reviewed while one types.

mod finding;
pub(crate) mod merging;
mod sheet;
mod view;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::Severity;
use office::drafts::{Change, Opened};
use office::keeping::{Keep, Kept};
use serde::Deserialize;

use self::sheet::{Sent, Sheet};
use self::view::SheetView;
use crate::page::Page;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{Chip, chip, time};
use crate::{App, WebError};

/// `editor.html`
#[derive(Template)]
#[template(path = "editor.html")]
struct EditorPage {
    page: Page,
    it: It,
    outline: Vec<Leaf>,
    sheet: SheetView,
    dimensions: Vec<String>,
    aspects: Vec<String>,
    before: Option<Leaf>,
    after: Option<Leaf>,
}

/// `editor_saved.html`: what changes on the page after each save.
#[derive(Template)]
#[template(path = "editor_saved.html")]
struct SavedPart {
    it: It,
    outline: Vec<Leaf>,
    sheet: SheetView,
}

/// What both show of the draft.
struct It {
    id: String,
    title: String,
    state: Chip,
    href: String,
    action: String,
    name: String,
    revision: i64,
    base: i64,
    can_undo: bool,
    can_redo: bool,
    saved: String,
    newer: Option<String>,
    counts: [usize; 3],
    is_adjusting: bool,
}

/// A line of the outline.
#[derive(Clone)]
struct Leaf {
    href: String,
    name: String,
    errors: usize,
    warnings: usize,
    current: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    at: String,
    said: String,
}

/// The editor.
pub(crate) async fn show_editor(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let opened = app.office.open_draft(&asker, &id).await?;
    let at = Sheet::from_word(&asked.at).within(&opened.draft);
    let year = i16::try_from(opened.listed.statement.year).unwrap_or_default();
    let it = it(&opened, at);
    let mut page = framed_for(&app, &asker, year, "编辑", "/statements").await?;
    if asked.said == "mended" {
        page = page.saying("good", "已经改正，可以撤销");
    }
    let outline = outline(&opened, at);
    let place = outline.iter().position(|leaf| leaf.current).unwrap_or_default();
    let near = |at: Option<usize>| at.and_then(|at| outline.get(at)).cloned();
    let (before, after) = (near(place.checked_sub(1)), near(Some(place + 1)));
    let (dimensions, aspects) = levels(&app, &opened);
    let sheet = view::sheet(&opened, at, &base(&opened));
    shown(&EditorPage { page, it, before, after, outline, sheet, dimensions, aspects })
}

/// Saves what was typed, and does what the pressed button asks for.
pub(crate) async fn save_draft(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let sent = Sent::of(pairs);
    if sent.act == "keep" {
        let keep = Keep { typed: sent.typed, reason: sent.reason, ..Keep::default() };
        let kept = app.office.keep_version(&asker, &id, &keep).await?;
        return after_keeping(&app, &asker, &id, &keep, kept).await;
    }
    let change = sent.change();
    let change = change.ok_or_else(|| WebError::BadRequest("没有这个操作".to_owned()))?;
    let opened = app.office.edit_draft(&asker, &id, &sent.typed, &change).await?;
    let at = Sheet::from_word(&asked.at).within(&opened.draft);
    if change == Change::Save && headers.contains_key("hx-request") {
        let sheet = view::sheet(&opened, at, &base(&opened));
        let part = SavedPart { it: it(&opened, at), outline: outline(&opened, at), sheet };
        return Ok(shown(&part)?.into_response());
    }
    Ok(Redirect::to(&address(&opened, at, &change)).into_response())
}

/// Where the eye goes after a change.
fn address(opened: &Opened, at: Sheet, change: &Change) -> String {
    let place = opened.place.as_str();
    let at = if place.is_empty() { at } else { Sheet::of_path(place).within(&opened.draft) };
    let said = if matches!(change, Change::Mend(_)) { "&said=mended" } else { "" };
    let mark = if place.is_empty() { String::new() } else { format!("#{}", finding::id(place)) };
    format!("{}?at={}{said}{mark}", base(opened), at.word())
}

async fn after_keeping(
    app: &App,
    asker: &office::Asker,
    id: &str,
    keep: &Keep,
    kept: Kept,
) -> Result<Response, WebError> {
    match kept {
        Kept::Undecided { listed, newer, conflicts, revision, base } => {
            let page = merging::frame(app, asker, &listed).await?;
            merging::page(page, keep, &listed, &newer, &conflicts, (revision, base))
        }
        Kept::Version { .. } | Kept::Nothing => {
            Ok(Redirect::to(&format!("/statements/{id}")).into_response())
        }
    }
}

fn base(opened: &Opened) -> String {
    format!("/statements/{}/edit", opened.listed.statement.id)
}

fn it(opened: &Opened, at: Sheet) -> It {
    let statement = &opened.listed.statement;
    let count = |severity| opened.live.count(severity);
    let newer = opened.newer.as_ref().map(|newer| {
        format!(
            "{}于 {} 保存了第 {} 版。您可以接着写：保存版本时两边的改动会合在一起，改到同一处的由您选择。",
            newer.by,
            time(&newer.at),
            newer.number
        )
    });
    It {
        id: statement.id.clone(),
        title: statement.title.clone(),
        state: chip(statement.state),
        href: format!("/statements/{}", statement.id),
        action: format!("{}?at={}", base(opened), at.word()),
        name: opened.page.clone(),
        revision: opened.revision,
        base: opened.base,
        can_undo: opened.can_undo,
        can_redo: opened.can_redo,
        saved: opened.saved_at.as_ref().map_or_else(
            || format!("从第 {} 版开始，还没有改动", opened.base),
            |at| format!("草稿已于 {} 保存", time(at)),
        ),
        newer,
        counts: [Severity::Error, Severity::Warning, Severity::Note].map(count),
        is_adjusting: statement.state == store::statements::State::Adjusting,
    }
}

fn outline(opened: &Opened, at: Sheet) -> Vec<Leaf> {
    let leaf = |sheet: Sheet, name: String| {
        let here = opened.live.findings.iter().filter(|it| Sheet::of_path(&it.path) == sheet);
        let (mut errors, mut warnings) = (0, 0);
        for found in here {
            match found.finding.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
                Severity::Note => {}
            }
        }
        let href = format!("{}?at={}", base(opened), sheet.word());
        Leaf { href, name, errors, warnings, current: sheet == at }
    };
    let projects = opened.draft.projects.iter().enumerate().map(|(index, project)| {
        let name = if project.name.is_empty() { "（还没有名称）" } else { &project.name };
        leaf(Sheet::Project(index), format!("{}. {name}", index + 1))
    });
    let mut all =
        vec![leaf(Sheet::Cover, "封面".into()), leaf(Sheet::Overall, "部门整体绩效目标".into())];
    all.extend(projects);
    all.push(leaf(Sheet::Rest, "目录和其他文字".into()));
    all
}

/// The names of both levels that the region's framework knows.
fn levels(app: &App, opened: &Opened) -> (Vec<String>, Vec<String>) {
    let year = i16::try_from(opened.listed.statement.year).unwrap_or_default();
    let trees = app.office.rulebook().frameworks(year, &opened.draft.region);
    let dimensions = trees.first().map_or(&[][..], |tree| &tree.dimensions);
    let aspects = dimensions.iter().flat_map(|dimension| &dimension.aspects);
    let aspects = aspects.map(|aspect| aspect.name.clone()).collect();
    (dimensions.iter().map(|dimension| dimension.name.clone()).collect(), aspects)
}
