//! What those send who conduct an appraisal.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use office::appraising::naming::ExpertText;
use office::appraising::way::Act;

use super::{Pairs, done, every, one_of, seen};
use crate::signed::Signed;
use crate::{App, WebError};

/// Does an act; the department's answer comes this way too.
pub(crate) async fn move_appraisal(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, act)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    app.office.move_appraisal(&asker, &id, act, seen(&pairs)?, one_of(&pairs, "text")).await?;
    Ok(done(&id, act.word()))
}

/// Names an expert.
pub(crate) async fn name_expert(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let of = |name| one_of(&pairs, name).to_owned();
    let text = ExpertText { user: of("user"), name: of("name"), post: of("post") };
    app.office.name_expert(&asker, &id, seen(&pairs)?, &text).await?;
    Ok(done(&id, "kept"))
}

/// Has an expert take no part.
pub(crate) async fn recuse_expert(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let reason = one_of(&pairs, "text");
    app.office.recuse_expert(&asker, &id, seen(&pairs)?, number, reason).await?;
    Ok(done(&id, "kept"))
}

/// Gives an expert's marks back.
pub(crate) async fn give_back_marks(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let reason = one_of(&pairs, "text");
    app.office.give_back_marks(&asker, &id, seen(&pairs)?, number, reason).await?;
    Ok(done(&id, "kept"))
}

/// Keeps texts of the report.
pub(crate) async fn write_appraisal(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let bodies = every(&pairs, "body").into_iter().map(str::to_owned);
    let all: Vec<(String, String)> =
        every(&pairs, "part").into_iter().map(str::to_owned).zip(bodies).collect();
    app.office.write_appraisal(&asker, &id, seen(&pairs)?, &all).await?;
    Ok(done(&id, "kept"))
}

/// Adds a problem.
pub(crate) async fn add_appraisal_problem(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let [found, asked, kind] = ["found", "asked", "kind"].map(|name| one_of(&pairs, name));
    let seen = seen(&pairs)?;
    app.office.add_appraisal_problem(&asker, &id, seen, found, asked, kind).await?;
    Ok(done(&id, "kept"))
}

/// Takes a problem out.
pub(crate) async fn remove_appraisal_problem(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    app.office.remove_appraisal_problem(&asker, &id, seen(&pairs)?, number).await?;
    Ok(done(&id, "kept"))
}

/// Raises a demand from a problem.
pub(crate) async fn demand_of_problem(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let [due_on, notice] = ["due_on", "notice"].map(|name| one_of(&pairs, name));
    let demand = app.office.demand_of_problem(&asker, &id, number, due_on, notice).await?;
    Ok(Redirect::to(&format!("/demands/{demand}")))
}
