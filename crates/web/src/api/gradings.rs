//! Marks by the score sheet.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::acts::Seen;
use office::opinions::Mark;
use office::{OfficeError, judged};
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
    OpenApiRouter::new().routes(routes!(list_gradings, grade_statement)).routes(routes!(show_sheet))
}

/// 打分。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GradeSent {
    #[schema(minimum = 0, maximum = 1000000000)]
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
    marks: Vec<MarkLine>,
    summary: String,
    by_name: String,
    #[schema(format = DateTime)]
    at: String,
}

/// 评分表的一项。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MarkLine {
    /// 方面：完整性、相关性、适当性、可行性。
    facet: String,
    item: String,
    /// 满分，如 "10"。
    points: String,
    /// 得分；评分表里是按审核结果推算的建议分。
    given: String,
}

/// 这份文本用的评分表，得分是系统的建议。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetView {
    /// 按哪一版推算。
    version: i64,
    /// 依次排列；打分时 marks 照这个次序填。
    items: Vec<MarkLine>,
    total: String,
    /// 等级；空为不分等级。
    grade: String,
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
        marks: marks(&one.marks),
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

/// The score sheet with what the review suggests.
#[utoipa::path(get, path = "/api/v1/statements/{id}/sheet", tag = "意见与评分",
    summary = "评分表和系统建议的得分", params(("id" = String, Path)),
    responses((status = 200, description = "评分表", body = SheetView)))]
pub(crate) async fn show_sheet(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<SheetView>, WebError> {
    let version = app.office.dossier(&asker, &id).await?.listed.statement.version;
    let (examined, findings) = app.office.findings(&asker, &id, version).await?;
    let suggested = judged::suggested(app.office.rulebook(), &examined, &findings);
    let none = || OfficeError::Conflict("这个年度没有适用的评分表".to_owned());
    let suggested = suggested.ok_or_else(none)?;
    let items = suggested.facets.iter().flat_map(|facet| {
        facet.items.iter().map(|one| MarkLine {
            facet: facet.facet.facet.label().to_owned(),
            item: one.item.title.clone(),
            points: one.item.points.normalize().to_string(),
            given: one.score.normalize().to_string(),
        })
    });
    Ok(Json(SheetView {
        version,
        items: items.collect(),
        total: suggested.total.normalize().to_string(),
        grade: suggested.grade.map(|grade| grade.name.clone()).unwrap_or_default(),
    }))
}

fn marks(kept: &str) -> Vec<MarkLine> {
    let marks: Vec<Mark> = serde_json::from_str(kept).unwrap_or_default();
    let line = |mark: Mark| MarkLine {
        facet: mark.facet,
        item: mark.item,
        points: mark.points.normalize().to_string(),
        given: mark.given.normalize().to_string(),
    };
    marks.into_iter().map(line).collect()
}
