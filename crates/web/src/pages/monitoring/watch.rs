//! A statement in its year on a day: lights with their reasons, the most urgent first.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use ground::{Day, Decimal};
use office::Permission;
use office::demands::noticed::{Noticed, Subject};
use office::monitoring::{Seen, Watching};
use office::year::{Group, Row, Standing};
use rulebook::Light;
use score::{RowReading, Suspicion};
use serde::Deserialize;

use super::{DayLink, HERE, Lamp, day_of, days, lamp, percent, state};
use crate::page::Page;
use crate::pages::demands::form::noticed_href;
use crate::pages::life::life_href;
use crate::pages::measures::evidence_href;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{address, wan};
use crate::{App, WebError};

/// `monitoring/watch.html`
#[derive(Template)]
#[template(path = "monitoring/watch.html")]
struct WatchPage {
    page: Page,
    title: String,
    owner: String,
    here: String,
    statement: String,
    version: i64,
    day: String,
    days: Vec<DayLink>,
    light: Lamp,
    red: usize,
    yellow: usize,
    projects: Vec<Project>,
    tasks: Vec<TaskLink>,
    scheme: String,
    note: String,
}

/// A form of formal monitoring of this statement.
struct TaskLink {
    href: String,
    day: String,
    state: Lamp,
}

/// A project, or the department as a whole.
struct Project {
    id: String,
    /// Where its whole life is told; empty where it has no code.
    life: String,
    code: String,
    name: String,
    light: Lamp,
    /// What is said of payments; nothing of the department as a whole.
    payments: Option<Payments>,
    /// Where a demand is raised about its payments; empty: the asker may raise none, or nothing is behind.
    demand: String,
    rows: Vec<Line>,
    suspicions: Vec<String>,
}

/// Payments against their plan.
struct Payments {
    light: Lamp,
    because: String,
    forecast: String,
    /// Whether anybody records what is paid.
    is_seen: bool,
    budget: String,
    paid: String,
    reached: String,
    expected: String,
    curve: Vec<Point>,
}

/// The end of a month: what was planned and what was paid by then, in percent of the budget; empty where that is not
/// known.
struct Point {
    name: String,
    planned: String,
    paid: String,
}

/// An indicator.
struct Line {
    light: Lamp,
    name: String,
    level: String,
    target: String,
    value: String,
    href: Option<String>,
    from: &'static str,
    expected: String,
    because: String,
    forecast: String,
    /// Where a demand is raised about it; empty: the asker may raise none, or nothing is behind.
    demand: String,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
}

/// The page.
pub(crate) async fn show_watch(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let day = day_of(&app, &asked.day);
    let watching = app.office.watching(&asker, &id, day).await?;
    let year = &watching.year;
    let it = &year.listed.statement;
    let filter = store::monitoring::Filter { statement: Some(id.clone()), ..Default::default() };
    let tasks = app.office.monitoring_tasks(&asker, &filter).await?;
    let title = format!("{}运行监控", it.title);
    let may = May {
        look: asker.may_at(Permission::ReadRegisters, &year.path),
        demand: asker.may_at(Permission::RaiseDemands, &year.path),
    };
    let back = address(HERE, &[("year", &it.year.to_string()), ("day", &asked.day)]);
    let page = framed_for(&app, &asker, year.year, title.clone(), HERE).await?;
    shown(&WatchPage {
        page: page.under(back, "运行监控").under(format!("/statements/{id}"), it.title.clone()),
        owner: year.listed.owner_name.clone(),
        here: format!("/statements/{id}/watch"),
        statement: id,
        version: year.version,
        day: day.to_string(),
        days: days(&app, year.year, &watching.scheme.nodes, day),
        light: lamp(watching.light()),
        red: watching.count(Light::Red),
        yellow: watching.count(Light::Yellow),
        projects: projects(&watching, may),
        tasks: tasks
            .into_iter()
            .map(|one| TaskLink {
                href: format!("{HERE}/tasks/{}", one.task.id),
                day: one.task.day,
                state: state(one.task.state),
            })
            .collect(),
        scheme: watching.scheme.title.clone(),
        note: watching.scheme.note.clone(),
        title,
    })
}

/// What the asker may do with the department's figures.
#[derive(Clone, Copy)]
struct May {
    /// See the entries behind values.
    look: bool,
    /// Raise demands.
    demand: bool,
}

