//! Files to take away.

use axum::extract::{Path, State};
use axum::response::Response;
use office::downloads::Download;
use write::Format;

use crate::signed::Signed;
use crate::{App, WebError, download};

/// A version in some format.
pub(crate) async fn send_version(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number, ending)): Path<(String, i64, String)>,
) -> Result<Response, WebError> {
    if ending == "json" {
        return Ok(sent(app.office.version_data(&asker, &id, number).await?));
    }
    let format = Format::of_ending(&ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.version_document(&asker, &id, number).await?;
    download::document(document, &name, format).await
}

/// The file that a statement was imported from.
pub(crate) async fn send_original(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.download_original(&asker, &id).await?))
}

/// A file of the office under its name.
pub(crate) fn sent(file: Download) -> Response {
    download::file(file.bytes, &file.name, file.media)
}
