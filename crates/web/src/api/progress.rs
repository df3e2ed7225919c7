//! What departments owe, and until when.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::deadlines::DeadlineText;
use office::inbox::BoardRow;
use serde::{Deserialize, Serialize};
use store::deadlines::{Deadline, Stage};
use store::organisations::Organisation;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::organisations::{OrganisationLine, organisation};
use super::statements::{DueLine, StatementLine};
use super::take::{Asked, List, PageAsked, Sent, part, words};
use super::whole::due;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_board))
        .routes(routes!(list_deadlines, put_deadline))
        .routes(routes!(list_deadline_owners))
}

/// 一个部门的进度。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardLine {
    organisation: String,
    organisation_name: String,
    /// 预算编码。
    code: String,
    /// 文本；还没有起草时为 null。
    statement: Option<StatementLine>,
    due: Option<DueLine>,
    /// 各状态最近一次到达的时间。
    reached: BTreeMap<String, String>,
    /// 是否还没有报送。
    is_owing: bool,
}

/// 一个期限。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadlineLine {
    /// 行政区或单位的标识。
    owner: String,
    year: i64,
    #[schema(schema_with = stages)]
    stage: &'static str,
    stage_name: &'static str,
    #[schema(format = Date)]
    due_on: String,
    /// 提前几天提醒。
    warn_days: i64,
    basis: String,
    set_by: String,
    #[schema(format = DateTime)]
    set_at: String,
}

/// 要设定的期限。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineSent {
    /// 行政区的标识。
    owner: String,
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    #[schema(schema_with = stages)]
    stage: Stage,
    /// 空为取消这个期限。
    due_on: String,
    /// 提前几天提醒。
    #[serde(default)]
    #[schema(minimum = 0, maximum = 90)]
    warn_days: i64,
    /// 依据的文件。
    #[serde(default)]
    basis: String,
}

/// Which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct YearAsked {
    /// 预算年度；不填为今年。
    year: Option<i64>,
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    take: Option<u64>,
}

fn stages() -> Object {
    words(Stage::ALL.iter().map(|stage| stage.word()))
}

/// Who owes what.
#[utoipa::path(get, path = "/api/v1/board", tag = "进度与期限", summary = "各部门的报送进度",
    params(YearAsked), responses((status = 200, description = "进度", body = List<BoardLine>)))]
pub(crate) async fn show_board(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<YearAsked>,
) -> Result<Json<List<BoardLine>>, WebError> {
    let year = asked.year.unwrap_or_else(|| i64::from(app.office.now().day().year()));
    let all = app.office.board(&asker, year).await?;
    let line = |row: BoardRow| BoardLine {
        is_owing: row.is_owing(),
        reached: row.reached.iter().map(|(at, on)| (at.word().to_owned(), on.clone())).collect(),
        statement: row.statement.as_ref().map(StatementLine::of),
        due: row.due.as_ref().map(due),
        organisation: row.organisation.id,
        organisation_name: row.organisation.name,
        code: row.organisation.code,
    };
    Ok(Json(part(all.iter().cloned().map(line).collect(), asked.page, asked.take)?))
}

/// Deadlines.
#[utoipa::path(get, path = "/api/v1/deadlines", tag = "进度与期限", summary = "期限",
    params(PageAsked), responses((status = 200, description = "期限", body = List<DeadlineLine>)))]
pub(crate) async fn list_deadlines(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<DeadlineLine>>, WebError> {
    let regions: Vec<Organisation> = app.office.deadline_regions(&asker).await?;
    let all = app.office.deadlines().await?;
    let mine = all.iter().filter(|one| regions.iter().any(|region| region.id == one.owner));
    Ok(Json(part(mine.cloned().map(deadline).collect(), asked.page, asked.take)?))
}

/// For whom they may be set.
#[utoipa::path(get, path = "/api/v1/deadline-owners", tag = "进度与期限",
    summary = "能为哪些地区设定期限", params(PageAsked),
    responses((status = 200, description = "地区", body = List<OrganisationLine>)))]
pub(crate) async fn list_deadline_owners(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<OrganisationLine>>, WebError> {
    let all = app.office.deadline_regions(&asker).await?;
    Ok(Json(part(all.into_iter().map(organisation).collect(), asked.page, asked.take)?))
}

/// Sets one.
#[utoipa::path(put, path = "/api/v1/deadlines", tag = "进度与期限", summary = "设定或取消期限",
    request_body = DeadlineSent, responses((status = 204, description = "已设定")))]
pub(crate) async fn put_deadline(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent<DeadlineSent>,
) -> Result<StatusCode, WebError> {
    let text = DeadlineText {
        owner: sent.owner,
        year: sent.year,
        stage: sent.stage,
        due_on: sent.due_on,
        warn_days: sent.warn_days,
        basis: sent.basis,
    };
    app.office.set_deadline(&asker, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn deadline(one: Deadline) -> DeadlineLine {
    DeadlineLine {
        owner: one.owner,
        year: one.year,
        stage: one.stage.word(),
        stage_name: one.stage.label(),
        due_on: one.due_on,
        warn_days: one.warn_days,
        basis: one.basis,
        set_by: one.set_by,
        set_at: one.set_at,
    }
}
