//! The indicator library.

use axum::Json;
use axum::extract::State;
use office::library::{Found, Typical};
use serde::{Deserialize, Serialize};
use store::library::{FoundRow, Wanted};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, window};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search_library))
}

/// 指标库里的一行。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IndicatorLine {
    statement: String,
    position: i64,
    owner_name: String,
    year: i64,
    project: String,
    dimension: String,
    aspect: String,
    name: String,
    description: String,
    target: String,
    basis: String,
}

/// 指标库的一页，连同本单位往年的目标值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryPart {
    items: Vec<IndicatorLine>,
    /// 一共多少行。
    total: i64,
    /// 这一页的指标在本单位往年的目标值。
    typical: Vec<TypicalLine>,
}

/// 一个指标在本单位往年的目标值。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TypicalLine {
    name: String,
    /// 用过几次。
    count: usize,
    /// 最低的目标值；不是数量的为 null。
    least: Option<String>,
    /// 最高的目标值。
    greatest: Option<String>,
    latest: String,
    latest_year: i64,
}

/// What is looked for in the library.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LibraryAsked {
    /// 要找的字词。
    q: Option<String>,
    /// 一级指标。
    dimension: Option<String>,
    /// 二级指标。
    aspect: Option<String>,
    /// 预算年度。
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// Looks indicators up.
#[utoipa::path(get, path = "/api/v1/library", tag = "指标库", summary = "查指标",
    params(LibraryAsked), responses((status = 200, description = "指标", body = LibraryPart)))]
pub(crate) async fn search_library(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<LibraryAsked>,
) -> Result<Json<LibraryPart>, WebError> {
    let (skip, take) = window(asked.page, asked.take)?;
    let wanted = Wanted {
        words: asked.q.unwrap_or_default(),
        dimension: asked.dimension.unwrap_or_default(),
        aspect: asked.aspect.unwrap_or_default(),
        year: asked.year,
        skip,
        take,
        ..Wanted::default()
    };
    let Found { rows, typical } = app.office.search_library(&asker, &wanted).await?;
    Ok(Json(LibraryPart {
        items: rows.items.into_iter().map(indicator).collect(),
        total: rows.total,
        typical: typical.into_iter().map(line).collect(),
    }))
}

fn line(one: Typical) -> TypicalLine {
    let (least, greatest) = one.range.unzip();
    let (latest, latest_year) = one.latest;
    TypicalLine { name: one.name, count: one.count, least, greatest, latest, latest_year }
}

fn indicator(found: FoundRow) -> IndicatorLine {
    let FoundRow { row, owner_name } = found;
    IndicatorLine {
        statement: row.statement,
        position: row.position,
        owner_name,
        year: row.year,
        project: row.project,
        dimension: row.dimension,
        aspect: row.aspect,
        name: row.name,
        description: row.description,
        target: row.target,
        basis: row.basis,
    }
}
