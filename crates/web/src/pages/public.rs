//! The public site: published statements, open data. No sign-in, no personal data.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use office::public::{self, PublicFilter, Published};
use serde::Deserialize;
use serde_json::{Value, json};
use store::publications::Publication;
use write::Format;

use crate::pages::shown;
use crate::text::{self, Marks};
use crate::view::{Paging, day, escaped, paging, wan};
use crate::{App, WebError, download};

/// How many lines a page of the list has.
const LINES: u64 = 30;
/// More statements than this are not counted.
const MOST: u64 = 5_000;

/// What `public.html` shows around a page.
struct PublicPage {
    title: String,
    organisation: String,
    version: &'static str,
    section: &'static str,
}

/// `public_home.html`
#[derive(Template)]
#[template(path = "public_home.html")]
struct HomePage {
    page: PublicPage,
    words: String,
    year: String,
    years: Vec<Year>,
    owners: Vec<(String, String, bool)>,
    counts: Counts,
    rows: Vec<Row>,
    paging: Paging,
}

/// A year to choose.
struct Year {
    value: String,
    href: String,
    current: bool,
}

/// What is published, all told.
struct Counts {
    departments: usize,
    projects: i64,
    total: String,
    unit: &'static str,
}

/// A published statement in the list.
struct Row {
    href: String,
    title: String,
    department: String,
    projects: i64,
    total: String,
    published: String,
}

/// `public_statement.html`
#[derive(Template)]
#[template(path = "public_statement.html")]
struct StatementPage {
    page: PublicPage,
    it: It,
    text: String,
    points: Vec<Point>,
    projects: Vec<ProjectView>,
}

/// The statement.
struct It {
    title: String,
    department: String,
    total: String,
    fiscal: String,
    other: String,
    approved: String,
    published: String,
    digest: String,
    href: String,
}

/// A point of time with the share of each project.
struct Point {
    name: String,
    shares: Vec<String>,
}

/// A project.
struct ProjectView {
    name: String,
    code: String,
    total: String,
    fiscal: String,
    rows: Vec<IndicatorRow>,
}

/// An indicator.
struct IndicatorRow {
    dimension: String,
    aspect: String,
    name: String,
    description: String,
    target: String,
    basis: String,
}

/// `public_data.html`
#[derive(Template)]
#[template(path = "public_data.html")]
struct DataPage {
    page: PublicPage,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    q: String,
    year: String,
    owner: String,
    page: u64,
}

/// The list.
pub(crate) async fn list_public(
    State(app): State<App>,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let everything = PublicFilter { take: MOST, ..PublicFilter::default() };
    let all = app.office.published(&everything).await?;
    let found = app.office.published(&filter(&chosen)).await?;
    let address = |at: u64| {
        let Chosen { q, year, owner, .. } = &chosen;
        format!("/public?q={}&year={year}&owner={owner}&page={at}", escaped(q))
    };
    shown(&HomePage {
        page: page(&app, "绩效文本", "home").await?,
        years: years(&all.items, &chosen),
        owners: owners(&all.items, &chosen.owner),
        counts: counts(&all.items, &chosen.year),
        rows: found.items.iter().map(row).collect(),
        paging: paging(found.total, chosen.page, LINES, address),
        words: chosen.q,
        year: chosen.year,
    })
}

