//! Formal monitoring: asking departments for forms, filling them in, moving them, printing them.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use office::monitoring::acts::{Act, ActText};
use office::monitoring::opening::Opening;
use office::monitoring::sheet::{Filled, Likelihood, Reason, Typed};
use serde::{Deserialize, Serialize};
use store::monitoring::Filter;
use utoipa::openapi::schema::{Array, ArrayBuilder};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::monitoring_form::{MonitoringLine, MonitoringOut, likelihoods, line, whole};
use super::take::{Asked, At, List, Sent, part, words, year};
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_tasks, open_monitoring))
        .routes(routes!(show_task, fill_task))
        .routes(routes!(move_task))
        .routes(routes!(print_task))
}

/// Which forms.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TasksAsked {
    /// 年度；不写就是全部。
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 下达正式监控。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningSent {
    /// 行政区的标识；不写就是本人权限内最高的一级。
    #[serde(default)]
    owner: String,
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    /// 截至哪一天。
    #[schema(format = Date)]
    day: String,
    /// 报送期限。
    #[schema(format = Date)]
    due_on: String,
    /// 依据的文件。
    #[serde(default)]
    basis: String,
}

/// 下达的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedOut {
    /// 下达给几家部门。
    given: usize,
    /// 没有批复的文本、因此没有下达的部门。
    without: Vec<String>,
}

/// 填写监控表；没有写到的指标和项目保持原样。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilledSent {
    /// 填写前看到的修订号。
    #[schema(minimum = 0, maximum = 1000000000)]
    revision: i64,
    /// 绩效目标执行总体情况，按项目的标识。
    #[serde(default)]
    progress: BTreeMap<String, String>,
    /// 各项指标，按指标的标识。
    #[serde(default)]
    rows: BTreeMap<String, TypedSent>,
}

/// 一项指标补充填写的。
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TypedSent {
    /// 全年预计完成情况。
    forecast: String,
    /// 偏差原因。
    #[schema(schema_with = reasons)]
    reasons: Vec<Reason>,
    /// 原因说明。
    explanation: String,
    /// 改进措施。
    measures: String,
    /// 完成目标可能性。
    #[schema(schema_with = likelihoods)]
    likelihood: Option<Likelihood>,
}

fn reasons() -> Array {
    ArrayBuilder::new().items(words(Reason::ALL.map(Reason::word))).build()
}

/// 办理监控表的一个事项。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonitoringAct {
    /// 办理前看到的修订号。
    #[schema(minimum = 0, maximum = 1000000000)]
    revision: i64,
    /// 退回的原因，或意见。
    #[serde(default)]
    reason: String,
    /// 审定时的整改要求。
    #[serde(default)]
    demands: String,
}

/// Forms in sight.
#[utoipa::path(get, path = "/api/v1/monitoring/tasks", tag = "运行监控",
    summary = "监控表，日期近的在前", params(TasksAsked),
    responses((status = 200, description = "监控表", body = List<MonitoringLine>)))]
pub(crate) async fn list_tasks(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<TasksAsked>,
) -> Result<Json<List<MonitoringLine>>, WebError> {
    let filter = Filter { year: asked.year.map(year).transpose()?, ..Filter::default() };
    let all = app.office.monitoring_tasks(&asker, &filter).await?;
    Ok(Json(part(all.iter().map(line).collect(), asked.page, asked.take)?))
}

/// Asks all departments for forms.
#[utoipa::path(post, path = "/api/v1/monitoring/tasks", tag = "运行监控",
    summary = "向所有有批复文本的部门下达监控表", request_body = OpeningSent,
    responses((status = 200, description = "下达的结果", body = OpenedOut)))]
pub(crate) async fn open_monitoring(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<OpeningSent>,
) -> Result<Json<OpenedOut>, WebError> {
    let OpeningSent { owner, year, day, due_on, basis } = sent;
    let opening = Opening { owner, year, day, due_on, basis };
    let opened = app.office.open_monitoring(&asker, &opening).await?;
    Ok(Json(OpenedOut { given: opened.given, without: opened.without }))
}

/// A form.
#[utoipa::path(get, path = "/api/v1/monitoring/tasks/{id}", tag = "运行监控",
    summary = "一张监控表", params(("id" = String, Path)),
    responses((status = 200, description = "监控表", body = MonitoringOut)))]
pub(crate) async fn show_task(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<MonitoringOut>, WebError> {
    Ok(Json(whole(&app.office.monitoring_task(&asker, &id).await?)))
}

/// Keeps what was typed.
#[utoipa::path(put, path = "/api/v1/monitoring/tasks/{id}", tag = "运行监控",
    summary = "填写监控表", params(("id" = String, Path)), request_body = FilledSent,
    responses((status = 200, description = "填写后的监控表", body = MonitoringOut)))]
pub(crate) async fn fill_task(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<FilledSent>,
) -> Result<Json<MonitoringOut>, WebError> {
    let typed = |(key, one): (String, TypedSent)| {
        let TypedSent { forecast, reasons, explanation, measures, likelihood } = one;
        (key, Typed { forecast, reasons, explanation, measures, likelihood })
    };
    let filled =
        Filled { progress: sent.progress, rows: sent.rows.into_iter().map(typed).collect() };
    app.office.fill_monitoring(&asker, &id, sent.revision, &filled).await?;
    Ok(Json(whole(&app.office.monitoring_task(&asker, &id).await?)))
}

/// Moves a form on or back.
#[utoipa::path(post, path = "/api/v1/monitoring/tasks/{id}/acts/{act}", tag = "运行监控",
    summary = "办理监控表：submit 提交，take-back 收回，pass-on 报送，give-back 退回填报，approve 审定，return 退回",
    params(("id" = String, Path), ("act" = String, Path)), request_body = MonitoringAct,
    responses((status = 200, description = "办理后的监控表", body = MonitoringOut)))]
pub(crate) async fn move_task(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, act)): At<(String, String)>,
    Sent(sent): Sent<MonitoringAct>,
) -> Result<Json<MonitoringOut>, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let text = ActText { reason: sent.reason, demands: sent.demands };
    app.office.move_monitoring(&asker, &id, act, sent.revision, &text).await?;
    Ok(Json(whole(&app.office.monitoring_task(&asker, &id).await?)))
}

/// 绩效运行监控表
#[utoipa::path(get, path = "/api/v1/monitoring/tasks/{id}/form/{format}", tag = "运行监控",
    summary = "打印绩效运行监控表",
    params(("id" = String, Path),
        ("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn print_task(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, format)): At<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.monitoring_paper(&asker, &id).await?;
    download::document(document, &name, format).await
}
