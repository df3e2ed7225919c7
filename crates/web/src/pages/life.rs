//! A project from its first statement on: its years, plan and payments, marks, and one time line of all that happened.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use ground::{Decimal, Money};
use office::life::{Event, EventKind, Leads, Life, LifeYear, Mark};
use serde::Deserialize;
use store::evaluations::State as Stage;

use crate::page::Page;
use crate::pages::evaluations::{self, points};
use crate::pages::monitoring::{Lamp, lamp, percent};
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Chip, address, chip, escaped, wan};
use crate::{App, WebError, download};

/// `life.html`
#[derive(Template)]
#[template(path = "life.html")]
struct LifePage {
    page: Page,
    name: String,
    code: String,
    owner: String,
    here: String,
    light: Option<Lamp>,
    because: String,
    /// The newest year that was approved; the newest of all before any approval.
    newest: i64,
    budget: String,
    spent: String,
    /// Whether it is known what was paid.
    is_seen: bool,
    share: String,
    total: String,
    grade: String,
    years: Vec<YearLine>,
    shown_year: i64,
    curve: Vec<Point>,
    marks: Vec<MarkLine>,
    kinds: Vec<Choice>,
    groups: Vec<YearEvents>,
    all: usize,
}

/// A year in the table.
struct YearLine {
    year: i64,
    href: String,
    state: Chip,
    versions: usize,
    declared: String,
    budget: String,
    spent: String,
    share: String,
    light: Option<(Lamp, String, String)>,
    mark: Option<(Chip, String, String)>,
    watch: String,
    evaluation: String,
    chart: String,
    current: bool,
}

/// The end of a month: planned and paid by then, in percent of the budget; empty where that is not known.
struct Point {
    name: String,
    planned: String,
    paid: String,
}

/// Marks of a year.
struct MarkLine {
    year: i64,
    own: String,
    found: String,
}

/// What happened in a year, the newest first.
struct YearEvents {
    year: i64,
    lines: Vec<EventLine>,
}

/// Something that happened.
struct EventLine {
    day: String,
    kind: &'static str,
    icon: &'static str,
    title: String,
    detail: String,
    by: String,
    light: Option<Lamp>,
    href: String,
    is_first: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
    kind: String,
}

/// Where a project's whole life is told; empty where it has no code.
pub(crate) fn life_href(owner: &str, code: &str) -> String {
    if code.is_empty() { String::new() } else { format!("/projects/{owner}/{}", escaped(code)) }
}

