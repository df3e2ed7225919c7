//! Self-evaluations: what is asked and done. What is answered: `evaluated`.

use axum::Json;
use axum::extract::State;
use office::evaluating::acts::Act;
use office::evaluating::completing::{BodyText, Completion, LineText};
use office::evaluating::rechecking::FoundText;
use office::evaluating::sampling::Choice;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::evaluated::{EvaluationOut, EvaluationWhole, line, whole};
use super::take::{Asked, At, List, Sent, year};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_evaluations))
        .routes(routes!(sample_evaluations))
        .routes(routes!(show_evaluation, complete_evaluation))
        .routes(routes!(begin_evaluation))
        .routes(routes!(move_evaluation))
        .routes(routes!(recheck_evaluation))
        .routes(routes!(choose_scheme))
}

/// 哪一年度。
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EvaluationsAsked {
    /// 年度。
    #[param(minimum = 2000, maximum = 2100)]
    year: i64,
}

/// 填写的内容。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompletionSent {
    /// 看到的 revision。
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    #[serde(default)]
    lines: Vec<LineSent>,
    #[serde(default)]
    texts: Vec<TextSent>,
}

/// 一项指标的说明。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineSent {
    key: String,
    /// 代替台账的完成值；不写就用台账的。
    #[serde(default)]
    value: String,
    /// 代替的理由。
    #[serde(default)]
    value_reason: String,
    #[serde(default)]
    deviation: String,
    #[serde(default)]
    measure: String,
}

/// 一段文字。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TextSent {
    /// 项目的 key；空的是部门整体报告。
    #[serde(default)]
    project: String,
    part: String,
    body: String,
}

/// 办理一个事项。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluationAct {
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    #[serde(default)]
    reason: String,
}

/// 按哪个评分办法自评。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchemeSent {
    /// 看到的 revision。
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    /// 自评里 schemes 列出的一个评分办法的标识；第一个是通行办法。
    scheme: String,
    /// 不用通行办法的依据；用通行办法的不写。
    #[serde(default)]
    reason: String,
}

/// 复核结果。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecheckSent {
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    lines: Vec<FoundSent>,
    /// 总的复核意见。
    #[serde(default)]
    opinion: String,
}

/// 一项指标的复核结果。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FoundSent {
    key: String,
    /// 复核的完成值；不写就与自评一致。
    #[serde(default)]
    value: String,
    /// 直接给分；不写就按评分办法算。
    #[serde(default)]
    points: String,
    #[serde(default)]
    opinion: String,
}

/// 抽查：写 statements 和 reason 是人工选定，写 count 是随机抽取。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleSent {
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    #[serde(default)]
    statements: Vec<String>,
    #[serde(default)]
    reason: String,
    #[schema(minimum = 1, maximum = 1000)]
    count: Option<usize>,
    #[serde(default)]
    seed: String,
}

/// All departments.
#[utoipa::path(get, path = "/api/v1/evaluations", tag = "绩效自评", summary = "各部门的自评",
    params(EvaluationsAsked),
    responses((status = 200, description = "各部门", body = List<EvaluationOut>)))]
pub(crate) async fn list_evaluations(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<EvaluationsAsked>,
) -> Result<Json<List<EvaluationOut>>, WebError> {
    let all = app.office.evaluations(&asker, year(asked.year)?).await?;
    Ok(Json(List::whole(all.iter().map(line).collect())))
}

/// Chooses a sample.
#[utoipa::path(post, path = "/api/v1/evaluations/sample", tag = "绩效自评",
    summary = "抽查：人工选定或随机抽取", request_body = SampleSent,
    responses((status = 200, description = "抽中的绩效文本", body = List<String>)))]
pub(crate) async fn sample_evaluations(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<SampleSent>,
) -> Result<Json<List<String>>, WebError> {
    let SampleSent { year, statements, reason, count, seed } = sent;
    let choice = match count {
        Some(count) => Choice::ByLot { count, seed },
        None => Choice::ByHand { statements, reason },
    };
    let chosen = app.office.sample_evaluations(&asker, year, &choice).await?;
    Ok(Json(List::whole(chosen)))
}

/// One.
#[utoipa::path(get, path = "/api/v1/statements/{id}/evaluation", tag = "绩效自评",
    summary = "一份自评：得分、怎样得出、待办", params(("id" = String, Path)),
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn show_evaluation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<EvaluationWhole>, WebError> {
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}

/// Begins one.
#[utoipa::path(post, path = "/api/v1/statements/{id}/evaluation/begin", tag = "绩效自评",
    summary = "开始自评", params(("id" = String, Path)),
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn begin_evaluation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<EvaluationWhole>, WebError> {
    app.office.begin_evaluation(&asker, &id).await?;
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}

/// Keeps what the department adds.
#[utoipa::path(put, path = "/api/v1/statements/{id}/evaluation", tag = "绩效自评",
    summary = "填写自评", params(("id" = String, Path)), request_body = CompletionSent,
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn complete_evaluation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<CompletionSent>,
) -> Result<Json<EvaluationWhole>, WebError> {
    let line = |line: LineSent| LineText {
        key: line.key,
        value: line.value,
        value_reason: line.value_reason,
        deviation: line.deviation,
        measure: line.measure,
    };
    let text =
        |text: TextSent| BodyText { project: text.project, part: text.part, body: text.body };
    let all = Completion {
        lines: sent.lines.into_iter().map(line).collect(),
        texts: sent.texts.into_iter().map(text).collect(),
    };
    app.office.complete_evaluation(&asker, &id, sent.seen, &all).await?;
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}

/// Chooses the scheme.
#[utoipa::path(put, path = "/api/v1/statements/{id}/evaluation/scheme", tag = "绩效自评",
    summary = "选择评分办法", params(("id" = String, Path)), request_body = SchemeSent,
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn choose_scheme(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<SchemeSent>,
) -> Result<Json<EvaluationWhole>, WebError> {
    app.office.choose_scheme(&asker, &id, sent.seen, &sent.scheme, &sent.reason).await?;
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}

/// Does an act.
#[utoipa::path(post, path = "/api/v1/statements/{id}/evaluation/acts/{act}", tag = "绩效自评",
    summary = "办理自评：hand-in、pass、give-back、report、return、settle",
    params(("id" = String, Path), ("act" = String, Path)), request_body = EvaluationAct,
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn move_evaluation(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, act)): At<(String, String)>,
    Sent(sent): Sent<EvaluationAct>,
) -> Result<Json<EvaluationWhole>, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    app.office.move_evaluation(&asker, &id, act, sent.seen, &sent.reason).await?;
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}

/// Keeps what the finance bureau finds.
#[utoipa::path(put, path = "/api/v1/statements/{id}/evaluation/recheck", tag = "绩效自评",
    summary = "填写复核结果", params(("id" = String, Path)), request_body = RecheckSent,
    responses((status = 200, description = "自评", body = EvaluationWhole)))]
pub(crate) async fn recheck_evaluation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<RecheckSent>,
) -> Result<Json<EvaluationWhole>, WebError> {
    let found = |one: FoundSent| FoundText {
        key: one.key,
        value: one.value,
        points: one.points,
        opinion: one.opinion,
    };
    let all: Vec<FoundText> = sent.lines.into_iter().map(found).collect();
    app.office.recheck_evaluation(&asker, &id, sent.seen, &all, &sent.opinion).await?;
    Ok(Json(whole(&app.office.evaluation(&asker, &id).await?)))
}
