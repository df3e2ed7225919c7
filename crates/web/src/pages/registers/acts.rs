//! What is done with an entry: moved to another state, reversed, removed.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;
use store::registers::entries::Seen;

use super::{HERE, Id, Owners, entry_href};
use crate::signed::Signed;
use crate::{App, WebError};

/// What the form of an act sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActForm {
    version: i64,
    reason: String,
}

/// Moves an entry to another state.
pub(crate) async fn move_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id), name)): Path<(String, String, Id, String)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let seen = Seen { id, version: form.version };
    let office = &app.office;
    office.move_entry(&asker, &register, &owner, seen, &name, &form.reason).await?;
    Ok(Redirect::to(&format!("{}?said=moved", entry_href(&register, &owner, id))))
}

/// Reverses an entry of a journal.
pub(crate) async fn reverse_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let by = app.office.reverse_entry(&asker, &register, &owner, id, &form.reason).await?;
    Ok(Redirect::to(&format!("{}?said=reversed", entry_href(&register, &owner, by))))
}

/// Removes an entry of a file.
pub(crate) async fn remove_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    let owners = Owners::of(&app, &asker, &owner).await?;
    let seen = Seen { id, version: form.version };
    app.office.remove_entry(&asker, &register, &owner, seen, &form.reason).await?;
    let asked = [("owner", owners.in_address()), ("said", "removed")];
    Ok(Redirect::to(&crate::view::address(&format!("{HERE}/{register}"), &asked)))
}
