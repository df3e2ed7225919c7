//! All departments in their year on a day, and what the finance bureau asks of them formally.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::Day;
use office::monitoring::board::{Board, Line};
use office::monitoring::opening::Opening;
use office::{Asker, OfficeError, Permission};
use rulebook::Light;
use serde::Deserialize;
use store::monitoring::Filter;

use super::{DayLink, HERE, LIGHTS, Lamp, day_of, days, lamp, percent, state, word};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError, download};

/// The ends of months at which years are usually compared with their plans.
pub(crate) const NODES: [u8; 4] = [3, 6, 10, 12];

/// `monitoring/board.html`
#[derive(Template)]
#[template(path = "monitoring/board.html")]
struct BoardPage {
    page: Page,
    year: i64,
    years: Vec<i64>,
    day: String,
    days: Vec<DayLink>,
    lights: Vec<Choice>,
    sorts: Vec<Choice>,
    counts: Vec<Count>,
    rows: Vec<Row>,
    all: usize,
    csv: String,
    tasks: Vec<TaskLine>,
    may_open: bool,
}

/// How many departments have a light.
struct Count {
    light: Lamp,
    count: usize,
    href: String,
}

/// A department.
struct Row {
    light: Lamp,
    name: String,
    href: String,
    executed: String,
    planned: String,
    red: usize,
    yellow: usize,
    because: String,
    task: Option<(String, Lamp)>,
}

/// A form of formal monitoring.
struct TaskLine {
    href: String,
    name: String,
    day: String,
    due: String,
    late: bool,
    state: Lamp,
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
    day: String,
    light: String,
    sort: String,
    given: String,
    without: String,
}

/// What is typed to ask departments for forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpeningForm {
    year: String,
    day: String,
    due_on: String,
    basis: String,
}

/// The board.
pub(crate) async fn show_monitoring(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    shown(&page(&app, &asker, &asked).await?)
}

