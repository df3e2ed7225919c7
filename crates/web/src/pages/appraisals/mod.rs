//! 重点评价 and 部门评价: all of them, one, an expert's sheet.

pub(crate) mod evidence;
pub(crate) mod experts;
pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod one;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::{get, post};
use store::appraisals::State;

use crate::view::Chip;
use crate::{App, WebError};

/// Where the list is.
pub(crate) const HERE: &str = "/appraisals";

/// Names and values, as forms send them.
pub(crate) type Pairs = Vec<(String, String)>;

/// For those who conduct appraisals, departments, experts.
pub(crate) fn routes() -> Router<App> {
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
            post(evidence::add_appraisal_file)
                .layer(DefaultBodyLimit::max(crate::pages::demands::acts::LARGEST_REQUEST)),
        )
        .route("/appraisals/{id}/files/{file}", get(evidence::send_appraisal_file))
        .route("/appraisals/{id}/files/{file}/remove", post(evidence::remove_appraisal_file))
        .route("/appraisals/{id}/report", post(forms::write_appraisal))
        .route("/appraisals/{id}/problems", post(forms::add_appraisal_problem))
        .route("/appraisals/{id}/problems/{number}/remove", post(forms::remove_appraisal_problem))
        .route("/appraisals/{id}/problems/{number}/demand", post(forms::demand_of_problem))
        .route("/appraisals/{id}/papers/{file}", get(evidence::show_appraisal_paper))
}

/// Where an appraisal stands, as its chip is drawn.
pub(crate) fn chip(state: State) -> Chip {
    let (code, icon) = match state {
        State::Preparing => ("draft", "pencil"),
        State::Marking => ("internal_review", "people"),
        State::Drawn => ("ready", "sliders"),
        State::Consulting => ("finance_review", "send"),
        State::Answered => ("adjusting", "chat-left-text"),
        State::Settled => ("approved", "patch-check"),
        State::Withdrawn => ("archived", "x-lg"),
    };
    Chip { code, icon, name: state.label() }
}

/// The values under a name, in their order.
fn every<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    let named = pairs.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

/// The value under a name; blank where there is none.
fn one_of<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    every(pairs, name).first().copied().unwrap_or_default()
}

/// The version that the page showed.
fn seen(pairs: &Pairs) -> Result<i64, WebError> {
    let unclear = |_| WebError::BadRequest("表单不完整，请刷新页面后重试".to_owned());
    one_of(pairs, "seen").parse().map_err(unclear)
}

fn done(id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("{HERE}/{id}?done={said}"))
}
