//! What is published, for everybody, without a token.

use axum::Json;
use axum::extract::State;
use office::public::{PublicFilter, data};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::publications::Publication;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, At, List, window};
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_published)).routes(routes!(show_published))
}

/// 一份公开的文本。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublishedLine {
    id: String,
    title: String,
    department: String,
    year: i64,
    projects: i64,
    indicators: i64,
    /// 预算合计，单位：分。
    total_fen: Option<i64>,
    #[schema(format = DateTime)]
    published_at: String,
    /// 公开内容的 SM3 摘要。
    digest: String,
}

/// Which of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PublishedAsked {
    /// 要找的字词。
    q: Option<String>,
    /// 预算年度。
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// What is published.
#[utoipa::path(get, path = "/api/v1/public/statements", tag = "公开", summary = "已公开的文本",
    params(PublishedAsked),
    responses((status = 200, description = "列表", body = List<PublishedLine>)))]
pub(crate) async fn list_published(
    State(app): State<App>,
    Asked(asked): Asked<PublishedAsked>,
) -> Result<Json<List<PublishedLine>>, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    let words = asked.q.unwrap_or_default();
    let wanted = PublicFilter { words, year: asked.year, owner: None, skip, take };
    let list = app.office.published(&wanted).await?;
    Ok(Json(List { items: list.items.into_iter().map(published).collect(), total: list.total }))
}

/// One that is published.
#[utoipa::path(get, path = "/api/v1/public/statements/{id}", tag = "公开",
    summary = "一份公开文本的内容，不含个人信息", params(("id" = String, Path)),
    responses((status = 200, description = "内容；其中金额是以“万元”为单位的十进制文字", body = Object)))]
pub(crate) async fn show_published(
    State(app): State<App>,
    At(id): At<String>,
) -> Result<Json<Value>, WebError> {
    Ok(Json(data(&app.office.published_statement(&id).await?)))
}

fn published(one: Publication) -> PublishedLine {
    PublishedLine {
        id: one.statement,
        title: one.title,
        department: one.owner_name,
        year: one.year,
        projects: one.figures.projects,
        indicators: one.figures.indicators,
        total_fen: one.figures.total.map(ground::Money::fen),
        published_at: one.at,
        digest: one.digest,
    }
}