/// The board as a table.
pub(crate) async fn export_monitoring(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (year, day) = when(&app, &asked);
    let board = app.office.monitoring_board(&asker, year, day).await?;
    let heads = ["部门", "灯", "执行率", "计划进度", "红灯", "黄灯", "最急的一处", "监控表"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(chosen(&board, &asked).into_iter().map(|line| {
        vec![
            line.listed.owner_name.clone(),
            line.light.label().to_owned(),
            executed(line),
            percent(line.planned),
            line.red.to_string(),
            line.yellow.to_string(),
            line.because.clone(),
            line.task.as_ref().map_or("", |(_, state)| state.label()).to_owned(),
        ]
    }));
    Ok(download::csv(&rows, &format!("运行监控{day}.csv")))
}

/// Asks all departments of the region for forms.
pub(crate) async fn open_monitoring(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<OpeningForm>,
) -> Result<Response, WebError> {
    let year = form.year.trim().parse().unwrap_or_default();
    let opening = Opening {
        owner: String::new(),
        year,
        day: form.day.clone(),
        due_on: form.due_on,
        basis: form.basis,
    };
    let opened = match app.office.open_monitoring(&asker, &opening).await {
        Ok(opened) => opened,
        Err(OfficeError::Fields(faults)) => {
            return Err(OfficeError::Invalid(faults.to_string()).into());
        }
        Err(other) => return Err(other.into()),
    };
    let (given, without) = (opened.given.to_string(), opened.without.len().to_string());
    let said = [
        ("year", form.year.as_str()),
        ("day", form.day.as_str()),
        ("given", given.as_str()),
        ("without", without.as_str()),
    ];
    Ok(Redirect::to(&address(HERE, &said)).into_response())
}

/// The year and the day that are asked for.
fn when(app: &App, asked: &Asked) -> (i64, Day) {
    let day = day_of(app, &asked.day);
    let year = asked.year.trim().parse().unwrap_or_else(|_| i64::from(day.year()));
    (year, day)
}

async fn page(app: &App, asker: &Asker, asked: &Asked) -> Result<BoardPage, WebError> {
    let (year, day) = when(app, asked);
    let board = app.office.monitoring_board(asker, year, day).await?;
    let now = i64::from(app.office.now().day().year());
    let filter = Filter { year: Some(year), ..Filter::default() };
    let tasks = app.office.monitoring_tasks(asker, &filter).await?;
    let (this, on) = (year.to_string(), day.to_string());
    let href = |light: &str| {
        let asked = [("year", this.as_str()), ("day", on.as_str()), ("light", light)];
        address(HERE, &asked)
    };
    let count = |light: &Light| Count {
        light: lamp(*light),
        count: board.lines.iter().filter(|line| line.light == *light).count(),
        href: href(word(*light)),
    };
    let lights = LIGHTS.iter().map(|light| choice(word(*light), light.label(), &asked.light));
    let none = choice(String::new(), "全部", &asked.light);
    let sorts = [("", "最急的在前"), ("name", "按部门"), ("executed", "按执行率")];
    let kept = [
        ("year", this.as_str()),
        ("day", on.as_str()),
        ("light", asked.light.as_str()),
        ("sort", asked.sort.as_str()),
    ];
    let short = i16::try_from(year).unwrap_or_default();
    let mut page = framed_for(app, asker, short, "运行监控", HERE).await?;
    if !asked.given.is_empty() {
        page = page.saying("good", said(asked));
    }
    let today = app.office.now().day().to_string();
    Ok(BoardPage {
        page,
        year,
        years: (now - 2..=now + 1).rev().collect(),
        days: days(app, short, &NODES, day),
        lights: std::iter::once(none).chain(lights).collect(),
        sorts: sorts.into_iter().map(|(key, name)| choice(key, name, &asked.sort)).collect(),
        counts: LIGHTS.iter().map(count).collect(),
        rows: chosen(&board, asked).into_iter().map(|line| row(line, &on)).collect(),
        all: board.lines.len(),
        csv: address("/monitoring.csv", &kept),
        tasks: tasks
            .into_iter()
            .map(|one| TaskLine {
                href: format!("{HERE}/tasks/{}", one.task.id),
                late: one.task.state != store::monitoring::TaskState::Approved
                    && one.task.due_on < today,
                name: one.owner_name,
                day: one.task.day,
                due: one.task.due_on,
                state: state(one.task.state),
            })
            .collect(),
        may_open: asker.may(Permission::OpenMonitoring),
        day: on,
    })
}

/// What is said after forms were asked for.
fn said(asked: &Asked) -> String {
    let number = |text: &str| text.parse::<usize>().unwrap_or_default();
    let (given, without) = (number(&asked.given), number(&asked.without));
    let rest = match without {
        0 => String::new(),
        many => format!("；另有{many}家没有批复的文本，批复后可以再下达一次"),
    };
    format!("已下达给{given}家部门{rest}。")
}

/// The lines that are asked for, in the order that is asked for.
fn chosen<'a>(board: &'a Board, asked: &Asked) -> Vec<&'a Line> {
    let is_wanted = |line: &&Line| asked.light.is_empty() || word(line.light) == asked.light;
    let mut lines: Vec<&Line> = board.lines.iter().filter(is_wanted).collect();
    match asked.sort.as_str() {
        "name" => lines.sort_by(|one, other| one.listed.owner_name.cmp(&other.listed.owner_name)),
        "executed" => lines.sort_by_key(|line| line.executed),
        _ => {}
    }
    lines
}

/// 执行率; that nobody can see one where nobody records what is paid.
fn executed(line: &Line) -> String {
    match line.sees_payments {
        true => percent(line.executed),
        false => "无支付数据".to_owned(),
    }
}

fn row(line: &Line, day: &str) -> Row {
    Row {
        light: lamp(line.light),
        name: line.listed.owner_name.clone(),
        href: address(&format!("/statements/{}/watch", line.listed.statement.id), &[("day", day)]),
        executed: executed(line),
        planned: percent(line.planned),
        red: line.red,
        yellow: line.yellow,
        because: line.because.clone(),
        task: line.task.as_ref().map(|(id, at)| (format!("{HERE}/tasks/{id}"), state(*at))),
    }
}