/// The page.
pub(crate) async fn show_life(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((owner, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let life = app.office.project_life(&asker, &owner, &code).await?;
    let here = life_href(&life.owner, &life.code);
    let title = format!("{}：全过程", life.name);
    let mut page = framed(&app, &asker, title, "/statements").await?;
    page = page.under("/statements", "绩效文本");
    // A year that is only being drawn up has nothing to show yet.
    let is_approved = |year: &&LifeYear| year.listed.statement.approved_version > 0;
    let newest = life.years.iter().rev().find(is_approved).or(life.years.last());
    let newest = newest.ok_or(WebError::Broken)?;
    let id = &newest.listed.statement.id;
    page = page.under(format!("/statements/{id}"), newest.listed.statement.title.clone());
    let wanted = asked.year.trim().parse::<i64>().ok();
    let drawn = life.years.iter().find(|year| Some(year.year()) == wanted).unwrap_or(newest);
    let marked = life.years.iter().rev().find_map(|year| year.mark.as_ref());
    shown(&LifePage {
        name: life.name.clone(),
        code: life.code.clone(),
        owner: life.owner_name.clone(),
        light: newest.light.as_ref().map(|lit| lamp(lit.light)),
        because: newest.light.as_ref().map_or_else(String::new, |lit| lit.because.clone()),
        newest: newest.year(),
        budget: wan(newest.budget),
        spent: wan(newest.spent()),
        is_seen: newest.spent().is_some(),
        share: share(newest),
        total: points(marked.and_then(Mark::total)),
        grade: marked.map(|mark| mark.grade.clone()).unwrap_or_default(),
        years: life.years.iter().rev().map(|year| line(year, &here, drawn.year())).collect(),
        shown_year: drawn.year(),
        curve: curve(drawn),
        marks: life.years.iter().filter_map(marks).collect(),
        kinds: kinds(&asked.kind),
        groups: groups(&life, &asked.kind),
        all: life.events.len(),
        here,
        page,
    })
}

/// The time line as a table.
pub(crate) async fn export_life(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((owner, code)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let life = app.office.project_life(&asker, &owner, &code).await?;
    Ok(download::csv(&life.table(), &format!("{}全过程.csv", life.name)))
}

/// What was paid of the budget; in words where nobody records what is paid.
fn share(year: &LifeYear) -> String {
    match year.lacks_payments {
        true => "无支付数据".to_owned(),
        false => percent(year.spent().and_then(|spent| year.share(spent))),
    }
}

fn line(year: &LifeYear, here: &str, drawn: i64) -> YearLine {
    let it = &year.listed.statement;
    let light = year.light.as_ref();
    let number = year.year().to_string();
    YearLine {
        year: year.year(),
        href: format!(
            "/statements/{}#{}",
            it.id,
            crate::text::anchor(&format!("projects/{}", year.at))
        ),
        state: chip(it.state),
        versions: year.versions,
        declared: wan(year.declared),
        budget: wan(year.budget),
        spent: wan(year.spent()),
        share: share(year),
        light: light.map(|lit| (lamp(lit.light), lit.day.to_string(), lit.because.clone())),
        mark: year.mark.as_ref().map(mark),
        watch: format!("/statements/{}/watch", it.id),
        evaluation: evaluations::address_of(&it.id),
        chart: address(here, &[("year", &number)]),
        current: year.year() == drawn,
    }
}

/// Where the self-evaluation stands, its total, and the department's own where that is another.
fn mark(mark: &Mark) -> (Chip, String, String) {
    let total = format!("{} {}", points(mark.total()), mark.grade);
    let own = mark.found.is_some_and(|found| Some(found) != mark.own);
    let own = if own { format!("自评 {}", points(mark.own)) } else { String::new() };
    (evaluations::chip(Some(mark.state)), total, own)
}

/// Twelve ends of months. Payments are known up to today.
fn curve(year: &LifeYear) -> Vec<Point> {
    let share = |paid: Money| {
        let share: Decimal = year.share(paid)?;
        Some(format!("{share}%"))
    };
    let months = (1_u8..=12).zip(year.paid);
    let point = |(month, paid): (u8, Option<Money>)| {
        let planned = year.plan.iter().find(|point| point.month == month);
        Point {
            name: format!("{month}月"),
            planned: planned.map_or_else(String::new, |one| percent(Some(one.share))),
            paid: paid.and_then(share).unwrap_or_default(),
        }
    };
    months.map(point).collect()
}

fn marks(year: &LifeYear) -> Option<MarkLine> {
    let mark = year.mark.as_ref()?;
    let settled = Some(mark.total()).filter(|_| mark.state == Stage::Settled).flatten();
    let said = |points: Option<Decimal>| {
        points.map_or_else(String::new, |points| points.normalize().to_string())
    };
    Some(MarkLine { year: year.year(), own: said(mark.own), found: said(settled) })
}

fn kinds(chosen: &str) -> Vec<Choice> {
    let all = EventKind::ALL.iter().map(|kind| choice(kind.word(), kind.label(), chosen));
    std::iter::once(choice("", "全部", chosen)).chain(all).collect()
}

/// Events by year, the newest first.
fn groups(life: &Life, kind: &str) -> Vec<YearEvents> {
    let mut groups: Vec<YearEvents> = Vec::new();
    let wanted = |event: &&Event| kind.is_empty() || event.kind.word() == kind;
    for event in life.events.iter().rev().filter(wanted) {
        let year = i64::from(event.day.year());
        let is_first = groups.is_empty();
        let line = event_line(event, is_first);
        match groups.last_mut().filter(|group| group.year == year) {
            Some(group) => group.lines.push(line),
            None => groups.push(YearEvents { year, lines: vec![line] }),
        }
    }
    groups
}

fn event_line(event: &Event, is_first: bool) -> EventLine {
    EventLine {
        day: event.day.to_string(),
        kind: event.kind.label(),
        icon: icon(event.kind),
        title: event.title.clone(),
        detail: event.detail.clone(),
        by: event.by.clone(),
        light: event.light.map(lamp),
        href: leads(&event.leads),
        is_first,
    }
}

fn icon(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Text => "file-earmark-text",
        EventKind::Money => "bank",
        EventKind::Monitoring => "sliders",
        EventKind::Evaluation => "patch-check",
        EventKind::Demand => "shield-check",
    }
}

/// The address where something is seen in full.
pub(crate) fn leads(leads: &Leads) -> String {
    match leads {
        Leads::Statement(id) => format!("/statements/{id}"),
        Leads::Version(id, number) => format!("/statements/{id}?version={number}"),
        Leads::Watch(id, day) => format!("/statements/{id}/watch?day={day}"),
        Leads::Monitoring(id) => format!("/monitoring/tasks/{id}"),
        Leads::Evaluation(id) => evaluations::address_of(id),
        Leads::Demand(id) => format!("/demands/{id}"),
    }
}
