//! For the security administrator: roles, locked accounts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::Permission;
use office::rights::TABLE;
use serde::{Deserialize, Serialize};
use store::people::Role;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::organisations::{OrganisationLine, organisation};
use super::take::{Asked, At, List, PageAsked, Sent, part};
use super::users::{UserLine, UsersAsked, filter, roles, user};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_roles))
        .routes(routes!(show_roles))
        .routes(routes!(list_places))
        .routes(routes!(show_rights))
        .routes(routes!(drop_second_factor))
        .routes(routes!(list_locked))
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

/// 一项权限和有它的角色。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RightLine {
    permission: String,
    name: &'static str,
    roles: Vec<&'static str>,
}

/// 一个被锁定的账号。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LockedLine {
    user: String,
    login: String,
    name: String,
    locked_until: Option<String>,
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

/// The roles of one account.
#[utoipa::path(get, path = "/api/v1/roles/{user}", tag = "安全管理", summary = "一个账号的角色",
    params(("user" = String, Path)),
    responses((status = 200, description = "账号", body = UserLine)))]
pub(crate) async fn show_roles(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<UserLine>, WebError> {
    Ok(Json(user(app.office.roles_of(&asker, &id).await?)))
}

/// Where roles can be given.
#[utoipa::path(get, path = "/api/v1/role-places", tag = "安全管理",
    summary = "角色可以授在哪些单位", params(PageAsked),
    responses((status = 200, description = "单位", body = List<OrganisationLine>)))]
pub(crate) async fn list_places(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OrganisationLine>>, WebError> {
    let all = app.office.places(&asker, Permission::ManageRoles).await?;
    Ok(Json(part(all.into_iter().map(organisation).collect(), asked.page, asked.take)?))
}

/// What every role may.
#[utoipa::path(get, path = "/api/v1/rights", tag = "安全管理", summary = "权限表",
    responses((status = 200, description = "各项权限和有它的角色", body = List<RightLine>)))]
pub(crate) async fn show_rights(Caller(asker): Caller) -> Result<Json<List<RightLine>>, WebError> {
    asker.require(Permission::ManageRoles)?;
    let line = |(permission, name, roles): &(Permission, &'static str, &[Role])| RightLine {
        permission: permission.word(),
        name,
        roles: roles.iter().map(|role| role.word()).collect(),
    };
    Ok(Json(List::whole(TABLE.iter().map(line).collect())))
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

/// Turns the second factor of somebody off.
#[utoipa::path(post, path = "/api/v1/roles/{user}/second-factor-off", tag = "安全管理",
    summary = "替丢了手机的人关闭二次验证", params(("user" = String, Path)),
    responses((status = 204, description = "已关闭")))]
pub(crate) async fn drop_second_factor(
    State(app): State<App>,
    Caller(asker): Caller,
    At(user): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.drop_second_factor(&asker, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is locked out.
#[utoipa::path(get, path = "/api/v1/locked-users", tag = "安全管理", summary = "被锁定的账号",
    params(PageAsked), responses((status = 200, description = "账号", body = List<LockedLine>)))]
pub(crate) async fn list_locked(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<LockedLine>>, WebError> {
    let line = |user: store::people::User| LockedLine {
        user: user.id,
        login: user.login,
        name: user.name,
        locked_until: user.locked_until,
    };
    let all = app.office.list_locked(&asker).await?;
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
}
