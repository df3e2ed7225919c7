//! What is published, for everybody, without a token.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use office::public::{PublicFilter, data};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::publications::Publication;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use write::Format;

use super::take::{Asked, At, List, window};
use crate::{App, WebError, download};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_published))
        .routes(routes!(get_published_file))
        .routes(routes!(show_published))
}

/// 一份公开的文本。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublishedLine {
    id: String,
    title: String,
    /// 部门的标识。
    owner: String,
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
    /// 只要这个部门的。
    owner: Option<String>,
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
    let owner = asked.owner.filter(|owner| !owner.is_empty());
    let wanted = PublicFilter { words, year: asked.year, owner, skip, take };
    let list = app.office.published(&wanted).await?;
    Ok(Json(List { items: list.items.iter().cloned().map(published).collect(), total: list.total }))
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

/// One that is published, as a file.
#[utoipa::path(get, path = "/api/v1/public/statements/{id}/{format}", tag = "公开",
    summary = "一份公开文本的文件",
    params(("id" = String, Path),
        ("format" = String, Path, pattern = "^(docx|xlsx|pdf|html|txt)$")),
    responses((status = 200, description = "文件", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf"),
        (String = "text/html; charset=utf-8"),
        (String = "text/plain; charset=utf-8")))))]
pub(crate) async fn get_published_file(
    State(app): State<App>,
    At((id, format)): At<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::of_ending(&format).ok_or(WebError::NotFound)?;
    let published = app.office.published_statement(&id).await?;
    let document = write::statement(published.text());
    download::document(document, &published.publication.title, format).await
}

fn published(one: Publication) -> PublishedLine {
    PublishedLine {
        id: one.statement,
        title: one.title,
        owner: one.owner,
        department: one.owner_name,
        year: one.year,
        projects: one.figures.projects,
        indicators: one.figures.indicators,
        total_fen: one.figures.total.map(ground::Money::fen),
        published_at: one.at,
        digest: one.digest,
    }
}
