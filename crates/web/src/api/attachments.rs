//! Files that prove an entry of a register.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use office::Permission;
use office::beginning::Upload;
use office::registers::attachments::{Attached, LARGEST};
use serde::{Deserialize, Serialize};
use store::registers::entries::Seen;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Raw, Sent, file_name};
use crate::pages::download::sent;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_files, attach_file))
        .layer(DefaultBodyLimit::max(LARGEST + (1 << 20)))
        .routes(routes!(get_file))
        .routes(routes!(detach_file))
        .routes(routes!(void_file))
}

/// A file as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileAsked {
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
    /// 附件字段的代号，见台账定义里 type 为 attachment 的字段。
    field: String,
    /// 文件名。
    name: String,
}

/// 移除哪一项里的附件。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 2, "field": "evidence" }))]
pub(crate) struct FileGone {
    /// 看到的版本；之后有人改过的，不会照办。
    version: i64,
    /// 附件字段的代号。
    field: String,
}

/// 作废流水记录的哪一个附件，为什么。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": 1, "why": "回单传错" }))]
pub(crate) struct FileVoided {
    /// 附件的序号，见附件列表里的 number。
    number: i64,
    /// 理由，必须写明。
    why: String,
}

/// 一个附件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryFile {
    /// 所在字段的代号。
    field: String,
    /// SM3 摘要，下载和移除时用。
    digest: String,
    name: String,
    /// 大小，单位：字节。
    size: i64,
    #[schema(format = DateTime)]
    at: String,
    /// 流水登记后补充的附件：它在这条记录里的序号，作废时用；其余没有。
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// 流水登记后补充的附件：补充人姓名；其余没有。
    #[serde(skip_serializing_if = "Option::is_none")]
    added_by: Option<String>,
    /// 已作废的：作废人、时间和理由；其余没有。
    #[serde(skip_serializing_if = "Option::is_none")]
    voided: Option<FileVoid>,
}

/// 作废的附件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileVoid {
    /// 作废人姓名。
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// 理由。
    why: String,
}

type Place = (String, String, i64);

/// The files that the asker may open.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries/{owner}/{id}/files",
    tag = "台账", summary = "一条记录的附件；只列能打开的",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    responses((status = 200, description = "附件", body = List<EntryFile>)))]
pub(crate) async fn list_files(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
) -> Result<Json<List<EntryFile>>, WebError> {
    let all = app.office.attachments(&asker, &register, &owner, id).await?;
    Ok(Json(List::whole(all.into_iter().map(file).collect())))
}

/// Adds one.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries/{owner}/{id}/files",
    tag = "台账", summary = "给一条档案记录添加附件（文件就是请求的内容）",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path), FileAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "已添加，记录的版本加1")))]
pub(crate) async fn attach_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Asked(asked): Asked<FileAsked>,
    request: Request,
) -> Result<StatusCode, WebError> {
    // Nobody who may not keep registers makes us hold a large file.
    asker.require(Permission::WriteRegisters)?;
    let Raw(bytes) = Raw::from_request(request, &app).await?;
    let upload = Upload { name: file_name(&asked.name), bytes };
    let seen = Seen { id, version: asked.version };
    app.office.attach(&asker, &register, &owner, seen, &asked.field, upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries/{owner}/{id}/files/{digest}",
    tag = "台账", summary = "下载一个附件；涉及个人信息的记入审计日志",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path),
        ("digest" = String, Path)),
    responses((status = 200, description = "文件", body = Vec<u8>, content_type = "*/*")))]
pub(crate) async fn get_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id, digest)): At<(String, String, i64, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.attachment(&asker, &register, &owner, id, &digest).await?))
}

/// Takes one out.
#[utoipa::path(post,
    path = "/api/v1/registers/{register}/entries/{owner}/{id}/files/{digest}/remove",
    tag = "台账", summary = "从记录里移除一个附件；以前的版本仍有",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path),
        ("digest" = String, Path)),
    request_body = FileGone, responses((status = 204, description = "已移除，记录的版本加1")))]
pub(crate) async fn detach_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id, digest)): At<(String, String, i64, String)>,
    Sent(gone): Sent<FileGone>,
) -> Result<StatusCode, WebError> {
    let seen = Seen { id, version: gone.version };
    app.office.detach(&asker, &register, &owner, seen, &gone.field, &digest).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Declares one beside an entry of a journal void.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries/{owner}/{id}/void-file",
    tag = "台账", summary = "作废一条流水记录的一个附件；附件留着，注明已作废",
    params(("register" = String, Path), ("owner" = String, Path), ("id" = i64, Path)),
    request_body = FileVoided, responses((status = 204, description = "已作废")))]
pub(crate) async fn void_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((register, owner, id)): At<Place>,
    Sent(void): Sent<FileVoided>,
) -> Result<StatusCode, WebError> {
    let (office, number) = (&app.office, void.number);
    office.void_attachment(&asker, &register, &owner, id, number, &void.why).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn file(file: Attached) -> EntryFile {
    let Attached { field, digest, name, size, at, later } = file;
    let number = later.as_ref().map(|later| later.number);
    let added_by = later.as_ref().map(|later| later.by.clone());
    let voided = later.and_then(|later| later.voided).map(|(by, at, why)| FileVoid { by, at, why });
    EntryFile { field, digest, name, size, at, number, added_by, voided }
}
