//! Beginning a statement without a file.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::beginning::From;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::organisations::{OrganisationLine, organisation};
use super::take::{Asked, List, Made, PageAsked, Sent, part};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(begin_statement)).routes(routes!(list_owners))
}

/// 新建一份文本。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStatement {
    /// 编制单位的标识。
    owner: String,
    /// 预算年度。
    #[schema(minimum = 2000, maximum = 2100)]
    year: i16,
    /// 空白项目的个数；不填为1。
    #[schema(minimum = 0, maximum = 50)]
    projects: Option<u8>,
    /// 是否照上年的文本起草。
    #[serde(default)]
    from_last_year: bool,
}

/// Begins one.
#[utoipa::path(post, path = "/api/v1/statements", tag = "绩效文本", summary = "新建文本",
    request_body = NewStatement, responses((status = 201, description = "已新建", body = Made)))]
pub(crate) async fn begin_statement(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(new): Sent<NewStatement>,
) -> Result<(StatusCode, Json<Made>), WebError> {
    let blank = From::Nothing(usize::from(new.projects.unwrap_or(1)));
    let from = if new.from_last_year { From::LastYear } else { blank };
    let id = app.office.new_statement(&asker, &new.owner, new.year, from).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// For whom statements can be written.
#[utoipa::path(get, path = "/api/v1/owners", tag = "绩效文本",
    summary = "能为哪些单位编制文本", params(PageAsked),
    responses((status = 200, description = "单位", body = List<OrganisationLine>)))]
pub(crate) async fn list_owners(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OrganisationLine>>, WebError> {
    let all = app.office.writable_organisations(&asker).await?;
    Ok(Json(part(all.into_iter().map(organisation).collect(), asked.page, asked.take)?))
}
