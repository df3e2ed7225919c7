//! Self-evaluations of all departments: states, totals, grades, the choice of a sample.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use office::Permission;
use office::evaluating::listing::EvaluationLine;
use serde::Deserialize;
use store::evaluations::State as Stage;

use super::{HERE, address_of, chip, points};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{Chip, address, day};
use crate::{App, WebError, download};

/// So many years back can be looked at.
const YEARS: i64 = 3;
/// The state of what was not begun.
const NOT_BEGUN: &str = "none";

/// `evaluations/list.html`
#[derive(Template)]
#[template(path = "evaluations/list.html")]
struct ListPage {
    page: Page,
    year: i64,
    years: Vec<Choice>,
    states: Vec<Choice>,
    grades: Vec<Choice>,
    orders: Vec<Choice>,
    csv: String,
    rows: Vec<Row>,
    all: usize,
    reported: usize,
    settled: usize,
    distribution: Vec<(String, usize)>,
    may_sample: bool,
    candidates: usize,
}

struct Row {
    id: String,
    href: String,
    name: String,
    state: Chip,
    is_candidate: bool,
    /// Whether the total is a trial, or lacks values: it says little yet.
    is_trial: bool,
    projects: usize,
    total: String,
    own: String,
    grade: String,
    open: usize,
    differences: usize,
    sampled: String,
    why: String,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: Option<i64>,
    state: String,
    grade: String,
    order: String,
    sampled: Option<usize>,
}

/// The list.
pub(crate) async fn list_evaluations(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let (year, all) = lines(&app, &asker, &asked).await?;
    let mut page = framed(&app, &asker, "绩效自评", HERE).await?;
    if let Some(count) = asked.sampled {
        page = page.saying("good", format!("抽中 {count} 份，已转入抽查复核"));
    }
    let now = i64::from(app.office.now().day().year());
    let is = |state| move |line: &&EvaluationLine| line.state == Some(state);
    let candidates = all.iter().filter(is(Stage::Reported)).count();
    let settled = all.iter().filter(is(Stage::Settled)).count();
    let rechecked = all.iter().filter(is(Stage::Recheck)).count();
    let csv = [
        ("year", year.to_string()),
        ("state", asked.state.clone()),
        ("grade", asked.grade.clone()),
        ("order", asked.order.clone()),
    ];
    let csv: Vec<(&str, &str)> = csv.iter().map(|(name, value)| (*name, value.as_str())).collect();
    shown(&ListPage {
        page,
        year,
        years: years(now, year),
        states: states(&asked.state),
        grades: grades(&all, &asked.grade),
        orders: orders(&asked.order),
        csv: address("/evaluations.csv", &csv),
        rows: chosen(&all, &asked).into_iter().map(row).collect(),
        all: all.len(),
        reported: candidates + settled + rechecked,
        settled,
        distribution: distribution(&all),
        may_sample: asker.may(Permission::RecheckEvaluations) && candidates > 0,
        candidates,
    })
}

/// The list as a table.
pub(crate) async fn export_evaluations(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (year, all) = lines(&app, &asker, &asked).await?;
    let heads = [
        "部门",
        "年度",
        "状态",
        "项目数",
        "自评得分",
        "复核后得分",
        "等级",
        "待办项",
        "复核不一致项",
        "抽中日期",
        "说明",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(chosen(&all, &asked).into_iter().map(|line| {
        vec![
            line.listed.owner_name.clone(),
            year.to_string(),
            chip(line.state).name.to_owned(),
            line.projects.to_string(),
            points(line.own_total),
            points(line.total),
            line.grade.clone(),
            line.open.to_string(),
            line.differences.to_string(),
            day(&line.sampled_at),
            line.why.clone(),
        ]
    }));
    Ok(download::csv(&rows, &format!("{year}年绩效自评.csv")))
}

/// The year that is asked for, or the newest one that is over or under way with approved statements; and its lines.
async fn lines(
    app: &App,
    asker: &office::Asker,
    asked: &Asked,
) -> Result<(i64, std::sync::Arc<Vec<EvaluationLine>>), WebError> {
    let now = app.office.now().day();
    // In the first months the year before is evaluated.
    let usual = i64::from(now.year()) - i64::from(now.month() <= 6);
    let year = asked.year.unwrap_or(usual);
    Ok((year, app.office.evaluations(asker, year).await?))
}

fn word(line: &EvaluationLine) -> &'static str {
    line.state.map_or(NOT_BEGUN, Stage::word)
}

