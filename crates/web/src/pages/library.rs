//! The indicator library.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use office::library::{Common, Found, Kind, Kinds, Typical};
use office::{Asker, Permission};
use serde::Deserialize;
use store::library::Wanted;
use store::statements::Listed;

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Paging, address, paging};
use crate::{App, WebError};

/// How many lines a page of the library has.
const LINES: u64 = 40;

/// The word for the catalogues of common indicators in addresses.
const COMMON: &str = "common";

/// `library.html`
#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    page: Page,
    asked: Asked,
    dimensions: Vec<String>,
    aspects: Vec<String>,
    functions: Vec<Kind>,
    project_kinds: Vec<Kind>,
    tabs: Vec<Tab>,
    /// The common indicators; none: the rows of past statements are shown.
    common: Option<Vec<Common>>,
    rows: Vec<Row>,
    typical: Vec<Typical>,
    paging: Paging,
    may_write: bool,
    targets: Vec<Listed>,
    projects: Vec<String>,
    back: String,
}

/// A side of the library.
struct Tab {
    href: String,
    name: &'static str,
    current: bool,
}

struct Row {
    found: store::library::FoundRow,
}

/// What is looked for, and where it would be added.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    dimension: String,
    aspect: String,
    /// The kind of department.
    function: String,
    /// The kind of project.
    kind: String,
    year: String,
    #[serde(rename = "for")]
    to: String,
    project: usize,
    page: u64,
    /// common: the catalogues of common indicators; else what was used.
    from: String,
}

/// A row to be added.
#[derive(Debug, Deserialize)]
pub(crate) struct Added {
    to: String,
    project: usize,
    #[serde(default)]
    statement: String,
    #[serde(default)]
    position: i64,
    /// A common indicator; blank: a row of a statement.
    #[serde(default)]
    common: String,
}

/// The library.
pub(crate) async fn show_library(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(mut asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    asked.page = asked.page.max(1);
    let kinds = Kinds { function: asked.function.clone(), project: asked.kind.clone() };
    let found = app.office.search_library(&asker, &wanted(&asked), &kinds).await?;
    let (functions, project_kinds) = app.office.library_kinds(&asker).await?;
    let may_write = asker.may(Permission::WriteStatements);
    let targets = if may_write { app.office.open_statements(&asker).await? } else { Vec::new() };
    let chosen = targets.iter().find(|target| target.statement.id == asked.to);
    let this_year = app.office.now().day().year();
    let (projects, year, region) = match chosen {
        Some(chosen) => of_draft(&app, &asker, &chosen.statement.id).await?,
        None => (Vec::new(), this_year, String::new()),
    };
    let trees = app.office.rulebook().frameworks(year, &region);
    let tree = trees.first().map_or(&[][..], |tree| &tree.dimensions);
    let Found { rows, typical } = found;
    let common = match asked.from.as_str() {
        COMMON => {
            let place = (year, region.as_str());
            Some(app.office.common_indicators(&asker, &wanted(&asked), place)?)
        }
        _ => None,
    };
    let page = framed(&app, &asker, "指标库", "/library").await?;
    shown(&LibraryPage {
        page,
        dimensions: tree.iter().map(|dimension| dimension.name.clone()).collect(),
        aspects: tree.iter().flat_map(|it| &it.aspects).map(|it| it.name.clone()).collect(),
        paging: paging(rows.total, asked.page, LINES, |at| link(&asked, at)),
        rows: rows.items.into_iter().map(|found| Row { found }).collect(),
        typical,
        functions,
        project_kinds,
        tabs: tabs(&asked),
        common,
        may_write,
        targets,
        back: if projects.is_empty() {
            String::new()
        } else {
            format!("/statements/{}/edit?at=projects/{}", asked.to, asked.project.max(1) - 1)
        },
        projects,
        asked,
    })
}

/// Adds a row to a project of the asker's draft.
pub(crate) async fn add_row(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(added): Form<Added>,
) -> Result<Redirect, WebError> {
    let (office, project) = (&app.office, added.project.max(1) - 1);
    let opened = match added.common.as_str() {
        "" => {
            let row = (added.statement.as_str(), added.position);
            office.add_from_library(&asker, &added.to, project, row).await?
        }
        key => office.add_common_indicator(&asker, &added.to, project, key).await?,
    };
    let at = match opened.place.starts_with("projects/") {
        true => format!("projects/{project}"),
        false => "overall".to_owned(),
    };
    let mark = opened.place.replace('/', "-");
    Ok(Redirect::to(&format!("/statements/{}/edit?at={at}#f-{mark}", added.to)))
}

/// The projects of a draft, its year and its region.
async fn of_draft(
    app: &App,
    asker: &Asker,
    id: &str,
) -> Result<(Vec<String>, i16, String), WebError> {
    let opened = app.office.open_draft(asker, id).await?;
    let year = i16::try_from(opened.listed.statement.year).unwrap_or_default();
    let projects = opened.draft.projects.iter().map(|project| project.name.clone()).collect();
    Ok((projects, year, opened.draft.region.clone()))
}

fn tabs(asked: &Asked) -> Vec<Tab> {
    let sides = [("", "本县用过的"), (COMMON, "共性指标")];
    let tab = |(from, name): (&str, &'static str)| Tab {
        href: link(&Asked { from: from.to_owned(), ..asked.clone() }, 1),
        name,
        current: asked.from == from,
    };
    sides.into_iter().map(tab).collect()
}

fn wanted(asked: &Asked) -> Wanted {
    Wanted {
        words: asked.q.clone(),
        dimension: asked.dimension.clone(),
        aspect: asked.aspect.clone(),
        year: asked.year.parse().ok(),
        skip: (asked.page - 1).saturating_mul(LINES).min(1_000_000),
        take: LINES,
        ..Wanted::default()
    }
}

fn link(asked: &Asked, at: u64) -> String {
    let (project, at) = (asked.project.to_string(), at.to_string());
    let of = [
        ("q", asked.q.as_str()),
        ("dimension", &asked.dimension),
        ("aspect", &asked.aspect),
        ("function", &asked.function),
        ("kind", &asked.kind),
        ("year", &asked.year),
        ("for", &asked.to),
        ("project", if asked.to.is_empty() { "" } else { &project }),
        ("from", &asked.from),
        ("page", if at == "1" { "" } else { &at }),
    ];
    address("/library", &of)
}
