//! What goes beyond one year or one page: projects from their beginning, all departments
//! at a glance, calendars.

use axum::Router;
use axum::routing::get;

use crate::App;
use crate::pages::{calendar, life, overview};

/// Projects across years; all departments at a glance; calendars for the programs in which people keep them.
pub(super) fn beyond() -> Router<App> {
    Router::new()
        .route("/projects/{owner}/{code}", get(life::show_life))
        .route("/projects/{owner}/{code}/life.csv", get(life::export_life))
        .route("/overview", get(overview::show_overview))
        .route("/overview.csv", get(overview::export_overview))
        .route("/calendar.ics", get(calendar::export_calendar))
}
