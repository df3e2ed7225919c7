//! The indicator library.

use axum::Json;
use axum::extract::State;
use office::library::{Common, CommonRow, Found, Kind, Kinds, Typical};
use serde::{Deserialize, Serialize};
use store::library::{FoundRow, Wanted};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, List, window};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(search_library))
        .routes(routes!(list_common))
        .routes(routes!(list_kinds))
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
    /// 职能：部门的类别，见 /api/v1/library/kinds。
    function: Option<String>,
    /// 项目类型，见 /api/v1/library/kinds。
    kind: Option<String>,
    /// 预算年度。
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

/// 一份共性指标目录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CatalogueLine {
    title: String,
    /// 是否用于部门整体。
    is_of_department: bool,
    /// 出处和可靠程度。
    source: String,
    note: String,
    rows: Vec<CommonLine>,
}

/// 一个共性指标。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommonLine {
    /// 加到草稿时用的名称。
    key: String,
    dimension: String,
    aspect: String,
    name: String,
    /// 怎样计算，或是什么意思。
    formula: String,
    unit: String,
}

/// 可供选择的类别。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindLines {
    /// 职能。
    functions: Vec<KindLine>,
    /// 项目类型。
    projects: Vec<KindLine>,
}

/// 一个类别。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindLine {
    /// 查指标时填写的代号。
    key: String,
    title: String,
}

/// Which common indicators.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommonAsked {
    /// 要找的字词。
    q: Option<String>,
    /// 预算年度；不写就是今年。
    #[param(minimum = 1900, maximum = 2200)]
    year: Option<i16>,
    /// 行政区划代码；不写就用全国的。
    region: Option<String>,
}

/// The catalogues of common indicators.
#[utoipa::path(get, path = "/api/v1/library/common", tag = "指标库", summary = "共性指标目录",
    params(CommonAsked),
    responses((status = 200, description = "目录", body = List<CatalogueLine>)))]
pub(crate) async fn list_common(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<CommonAsked>,
) -> Result<Json<List<CatalogueLine>>, WebError> {
    let year = asked.year.unwrap_or_else(|| app.office.now().day().year());
    if !(1900..=2200).contains(&year) {
        return Err(WebError::BadRequest("年度应在 1900 到 2200 之间".to_owned()));
    }
    let region = asked.region.unwrap_or_default();
    let wanted = Wanted { words: asked.q.unwrap_or_default(), ..Wanted::default() };
    let all = app.office.common_indicators(&asker, &wanted, (year, &region))?;
    Ok(Json(List::whole(all.into_iter().map(catalogue).collect())))
}

/// The kinds by which indicators are looked up.
#[utoipa::path(get, path = "/api/v1/library/kinds", tag = "指标库", summary = "职能和项目类型",
    responses((status = 200, description = "类别", body = KindLines)))]
pub(crate) async fn list_kinds(
    State(app): State<App>,
    Caller(asker): Caller,
) -> Result<Json<KindLines>, WebError> {
    let (functions, projects) = app.office.library_kinds(&asker).await?;
    let lines = |kinds: Vec<Kind>| {
        kinds.into_iter().map(|kind| KindLine { key: kind.key, title: kind.title }).collect()
    };
    Ok(Json(KindLines { functions: lines(functions), projects: lines(projects) }))
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
    let kinds = Kinds {
        function: asked.function.unwrap_or_default(),
        project: asked.kind.unwrap_or_default(),
    };
    let Found { rows, typical } = app.office.search_library(&asker, &wanted, &kinds).await?;
    Ok(Json(LibraryPart {
        items: rows.items.into_iter().map(indicator).collect(),
        total: rows.total,
        typical: typical.into_iter().map(line).collect(),
    }))
}

fn catalogue(one: Common) -> CatalogueLine {
    let row = |row: CommonRow| CommonLine {
        key: row.key,
        dimension: row.dimension,
        aspect: row.aspect,
        name: row.name,
        formula: row.formula,
        unit: row.unit,
    };
    CatalogueLine {
        title: one.title,
        is_of_department: one.is_of_department,
        source: one.source,
        note: one.note,
        rows: one.rows.into_iter().map(row).collect(),
    }
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
