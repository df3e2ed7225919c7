//! All addresses in one list, by who uses them. A handler is named `<verb>_<resource>`.

mod appraisals;
mod beyond;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::pages::account::{devices, password, second_factor, tokens};
use crate::pages::admin::{audit, organisations, parameters, roles, sessions, settings, users};
use crate::pages::year::{bind, enter, show};
use crate::pages::{
    account, acts, backups, batches, begin, board, compare, deadlines, demands, desk, download,
    editor, evaluations, first_start, help, library, measures, opinions, papers, public, registers,
    rules, signin, statement, statements, surveys,
};
use crate::{App, assets};

/// Scanned minutes, and what proves a value, come with the form.
const LARGEST_FORM: usize = office::beginning::LARGEST_FILE + (1 << 20);

/// Every address there is.
pub fn router() -> Router<App> {
    Router::new()
        .merge(everyone())
        .merge(open_to_the_public())
        .merge(signed_in())
        .merge(own_account())
        .merge(writing())
        .merge(workflow())
        .merge(year())
        .merge(registers())
        .merge(register_flows())
        .merge(surveys())
        .merge(rectification())
        .merge(monitoring())
        .merge(evaluations())
        .merge(beyond::beyond().merge(appraisals::appraisals()))
        .merge(batches())
        .merge(system_administration())
        .merge(keeping())
        .merge(security_administration())
        .merge(auditing())
        .merge(register_files())
        .merge(crate::api::router())
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
        .route("/help/pictures/{name}", get(assets::show_picture))
}

/// For everybody who is signed in; the office says who may do what.
fn signed_in() -> Router<App> {
    Router::new()
        .route("/signout", post(signin::sign_out))
        .route("/desk", get(desk::show_desk))
        .route("/statements", get(statements::list_statements))
        .route("/help", get(help::list_chapters))
        .route("/help/{chapter}", get(help::show_chapter))
}

/// For the finance bureau: many files at once.
fn batches() -> Router<App> {
    let limit = DefaultBodyLimit::max(office::batches::MOST_BYTES + (1 << 20));
    Router::new()
        .route("/batches", get(batches::list_batches).post(batches::begin_batch).layer(limit))
        .route("/batches/{id}", get(batches::show_batch))
        .route("/batches/{id}/summary.csv", get(batches::download_summary))
        .route("/batches/{id}/cancel", post(batches::cancel_batch))
        .route("/batches/{id}/files/{number}", get(batches::show_file))
}

/// For those who keep registers, and those who look into them.
fn registers() -> Router<App> {
    use registers::{acts, aid, entry, files, form, grid, list, merging, person, shelf, views};
    Router::new()
        .route("/registers", get(shelf::list_registers))
        .route("/registers/people", post(shelf::find_person))
        .route("/registers/people/{hash}", get(person::show_person).post(person::unmask_person))
        .route(
            "/registers/people/{hash}/with/{other}",
            get(merging::compare_people).post(merging::unmask_people),
        )
        .route("/registers/people/{hash}/merge", post(merging::merge_people))
        .route("/registers/people/{hash}/part", post(merging::part_people))
        .route("/registers/aid_application/batch", get(aid::show_batch).post(aid::pay_batch))
        .route("/registers/aid_application/batch/{file}", post(aid::print_paper))
        .route("/registers/{register}", get(list::list_entries).post(list::ask_entries))
        .route("/registers/{register}/new", get(form::show_new_entry).post(form::add_entry))
        .route("/registers/{register}/views", post(views::keep_view))
        .route("/registers/{register}/views/{id}", post(views::change_view))
        .route("/registers/{register}/views/{id}/remove", post(views::forget_view))
        .route("/registers/{register}/check", post(form::check_entry))
        .route("/registers/{register}/grid", get(grid::show_grid).post(grid::keep_grid))
        .route(
            "/registers/{register}/{owner}/{id}",
            get(entry::show_entry).post(entry::unmask_entry),
        )
        .route(
            "/registers/{register}/{owner}/{id}/edit",
            get(form::show_edit).post(form::change_entry),
        )
        .route("/registers/{register}/{owner}/{id}/move/{name}", post(acts::move_entry))
        .route("/registers/{register}/{owner}/{id}/reverse", post(acts::reverse_entry))
        .route("/registers/{register}/{owner}/{id}/remove", post(acts::remove_entry))
        .route("/registers/{register}/{owner}/{id}/person/{field}", get(entry::show_named))
        .route(
            "/registers/{register}/{owner}/{id}/files",
            post(files::attach_file).layer(DefaultBodyLimit::max(files::LARGEST_REQUEST)),
        )
        .route("/registers/{register}/{owner}/{id}/files/void", post(files::void_file))
        .route("/registers/{register}/{owner}/{id}/files/{digest}", get(files::send_file))
        .route("/registers/{register}/{owner}/{id}/files/{digest}/remove", post(files::detach_file))
}

