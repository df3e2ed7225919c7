//! Appraisals by experts.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::App;
use crate::pages::appraisals::{evidence, experts, forms, list, new, one};
use crate::pages::demands::acts::LARGEST_REQUEST;

/// For those who conduct appraisals, departments, experts.
pub(super) fn appraisals() -> Router<App> {
    Router::new()
        .route("/appraisals", get(list::list_appraisals))
        .route("/appraisals.csv", get(list::export_appraisals))
        .route("/appraisals/new", get(new::show_new_appraisal).post(new::open_appraisal))
        .route("/appraisals/{id}", get(one::show_appraisal))
        .route("/appraisals/{id}/acts/{act}", post(forms::move_appraisal))
        .route("/appraisals/{id}/experts", post(forms::name_expert))
        .route("/appraisals/{id}/experts/{number}/recuse", post(forms::recuse_expert))
        .route("/appraisals/{id}/experts/{number}/give-back", post(forms::give_back_marks))
        .route("/appraisals/{id}/marks/{who}", get(experts::show_marks).post(experts::keep_marks))
        .route("/appraisals/{id}/marks/{who}/declare", post(experts::declare_interest))
        .route("/appraisals/{id}/requests", post(evidence::ask_for_evidence))
        .route("/appraisals/{id}/requests/{number}/answer", post(evidence::answer_request))
        .route("/appraisals/{id}/requests/{number}/return", post(evidence::return_request))
        .route(
            "/appraisals/{id}/requests/{number}/files",
            post(evidence::add_appraisal_file).layer(DefaultBodyLimit::max(LARGEST_REQUEST)),
        )
        .route("/appraisals/{id}/files/{file}", get(evidence::send_appraisal_file))
        .route("/appraisals/{id}/files/{file}/remove", post(evidence::remove_appraisal_file))
        .route("/appraisals/{id}/report", post(forms::write_appraisal))
        .route("/appraisals/{id}/problems", post(forms::add_appraisal_problem))
        .route("/appraisals/{id}/problems/{number}/remove", post(forms::remove_appraisal_problem))
        .route("/appraisals/{id}/problems/{number}/demand", post(forms::demand_of_problem))
        .route("/appraisals/{id}/papers/{file}", get(evidence::show_appraisal_paper))
}
