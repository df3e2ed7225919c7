//! What the department gives for an appraisal: files, and answers that are returned.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use office::Permission;
use office::beginning::Upload;
use office::registers::attachments::LARGEST;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::appraisal_report::AppraisalSeen;
use super::appraisals::AppraisalAct;
use super::appraised::{AppraisalWhole, whole};
use super::take::{Asked, At, Raw, Sent, file_name};
use crate::pages::download::sent;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_appraisal_file))
        .layer(DefaultBodyLimit::max(LARGEST + (1 << 20)))
        .routes(routes!(get_appraisal_file))
        .routes(routes!(remove_appraisal_file))
        .routes(routes!(return_request))
}

/// A file as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AppraisalFileAsked {
    /// 看到的版本；之后有人办理过的，不会照办。
    seen: i64,
    /// 文件名。
    name: String,
}

/// Returns an answer that does not do.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/requests/{number}/return", tag = "绩效评价",
    summary = "退回一项资料；text 是要补充什么",
    params(("id" = String, Path), ("number" = i64, Path)), request_body = AppraisalAct,
    responses((status = 200, description = "评价", body = AppraisalWhole)))]
pub(crate) async fn return_request(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Sent(sent): Sent<AppraisalAct>,
) -> Result<Json<AppraisalWhole>, WebError> {
    app.office.return_request(&asker, &id, sent.seen, number, &sent.text).await?;
    Ok(Json(whole(&app.office.appraisal(&asker, &id).await?)))
}

/// Adds a file to a request that waits.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/requests/{number}/files", tag = "绩效评价",
    summary = "给一项资料上传文件（文件就是请求的内容）",
    params(("id" = String, Path), ("number" = i64, Path), AppraisalFileAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "已上传，版本加1")))]
pub(crate) async fn add_appraisal_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, number)): At<(String, i64)>,
    Asked(asked): Asked<AppraisalFileAsked>,
    request: Request,
) -> Result<StatusCode, WebError> {
    // Nobody who may not give anything makes us hold a large file.
    asker.require(Permission::AnswerAppraisals)?;
    let Raw(bytes) = Raw::from_request(request, &app).await?;
    let upload = Upload { name: file_name(&asked.name), bytes };
    app.office.add_appraisal_file(&asker, &id, asked.seen, number, upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file that the department gave.
#[utoipa::path(get, path = "/api/v1/appraisals/{id}/files/{file}", tag = "绩效评价",
    summary = "下载被评价单位提供的一个文件",
    params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, description = "文件", body = Vec<u8>, content_type = "*/*")))]
pub(crate) async fn get_appraisal_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.appraisal_file(&asker, &id, &file).await?))
}

/// Takes out a file of a request that waits.
#[utoipa::path(post, path = "/api/v1/appraisals/{id}/files/{file}/remove", tag = "绩效评价",
    summary = "移除还没有提供的资料里的一个文件",
    params(("id" = String, Path), ("file" = String, Path)), request_body = AppraisalSeen,
    responses((status = 204, description = "已移除，版本加1")))]
pub(crate) async fn remove_appraisal_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
    Sent(seen): Sent<AppraisalSeen>,
) -> Result<StatusCode, WebError> {
    app.office.remove_appraisal_file(&asker, &id, seen.seen, &file).await?;
    Ok(StatusCode::NO_CONTENT)
}
