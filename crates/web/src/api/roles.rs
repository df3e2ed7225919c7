//! For the security administrator: roles, locked accounts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use store::people::Role;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, Sent};
use super::users::{UserLine, UsersAsked, filter, roles, user};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_roles))
        .routes(routes!(give_role))
        .routes(routes!(take_role))
        .routes(routes!(unlock_user))
}

/// 一个角色和它的范围。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleSent {
    #[schema(schema_with = roles)]
    role: Role,
    /// 在哪个单位及其下级。
    organisation: String,
}

/// Who has which roles.
#[utoipa::path(get, path = "/api/v1/roles", tag = "安全管理", summary = "各账号的角色",
    params(UsersAsked), responses((status = 200, description = "账号", body = List<UserLine>)))]
pub(crate) async fn list_roles(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<UsersAsked>,
) -> Result<Json<List<UserLine>>, WebError> {
    let list = app.office.list_roles(&asker, &filter(asked)?).await?;
    Ok(Json(List { items: list.items.into_iter().map(user).collect(), total: list.total }))
}

/// Gives one.
#[utoipa::path(post, path = "/api/v1/roles/{user}/give", tag = "安全管理", summary = "授予角色",
    params(("user" = String, Path)), request_body = RoleSent,
    responses((status = 204, description = "已授予")))]
pub(crate) async fn give_role(
    State(app): State<App>,
    Caller(asker): Caller,
    At(user): At<String>,
    Sent(sent): Sent<RoleSent>,
) -> Result<StatusCode, WebError> {
    app.office.give_role(&asker, &user, sent.role, &sent.organisation).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one.
#[utoipa::path(post, path = "/api/v1/roles/{user}/take", tag = "安全管理", summary = "收回角色",
    params(("user" = String, Path)), request_body = RoleSent,
    responses((status = 204, description = "已收回")))]
pub(crate) async fn take_role(
    State(app): State<App>,
    Caller(asker): Caller,
    At(user): At<String>,
    Sent(sent): Sent<RoleSent>,
) -> Result<StatusCode, WebError> {
    app.office.take_role(&asker, &user, sent.role, &sent.organisation).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unlocks an account.
#[utoipa::path(post, path = "/api/v1/roles/{user}/unlock", tag = "安全管理",
    summary = "解锁账号", params(("user" = String, Path)),
    responses((status = 204, description = "已解锁")))]
pub(crate) async fn unlock_user(
    State(app): State<App>,
    Caller(asker): Caller,
    At(user): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.unlock_user(&asker, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
