//! For the security administrator: who is signed in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, PageAsked, part};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_sessions)).routes(routes!(end_session))
}

/// 一次登录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionLine {
    id: String,
    user: String,
    login: String,
    name: String,
    address: String,
    agent: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    seen_at: String,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "安全管理", summary = "登录会话",
    params(PageAsked), responses((status = 200, description = "会话", body = List<SessionLine>)))]
pub(crate) async fn list_sessions(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<SessionLine>>, WebError> {
    let line = |one: office::watch::Watched| SessionLine {
        id: one.session.id,
        user: one.user.id,
        login: one.user.login,
        name: one.user.name,
        address: one.session.address,
        agent: one.session.agent,
        created_at: one.session.created_at,
        seen_at: one.session.seen_at,
    };
    let all = app.office.list_sessions(&asker).await?;
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
}

/// Ends one.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "安全管理", summary = "结束会话",
    params(("id" = String, Path)), responses((status = 204, description = "已结束")))]
pub(crate) async fn end_session(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.end_session(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
