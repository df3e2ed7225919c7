//! For the auditor: the audit trail.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use office::Moment;
use serde::{Deserialize, Serialize};
use store::audit::{Entry, Filter};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, List, PageAsked, part, window};
use crate::signed::Caller;
use crate::{App, WebError, trail};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_audit))
        .routes(routes!(list_acts))
        .routes(routes!(verify_audit))
        .routes(routes!(export_csv))
        .routes(routes!(export_lines))
}

/// 审计日志的一条。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditLine {
    number: i64,
    #[schema(format = DateTime)]
    at: String,
    login: String,
    name: String,
    address: String,
    act: String,
    /// done 成功，refused 被拒绝，failed 失败。
    outcome: &'static str,
    object_kind: String,
    object: String,
    detail: String,
    /// 改动前的 SM3 摘要。
    before: String,
    /// 改动后的 SM3 摘要。
    after: String,
    /// 前一条的 SM3 摘要。
    previous: String,
    /// 本条的 SM3 摘要。
    hash: String,
}

/// 审计日志的一段，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditPart {
    items: Vec<AuditLine>,
    /// 日志一共多少条（不论筛选）。
    total: i64,
}

/// 校验的结果。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictView {
    /// 是否条条相扣、没有改动。
    is_whole: bool,
    entries: i64,
    /// 链头的 SM3 摘要。
    head: String,
    sentence: String,
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditAsked {
    /// 用户名或姓名。
    who: Option<String>,
    /// 事项。
    act: Option<String>,
    /// 对象的标识。
    object: Option<String>,
    /// 从哪天起，YYYY-MM-DD。
    #[param(format = Date)]
    from: Option<String>,
    /// 到哪天止，YYYY-MM-DD。
    #[param(format = Date)]
    to: Option<String>,
    /// 只要序号小于它的，用来接着往前看。
    #[param(minimum = 1)]
    before: Option<i64>,
    /// 多少条。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// Which entries of an export.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrailAsked {
    /// 用户名或姓名。
    who: Option<String>,
    /// 事项。
    act: Option<String>,
    /// 对象的标识。
    object: Option<String>,
    /// 从哪天起，YYYY-MM-DD。
    #[param(format = Date)]
    from: Option<String>,
    /// 到哪天止，YYYY-MM-DD。
    #[param(format = Date)]
    to: Option<String>,
}

/// The trail.
#[utoipa::path(get, path = "/api/v1/audit", tag = "审计", summary = "审计日志",
    params(AuditAsked), responses((status = 200, description = "日志", body = AuditPart)))]
pub(crate) async fn list_audit(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<AuditAsked>,
) -> Result<Json<AuditPart>, WebError> {
    let (entries, head) = app.office.list_trail(&asker, &filter(asked)?).await?;
    let total = head.map_or(0, |head| head.number);
    Ok(Json(AuditPart { items: entries.into_iter().map(line).collect(), total }))
}

/// What has been done so far, for a selection.
#[utoipa::path(get, path = "/api/v1/audit/acts", tag = "审计", summary = "日志里有哪些事项",
    params(PageAsked), responses((status = 200, description = "事项", body = List<String>)))]
pub(crate) async fn list_acts(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<String>>, WebError> {
    let all = app.office.list_acts(&asker).await?;
    Ok(Json(part(all, asked.page, asked.take)?))
}

/// What passes the filter, for spreadsheets.
#[utoipa::path(get, path = "/api/v1/audit/csv", tag = "审计",
    summary = "导出符合条件的日志，CSV，新的在前", params(TrailAsked),
    responses((status = 200, description = "CSV", body = String,
        content_type = "text/csv; charset=utf-8")))]
pub(crate) async fn export_csv(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<TrailAsked>,
) -> Result<Response, WebError> {
    let TrailAsked { who, act, object, from, to } = asked;
    let asked = AuditAsked { who, act, object, from, to, ..AuditAsked::default() };
    trail::csv(app, asker, filter(asked)?).await
}

/// The whole chain.
#[utoipa::path(get, path = "/api/v1/audit/jsonl", tag = "审计",
    summary = "导出整条日志链，一行一条 JSON，可离线校验",
    responses((status = 200, description = "JSON Lines", body = String,
        content_type = "application/x-ndjson; charset=utf-8")))]
pub(crate) async fn export_lines(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Response, WebError> {
    trail::lines(app, asker).await
}

/// Goes over the chain.
#[utoipa::path(post, path = "/api/v1/audit/verify", tag = "审计", summary = "校验审计日志",
    responses((status = 200, description = "结果", body = VerdictView)))]
pub(crate) async fn verify_audit(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<VerdictView>, WebError> {
    let verdict = app.office.verify_trail(&asker).await?;
    Ok(Json(VerdictView {
        is_whole: verdict.breaks.is_empty(),
        sentence: verdict.sentence(),
        entries: verdict.entries,
        head: verdict.head,
    }))
}

fn filter(asked: AuditAsked) -> Result<Filter, WebError> {
    let (_, take) = window(None, asked.take)?;
    if asked.before.is_some_and(|before| before < 1) {
        return Err(WebError::BadRequest("before 请填1以上的序号".to_owned()));
    }
    Ok(Filter {
        who: asked.who.unwrap_or_default(),
        act: asked.act.unwrap_or_default(),
        object: asked.object.unwrap_or_default(),
        from: day(asked.from.as_deref(), 0)?,
        until: day(asked.to.as_deref(), 86_400)?,
        before: asked.before,
        take,
    })
}

/// When a day in China begins, or a time after that; empty for no day.
fn day(day: Option<&str>, later: i64) -> Result<String, WebError> {
    let Some(day) = day else { return Ok(String::new()) };
    let unclear = || WebError::BadRequest("日期请写成 YYYY-MM-DD".to_owned());
    let moment = Moment::from_text(&format!("{day}T00:00:00+08:00")).ok_or_else(unclear)?;
    Ok(moment.plus_seconds(later).to_string())
}

fn line(entry: Entry) -> AuditLine {
    let act = entry.act;
    AuditLine {
        number: entry.number,
        at: act.at,
        login: act.login,
        name: act.name,
        address: act.address,
        act: act.act,
        outcome: act.outcome.word(),
        object_kind: act.object_kind,
        object: act.object,
        detail: act.detail,
        before: act.before,
        after: act.after,
        previous: entry.previous,
        hash: entry.hash,
    }
}
