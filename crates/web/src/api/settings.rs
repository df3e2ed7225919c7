//! For the system administrator: settings.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::OfficeError;
use office::settings::SETTINGS;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{List, Sent};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_settings, change_settings))
}

/// 一项设置。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingLine {
    key: &'static str,
    title: &'static str,
    unit: &'static str,
    hint: &'static str,
    value: String,
}

/// Settings.
#[utoipa::path(get, path = "/api/v1/settings", tag = "系统管理", summary = "设置",
    responses((status = 200, description = "设置", body = List<SettingLine>)))]
pub(crate) async fn show_settings(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<List<SettingLine>>, WebError> {
    let settings = app.office.look_at_settings(&asker).await?;
    let line = |setting: &office::settings::Setting| SettingLine {
        key: setting.key,
        title: setting.title,
        unit: setting.unit,
        hint: setting.hint,
        value: settings.text(setting).to_owned(),
    };
    Ok(Json(List::whole(SETTINGS.iter().map(line).collect())))
}

/// Changes some.
#[utoipa::path(put, path = "/api/v1/settings", tag = "系统管理",
    summary = "改动设置；没有列出的不变", request_body = BTreeMap<String, String>,
    responses((status = 204, description = "已改动")))]
pub(crate) async fn change_settings(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<BTreeMap<String, String>>,
) -> Result<StatusCode, WebError> {
    let before = app.office.look_at_settings(&asker).await?;
    if let Some(odd) = sent.keys().find(|key| SETTINGS.iter().all(|known| known.key != **key)) {
        return Err(OfficeError::Invalid(format!("没有“{odd}”这项设置")).into());
    }
    let mut all: BTreeMap<String, String> = SETTINGS
        .iter()
        .map(|setting| (setting.key.to_owned(), before.text(setting).to_owned()))
        .collect();
    all.extend(sent);
    app.office.change_settings(&asker, &all).await?;
    Ok(StatusCode::NO_CONTENT)
}
