//! One's own account: password, second factor, sessions. For people who are signed in, not for tokens.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::OfficeError;
use office::account::NewPassword;
use serde::{Deserialize, Serialize};
use store::sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, PageAsked, Sent, part};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_account))
        .routes(routes!(change_password))
        .routes(routes!(begin_second_factor))
        .routes(routes!(confirm_second_factor))
        .routes(routes!(end_second_factor))
        .routes(routes!(list_own_sessions))
        .routes(routes!(end_own_session))
        .routes(routes!(end_other_sessions))
}

/// 本人的账号。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountView {
    login: String,
    name: String,
    post: String,
    #[schema(format = DateTime)]
    password_set_at: String,
    /// 密码何时到期；空为已经到期。
    password_ends_at: String,
    has_second_factor: bool,
}

/// 新密码。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordSent {
    /// 现在的密码。
    old: String,
    /// 新密码。
    new: String,
}

/// 手机上的验证程序要的密钥，只在开启之前给。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetupView {
    /// 四个一组的密钥，可以手工输入。
    secret: String,
    /// 二维码里的地址（otpauth）。
    url: String,
}

/// 手机上的口令。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeSent {
    /// 6位数字。
    code: String,
}

/// 现在的密码。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPassword {
    password: String,
}

/// 本人的一处登录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnSession {
    id: String,
    address: String,
    agent: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    seen_at: String,
    /// 是不是正在用的这一处。
    is_this: bool,
}

/// 结束了几处登录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ended {
    ended: u64,
}

/// The account.
#[utoipa::path(get, path = "/api/v1/me/account", tag = "本人", summary = "本人的账号",
    responses((status = 200, description = "账号", body = AccountView)))]
pub(crate) async fn show_account(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<AccountView>, WebError> {
    let own = app.office.profile(&asker).await?;
    Ok(Json(AccountView {
        login: own.login,
        name: own.name,
        post: own.post,
        password_set_at: own.password_set_at,
        password_ends_at: own.password_ends_at,
        has_second_factor: own.has_second_factor,
    }))
}

/// Chooses another password.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "本人",
    summary = "修改密码；其他登录全部退出", request_body = PasswordSent,
    responses((status = 204, description = "已修改")))]
pub(crate) async fn change_password(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(PasswordSent { old, new }): Sent<PasswordSent>,
) -> Result<StatusCode, WebError> {
    let typed = NewPassword { old, again: new.clone(), new };
    app.office.change_password(&asker, &typed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a secret.
#[utoipa::path(post, path = "/api/v1/me/second-factor", tag = "本人",
    summary = "准备二次验证：得到密钥", responses((status = 200, description = "密钥", body = SetupView)))]
pub(crate) async fn begin_second_factor(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<SetupView>, WebError> {
    app.office.begin_second_factor(&asker).await?;
    let setup = app.office.second_factor_setup(&asker).await?;
    let gone = || OfficeError::Conflict("二次验证刚刚在别处开启".to_owned());
    let setup = setup.ok_or_else(gone)?;
    Ok(Json(SetupView { secret: setup.secret, url: setup.url }))
}

/// Turns it on.
#[utoipa::path(post, path = "/api/v1/me/second-factor/on", tag = "本人",
    summary = "凭手机上的口令开启二次验证", request_body = CodeSent,
    responses((status = 204, description = "已开启")))]
pub(crate) async fn confirm_second_factor(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<CodeSent>,
) -> Result<StatusCode, WebError> {
    app.office.confirm_second_factor(&asker, &sent.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turns it off.
#[utoipa::path(post, path = "/api/v1/me/second-factor/off", tag = "本人",
    summary = "凭密码关闭二次验证", request_body = OwnPassword,
    responses((status = 204, description = "已关闭")))]
pub(crate) async fn end_second_factor(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<OwnPassword>,
) -> Result<StatusCode, WebError> {
    app.office.end_second_factor(&asker, &sent.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where one is signed in.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "本人", summary = "本人登录中的设备",
    params(PageAsked), responses((status = 200, description = "登录", body = List<OwnSession>)))]
pub(crate) async fn list_own_sessions(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OwnSession>>, WebError> {
    let line = |session: Session| OwnSession {
        is_this: session.id == asker.session,
        id: session.id,
        address: session.address,
        agent: session.agent,
        created_at: session.created_at,
        seen_at: session.seen_at,
    };
    let all = app.office.own_sessions(&asker).await?;
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
}

/// Ends one.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "本人",
    summary = "结束本人的一处登录", params(("id" = String, Path)),
    responses((status = 204, description = "已结束")))]
pub(crate) async fn end_own_session(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.end_own_session(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all but this one.
#[utoipa::path(post, path = "/api/v1/me/end-other-sessions", tag = "本人",
    summary = "退出其他设备", responses((status = 200, description = "已退出", body = Ended)))]
pub(crate) async fn end_other_sessions(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<Ended>, WebError> {
    Ok(Json(Ended { ended: app.office.end_other_sessions(&asker).await? }))
}
