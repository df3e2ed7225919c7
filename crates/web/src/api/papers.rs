//! Files of a statement: official forms, the file it came from, minutes.

use axum::extract::State;
use axum::response::Response;
use office::papers::Paper;
use serde::{Deserialize, Serialize};
use store::files::StoredFile;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::take::{Asked, At};
use crate::pages::download::sent;
use crate::signed::Caller;
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_paper))
        .routes(routes!(get_original))
        .routes(routes!(get_file))
}

/// 随文本保存的一个文件。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileLine {
    id: String,
    /// original 导入的原文件，minutes 会议纪要。
    kind: &'static str,
    name: String,
    /// 大小，单位：字节。
    size: i64,
    /// SM3 摘要。
    digest: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// Which version of a paper.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PaperAsked {
    /// 第几版；不填为最新一版。批复表总是批复的那一版。
    #[param(minimum = 1, maximum = 1000000)]
    version: Option<i64>,
}

impl FileLine {
    /// A file that is kept.
    pub(crate) fn of(file: &StoredFile) -> FileLine {
        FileLine {
            id: file.id.clone(),
            kind: file.kind.word(),
            name: file.name.clone(),
            size: file.size,
            digest: file.digest.clone(),
            created_at: file.created_at.clone(),
        }
    }
}

/// An official form.
#[utoipa::path(get, path = "/api/v1/statements/{id}/papers/{paper}/{format}", tag = "绩效文本",
    summary = "正式文书：文本、批复表、审核意见表",
    params(("id" = String, Path), ("paper" = String, Path, pattern = "^(text|approval|opinion)$"),
        ("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$"), PaperAsked),
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn get_paper(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, paper, format)): At<(String, String, String)>,
    Asked(asked): Asked<PaperAsked>,
) -> Result<Response, WebError> {
    let paper = Paper::of(&paper).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.paper(&asker, &id, paper, asked.version).await?;
    download::document(document, &name, format).await
}

/// The file that a statement was imported from.
#[utoipa::path(get, path = "/api/v1/statements/{id}/original", tag = "绩效文本",
    summary = "导入时的原文件", params(("id" = String, Path)),
    responses((status = 200, description = "文件", body = Vec<u8>, content_type = "*/*")))]
pub(crate) async fn get_original(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.download_original(&asker, &id).await?))
}

/// A file as it was added.
#[utoipa::path(get, path = "/api/v1/statements/{id}/files/{file}", tag = "绩效文本",
    summary = "随文本保存的文件", params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, description = "文件", body = Vec<u8>,
        content_type = "application/octet-stream")))]
pub(crate) async fn get_file(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, file)): At<(String, String)>,
) -> Result<Response, WebError> {
    let (file, bytes) = app.office.file(&asker, &file).await?;
    if file.statement.as_deref() != Some(id.as_str()) {
        return Err(WebError::NotFound);
    }
    Ok(download::file(bytes, &file.name, "application/octet-stream"))
}
