//! What is done with a demand: answered, confirmed, returned, withdrawn, given another day; its files and papers.

use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use office::Permission;
use office::beginning::Upload;
use office::demands::acts::AnswerText;
use office::demands::papers::DemandPaper;
use office::registers::attachments::LARGEST;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::take::{Asked, At, Raw, Sent, file_name};
use crate::pages::download::sent;
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_proof))
        .layer(DefaultBodyLimit::max(LARGEST + (1 << 20)))
        .routes(routes!(answer_demand))
        .routes(routes!(confirm_demand))
        .routes(routes!(return_demand))
        .routes(routes!(withdraw_demand))
        .routes(routes!(extend_demand))
        .routes(routes!(get_proof))
        .routes(routes!(remove_proof))
        .routes(routes!(get_demand_paper))
}

/// 整改答复。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1, "measure": "已按计划支付", "result": "进度达到62%",
    "finished_on": "2026-09-20" }))]
pub(crate) struct DemandAnswer {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
    /// 整改措施。
    #[schema(min_length = 1, max_length = 2000)]
    measure: String,
    /// 整改结果。
    #[schema(min_length = 1, max_length = 2000)]
    result: String,
    /// 完成时间；还没有完成的不写。
    #[serde(default)]
    finished_on: String,
}

/// 确认整改到位。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 2, "text": "已核实" }))]
pub(crate) struct DemandConfirmed {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
    /// 核实意见，可以不写。
    #[serde(default)]
    text: String,
}

/// 退回或撤回的原因。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 2, "reason": "没有附凭证" }))]
pub(crate) struct DemandReason {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// 新的期限。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1, "due_on": "2026-10-31", "reason": "招标需要时间" }))]
pub(crate) struct DemandTerm {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
    #[schema(format = Date)]
    due_on: String,
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// A file as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProofAsked {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
    /// 文件名。
    name: String,
}

/// 看到的版本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 2 }))]
pub(crate) struct DemandSeen {
    /// 看到的版本；之后有人办理过的，不会照办。
    version: i64,
}

/// Answers it.
#[utoipa::path(post, path = "/api/v1/demands/{id}/answer", tag = "整改",
    summary = "答复整改要求；上次答复以后上传的佐证一并送出", params(("id" = String, Path)),
    request_body = DemandAnswer, responses((status = 204, description = "已答复，版本加1")))]
pub(crate) async fn answer_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DemandAnswer>,
) -> Result<StatusCode, WebError> {
    let DemandAnswer { version, measure, result, finished_on } = sent;
    let text = AnswerText { measure, result, finished_on };
    app.office.answer_demand(&asker, &id, version, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms that it is put right.
#[utoipa::path(post, path = "/api/v1/demands/{id}/confirm", tag = "整改",
    summary = "确认整改到位；由规则或核对判定的，现在须已消除", params(("id" = String, Path)),
    request_body = DemandConfirmed, responses((status = 204, description = "已确认")))]
pub(crate) async fn confirm_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DemandConfirmed>,
) -> Result<StatusCode, WebError> {
    app.office.confirm_demand(&asker, &id, sent.version, &sent.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns an answer.
#[utoipa::path(post, path = "/api/v1/demands/{id}/return", tag = "整改",
    summary = "退回整改答复", params(("id" = String, Path)), request_body = DemandReason,
    responses((status = 204, description = "已退回，版本加1")))]
pub(crate) async fn return_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DemandReason>,
) -> Result<StatusCode, WebError> {
    app.office.return_demand(&asker, &id, sent.version, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes it back.
#[utoipa::path(post, path = "/api/v1/demands/{id}/withdraw", tag = "整改",
    summary = "撤回整改要求", params(("id" = String, Path)), request_body = DemandReason,
    responses((status = 204, description = "已撤回")))]
pub(crate) async fn withdraw_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DemandReason>,
) -> Result<StatusCode, WebError> {
    app.office.withdraw_demand(&asker, &id, sent.version, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives it another day.
#[utoipa::path(post, path = "/api/v1/demands/{id}/extend", tag = "整改",
    summary = "改整改期限", params(("id" = String, Path)), request_body = DemandTerm,
    responses((status = 204, description = "已改，版本加1")))]
pub(crate) async fn extend_demand(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DemandTerm>,
) -> Result<StatusCode, WebError> {
    let DemandTerm { version, due_on, reason } = sent;
    app.office.extend_demand(&asker, &id, version, &due_on, &reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a file that proves something.
#[utoipa::path(post, path = "/api/v1/demands/{id}/files", tag = "整改",
    summary = "上传佐证文件（文件就是请求的内容），随下一次答复送出",
    params(("id" = String, Path), ProofAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "已上传，版本加1")))]
pub(crate) async fn add_proof(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Asked(asked): Asked<ProofAsked>,
    request: Request,
) -> Result<StatusCode, WebError> {
    // Nobody who may not answer makes us hold a large file.
    asker.require(Permission::AnswerDemands)?;
    let Raw(bytes) = Raw::from_request(request, &app).await?;
    let upload = Upload { name: file_name(&asked.name), bytes };
    app.office.add_proof(&asker, &id, asked.version, upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file that proves something.
#[utoipa::path(get, path = "/api/v1/demands/{id}/files/{file}", tag = "整改",
    summary = "下载佐证文件", params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, description = "文件", body = Vec<u8>, content_type = "*/*")))]
pub(crate) async fn get_proof(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.proof(&asker, &id, &file).await?))
}

/// Takes a file out.
#[utoipa::path(post, path = "/api/v1/demands/{id}/files/{file}/remove", tag = "整改",
    summary = "移除还没有随答复送出的佐证文件",
    params(("id" = String, Path), ("file" = String, Path)), request_body = DemandSeen,
    responses((status = 204, description = "已移除，版本加1")))]
pub(crate) async fn remove_proof(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
    Sent(seen): Sent<DemandSeen>,
) -> Result<StatusCode, WebError> {
    app.office.remove_proof(&asker, &id, seen.version, &file).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A paper.
#[utoipa::path(get, path = "/api/v1/demands/{id}/papers/{paper}/{format}", tag = "整改",
    summary = "整改通知书、整改反馈表；同一文号的各条印成一份",
    params(("id" = String, Path), ("paper" = String, Path, pattern = "^(notice|reply)$"),
        ("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn get_demand_paper(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, paper, format)): At<(String, String, String)>,
) -> Result<Response, WebError> {
    let paper = DemandPaper::of(&paper).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.demand_paper(&asker, &id, paper).await?;
    download::document(document, &name, format).await
}
