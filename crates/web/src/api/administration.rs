//! For the three administrators: organisations, accounts, settings, backups; roles, sessions; audit.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::accounts::{Account, UserChange};
use office::organisations::NewOrganisation;
use office::people::NewUser;
use office::settings::SETTINGS;
use office::{OfficeError, password};
use serde::{Deserialize, Serialize};
use store::organisations::{Organisation, OrganisationKind};
use store::people::Role;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::me::{PageAsked, RoleLine};
use super::take::{Asked, At, List, Made, Sent, part, window, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_organisations, enter_organisation))
        .routes(routes!(show_organisation, change_organisation))
        .routes(routes!(close_organisation))
        .routes(routes!(reopen_organisation))
        .routes(routes!(list_users, add_user))
        .routes(routes!(show_user, change_user))
        .routes(routes!(disable_user))
        .routes(routes!(enable_user))
        .routes(routes!(reset_password))
        .routes(routes!(list_roles))
        .routes(routes!(give_role))
        .routes(routes!(take_role))
        .routes(routes!(show_settings, change_settings))
        .routes(routes!(list_backups, back_up))
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

/// 一个角色和它的范围。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleSent {
    #[schema(schema_with = roles)]
    role: Role,
    /// 在哪个单位及其下级。
    organisation: String,
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
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

fn kinds() -> Object {
    words(OrganisationKind::ALL.iter().map(|kind| kind.word()))
}

fn roles() -> Object {
    words(Role::ALL.iter().map(|role| role.word()))
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

fn filter(asked: UsersAsked) -> Result<store::directory::Filter, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    Ok(store::directory::Filter {
        words: asked.q.unwrap_or_default(),
        home: asked.home.unwrap_or_default(),
        role: asked.role,
        skip,
        take,
        ..store::directory::Filter::default()
    })
}

fn organisation(it: Organisation) -> OrganisationLine {
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

fn user(account: Account) -> UserLine {
    UserLine {
        id: account.user.id,
        login: account.user.login,
        name: account.user.name,
        post: account.user.post,
        home: account.home.id,
        home_name: account.home.name,
        roles: account.roles.iter().map(RoleLine::of).collect(),
        has_second_factor: account.user.totp_on,
        created_at: account.user.created_at,
        disabled_at: account.user.disabled_at,
        seen_at: account.user.seen_at,
    }
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
