//! For the system administrator: accounts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::accounts::{Account, UserChange};
use office::password;
use office::people::NewUser;
use serde::{Deserialize, Serialize};
use store::directory::Standing;
use store::people::Role;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::me::RoleLine;
use super::take::{Asked, At, List, Sent, window, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_users, add_user))
        .routes(routes!(show_user, change_user))
        .routes(routes!(disable_user))
        .routes(routes!(enable_user))
        .routes(routes!(reset_password))
}

/// 一个账号。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserLine {
    id: String,
    login: String,
    name: String,
    post: String,
    home: String,
    home_name: String,
    roles: Vec<RoleLine>,
    has_second_factor: bool,
    /// 是否还要先改密码。
    must_change_password: bool,
    /// 锁定到何时；null 为没有锁定过。
    locked_until: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    /// 何时停用；null 为在用。
    disabled_at: Option<String>,
    seen_at: Option<String>,
}

/// 新增的账号。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserSent {
    /// 所在单位的标识。
    home: String,
    login: String,
    name: String,
    #[serde(default)]
    post: String,
}

/// 改动的账号。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserChanged {
    home: String,
    name: String,
    #[serde(default)]
    post: String,
}

/// 账号和一次性密码，只给这一次。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasswordOnce {
    id: String,
    /// 首次登录用，登录后须更换。
    password: String,
}

/// Which accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct UsersAsked {
    /// 姓名、用户名或职务里的字词。
    q: Option<String>,
    /// 只要这个单位的。
    home: Option<String>,
    /// 只要有这个角色的。
    #[param(schema_with = roles)]
    role: Option<Role>,
    /// open 在用，closed 已停用；不填为全部。
    #[param(schema_with = standings)]
    standing: Option<StandingWord>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// Whether accounts are open.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StandingWord {
    Open,
    Closed,
}

fn standings() -> Object {
    words(["open", "closed"])
}

/// Roles as the schema of a word.
pub(crate) fn roles() -> Object {
    words(Role::ALL.iter().map(|role| role.word()))
}

/// Accounts.
#[utoipa::path(get, path = "/api/v1/users", tag = "系统管理", summary = "账号",
    params(UsersAsked), responses((status = 200, description = "账号", body = List<UserLine>)))]
pub(crate) async fn list_users(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<UsersAsked>,
) -> Result<Json<List<UserLine>>, WebError> {
    let list = app.office.list_users(&asker, &filter(asked)?).await?;
    Ok(Json(List { items: list.items.into_iter().map(user).collect(), total: list.total }))
}

/// Makes one.
#[utoipa::path(post, path = "/api/v1/users", tag = "系统管理", summary = "新增账号",
    request_body = UserSent,
    responses((status = 201, description = "已新增", body = PasswordOnce)))]
pub(crate) async fn add_user(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<UserSent>,
) -> Result<(StatusCode, Json<PasswordOnce>), WebError> {
    let UserSent { home, login, name, post } = sent;
    let password = password::one_time();
    let login = login.trim().to_owned();
    let new = NewUser { home, login, name, post, password, must_change: true };
    let id = app.office.add_user(&asker, &new).await?;
    Ok((StatusCode::CREATED, Json(PasswordOnce { id, password: new.password })))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "系统管理", summary = "一个账号",
    params(("id" = String, Path)),
    responses((status = 200, description = "账号", body = UserLine)))]
pub(crate) async fn show_user(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<UserLine>, WebError> {
    Ok(Json(user(app.office.user(&asker, &id).await?)))
}

/// Changes one.
#[utoipa::path(put, path = "/api/v1/users/{id}", tag = "系统管理", summary = "改动账号",
    params(("id" = String, Path)), request_body = UserChanged,
    responses((status = 204, description = "已改动")))]
pub(crate) async fn change_user(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(UserChanged { home, name, post }): Sent<UserChanged>,
) -> Result<StatusCode, WebError> {
    app.office.change_user(&asker, &id, &UserChange { name, post, home }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes one.
#[utoipa::path(post, path = "/api/v1/users/{id}/disable", tag = "系统管理", summary = "停用账号",
    params(("id" = String, Path)), responses((status = 204, description = "已停用")))]
pub(crate) async fn disable_user(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.disable_user(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens one again.
#[utoipa::path(post, path = "/api/v1/users/{id}/enable", tag = "系统管理", summary = "启用账号",
    params(("id" = String, Path)), responses((status = 204, description = "已启用")))]
pub(crate) async fn enable_user(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.enable_user(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a password that can be used once.
#[utoipa::path(post, path = "/api/v1/users/{id}/password", tag = "系统管理",
    summary = "重置密码", params(("id" = String, Path)),
    responses((status = 200, description = "一次性密码", body = PasswordOnce)))]
pub(crate) async fn reset_password(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<PasswordOnce>, WebError> {
    let password = app.office.reset_password(&asker, &id).await?;
    Ok(Json(PasswordOnce { id, password }))
}

/// The accounts that are asked for.
pub(crate) fn filter(asked: UsersAsked) -> Result<store::directory::Filter, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    Ok(store::directory::Filter {
        words: asked.q.unwrap_or_default(),
        home: asked.home.unwrap_or_default(),
        role: asked.role,
        standing: match asked.standing {
            None => Standing::Any,
            Some(StandingWord::Open) => Standing::Open,
            Some(StandingWord::Closed) => Standing::Closed,
        },
        skip,
        take,
        ..store::directory::Filter::default()
    })
}

/// An account as it is listed.
pub(crate) fn user(account: Account) -> UserLine {
    UserLine {
        id: account.user.id,
        login: account.user.login,
        name: account.user.name,
        post: account.user.post,
        home: account.home.id,
        home_name: account.home.name,
        roles: account.roles.iter().map(RoleLine::of).collect(),
        has_second_factor: account.user.totp_on,
        must_change_password: account.user.must_change,
        locked_until: account.user.locked_until,
        created_at: account.user.created_at,
        disabled_at: account.user.disabled_at,
        seen_at: account.user.seen_at,
    }
}
