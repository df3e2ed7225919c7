//! All addresses in one list, by who uses them. A handler is named `<verb>_<resource>`.

use axum::Router;
use axum::routing::{get, post};

use crate::pages::{desk, signin, statements};
use crate::{App, assets};

/// Every address there is.
pub fn router() -> Router<App> {
    Router::new().merge(everyone()).merge(signed_in())
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