/// A published statement.
pub(crate) async fn show_public(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Html<String>, WebError> {
    let published = app.office.published_statement(&id).await?;
    let it = it(&published);
    shown(&StatementPage {
        page: page(&app, &it.title, "home").await?,
        text: text::narrative(published.text(), Marks::default()),
        points: points(published.text()),
        projects: published.text().projects.iter().map(project).collect(),
        it,
    })
}

/// What data there are.
pub(crate) async fn show_data(State(app): State<App>) -> Result<Html<String>, WebError> {
    shown(&DataPage { page: page(&app, "开放数据", "data").await? })
}

/// The list as open data.
pub(crate) async fn export_list(
    State(app): State<App>,
    Query(chosen): Query<Chosen>,
) -> Result<Json<Value>, WebError> {
    let filter = PublicFilter { take: MOST, skip: 0, ..filter(&chosen) };
    let found = app.office.published(&filter).await?;
    let lines: Vec<Value> = found.items.iter().map(public::line).collect();
    Ok(Json(json!({ "total": found.total, "statements": lines })))
}

/// A published statement as a file: `statement.docx`, `statement.json`, `indicators.csv`.
pub(crate) async fn export_public(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let published = app.office.published_statement(&id).await?;
    match file.as_str() {
        "statement.json" => Ok(Json(public::data(&published)).into_response()),
        "indicators.csv" => Ok(indicators(&published)),
        file => {
            let ending = file.strip_prefix("statement.").ok_or(WebError::NotFound)?;
            let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
            let document = write::statement(published.text());
            download::document(document, &published.publication.title, format).await
        }
    }
}

async fn page(
    app: &App,
    title: impl Into<String>,
    section: &'static str,
) -> Result<PublicPage, WebError> {
    let organisation = app.office.region_name().await?;
    Ok(PublicPage {
        title: title.into(),
        organisation,
        version: env!("CARGO_PKG_VERSION"),
        section,
    })
}

fn filter(chosen: &Chosen) -> PublicFilter {
    PublicFilter {
        words: chosen.q.clone(),
        year: chosen.year.parse().ok(),
        owner: Some(chosen.owner.clone()).filter(|owner| !owner.is_empty()),
        skip: chosen.page.saturating_sub(1).min(1_000_000) * LINES,
        take: LINES,
    }
}

fn years(all: &[Publication], chosen: &Chosen) -> Vec<Year> {
    let mut years: Vec<i64> = all.iter().map(|one| one.year).collect();
    years.dedup();
    let rest = format!("q={}&owner={}", escaped(&chosen.q), chosen.owner);
    let any = Year {
        value: "全部".to_owned(),
        href: format!("/public?{rest}"),
        current: chosen.year.is_empty(),
    };
    let year = |year: i64| Year {
        value: format!("{year} 年"),
        href: format!("/public?{rest}&year={year}"),
        current: chosen.year == year.to_string(),
    };
    std::iter::once(any).chain(years.into_iter().map(year)).collect()
}

fn owners(all: &[Publication], chosen: &str) -> Vec<(String, String, bool)> {
    let mut owners: Vec<(&str, &str)> =
        all.iter().map(|one| (one.owner_name.as_str(), one.owner.as_str())).collect();
    owners.sort_unstable();
    owners.dedup();
    let owner = |(name, id): (&str, &str)| (id.to_owned(), name.to_owned(), id == chosen);
    owners.into_iter().map(owner).collect()
}

fn counts(all: &[Publication], year: &str) -> Counts {
    let year: Option<i64> = year.parse().ok();
    let shown: Vec<&Publication> =
        all.iter().filter(|one| year.is_none_or(|year| one.year == year)).collect();
    let mut owners: Vec<&str> = shown.iter().map(|one| one.owner.as_str()).collect();
    owners.sort_unstable();
    owners.dedup();
    let mut sums = shown.iter().filter_map(|one| one.figures.total);
    let total = sums.try_fold(ground::Money::ZERO, ground::Money::checked_add);
    Counts {
        departments: owners.len(),
        projects: shown.iter().map(|one| one.figures.projects).sum(),
        total: wan(total),
        unit: "万元",
    }
}

fn row(one: &Publication) -> Row {
    Row {
        href: format!("/public/{}", one.statement),
        title: one.title.clone(),
        department: one.owner_name.clone(),
        projects: one.figures.projects,
        total: wan(one.figures.total),
        published: day(&one.at),
    }
}

fn it(published: &Published) -> It {
    let one = &published.publication;
    It {
        title: one.title.clone(),
        department: one.owner_name.clone(),
        total: wan(one.figures.total),
        fiscal: wan(one.figures.fiscal),
        other: wan(one.figures.other),
        approved: day(&published.approved_at),
        published: day(&one.at),
        digest: one.digest.clone(),
        href: format!("/public/{}", one.statement),
    }
}

fn points(text: &model::statement::Statement) -> Vec<Point> {
    let mut months: Vec<u8> =
        text.projects.iter().flat_map(|project| &project.plan).map(|point| point.month).collect();
    months.sort_unstable();
    months.dedup();
    let share = |project: &model::statement::Project, month| {
        let value = project.checkpoint(month).and_then(|point| point.share.value);
        value.map(|share| format!("{}%", share.normalize())).unwrap_or_default()
    };
    let point = |month: u8| Point {
        name: format!("{month}月底"),
        shares: text.projects.iter().map(|project| share(project, month)).collect(),
    };
    months.into_iter().map(point).collect()
}

fn project(project: &model::statement::Project) -> ProjectView {
    let row = |row: &model::statement::Indicator| {
        let [dimension, aspect, name, description, target, basis] =
            public::cells(row).map(str::to_owned);
        IndicatorRow { dimension, aspect, name, description, target, basis }
    };
    ProjectView {
        name: project.name().to_owned(),
        code: project.code.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default(),
        total: wan(project.total()),
        fiscal: wan(project.budget.fiscal.as_ref().and_then(|leaf| leaf.value)),
        rows: project.indicators.iter().map(row).collect(),
    }
}

fn indicators(published: &Published) -> Response {
    let heads = [
        "部门",
        "年度",
        "项目编码",
        "项目名称",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标描述",
        "指标值",
        "指标值确定依据",
    ];
    let one = &published.publication;
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for project in &published.text().projects {
        let code = project.code.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default();
        for indicator in &project.indicators {
            let name = project.name().to_owned();
            let mut row = vec![one.owner_name.clone(), one.year.to_string(), code.clone(), name];
            row.extend(public::cells(indicator).map(str::to_owned));
            rows.push(row);
        }
    }
    download::csv(&rows, &format!("{}指标.csv", one.title))
}
