//! The finance bureau's board: how it stands with all departments.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use office::inbox::BoardRow;
use serde::Deserialize;
use store::statements::State as Stage;

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{chip, day, wan};
use crate::{App, WebError, download};

/// The state of a department that has not begun.
const NOT_BEGUN: &str = "未开始";

/// `board.html`
#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    page: Page,
    year: i64,
    years: Vec<i64>,
    chosen: &'static str,
    counts: Counts,
    states: Vec<StateColumn>,
    rows: Vec<Row>,
    owing: Vec<Owing>,
}

/// How many departments.
struct Counts {
    all: usize,
    submitted: usize,
    owing: usize,
}

/// A state, as a column and as a count.
struct StateColumn {
    code: &'static str,
    name: &'static str,
    icon: &'static str,
    count: usize,
    href: String,
}

/// A department.
struct Row {
    name: String,
    href: Option<String>,
    total: String,
    cells: Vec<Cell>,
}

/// A department at a state.
struct Cell {
    text: String,
    kind: &'static str,
}

/// A department that owes something.
struct Owing {
    name: String,
    what: String,
    due: String,
    late: bool,
    href: Option<String>,
}

/// What is chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    year: Option<i64>,
    state: String,
}

/// The board.
pub(crate) async fn show_board(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, WebError> {
    let now = i64::from(app.office.now().day().year());
    let year = chosen.year.unwrap_or(now);
    let all = app.office.board(&asker, year).await?;
    let only = Stage::from_word(&chosen.state).ok();
    let is_chosen = |row: &&BoardRow| only.is_none() || state(row) == only;
    let mut owing: Vec<&BoardRow> = all.iter().filter(|row| row.is_owing()).collect();
    owing.sort_by_key(|row| row.due.as_ref().map_or(i32::MAX, |due| due.left));
    shown(&BoardPage {
        page: framed(&app, &asker, "报送进度", "/board").await?,
        year,
        years: (now - 2..=now + 1).rev().collect(),
        chosen: only.map_or("", Stage::word),
        counts: Counts { all: all.len(), submitted: all.len() - owing.len(), owing: owing.len() },
        states: Stage::ALL.iter().map(|state| column(&all, *state, year)).collect(),
        rows: all.iter().filter(is_chosen).map(row).collect(),
        owing: owing.into_iter().map(owed).collect(),
    })
}

/// The board as a table.
pub(crate) async fn export_board(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(chosen): Query<Chosen>,
) -> Result<Response, WebError> {
    let year = chosen.year.unwrap_or_else(|| i64::from(app.office.now().day().year()));
    let all = app.office.board(&asker, year).await?;
    let heads = [
        "部门编码",
        "部门",
        "年度",
        "状态",
        "到这一步的日期",
        "期限",
        "逾期天数",
        "预算（万元）",
        "错误",
        "警告",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(all.iter().map(|row| line(row, year)));
    Ok(download::csv(&rows, &format!("{year}年绩效文本报送进度.csv")))
}

fn state(row: &BoardRow) -> Option<Stage> {
    row.statement.as_ref().map(|listed| listed.statement.state)
}

fn href(row: &BoardRow) -> Option<String> {
    row.statement.as_ref().map(|listed| format!("/statements/{}", listed.statement.id))
}

fn column(all: &[BoardRow], state: Stage, year: i64) -> StateColumn {
    let shown = chip(state);
    StateColumn {
        code: shown.code,
        name: shown.name,
        icon: shown.icon,
        count: all.iter().filter(|row| self::state(row) == Some(state)).count(),
        href: format!("/board?year={year}&state={}", state.word()),
    }
}

fn row(row: &BoardRow) -> Row {
    let here = state(row);
    let is_late = row.due.as_ref().is_some_and(office::deadlines::Due::is_late);
    let cell = |state: &Stage| match here {
        Some(here) if here == *state => Cell {
            text: row
                .statement
                .as_ref()
                .map(|it| day(&it.statement.state_since))
                .unwrap_or_default(),
            kind: if is_late { "late" } else { "here" },
        },
        _ if row.reached.contains_key(state) || here.is_some() && *state == Stage::Draft => {
            Cell { text: String::new(), kind: "past" }
        }
        _ => Cell { text: String::new(), kind: "later" },
    };
    Row {
        name: row.organisation.name.clone(),
        href: href(row),
        total: wan(row.statement.as_ref().and_then(|it| it.statement.figures.total)),
        cells: Stage::ALL.iter().map(cell).collect(),
    }
}

fn owed(row: &BoardRow) -> Owing {
    Owing {
        name: row.organisation.name.clone(),
        what: state(row).map_or(NOT_BEGUN, Stage::label).to_owned(),
        due: row.due.as_ref().map_or_else(|| "未定期限".to_owned(), |due| due.label()),
        late: row.due.as_ref().is_some_and(office::deadlines::Due::is_late),
        href: href(row),
    }
}

fn line(row: &BoardRow, year: i64) -> Vec<String> {
    let it = row.statement.as_ref().map(|listed| &listed.statement);
    let late = row.due.as_ref().filter(|due| due.is_late()).map(|due| (-due.left).to_string());
    let total = it.and_then(|it| it.figures.total).map(|sum| sum.wan().normalize().to_string());
    vec![
        row.organisation.code.clone(),
        row.organisation.name.clone(),
        year.to_string(),
        state(row).map_or(NOT_BEGUN, Stage::label).to_owned(),
        it.map(|it| day(&it.state_since)).unwrap_or_default(),
        row.due.as_ref().map(|due| due.on.to_string()).unwrap_or_default(),
        late.unwrap_or_default(),
        total.unwrap_or_default(),
        it.map(|it| it.figures.errors.to_string()).unwrap_or_default(),
        it.map(|it| it.figures.warnings.to_string()).unwrap_or_default(),
    ]
}
