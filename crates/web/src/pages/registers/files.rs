//! Files that prove an entry.

use axum::Form;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::response::{Redirect, Response};
use office::beginning::Upload;
use office::registers::attachments::LARGEST;
use serde::Deserialize;
use store::registers::entries::Seen;

use super::{Id, Owners, entry_href};
use crate::pages::download::sent;
use crate::signed::Signed;
use crate::{App, WebError};

/// The largest request: a file and the form around it.
pub(crate) const LARGEST_REQUEST: usize = LARGEST + (1 << 20);

/// Which file goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Gone {
    version: i64,
    field: String,
}

/// Adds a file to an entry.
pub(crate) async fn attach_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Redirect, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let parts = parts.map_err(|_| WebError::BadRequest("请选择要上传的文件".to_owned()))?;
    let (version, field, upload) = taken(parts).await?;
    let seen = Seen { id, version };
    app.office.attach(&asker, &register, &owner, seen, &field, upload).await?;
    Ok(Redirect::to(&format!("{}?said=attached", entry_href(&register, &owner, id))))
}

/// Takes a file out of an entry.
pub(crate) async fn detach_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id), digest)): Path<(String, String, Id, String)>,
    Form(gone): Form<Gone>,
) -> Result<Redirect, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let seen = Seen { id, version: gone.version };
    app.office.detach(&asker, &register, &owner, seen, &gone.field, &digest).await?;
    Ok(Redirect::to(&format!("{}?said=detached", entry_href(&register, &owner, id))))
}

/// Which file beside an entry of a journal is void, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Void {
    number: i64,
    reason: String,
}

/// Declares a file of a journal's entry void.
pub(crate) async fn void_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    Form(void): Form<Void>,
) -> Result<Redirect, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let (office, number) = (&app.office, void.number);
    office.void_attachment(&asker, &register, &owner, id, number, &void.reason).await?;
    Ok(Redirect::to(&format!("{}?said=voided", entry_href(&register, &owner, id))))
}

/// Sends a file of an entry.
pub(crate) async fn send_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id), digest)): Path<(String, String, Id, String)>,
) -> Result<Response, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    Ok(sent(app.office.attachment(&asker, &register, &owner, id, &digest).await?))
}

async fn taken(mut parts: Multipart) -> Result<(i64, String, Upload), WebError> {
    let broken = |_| WebError::BadRequest("文件没有传完整，请重新选择；附件最多 20 MB".to_owned());
    let (mut version, mut field) = (0, String::new());
    let mut upload = Upload { name: String::new(), bytes: Vec::new() };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name().unwrap_or_default() {
            "file" => {
                part.file_name().unwrap_or_default().clone_into(&mut upload.name);
                upload.bytes = part.bytes().await.map_err(broken)?.to_vec();
            }
            "version" => version = part.text().await.map_err(broken)?.parse().unwrap_or_default(),
            "field" => field = part.text().await.map_err(broken)?,
            _ => {}
        }
    }
    Ok((version, field, upload))
}
