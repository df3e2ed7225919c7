//! All appraisals in sight: filtered, taken away as a table.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use jiff::civil::Date;
use office::Permission;
use office::appraising::listing::total;
use serde::Deserialize;
use store::appraisals::{Filter, Kind, Listed, State as Stage};

use super::{HERE, chip};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Chip, address};
use crate::{App, WebError, download};

/// `appraisals/list.html`
#[derive(Template)]
#[template(path = "appraisals/list.html")]
struct ListPage {
    page: Page,
    years: Vec<Choice>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    csv: String,
    may_open: bool,
    is_narrowed: bool,
}

struct Row {
    href: String,
    subject: String,
    owner: String,
    year: i64,
    kind: &'static str,
    subject_kind: &'static str,
    state: Chip,
    due: String,
    is_late: bool,
    experts: String,
    requests: i64,
    total: String,
    grade: String,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    year: String,
    kind: String,
    state: String,
}

/// The list.
pub(crate) async fn list_appraisals(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let all = app.office.appraisals(&asker, &filter(&chosen)).await?;
    let today = app.office.now().day();
    let now = today.year();
    let any = |name| choice("", name, "-");
    let asked = [("year", &chosen.year), ("kind", &chosen.kind), ("state", &chosen.state)];
    let asked = asked.map(|(name, value)| (name, value.as_str()));
    let years = (now - 4..=now).rev();
    let years = years.map(|year| choice(year.to_string(), format!("{year} 年度"), &chosen.year));
    let kinds = Kind::ALL.iter().map(|it| choice(it.word(), it.label(), &chosen.kind));
    let states = Stage::ALL.iter().map(|it| choice(it.word(), it.label(), &chosen.state));
    shown(&ListPage {
        page: framed(&app, &asker, "绩效评价", HERE).await?,
        years: std::iter::once(any("全部年度")).chain(years).collect(),
        kinds: std::iter::once(any("全部方式")).chain(kinds).collect(),
        states: std::iter::once(any("全部状态")).chain(states).collect(),
        rows: all.iter().map(|listed| row(listed, today)).collect(),
        csv: address("/appraisals.csv", &asked),
        may_open: asker.may(Permission::ConductAppraisals),
        is_narrowed: asked.iter().any(|(_, value)| !value.is_empty()),
    })
}

/// The list as a table.
pub(crate) async fn export_appraisals(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Response, WebError> {
    let rows = app.office.export_appraisals(&asker, &filter(&chosen)).await?;
    let today = app.office.now().day();
    Ok(download::csv(&rows, &format!("绩效评价（{today}）.csv")))
}

fn filter(chosen: &Chosen) -> Filter {
    Filter {
        year: chosen.year.parse().ok(),
        kind: Kind::from_word(&chosen.kind).ok(),
        states: Stage::from_word(&chosen.state).into_iter().collect(),
        ..Filter::default()
    }
}

fn row(listed: &Listed, today: Date) -> Row {
    let it = &listed.appraisal;
    let (experts, reported) = listed.experts;
    let due: Option<Date> = it.marks_due.parse().ok();
    Row {
        href: format!("{HERE}/{}", it.id),
        subject: it.subject.clone(),
        owner: listed.owner_name.clone(),
        year: it.year,
        kind: it.kind.label(),
        subject_kind: it.subject_kind.label(),
        state: chip(it.state),
        due: it.marks_due.clone(),
        is_late: it.state == Stage::Marking && due.is_some_and(|due| due < today),
        experts: if experts == 0 { "—".to_owned() } else { format!("{reported}/{experts}") },
        requests: listed.open_requests,
        total: total(listed).map_or_else(|| "—".to_owned(), |it| it.normalize().to_string()),
        grade: it.grade.clone(),
    }
}
