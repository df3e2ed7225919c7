//! Papers and files of a statement, to print or to keep.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use office::papers::Paper;
use serde::Deserialize;
use write::Format;

use crate::signed::Signed;
use crate::{App, WebError, download};

/// Which version.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    version: Option<i64>,
}

/// A paper: `approval.docx`, `opinion.pdf`, `text.xlsx`.
pub(crate) async fn show_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, WebError> {
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paper = Paper::of(name).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.paper(&asker, &id, paper, chosen.version).await?;
    download::document(document, &name, format).await
}

/// A file as it was added.
pub(crate) async fn show_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (file, bytes) = app.office.file(&asker, &file).await?;
    if file.statement.as_deref() != Some(id.as_str()) {
        return Err(WebError::NotFound);
    }
    Ok(download::file(bytes, &file.name, "application/octet-stream"))
}