impl May {
    /// Where a demand is raised about what has this light; empty where nothing is behind.
    fn demand(self, watching: &Watching, light: Light, subject: Subject) -> String {
        if !self.demand || !matches!(light, Light::Red | Light::Yellow) {
            return String::new();
        }
        let noticed = Noticed::Watch(watching.year.as_of, subject);
        noticed_href(&watching.year.listed.statement.id, &noticed)
    }
}

fn projects(watching: &Watching, may: May) -> Vec<Project> {
    let project = |seen: &Seen| {
        let group = watching.group(seen)?;
        let line = |said: &RowReading| {
            let row = seen.row(group, said)?;
            Some(line(watching, row, said, may))
        };
        let said = |one: &Suspicion| one.text.clone();
        Some(Project {
            id: format!("p{}", seen.at),
            life: life_href(&watching.year.listed.statement.owner, &group.code),
            code: group.code.clone(),
            name: group.name.clone(),
            light: lamp(seen.watch.light),
            payments: group.project.map(|_| payments(watching, seen, group)),
            demand: group.project.map(|_| money(watching, seen, group, may)).unwrap_or_default(),
            rows: seen.watch.rows.iter().filter_map(line).collect(),
            suspicions: seen.watch.suspicions.iter().map(said).collect(),
        })
    };
    watching.groups.iter().filter_map(project).collect()
}

fn money(watching: &Watching, seen: &Seen, group: &Group, may: May) -> String {
    let key = if group.code.is_empty() { &group.name } else { &group.code };
    may.demand(watching, seen.watch.payments.light, Subject::Money(key.clone()))
}

fn payments(watching: &Watching, seen: &Seen, group: &Group) -> Payments {
    let said = &seen.watch.payments;
    let paid = group.paid_by(watching.year.as_of);
    Payments {
        light: lamp(said.light),
        because: said.because.clone(),
        forecast: said.forecast.as_ref().map(ToString::to_string).unwrap_or_default(),
        is_seen: paid.is_some(),
        budget: wan(group.execution.budget()),
        paid: wan(paid.and_then(ground::Money::from_wan)),
        reached: percent(said.reached),
        expected: percent(said.expected),
        curve: curve(watching, group),
    }
}

/// Twelve ends of months. Payments are known up to the day.
fn curve(watching: &Watching, group: &Group) -> Vec<Point> {
    let (year, as_of) = (watching.year.year, watching.year.as_of);
    let budget = group.execution.budget().unwrap_or_default().wan();
    let share = |paid: Decimal| {
        let share = paid.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(budget)?;
        Some(format!("{}%", share.round_dp(2).normalize()))
    };
    let point = |month: i8| {
        let first = Day::new(year, month, 1).ok()?;
        let planned = group.plan.iter().find(|point| i8::try_from(point.month) == Ok(month));
        let is_known = first <= as_of;
        let paid = group.paid_by(first.last_of_month().min(as_of)).and_then(share);
        Some(Point {
            name: format!("{month}月"),
            planned: planned.map_or_else(String::new, |one| percent(Some(one.share))),
            paid: paid.filter(|_| is_known).unwrap_or_default(),
        })
    };
    (1..=12).filter_map(point).collect()
}

fn line(watching: &Watching, row: &Row, said: &RowReading, may: May) -> Line {
    let reading = &said.reading;
    let level = row.text.aspect.as_ref().map_or_else(String::new, |leaf| leaf.text().to_owned());
    Line {
        light: lamp(reading.light),
        name: said.name.clone(),
        level,
        target: row.text.target.as_ref().map_or_else(String::new, |leaf| leaf.text().to_owned()),
        value: row.words.clone(),
        href: evidence(watching, row).filter(|_| may.look),
        from: row.standing.label(),
        expected: percent(reading.expected),
        because: reading.because.clone(),
        forecast: reading.forecast.as_ref().map(ToString::to_string).unwrap_or_default(),
        demand: may.demand(watching, reading.light, Subject::Indicator(row.key.clone())),
    }
}

/// Where the entries behind a computed value are.
fn evidence(watching: &Watching, row: &Row) -> Option<String> {
    let Standing::Computed(it) = &row.standing else { return None };
    let owner = &watching.year.listed.statement.owner;
    Some(evidence_href(&it.code, &it.arguments, (it.period.first, it.period.last), owner))
}
