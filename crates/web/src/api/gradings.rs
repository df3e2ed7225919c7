//! Marks by the score sheet.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::acts::Seen;
use serde::{Deserialize, Serialize};
use store::statements::State as Stage;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::states;
use super::take::{At, List, Sent};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_gradings, grade_statement))
}

/// 打分。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GradeSent {
    version: i64,
    #[schema(schema_with = states)]
    state: Stage,
    /// 评分表各项的得分，依次排列，如 "8.5"。
    #[schema(max_items = 100)]
    marks: Vec<String>,
    #[serde(default)]
    summary: String,
}

/// 一次打分。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GradingLine {
    number: i64,
    version: i64,
    /// 总分，单位：十分之一分。
    total_tenths: i64,
    /// 等级。
    grade: String,
    summary: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Marks so far.
#[utoipa::path(get, path = "/api/v1/statements/{id}/gradings", tag = "意见与评分",
    summary = "历次打分", params(("id" = String, Path)),
    responses((status = 200, description = "打分", body = List<GradingLine>)))]
pub(crate) async fn list_gradings(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<List<GradingLine>>, WebError> {
    let dossier = app.office.dossier(&asker, &id).await?;
    let line = |one: store::opinions::Grading| GradingLine {
        number: one.number,
        version: one.version,
        total_tenths: one.total_tenths,
        grade: one.grade,
        summary: one.summary,
        by_name: one.by_name,
        at: one.at,
    };
    Ok(Json(List::whole(dossier.gradings.into_iter().map(line).collect())))
}

/// Gives marks.
#[utoipa::path(post, path = "/api/v1/statements/{id}/gradings", tag = "意见与评分",
    summary = "打分", params(("id" = String, Path)), request_body = GradeSent,
    responses((status = 204, description = "已打分")))]
pub(crate) async fn grade_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(sent): Sent<GradeSent>,
) -> Result<StatusCode, WebError> {
    let seen = Seen { version: sent.version, state: sent.state };
    app.office.grade(&asker, &id, seen, &sent.marks, &sent.summary).await?;
    Ok(StatusCode::NO_CONTENT)
}
