//! For the system administrator: organisations.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::organisations::NewOrganisation;
use serde::{Deserialize, Serialize};
use store::organisations::{Organisation, OrganisationKind};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Made, PageAsked, Sent, part, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_organisations, enter_organisation))
        .routes(routes!(show_organisation, change_organisation))
        .routes(routes!(close_organisation))
        .routes(routes!(reopen_organisation))
}

/// 一个单位。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganisationLine {
    id: String,
    parent: Option<String>,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// 预算编码。
    code: String,
    /// 行政区划代码。
    region: String,
    name: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// 何时撤销；null 为没有。
    closed_at: Option<String>,
}

/// 新增的单位。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationSent {
    /// 上级单位的标识。
    parent: String,
    #[schema(schema_with = kinds)]
    kind: OrganisationKind,
    code: String,
    name: String,
}

/// 改动的单位。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationChange {
    code: String,
    name: String,
}

fn kinds() -> Object {
    words(OrganisationKind::ALL.iter().map(|kind| kind.word()))
}

/// Organisations.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "系统管理", summary = "单位",
    params(PageAsked),
    responses((status = 200, description = "单位", body = List<OrganisationLine>)))]
pub(crate) async fn list_organisations(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OrganisationLine>>, WebError> {
    let all = app.office.list_organisations(&asker).await?;
    Ok(Json(part(all.into_iter().map(organisation).collect(), asked.page, asked.take)?))
}

/// Enters one.
#[utoipa::path(post, path = "/api/v1/organisations", tag = "系统管理", summary = "新增单位",
    request_body = OrganisationSent,
    responses((status = 201, description = "已新增", body = Made)))]
pub(crate) async fn enter_organisation(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<OrganisationSent>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let OrganisationSent { parent, kind, code, name } = sent;
    let new = NewOrganisation { parent: Some(parent), kind, code, region: String::new(), name };
    let id = app.office.enter_organisation(&asker, &new).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/organisations/{id}", tag = "系统管理", summary = "一个单位",
    params(("id" = String, Path)),
    responses((status = 200, description = "单位", body = OrganisationLine)))]
pub(crate) async fn show_organisation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<OrganisationLine>, WebError> {
    Ok(Json(organisation(app.office.organisation(&asker, &id).await?)))
}

/// Changes one.
#[utoipa::path(put, path = "/api/v1/organisations/{id}", tag = "系统管理", summary = "改动单位",
    params(("id" = String, Path)), request_body = OrganisationChange,
    responses((status = 204, description = "已改动")))]
pub(crate) async fn change_organisation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<OrganisationChange>,
) -> Result<StatusCode, WebError> {
    app.office.change_organisation(&asker, &id, &sent.name, &sent.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes one.
#[utoipa::path(post, path = "/api/v1/organisations/{id}/close", tag = "系统管理",
    summary = "撤销单位", params(("id" = String, Path)),
    responses((status = 204, description = "已撤销")))]
pub(crate) async fn close_organisation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.close_organisation(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens one again.
#[utoipa::path(post, path = "/api/v1/organisations/{id}/reopen", tag = "系统管理",
    summary = "恢复单位", params(("id" = String, Path)),
    responses((status = 204, description = "已恢复")))]
pub(crate) async fn reopen_organisation(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.reopen_organisation(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An organisation as it is listed.
pub(crate) fn organisation(it: Organisation) -> OrganisationLine {
    OrganisationLine {
        id: it.id,
        parent: it.parent,
        kind: it.kind.word(),
        code: it.code,
        region: it.region,
        name: it.name,
        created_at: it.created_at,
        closed_at: it.closed_at,
    }
}
