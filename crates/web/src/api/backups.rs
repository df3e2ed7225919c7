//! For the system administrator: backups.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::OfficeError;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, List, PageAsked, part};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_backups, back_up))
}

/// 一份备份。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackupLine {
    id: String,
    #[schema(format = DateTime)]
    at: String,
    file: String,
    /// 大小，单位：字节。
    size: i64,
    digest: String,
    /// 是否已在临时处恢复验证。
    is_checked: bool,
    outcome: String,
}

/// Backups.
#[utoipa::path(get, path = "/api/v1/backups", tag = "系统管理", summary = "备份",
    params(PageAsked), responses((status = 200, description = "备份", body = List<BackupLine>)))]
pub(crate) async fn list_backups(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<BackupLine>>, WebError> {
    let all = app.office.list_backups(&asker).await?;
    Ok(Json(part(all.into_iter().map(backup).collect(), asked.page, asked.take)?))
}

/// Makes one now.
#[utoipa::path(post, path = "/api/v1/backups", tag = "系统管理", summary = "现在备份",
    responses((status = 201, description = "已备份并验证", body = BackupLine)))]
pub(crate) async fn back_up(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<(StatusCode, Json<BackupLine>), WebError> {
    asker.require(office::Permission::ManageBackups)?;
    let said = || OfficeError::Conflict("这台服务器没有设置备份文件夹".to_owned());
    let folder = app.options.backups.as_ref().ok_or_else(said)?;
    let made = app.office.back_up_now(&asker, folder).await?;
    Ok((StatusCode::CREATED, Json(backup(made))))
}

fn backup(it: store::backups::Backup) -> BackupLine {
    BackupLine {
        id: it.id,
        at: it.at,
        file: it.file,
        size: it.size,
        digest: it.digest,
        is_checked: it.checked,
        outcome: it.outcome,
    }
}
