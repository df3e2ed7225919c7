//! Who asks, what waits for them, what others owe, deadlines, the indicator library.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use office::deadlines::DeadlineText;
use office::inbox::{BoardRow, Task};
use serde::{Deserialize, Serialize};
use store::deadlines::{Deadline, Stage};
use store::library::{FoundRow, Wanted};
use store::organisations::Organisation;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::{DueLine, StatementLine};
use super::take::{Asked, List, Sent, part, window, words};
use super::whole::due;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show_me))
        .routes(routes!(list_tasks))
        .routes(routes!(show_board))
        .routes(routes!(list_deadlines, put_deadline))
        .routes(routes!(search_library))
}

/// 持令牌者。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    id: String,
    login: String,
    name: String,
    /// 所在单位的标识。
    home: String,
    home_name: String,
    roles: Vec<RoleLine>,
    /// 现在能用的权限；用令牌时以令牌的权限为限。
    permissions: Vec<PermissionLine>,
}

/// 一个角色和它的范围。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleLine {
    pub(crate) role: &'static str,
    pub(crate) name: &'static str,
    /// 在哪个单位及其下级。
    pub(crate) organisation: String,
    pub(crate) organisation_name: String,
}

/// 一项权限。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PermissionLine {
    permission: String,
    name: &'static str,
}

/// 一件待办。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskLine {
    /// 文本；还没有文本时为 null。
    statement: Option<StatementLine>,
    owner: String,
    owner_name: String,
    /// 要办什么。
    what: &'static str,
    since: String,
    due: Option<DueLine>,
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
    #[schema(format = Date)]
    due_on: String,
    /// 提前几天提醒。
    #[serde(default)]
    #[schema(minimum = 0, maximum = 60)]
    warn_days: i64,
    /// 依据的文件。
    #[serde(default)]
    basis: String,
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

/// 页码。
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageAsked {
    /// 第几页，从1起。
    #[param(minimum = 1, maximum = 10000)]
    pub(crate) page: Option<u64>,
    /// 每页多少项。
    #[param(minimum = 1, maximum = 200)]
    pub(crate) take: Option<u64>,
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

fn stages() -> Object {
    words(Stage::ALL.iter().map(|stage| stage.word()))
}

/// Who asks.
#[utoipa::path(get, path = "/api/v1/me", tag = "本人", summary = "持令牌者和能用的权限",
    responses((status = 200, description = "本人", body = Me)))]
pub(crate) async fn show_me(Caller(asker): Caller) -> Json<Me> {
    let permission = |(permission, name): (office::Permission, &'static str)| PermissionLine {
        permission: permission.word(),
        name,
    };
    Json(Me {
        permissions: asker.permissions().into_iter().map(permission).collect(),
        roles: asker.assignments.iter().map(RoleLine::of).collect(),
        id: asker.user,
        login: asker.login,
        name: asker.name,
        home: asker.home,
        home_name: asker.home_name,
    })
}

/// What waits.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "本人", summary = "待办", params(PageAsked),
    responses((status = 200, description = "待办", body = List<TaskLine>)))]
pub(crate) async fn list_tasks(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<TaskLine>>, WebError> {
    let task = |task: Task| TaskLine {
        statement: task.statement.as_ref().map(StatementLine::of),
        owner: task.owner,
        owner_name: task.owner_name,
        what: task.what,
        since: task.since,
        due: task.due.as_ref().map(due),
    };
    let all = app.office.inbox(&asker).await?;
    Ok(Json(part(all.into_iter().map(task).collect(), asked.page, asked.take)?))
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
        statement: row.statement.as_ref().map(StatementLine::of),
        due: row.due.as_ref().map(due),
        organisation: row.organisation.id,
        organisation_name: row.organisation.name,
        code: row.organisation.code,
    };
    Ok(Json(part(all.into_iter().map(line).collect(), asked.page, asked.take)?))
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
    let mine = all.into_iter().filter(|one| regions.iter().any(|region| region.id == one.owner));
    Ok(Json(part(mine.map(deadline).collect(), asked.page, asked.take)?))
}

/// Sets one.
#[utoipa::path(put, path = "/api/v1/deadlines", tag = "进度与期限", summary = "设定期限",
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

/// Looks indicators up.
#[utoipa::path(get, path = "/api/v1/library", tag = "指标库", summary = "查指标",
    params(LibraryAsked), responses((status = 200, description = "指标", body = List<IndicatorLine>)))]
pub(crate) async fn search_library(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<LibraryAsked>,
) -> Result<Json<List<IndicatorLine>>, WebError> {
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
    let rows = app.office.search_library(&asker, &wanted).await?.rows;
    Ok(Json(List { items: rows.items.into_iter().map(indicator).collect(), total: rows.total }))
}

impl RoleLine {
    /// A role that was given.
    pub(crate) fn of(given: &store::people::Assignment) -> RoleLine {
        RoleLine {
            role: given.role.word(),
            name: given.role.label(),
            organisation: given.organisation.clone(),
            organisation_name: given.organisation_name.clone(),
        }
    }
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