/// The lines that are asked for, in the order that is asked for.
fn chosen<'l>(all: &'l [EvaluationLine], asked: &Asked) -> Vec<&'l EvaluationLine> {
    let fits = |line: &&EvaluationLine| {
        (asked.state.is_empty() || word(line) == asked.state)
            && (asked.grade.is_empty() || line.grade == asked.grade)
    };
    let mut lines: Vec<&EvaluationLine> = all.iter().filter(fits).collect();
    match asked.order.as_str() {
        "low" => lines.sort_by_key(|line| line.total),
        "high" => lines.sort_by_key(|line| std::cmp::Reverse(line.total)),
        "differences" => lines.sort_by_key(|line| std::cmp::Reverse(line.differences)),
        _ => {}
    }
    lines
}

fn row(line: &EvaluationLine) -> Row {
    let id = line.listed.statement.id.clone();
    Row {
        href: address_of(&id),
        id,
        name: line.listed.owner_name.clone(),
        state: chip(line.state),
        is_candidate: line.state == Some(Stage::Reported),
        is_trial: line.state.is_none() || is_preliminary(line),
        projects: line.projects,
        total: points(line.total),
        own: points(line.own_total),
        grade: match is_preliminary(line) {
            true => format!("缺{}项完成值", line.missing),
            false => line.grade.clone(),
        },
        open: line.open,
        differences: line.differences,
        sampled: day(&line.sampled_at),
        why: line.why.clone(),
    }
}

fn years(now: i64, year: i64) -> Vec<Choice> {
    let year = year.to_string();
    let one = |year: i64| (year.to_string(), format!("{year} 年度"));
    let all = (now - YEARS..=now).rev().map(one);
    all.map(|(value, name)| choice(value, name, &year)).collect()
}

fn states(chosen: &str) -> Vec<Choice> {
    let any = choice(String::new(), "全部状态", chosen);
    let none = choice(NOT_BEGUN.to_owned(), "未开始", chosen);
    let all = Stage::ALL.iter().map(|it| choice(it.word().to_owned(), it.label(), chosen));
    [any, none].into_iter().chain(all).collect()
}

fn grades(all: &[EvaluationLine], chosen: &str) -> Vec<Choice> {
    let any = choice(String::new(), "全部等级", chosen);
    let all = distribution(all)
        .into_iter()
        .filter(|(name, _)| !["未评分", "数据不全"].contains(&name.as_str()));
    let named = all.map(|(name, _)| choice(name.clone(), name, chosen));
    std::iter::once(any).chain(named).collect()
}

fn orders(chosen: &str) -> Vec<Choice> {
    const ORDERS: [(&str, &str); 4] = [
        ("", "按部门"),
        ("low", "得分从低到高"),
        ("high", "得分从高到低"),
        ("differences", "复核不一致多的在前"),
    ];
    ORDERS.into_iter().map(|(value, name)| choice(value.to_owned(), name, chosen)).collect()
}

/// Whether nothing was reported yet and values are missing: the grade says nothing then.
fn is_preliminary(line: &EvaluationLine) -> bool {
    let is_open = matches!(line.state, None | Some(Stage::Draft | Stage::Inside | Stage::Ready));
    is_open && line.missing > 0
}

/// How many departments have each grade, the best total first; those whose values are not whole for themselves.
fn distribution(all: &[EvaluationLine]) -> Vec<(String, usize)> {
    let mut lines: Vec<&EvaluationLine> = all.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.total));
    let mut counts: Vec<(String, usize)> = Vec::new();
    for line in lines {
        let name = match (is_preliminary(line), line.grade.as_str()) {
            (true, _) => "数据不全",
            (false, "") => "未评分",
            (false, grade) => grade,
        };
        match counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name.to_owned(), 1)),
        }
    }
    counts
}
