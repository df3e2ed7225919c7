//! All addresses in one list, by who uses them. A handler is named `<verb>_<resource>`.

use axum::Router;
use axum::routing::{get, post};

use crate::pages::account::{devices, password, second_factor, tokens};
use crate::pages::admin::{audit, organisations, parameters, roles, sessions, settings, users};
use crate::pages::{account, desk, first_start, signin, statements};
use crate::{App, assets};

/// Every address there is.
pub fn router() -> Router<App> {
    Router::new()
        .merge(everyone())
        .merge(signed_in())
        .merge(own_account())
        .merge(system_administration())
        .merge(security_administration())
        .merge(auditing())
}

/// For everyone.
fn everyone() -> Router<App> {
    Router::new()
        .route("/", get(signin::show_entrance))
        .route("/first-start", get(first_start::show_first_start).post(first_start::found_office))
        .route("/signin", get(signin::show_signin).post(signin::sign_in))
        .route("/signin/code", get(signin::show_code).post(signin::enter_code))
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

/// For everybody who is signed in, about the own account.
fn own_account() -> Router<App> {
    Router::new()
        .route("/account", get(account::show_account))
        .route("/account/password", get(password::show_password).post(password::change_password))
        .route(
            "/account/second-factor",
            get(second_factor::show_second_factor).post(second_factor::begin_second_factor),
        )
        .route("/account/second-factor/on", post(second_factor::confirm_second_factor))
        .route("/account/second-factor/off", post(second_factor::end_second_factor))
        .route("/account/sessions", get(devices::list_own_sessions))
        .route("/account/sessions/end", post(devices::end_own_session))
        .route("/account/sessions/end-others", post(devices::end_other_sessions))
        .route("/account/tokens", get(tokens::list_tokens).post(tokens::make_token))
        .route("/account/tokens/{id}/revoke", post(tokens::revoke_token))
        .route("/admin/parameters", get(parameters::list_parameters))
}

/// For the system administrator.
fn system_administration() -> Router<App> {
    Router::new()
        .route("/admin/organisations", get(organisations::list_organisations))
        .route(
            "/admin/organisations/new",
            get(organisations::show_new_organisation).post(organisations::enter_organisation),
        )
        .route(
            "/admin/organisations/{id}",
            get(organisations::show_organisation).post(organisations::change_organisation),
        )
        .route("/admin/organisations/{id}/close", post(organisations::close_organisation))
        .route("/admin/organisations/{id}/reopen", post(organisations::reopen_organisation))
        .route("/admin/users", get(users::list_users))
        .route("/admin/users/new", get(users::show_new_user).post(users::add_user))
        .route("/admin/users/{id}", get(users::show_user).post(users::change_user))
        .route("/admin/users/{id}/disable", post(users::disable_user))
        .route("/admin/users/{id}/enable", post(users::enable_user))
        .route("/admin/users/{id}/password", post(users::reset_password))
        .route("/admin/settings", get(settings::show_settings).post(settings::change_settings))
}

/// For the security administrator.
fn security_administration() -> Router<App> {
    Router::new()
        .route("/admin/roles", get(roles::list_roles))
        .route("/admin/rights", get(roles::show_rights))
        .route("/admin/roles/{user}", get(roles::show_roles))
        .route("/admin/roles/{user}/give", post(roles::give_role))
        .route("/admin/roles/{user}/take", post(roles::take_role))
        .route("/admin/sessions", get(sessions::list_sessions))
        .route("/admin/sessions/end", post(sessions::end_session))
        .route("/admin/sessions/unlock", post(sessions::unlock_user))
        .route("/admin/sessions/second-factor-off", post(sessions::drop_second_factor))
}

/// For the auditor.
fn auditing() -> Router<App> {
    Router::new()
        .route("/admin/audit", get(audit::list_audit))
        .route("/admin/audit/verify", post(audit::verify_audit))
        .route("/admin/audit.csv", get(audit::export_csv))
        .route("/admin/audit.jsonl", get(audit::export_json))
}
