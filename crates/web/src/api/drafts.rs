//! The caller's own draft of a statement.

use axum::Json;
use axum::extract::State;
use office::drafts::{Change, Opened, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{At, Sent};
use super::whole::severity;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_draft, put_draft))
}

/// 草稿。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftView {
    /// 草稿由哪一版改来。
    base: i64,
    /// 草稿的改动次数，保存时照原样带回。
    revision: i64,
    /// 这次打开的标识，保存时照原样带回。
    page: String,
    saved_at: Option<String>,
    /// 草稿之后别人保存的新版；null 为没有。
    newer_version: Option<i64>,
    fields: Vec<FieldLine>,
    findings: Vec<DraftFinding>,
}

/// 草稿的一个栏目。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldLine {
    path: String,
    label: String,
    value: String,
}

/// 草稿中查出的一个问题。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftFinding {
    code: String,
    /// 程度：error 错误，warning 警告，note 提示。
    severity: &'static str,
    message: String,
    help: String,
    /// 所在栏目的路径。
    path: String,
    label: String,
}

/// 要保存的草稿。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftSent {
    /// 打开时得到的标识。
    page: String,
    /// 打开或上次保存时得到的改动次数。
    revision: i64,
    /// 打开时得到的版次。
    base: i64,
    /// 改动的栏目；没有列出的不变。
    #[schema(max_items = 5000)]
    fields: Vec<FieldSent>,
}

/// 一个改动的栏目。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldSent {
    path: String,
    value: String,
}

/// The draft of the caller.
#[utoipa::path(get, path = "/api/v1/statements/{id}/draft", tag = "绩效文本",
    summary = "打开自己的草稿", params(("id" = String, Path)),
    responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn show_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<DraftView>, WebError> {
    Ok(Json(view(&app.office.open_draft(&asker, &id).await?)))
}

/// Saves fields of it.
#[utoipa::path(put, path = "/api/v1/statements/{id}/draft", tag = "绩效文本",
    summary = "保存草稿；别处已保存过则为409", params(("id" = String, Path)),
    request_body = DraftSent, responses((status = 200, description = "草稿", body = DraftView)))]
pub(crate) async fn put_draft(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Json<DraftView>, WebError> {
    let opened = app.office.edit_draft(&asker, &id, &typed(sent), &Change::Save).await?;
    Ok(Json(view(&opened)))
}

pub(crate) fn typed(sent: DraftSent) -> Typed {
    Typed {
        page: sent.page,
        revision: sent.revision,
        base: sent.base,
        fields: sent.fields.into_iter().map(|field| (field.path, field.value)).collect(),
    }
}

fn view(opened: &Opened) -> DraftView {
    let draft = &opened.draft;
    let field = |(path, value): (String, &str)| FieldLine {
        label: draft.label(&path),
        value: value.to_owned(),
        path,
    };
    let finding = |one: &office::live::Located| DraftFinding {
        code: one.finding.code.to_string(),
        severity: severity(one.finding.severity),
        message: one.finding.message.clone(),
        help: one.finding.help.clone(),
        path: one.path.clone(),
        label: one.label.clone(),
    };
    DraftView {
        base: opened.base,
        revision: opened.revision,
        page: opened.page.clone(),
        saved_at: opened.saved_at.clone(),
        newer_version: opened.newer.as_ref().map(|newer| newer.number),
        fields: draft.fields().into_iter().map(field).collect(),
        findings: opened.live.findings.iter().map(finding).collect(),
    }
}
