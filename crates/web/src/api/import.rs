//! Importing a file.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use office::beginning::{LARGEST_FILE, Upload};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, Made, Parcel, Raw, file_name, torn};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(import_statement))
        .routes(routes!(import_form))
        .layer(DefaultBodyLimit::max(LARGEST_FILE + (1 << 20)));
    OpenApiRouter::new().merge(files)
}

/// A file as the body of a request.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportAsked {
    /// 编制单位的标识。
    owner: String,
    /// 文件名，由后缀看出是哪种文件。
    #[param(min_length = 1, max_length = 200)]
    name: String,
}

/// 导入的表单。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it describes a form, which is taken apart piece by piece")]
struct ImportForm {
    /// 编制单位的标识。
    owner: String,
    #[schema(format = Binary)]
    file: String,
}

/// Imports a file that is the body.
#[utoipa::path(post, path = "/api/v1/statements/import", tag = "绩效文本",
    summary = "导入文件（文件就是请求的内容）", params(ImportAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "已导入", body = Made)))]
pub(crate) async fn import_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<ImportAsked>,
    Raw(bytes): Raw,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let upload = Upload { name: file_name(&asked.name), bytes };
    let id = app.office.import_statement(&asker, &asked.owner, &upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Imports a file of a form.
#[utoipa::path(post, path = "/api/v1/statements/import/form", tag = "绩效文本",
    summary = "导入文件（表单）",
    request_body(content = inline(ImportForm), content_type = "multipart/form-data"),
    responses((status = 201, description = "已导入", body = Made)))]
pub(crate) async fn import_form(
    State(app): State<App>,
    Caller(asker): Caller,
    Parcel(mut parts): Parcel,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let (mut owner, mut upload) = (None, None);
    while let Some(field) = parts.next_field().await.map_err(torn)? {
        match field.name() {
            Some("owner") => owner = Some(field.text().await.map_err(torn)?),
            Some("file") => {
                let name = file_name(field.file_name().unwrap_or_default());
                upload = Some(Upload { name, bytes: field.bytes().await.map_err(torn)?.to_vec() });
            }
            _ => {}
        }
    }
    let (Some(owner), Some(upload)) = (owner, upload) else {
        return Err(WebError::BadRequest("表单要有 owner 和 file 两项".to_owned()));
    };
    let id = app.office.import_statement(&asker, &owner, &upload).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}
