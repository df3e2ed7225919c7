//! The report of an appraisal: its texts, the problems found and the demands raised from them; experts who take no part.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use store::demands::ProblemKind;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::appraisals::AppraisalAct;
use super::appraised::{AppraisalWhole, whole};
use super::take::{At, Made, Sent, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(recuse_expert))
        .routes(routes!(give_back_marks))
        .routes(routes!(write_appraisal))
        .routes(routes!(add_appraisal_problem))
        .routes(routes!(remove_appraisal_problem))
        .routes(routes!(demand_of_problem))
}

/// 评价报告的文字。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "seen": 8, "texts": [{ "part": "experience", "body": "逐户核对。" }] }))]
pub(crate) struct AppraisalTexts {
    /// 看到的版本；之后有人办理过的，不会照办。
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    texts: Vec<AppraisalTextSent>,
}

/// 报告的一段文字。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppraisalTextSent {
    /// overview、work、analysis、experience、advice、other。
    part: String,
    #[schema(max_length = 2000)]
    body: String,
}

/// 评价发现的一个问题。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "seen": 8, "found": "立项没有经过论证", "asked": "按程序论证",
    "kind": "other" }))]
pub(crate) struct AppraisalProblemSent {
    /// 看到的版本；之后有人办理过的，不会照办。
    #[schema(minimum = 0, maximum = 1000000000)]
    seen: i64,
    #[schema(min_length = 1, max_length = 2000)]
    found: String,
    /// 整改要求。
    #[schema(min_length = 1, max_length = 2000)]
    asked: String,
    #[schema(schema_with = kinds)]
    kind: String,
}

/// 看到的版本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "seen": 8 }))]
pub(crate) struct AppraisalSeen {
    /// 看到的版本；之后有人办理过的，不会照办。
    #[schema(minimum = 0, maximum = 1000000000)]
    pub(super) seen: i64,
}

/// 由一个问题提出的整改要求。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "due_on": "2026-09-30" }))]
pub(crate) struct AppraisalDemand {
    #[schema(format = Date)]
    due_on: String,
    /// 通知书文号，可以不写。
    #[serde(default)]
    notice: String,
}

fn kinds() -> Object {
    words(ProblemKind::ALL.iter().map(|kind| kind.word()))
}

/// Has an expert take no part.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/experts/{number}/recuse", tag = "绩效评价",
    summary = "请一位专家回避；text 是原因", params(("id" = String, Path), ("number" = i64, Path)),
    request_body = AppraisalAct,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn recuse_expert(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalAct>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.recuse_expert(&asker, &id, sent.seen, number, &sent.text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Gives an expert's marks back.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/experts/{number}/give-back", tag = "绩效评价",
    summary = "退回一位专家的评分，请其复核；text 是原因",
    params(("id" = String, Path), ("number" = i64, Path)), request_body = AppraisalAct,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn give_back_marks(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalAct>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.give_back_marks(&asker, &id, sent.seen, number, &sent.text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Keeps texts of the report.
#[utoipa::path(put, path = "/api/v1/appraisals/{id}/report", tag = "绩效评价",
    summary = "撰写评价报告的文字；没有写到的部分不变", params(("id" = String, Path)),
    request_body = AppraisalTexts,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn write_appraisal(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<AppraisalTexts>,
) -> Result<Json<AppraisalWhole>, WebError> {
    let all: Vec<(String, String)> =
        sent.texts.into_iter().map(|text| (text.part, text.body)).collect();
    app.office.write_appraisal(&asker, &id, sent.seen, &all).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Adds a problem.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/problems", tag = "绩效评价",
    summary = "登记评价发现的问题", params(("id" = String, Path)),
    request_body = AppraisalProblemSent,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn add_appraisal_problem(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<AppraisalProblemSent>,
) -> Result<Json<AppraisalWhole>, WebError> {
    let AppraisalProblemSent { seen, found, asked, kind } = sent;
    app.office.add_appraisal_problem(&asker, &id, seen, &found, &asked, &kind).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Takes a problem out.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/problems/{number}/remove", tag = "绩效评价",
    summary = "删除一个问题", params(("id" = String, Path), ("number" = i64, Path)),
    request_body = AppraisalSeen,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn remove_appraisal_problem(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalSeen>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.remove_appraisal_problem(&asker, &id, sent.seen, number).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Raises a demand from a problem.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/problems/{number}/demand", tag = "绩效评价",
    summary = "由审定的评价的一个问题提出整改要求；得到整改要求的标识",
    params(("id" = String, Path), ("number" = i64, Path)), request_body = AppraisalDemand,
    responses((status = 201, description = "已提出", body = Made)))]
pub(crate) async fn demand_of_problem(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalDemand>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let AppraisalDemand { due_on, notice } = sent;
    let id = app.office.demand_of_problem(&asker, &id, number, &due_on, &notice).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}
