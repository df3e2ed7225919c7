//! All addresses in one list, by who uses them. A handler is named `<verb>_<resource>`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::pages::{
    acts, board, deadlines, desk, opinions, papers, public, rules, signin, statement, statements,
};
use crate::{App, assets};

/// Every address there is.
pub fn router() -> Router<App> {
    Router::new().merge(everyone()).merge(open_to_the_public()).merge(signed_in()).merge(workflow())
}

/// For everyone.
fn everyone() -> Router<App> {
    Router::new()
        .route("/", get(signin::show_entrance))
        .route("/signin", get(signin::show_signin).post(signin::sign_in))
        .route("/healthz", get(|| async { "ok" }))
        .route("/assets/{*path}", get(assets::show))
}

/// For everybody who is signed in; the office says who may do what.
fn signed_in() -> Router<App> {
    Router::new()
        .route("/signout", post(signin::sign_out))
        .route("/desk", get(desk::show_desk))
        .route("/statements", get(statements::list_statements))
}

/// For the public, without sign-in: what is published, and nothing else.
fn open_to_the_public() -> Router<App> {
    Router::new()
        .route("/public", get(public::list_public))
        .route("/public/data", get(public::show_data))
        .route("/public/list.json", get(public::export_list))
        .route("/public/{id}", get(public::show_public))
        .route("/public/{id}/{file}", get(public::export_public))
}

/// The way of statements: by role and state, as the office says.
fn workflow() -> Router<App> {
    /// Scanned minutes come with the form.
    const LARGEST_FORM: usize = office::beginning::LARGEST_FILE + (1 << 20);
    Router::new()
        .route("/board", get(board::show_board))
        .route("/board.csv", get(board::export_board))
        .route("/deadlines", get(deadlines::show_deadlines).post(deadlines::set_deadline))
        .route("/statements/{id}", get(statement::show_statement))
        .route("/statements/{id}/acts/{act}", post(acts::do_act))
        .route(
            "/statements/{id}/minutes/{act}",
            post(acts::record_minutes).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/statements/{id}/findings/accept", post(acts::accept_finding))
        .route("/statements/{id}/findings/unaccept", post(acts::unaccept_finding))
        .route("/statements/{id}/findings/opinion", post(opinions::take_over_finding))
        .route("/statements/{id}/opinions", post(opinions::give_opinion))
        .route("/statements/{id}/opinions/{opinion}/answer", post(opinions::answer_opinion))
        .route("/statements/{id}/opinions/{opinion}/settle", post(opinions::settle_opinion))
        .route("/statements/{id}/grade", post(opinions::grade_statement))
        .route("/statements/{id}/papers/{paper}", get(papers::show_paper))
        .route("/statements/{id}/files/{file}", get(papers::show_file))
        .route("/help/rules", get(rules::list_rules))
        .route("/help/rules/{code}", get(rules::show_rule))
}
