//! One's own tokens for programs. For people who are signed in, not for tokens.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::tokens::{NewToken, holds};
use serde::{Deserialize, Serialize};
use store::tokens::Token;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, PageAsked, Sent, part, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_tokens, make_token)).routes(routes!(revoke_token))
}

/// 一个令牌。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenLine {
    id: String,
    /// 给谁用。
    name: String,
    /// 可以做什么。
    scopes: Vec<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    ends_at: String,
    used_at: Option<String>,
    revoked_at: Option<String>,
    /// 现在是否有效。
    holds: bool,
}

/// 新令牌。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenSent {
    /// 给谁用。
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// 可以做什么，不能多于本人的权限。
    #[schema(max_items = 100, schema_with = scopes)]
    scopes: Vec<String>,
    /// 有效天数。
    #[schema(minimum = 1, maximum = 366)]
    days: i64,
}

/// 令牌，只给这一次。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenOnce {
    token: String,
}

fn scopes() -> utoipa::openapi::schema::Array {
    let all = office::rights::TABLE.iter().map(|(permission, ..)| permission.word());
    let word: Object = words(all);
    utoipa::openapi::schema::ArrayBuilder::new().items(word).max_items(Some(100)).build()
}

/// The list.
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "本人", summary = "本人的接口令牌",
    params(PageAsked), responses((status = 200, description = "令牌", body = List<TokenLine>)))]
pub(crate) async fn list_tokens(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<TokenLine>>, WebError> {
    let now = app.office.now();
    let line = |token: Token| TokenLine {
        holds: holds(&token, now),
        id: token.id,
        name: token.name,
        scopes: token.scopes.split_whitespace().map(str::to_owned).collect(),
        created_at: token.created_at,
        ends_at: token.ends_at,
        used_at: token.used_at,
        revoked_at: token.revoked_at,
    };
    let all = app.office.list_tokens(&asker).await?;
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
}

/// Makes one.
#[utoipa::path(post, path = "/api/v1/me/tokens", tag = "本人", summary = "新建接口令牌",
    request_body = TokenSent, responses((status = 201, description = "令牌", body = TokenOnce)))]
pub(crate) async fn make_token(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(TokenSent { name, scopes, days }): Sent<TokenSent>,
) -> Result<(StatusCode, Json<TokenOnce>), WebError> {
    let new = NewToken { name, scopes, days: days.to_string() };
    let token = app.office.make_token(&asker, &new).await?;
    Ok((StatusCode::CREATED, Json(TokenOnce { token })))
}

/// Takes one back.
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", tag = "本人", summary = "收回接口令牌",
    params(("id" = String, Path)), responses((status = 204, description = "已收回")))]
pub(crate) async fn revoke_token(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<StatusCode, WebError> {
    app.office.revoke_token(&asker, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
