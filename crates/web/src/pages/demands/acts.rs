//! What is done with a demand: forms of its page, its files, its papers.

use axum::Form;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use office::OfficeError;
use office::beginning::Upload;
use office::demands::acts::AnswerText;
use office::demands::papers::DemandPaper;
use office::registers::attachments::LARGEST;
use serde::Deserialize;
use write::Format;

use super::HERE;
use super::sheet::sheet;
use crate::pages::download::sent;
use crate::signed::Signed;
use crate::{App, WebError, download};

/// The largest request: a file and the form around it.
pub(crate) const LARGEST_REQUEST: usize = LARGEST + (1 << 20);

/// What an answer sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    version: i64,
    measure: String,
    result: String,
    finished_on: String,
}

/// What every other form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActForm {
    version: i64,
    text: String,
    due_on: String,
}

/// Answers it. An answer that is not taken comes back as it was typed.
pub(crate) async fn answer_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, WebError> {
    let AnswerForm { version, measure, result, finished_on } = form;
    let text = AnswerText { measure, result, finished_on };
    match app.office.answer_demand(&asker, &id, version, &text).await {
        Ok(()) => Ok(done(&id, "answered").into_response()),
        Err(error @ (OfficeError::Fields(_) | OfficeError::Invalid(_))) => {
            let page = sheet(&app, &asker, &id, None, (text, error.to_string())).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Confirms that it is put right.
pub(crate) async fn confirm_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    app.office.confirm_demand(&asker, &id, form.version, &form.text).await?;
    Ok(done(&id, "confirmed"))
}

/// Returns an answer.
pub(crate) async fn return_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    app.office.return_demand(&asker, &id, form.version, &form.text).await?;
    Ok(done(&id, "returned"))
}

/// Takes it back.
pub(crate) async fn withdraw_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    app.office.withdraw_demand(&asker, &id, form.version, &form.text).await?;
    Ok(done(&id, "withdrawn"))
}

/// Gives it another day.
pub(crate) async fn extend_demand(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    app.office.extend_demand(&asker, &id, form.version, &form.due_on, &form.text).await?;
    Ok(done(&id, "extended"))
}

/// Adds a file that proves something.
pub(crate) async fn add_proof(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Redirect, WebError> {
    app.office.demand(&asker, &id).await?;
    let parts = parts.map_err(|_| WebError::BadRequest("请选择要上传的文件".to_owned()))?;
    let (version, upload) = taken(parts).await?;
    app.office.add_proof(&asker, &id, version, upload).await?;
    Ok(done(&id, "added"))
}

/// Takes a file out.
pub(crate) async fn remove_proof(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    app.office.remove_proof(&asker, &id, form.version, &file).await?;
    Ok(done(&id, "removed"))
}

/// A file.
pub(crate) async fn send_proof(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.proof(&asker, &id, &file).await?))
}

/// A paper: `notice.docx`, `reply.pdf`.
pub(crate) async fn show_demand_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paper = DemandPaper::of(name).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.demand_paper(&asker, &id, paper).await?;
    download::document(document, &name, format).await
}

fn done(id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("{HERE}/{id}?said={said}"))
}

pub(crate) async fn taken(mut parts: Multipart) -> Result<(i64, Upload), WebError> {
    let broken = |_| WebError::BadRequest("文件没有传完整，请重新选择；附件最多 20 MB".to_owned());
    let mut version = 0;
    let mut upload = Upload { name: String::new(), bytes: Vec::new() };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name().unwrap_or_default() {
            "file" => {
                part.file_name().unwrap_or_default().clone_into(&mut upload.name);
                upload.bytes = part.bytes().await.map_err(broken)?.to_vec();
            }
            "version" | "seen" => {
                version = part.text().await.map_err(broken)?.parse().unwrap_or_default();
            }
            _ => {}
        }
    }
    Ok((version, upload))
}
