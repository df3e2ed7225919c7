//! The interface for programs: JSON under `/api/v1`, described by OpenAPI 3.1.
//!
//! Suggested reading order: `take` (what a request brings), `problem` (what goes wrong), then a
//! module for each kind of thing. A handler is as thin as that of a page, and calls the same function
//! of the office. What is answered has its own types here, so that columns may change and answers
//! stay. Their doc comments are published as the description and are therefore Chinese; sums are whole
//! fen, moments are RFC 3339 in UTC, ids are opaque.

mod account;
mod acts;
mod aid;
mod appraisal_files;
mod appraisal_report;
mod appraisals;
mod appraised;
mod attachments;
mod audit;
mod backups;
mod batches;
mod begin;
mod calendar;
mod checkup;
mod cross_checks;
mod demand_acts;
mod demands;
mod description;
mod drafts;
mod dues;
mod entries;
mod evaluated;
mod evaluations;
mod exports;
mod findings;
mod gradings;
mod import;
mod imported;
mod library;
mod life;
mod me;
mod measures;
mod monitoring;
mod monitoring_form;
mod numbers;
mod opinions;
mod organisations;
mod overview;
mod page;
mod papers;
mod people;
pub(crate) mod problem;
mod progress;
mod public;
mod registers;
mod reminders;
mod roles;
mod rulebook;
mod sessions;
mod settings;
mod statements;
mod survey_issue;
mod survey_results;
mod surveys;
mod table_imports;
mod table_preview;
mod take;
mod tokens;
mod users;
mod versions;
mod watching;
mod whole;
mod year;

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use self::page::InterfacePage;
use crate::App;
use crate::pages::shown;

/// Where the interface begins.
pub(crate) const PREFIX: &str = "/api/v1";

/// All addresses of the interface, its description and the page about it.
pub fn router() -> Router<App> {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let described = get(move || async move { (kind, DESCRIBED.clone()) });
    let page = get(|| async { shown(&*PAGE) });
    parts().0.route("/api/v1/openapi.json", described).route("/api", page)
}

/// The description as it is sent, made when somebody asks for it: as a tree it takes megabytes, and the router keeps
/// copies of what a handler holds. What is made of texts, numbers and lists can always be written.
static DESCRIBED: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(serde_json::to_vec(&document()).unwrap_or_default()));
/// The page about the interface.
static PAGE: LazyLock<InterfacePage> = LazyLock::new(|| InterfacePage::of(&document()));

/// The description of the interface, made anew.
pub fn document() -> OpenApi {
    let mut document = parts().1;
    description::complete(&mut document);
    document
}

/// All addresses, and what each says of itself.
fn parts() -> (Router<App>, OpenApi) {
    let all = OpenApiRouter::with_openapi(description::head())
        .merge(statements::routes())
        .merge(papers::routes())
        .merge(begin::routes())
        .merge(import::routes())
        .merge(drafts::routes())
        .merge(versions::routes())
        .merge(acts::routes())
        .merge(findings::routes())
        .merge(opinions::routes())
        .merge(gradings::routes())
        .merge(demands::routes())
        .merge(demand_acts::routes())
        .merge(appraisals::routes())
        .merge(appraisal_report::routes())
        .merge(appraisal_files::routes())
        .merge(me::routes())
        .merge(calendar::routes())
        .merge(account::routes())
        .merge(tokens::routes())
        .merge(library::routes())
        .merge(cross_checks::routes())
        .merge(registers::routes())
        .merge(entries::routes())
        .merge(exports::routes())
        .merge(table_imports::routes())
        .merge(imported::routes())
        .merge(attachments::routes())
        .merge(people::routes())
        .merge(reminders::routes())
        .merge(measures::routes())
        .merge(year::routes())
        .merge(watching::routes())
        .merge(life::routes())
        .merge(monitoring::routes())
        .merge(evaluations::routes())
        .merge(dues::routes())
        .merge(aid::routes())
        .merge(checkup::routes())
        .merge(surveys::routes())
        .merge(survey_issue::routes())
        .merge(survey_results::routes())
        .merge(progress::routes())
        .merge(overview::routes())
        .merge(batches::routes())
        .merge(public::routes())
        .merge(rulebook::routes())
        .merge(organisations::routes())
        .merge(users::routes())
        .merge(settings::routes())
        .merge(backups::routes())
        .merge(roles::routes())
        .merge(sessions::routes())
        .merge(audit::routes());
    all.split_for_parts()
}
