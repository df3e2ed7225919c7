//! What is due for whoever asks, day by day.

use axum::Json;
use axum::extract::State;
use office::calendar::{Event, EventKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::take::{Asked, List, PageAsked, part, words};
use crate::signed::Caller;
use crate::{App, WebError};

/// The addresses.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_calendar))
}

/// 到某一天为止要办的一件事。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalendarDay {
    #[schema(format = Date)]
    day: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    kind_name: &'static str,
    /// 什么到期；台账里的只有条数，没有姓名。
    title: String,
    /// 该怎样办；可能为空。
    note: String,
    /// 网页上去哪里办。
    href: String,
}

fn kinds() -> Object {
    words(EventKind::ALL.map(EventKind::word))
}

/// What is due.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "本人",
    summary = "期限、待办、整改和台账到期，先到期的在前；日历程序用 /calendar.ics", params(PageAsked),
    responses((status = 200, description = "到期的事", body = List<CalendarDay>)))]
pub(crate) async fn list_calendar(
    State(app): State<App>,
    Caller(asker): Caller,
    Asked(asked): Asked<PageAsked>,
) -> Result<Json<List<CalendarDay>>, WebError> {
    let day = |event: Event| CalendarDay {
        day: event.day.to_string(),
        kind: event.kind.word(),
        kind_name: event.kind.label(),
        title: event.title,
        note: event.note,
        href: event.path,
    };
    let all = app.office.calendar(&asker).await?;
    Ok(Json(part(all.into_iter().map(day).collect(), asked.page, asked.take)?))
}