/// For those who keep registers: tables in and out.
fn register_files() -> Router<App> {
    use crate::pages::registers_files::{LARGEST_REQUEST, confirm, exports, imports};
    use crate::pages::registers_files::{preview, upload};
    Router::new()
        .route(
            "/registers/{register}/import",
            get(upload::show_import)
                .post(upload::stage_import)
                .layer(DefaultBodyLimit::max(LARGEST_REQUEST)),
        )
        .route("/registers/{register}/import/preview", get(preview::show_preview))
        .route("/registers/{register}/import/errors.xlsx", get(preview::download_errors))
        .route("/registers/{register}/import/confirm", post(confirm::confirm_import))
        .route("/registers/{register}/import/jobs/{job}", get(confirm::show_job))
        .route("/registers/{register}/import/jobs/{job}/cancel", post(confirm::cancel_job))
        .route("/registers/{register}/imports", get(imports::list_imports))
        .route("/registers/{register}/imports/undo", post(imports::undo_import))
        .route(
            "/registers/{register}/export",
            get(exports::show_export).post(exports::export_plain),
        )
        .route("/registers/{register}/export.xlsx", get(exports::export_xlsx))
        .route("/registers/{register}/export.csv", get(exports::export_csv))
        .route("/registers/{register}/template", get(exports::download_template))
        .route("/registers/{register}/template.xlsx", get(exports::download_template))
}

/// For those who keep registers: what comes due, what is checked, flows over several of them.
fn register_flows() -> Router<App> {
    use registers::{checks, checkup, commending, due, dues};
    Router::new()
        .route("/registers/due", get(due::list_reminders))
        .route("/registers/due/{name}", get(due::show_reminder).post(due::unmask_reminder))
        .route("/registers/checks", get(checks::list_checks))
        .route("/registers/checks/{code}", get(checks::show_check).post(checks::unmask_check))
        .route("/registers/dues", get(dues::show_dues))
        .route("/registers/dues.csv", get(dues::export_dues))
        .route(
            "/registers/model_worker/batch",
            get(checkup::show_checkup).post(checkup::serve_checkup),
        )
        .route("/registers/model_worker/batch/{file}", post(checkup::print_roster))
        .route(
            "/registers/commendation/batch",
            get(commending::show_commendations).post(commending::award_commendations),
        )
        .route("/registers/commendation/batch/{file}", post(commending::print_paper))
}

/// Demands for rectification: raised by the finance bureau, the level above, heads; answered by departments.
fn rectification() -> Router<App> {
    use demands::{acts, form, list, sheet};
    Router::new()
        .route("/demands", get(list::list_demands))
        .route("/demands.csv", get(list::export_demands))
        .route("/demands/new", get(form::show_new_demand).post(form::raise_demand))
        .route("/demands/{id}", get(sheet::show_demand))
        .route("/demands/{id}/answer", post(acts::answer_demand))
        .route("/demands/{id}/confirm", post(acts::confirm_demand))
        .route("/demands/{id}/return", post(acts::return_demand))
        .route("/demands/{id}/withdraw", post(acts::withdraw_demand))
        .route("/demands/{id}/extend", post(acts::extend_demand))
        .route(
            "/demands/{id}/files",
            post(acts::add_proof).layer(DefaultBodyLimit::max(acts::LARGEST_REQUEST)),
        )
        .route("/demands/{id}/files/{file}", get(acts::send_proof))
        .route("/demands/{id}/files/{file}/remove", post(acts::remove_proof))
        .route("/demands/{id}/papers/{paper}", get(acts::show_demand_paper))
}

/// Running years against their plans, and the forms of formal monitoring.
fn monitoring() -> Router<App> {
    use crate::pages::monitoring::{board, task, watch};
    Router::new()
        .route("/statements/{id}/watch", get(watch::show_watch))
        .route("/monitoring", get(board::show_monitoring).post(board::open_monitoring))
        .route("/monitoring.csv", get(board::export_monitoring))
        .route("/monitoring/tasks/{id}", get(task::show_task).post(task::fill_task))
        .route("/monitoring/tasks/{id}/acts/{act}", post(task::move_task))
        .route("/monitoring/tasks/{id}/form/{format}", get(task::print_task))
}

/// Self-evaluations: the department's own, and those of all departments.
fn evaluations() -> Router<App> {
    use evaluations::{forms, list, one, papers};
    Router::new()
        .route("/evaluations", get(list::list_evaluations))
        .route("/evaluations.csv", get(list::export_evaluations))
        .route("/evaluations/sample", post(forms::sample_evaluations))
        .route(
            "/statements/{id}/evaluation",
            get(one::show_evaluation).post(forms::complete_evaluation),
        )
        .route("/statements/{id}/evaluation/begin", post(forms::begin_evaluation))
        .route("/statements/{id}/evaluation/scheme", post(forms::choose_scheme))
        .route("/statements/{id}/evaluation/recheck", post(forms::recheck_evaluation))
        .route("/statements/{id}/evaluation/acts/{act}", post(forms::move_evaluation))
        .route("/statements/{id}/evaluation/papers/{file}", get(papers::show_evaluation_paper))
}

