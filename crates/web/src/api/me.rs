//! Who asks, and what waits for them.

use axum::Json;
use axum::extract::State;
use office::inbox::Task;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::{DueLine, StatementLine};
use super::take::{Asked, List, PageAsked, part};
use super::whole::due;
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_me)).routes(routes!(list_tasks))
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
    /// 文本；还没有文本时、是监控表时为 null。
    statement: Option<StatementLine>,
    /// 要办的监控表的标识；不是监控表的为 null。
    monitoring: Option<String>,
    owner: String,
    owner_name: String,
    /// 要办什么。
    what: &'static str,
    since: String,
    due: Option<DueLine>,
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
        monitoring: task.monitoring.map(|listed| listed.task.id),
        owner: task.owner,
        owner_name: task.owner_name,
        what: task.what,
        since: task.since,
        due: task.due.as_ref().map(due),
    };
    let all = app.office.inbox(&asker).await?;
    Ok(Json(part(all.iter().cloned().map(task).collect(), asked.page, asked.take)?))
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
