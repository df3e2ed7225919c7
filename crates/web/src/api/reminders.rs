//! What comes due in the registers.

use axum::Json;
use axum::extract::State;
use office::registers::reminders::{DueEntry, ReminderLine};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::registers::OwnerAsked;
use super::take::{Asked, At, List, Plain, owner};
use crate::signed::Caller;
use crate::{App, WebError};

/// The last page that can be asked for.
const LAST: usize = 20;

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_reminders)).routes(routes!(show_reminder))
}

/// Whose, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReminderAsked {
    /// 单位的标识；不写就是本人所在单位。
    owner: Option<String>,
    /// 第几页，从1起，每页50条。
    #[param(minimum = 1, maximum = 20)]
    page: Option<usize>,
    /// 显示个人信息原文：须有权限，并记入审计日志。
    #[param(value_type = bool)]
    plain: Plain,
}

/// 一项到期提醒。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReminderOut {
    name: String,
    title: String,
    /// 为什么提醒。
    about: String,
    /// 该怎样办。
    help: String,
    /// 哪本台账。
    register: String,
    register_title: String,
    /// 多少条将要到期。
    coming: i64,
    /// 多少条已经过期。
    overdue: i64,
    /// 提前多少天提醒。
    ahead: i64,
}

/// 一项提醒和到期的记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReminderWhole {
    reminder: ReminderOut,
    /// 这一页的记录，先到期的在前。
    items: Vec<EntryDue>,
    /// 一共列得出多少条，最多一千条。
    listed: usize,
}

/// 到期的一条记录。
#[derive(Debug, Serialize, ToSchema)]
struct EntryDue {
    owner: String,
    id: i64,
    called: String,
    state: String,
    #[schema(format = Date)]
    due_on: String,
    /// 还有几天；负数为已过期。
    days_left: i64,
}

/// All reminders.
#[utoipa::path(get, path = "/api/v1/registers/reminders", tag = "台账", summary = "到期提醒",
    params(OwnerAsked),
    responses((status = 200, description = "提醒", body = List<ReminderOut>)))]
pub(crate) async fn list_reminders(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<OwnerAsked>,
) -> Result<Json<List<ReminderOut>>, WebError> {
    let owner = owner(&asker, asked.owner.as_deref());
    let all = app.office.reminders(&asker, owner).await?;
    Ok(Json(List::whole(all.into_iter().map(reminder).collect())))
}

/// What one of them tells.
#[utoipa::path(get, path = "/api/v1/registers/reminders/{name}", tag = "台账",
    summary = "一项提醒里到期的记录", params(("name" = String, Path), ReminderAsked),
    responses((status = 200, description = "记录", body = ReminderWhole)))]
pub(crate) async fn show_reminder(
    State(app): State<App>,
    Caller(asker): Caller,
    At(name): At<String>,
    Asked(asked): Asked<ReminderAsked>,
) -> Result<Json<ReminderWhole>, WebError> {
    let page = asked.page.unwrap_or(1);
    if !(1..=LAST).contains(&page) {
        return Err(WebError::BadRequest(format!("page 请填1到{LAST}")));
    }
    let (owner, wish) = (owner(&asker, asked.owner.as_deref()), asked.plain.wish());
    let told = app.office.due_entries(&asker, owner, &name, page - 1, wish).await?;
    let items = told.items.into_iter().map(due).collect();
    Ok(Json(ReminderWhole { reminder: reminder(told.line), items, listed: told.listed }))
}

fn reminder(line: ReminderLine) -> ReminderOut {
    let (register, register_title) = line.register;
    ReminderOut {
        name: line.name,
        title: line.title,
        about: line.about,
        help: line.help,
        register,
        register_title,
        coming: line.coming,
        overdue: line.overdue,
        ahead: line.ahead,
    }
}

fn due(entry: DueEntry) -> EntryDue {
    EntryDue {
        owner: entry.owner,
        id: entry.id,
        called: entry.called,
        state: entry.state,
        due_on: entry.due_on.to_string(),
        days_left: entry.left,
    }
}
