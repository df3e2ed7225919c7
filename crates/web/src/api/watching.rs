//! Running years against their plans: one statement, all departments.

use axum::Json;
use axum::extract::State;
use ground::{Day, Decimal};
use office::monitoring::board::Line;
use office::monitoring::{Seen, Watching};
use score::{Forecast, Reading, RowReading};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, day_or, part, words, year};
use crate::pages::monitoring::{LIGHTS, word};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_watch)).routes(routes!(list_watched))
}

/// The day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WatchAsked {
    /// 截至哪一天；不写就是今天。
    #[param(format = Date)]
    day: Option<String>,
}

/// The year and the day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WatchedAsked {
    /// 年度；不写就是截至日期所在的年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// 截至哪一天；不写就是今天。
    #[param(format = Date)]
    day: Option<String>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 一份文本截至一天的运行情况，最急的项目在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WatchOut {
    statement: String,
    owner_name: String,
    year: i64,
    /// 对照第几版。
    version: i64,
    #[schema(format = Date)]
    day: String,
    /// 监控办法的标识。
    scheme: String,
    /// 最急的灯。
    #[schema(schema_with = lights)]
    light: &'static str,
    projects: Vec<WatchedProject>,
}

/// 一个项目，或部门整体。
#[derive(Debug, Serialize, ToSchema)]
struct WatchedProject {
    /// 项目编码；部门整体为空。
    code: String,
    name: String,
    #[schema(schema_with = lights)]
    light: &'static str,
    payments: WatchReading,
    /// 指标，最急的在前。
    rows: Vec<WatchedIndicator>,
    /// 灯都正常也要看一眼的。
    suspicions: Vec<String>,
}

/// 一项指标。
#[derive(Debug, Serialize, ToSchema)]
struct WatchedIndicator {
    /// 指标的标识，文本改动后不变。
    key: String,
    name: String,
    target: String,
    value: String,
    /// 值从哪里来：台账、录入、待录入、未绑定、取不出数。
    standing: &'static str,
    reading: WatchReading,
}

/// 一个灯和它的理由。
#[derive(Debug, Serialize, ToSchema)]
struct WatchReading {
    #[schema(schema_with = lights)]
    light: &'static str,
    /// 已达到全年的百分之几；没有这样的比例的为 null。
    reached: Option<String>,
    /// 到这一天应达到百分之几。
    expected: Option<String>,
    because: String,
    forecast: Option<WatchForecast>,
}

/// 全年预计。
#[derive(Debug, Serialize, ToSchema)]
struct WatchForecast {
    middle: String,
    low: String,
    high: String,
    unit: String,
    /// 每一种推算的办法和结果。
    projections: Vec<WatchProjection>,
}

/// 一种推算。
#[derive(Debug, Serialize, ToSchema)]
struct WatchProjection {
    method: String,
    value: String,
}

/// 一个部门截至一天的运行情况。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WatchedLine {
    statement: String,
    owner: String,
    owner_name: String,
    #[schema(schema_with = lights)]
    light: &'static str,
    /// 执行率，百分之几；没有预算的为 null。
    executed: Option<String>,
    /// 计划进度，百分之几；没有资金支出计划的为 null。
    planned: Option<String>,
    red: usize,
    yellow: usize,
    /// 最急的一处。
    because: String,
    /// 这一天的正式监控表的标识；没有下达的为 null。
    task: Option<String>,
}

fn lights() -> Object {
    words(LIGHTS.map(word))
}

/// One statement.
#[utoipa::path(get, path = "/api/v1/statements/{id}/watch", tag = "运行监控",
    summary = "一份文本截至一天的运行情况", params(("id" = String, Path), WatchAsked),
    responses((status = 200, description = "运行情况", body = WatchOut)))]
pub(crate) async fn show_watch(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Asked(asked): Asked<WatchAsked>,
) -> Result<Json<WatchOut>, WebError> {
    let day = day_or("day", asked.day.as_deref(), app.office.now().day())?;
    let watching = app.office.watching(&asker, &id, day).await?;
    Ok(Json(whole(&watching, day)))
}

/// All departments.
#[utoipa::path(get, path = "/api/v1/monitoring", tag = "运行监控",
    summary = "各部门截至一天的运行情况，最急的在前", params(WatchedAsked),
    responses((status = 200, description = "各部门", body = List<WatchedLine>)))]
pub(crate) async fn list_watched(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<WatchedAsked>,
) -> Result<Json<List<WatchedLine>>, WebError> {
    let day = day_or("day", asked.day.as_deref(), app.office.now().day())?;
    let year = asked.year.map(year).transpose()?.unwrap_or_else(|| i64::from(day.year()));
    let board = app.office.monitoring_board(&asker, year, day).await?;
    let lines = board.lines.iter().map(line).collect();
    Ok(Json(part(lines, asked.page, asked.take)?))
}

fn whole(watching: &Watching, day: Day) -> WatchOut {
    let it = &watching.year.listed;
    WatchOut {
        statement: it.statement.id.clone(),
        owner_name: it.owner_name.clone(),
        year: it.statement.year,
        version: watching.year.version,
        day: day.to_string(),
        scheme: watching.scheme.id.clone(),
        light: word(watching.light()),
        projects: watching.groups.iter().filter_map(|seen| project(watching, seen)).collect(),
    }
}

fn project(watching: &Watching, seen: &Seen) -> Option<WatchedProject> {
    let group = watching.group(seen)?;
    let indicator = |said: &RowReading| {
        let row = seen.row(group, said)?;
        Some(WatchedIndicator {
            key: row.key.clone(),
            name: said.name.clone(),
            target: row.text.target.as_ref().map_or_else(String::new, |it| it.text().to_owned()),
            value: row.words.clone(),
            standing: row.standing.label(),
            reading: reading(&said.reading),
        })
    };
    Some(WatchedProject {
        code: group.code.clone(),
        name: group.name.clone(),
        light: word(seen.watch.light),
        payments: reading(&seen.watch.payments),
        rows: seen.watch.rows.iter().filter_map(indicator).collect(),
        suspicions: seen.watch.suspicions.iter().map(|one| one.text.clone()).collect(),
    })
}

fn reading(said: &Reading) -> WatchReading {
    WatchReading {
        light: word(said.light),
        reached: number(said.reached),
        expected: number(said.expected),
        because: said.because.clone(),
        forecast: said.forecast.as_ref().map(forecast),
    }
}

fn forecast(said: &Forecast) -> WatchForecast {
    let plain = |value: Decimal| value.normalize().to_string();
    let projections = said.projections.iter();
    WatchForecast {
        middle: plain(said.middle),
        low: plain(said.low),
        high: plain(said.high),
        unit: said.unit.clone(),
        projections: projections
            .map(|one| WatchProjection { method: one.method.clone(), value: plain(one.value) })
            .collect(),
    }
}

fn line(line: &Line) -> WatchedLine {
    let it = &line.listed;
    WatchedLine {
        statement: it.statement.id.clone(),
        owner: it.statement.owner.clone(),
        owner_name: it.owner_name.clone(),
        light: word(line.light),
        executed: number(line.executed),
        planned: number(line.planned),
        red: line.red,
        yellow: line.yellow,
        because: line.because.clone(),
        task: line.task.as_ref().map(|(id, _)| id.clone()),
    }
}

fn number(share: Option<Decimal>) -> Option<String> {
    share.map(|share| share.normalize().to_string())
}