/// Satisfaction questionnaires: for those who keep registers; the page behind a link is for everyone.
fn surveys() -> Router<App> {
    use surveys::{answer, form, list, paper, sheet};
    Router::new()
        .route("/surveys", get(list::list_surveys))
        .route("/surveys/new", get(form::show_new_survey).post(form::add_survey))
        .route("/surveys/{id}", get(sheet::show_survey))
        .route("/surveys/{id}/edit", get(form::show_edit_survey).post(form::change_survey))
        .route("/surveys/{id}/remove", post(sheet::remove_survey))
        .route("/surveys/{id}/open", post(sheet::open_survey))
        .route("/surveys/{id}/more", post(sheet::extend_survey))
        .route("/surveys/{id}/renew", post(sheet::reissue_survey))
        .route("/surveys/{id}/close", post(sheet::close_survey))
        .route("/surveys/{id}/paper", get(paper::show_paper_entry).post(paper::enter_paper))
        .route("/surveys/{id}/results.csv", get(sheet::export_survey))
        .route("/s/{token}", get(answer::show_questionnaire).post(answer::answer_questionnaire))
}

/// For the system administrator: backups, definitions of registers.
fn keeping() -> Router<App> {
    use crate::pages::admin::definitions::{forms, list, sheet, writing};
    Router::new()
        .route("/admin/backups", get(backups::list_backups).post(backups::back_up))
        .route("/admin/definitions", get(list::list_definitions))
        .route("/admin/definitions/new", get(forms::show_new_register).post(forms::begin_register))
        .route(
            "/admin/definitions/text",
            get(writing::show_definition_text).post(writing::write_definition),
        )
        .route("/admin/definitions/{register}", get(sheet::show_definition))
        .route("/admin/definitions/{register}/compare", get(sheet::compare_definitions))
        .route(
            "/admin/definitions/{register}/field",
            get(forms::show_new_field).post(forms::add_field),
        )
        .route("/admin/definitions/{register}/put-away", post(writing::put_field_away))
        .route("/admin/definitions/{register}/return", post(writing::return_to_definition))
}

/// For those who write statements, and look at what was written.
fn writing() -> Router<App> {
    Router::new()
        .route("/statements/new", get(begin::show_new).post(begin::make_new))
        .route("/statements/import", get(begin::show_import).post(begin::preview_import))
        .route("/statements/import/confirm", post(begin::confirm_import))
        .route("/statements/{id}/edit", get(editor::show_editor).post(editor::save_draft))
        .route("/statements/{id}/merge", post(editor::merging::merge_draft))
        .layer(DefaultBodyLimit::max(begin::LARGEST_REQUEST))
        .route("/statements/{id}/compare", get(compare::show_comparison))
        .route("/statements/{id}/original", get(download::send_original))
        .route("/statements/{id}/versions/{number}/{ending}", get(download::send_version))
        .route("/library", get(library::show_library).post(library::add_row))
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
        .route("/statements/{id}/opinions/{opinion}/change", post(opinions::change_opinion))
        .route("/statements/{id}/opinions/{opinion}/withdraw", post(opinions::withdraw_opinion))
        .route("/statements/{id}/opinions/{opinion}/answer", post(opinions::answer_opinion))
        .route("/statements/{id}/opinions/{opinion}/settle", post(opinions::settle_opinion))
        .route("/statements/{id}/grade", post(opinions::grade_statement))
        .route("/statements/{id}/papers/{paper}", get(papers::show_paper))
        .route("/statements/{id}/files/{file}", get(papers::show_file))
        .route("/help/rules", get(rules::list_rules))
        .route("/help/rules/{code}", get(rules::show_rule))
}

/// What registers give for indicators, and the running year of a statement.
fn year() -> Router<App> {
    use measures::{list, one};
    Router::new()
        .route("/measures", get(list::list_measures))
        .route("/measures/{code}", get(one::show_measure).post(one::unmask_measure))
        .route("/statements/{id}/year", get(show::show_year))
        .route("/statements/{id}/year/bind", get(bind::choose_measure).post(bind::bind))
        .route("/statements/{id}/year/proposals", post(bind::bind_proposed))
        .route("/statements/{id}/year/unbind", post(bind::unbind))
        .route(
            "/statements/{id}/year/enter",
            get(enter::show_values)
                .post(enter::enter_value)
                .layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/statements/{id}/year/void", post(enter::void_value))
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
