//! What the department is asked for and gives; files and papers.

use axum::Form;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::response::{Redirect, Response};
use office::appraising::papers::AppraisalPaper;
use write::Format;

use super::{Pairs, done, one_of, seen};
use crate::pages::demands::acts::taken;
use crate::pages::download::sent;
use crate::signed::Signed;
use crate::{App, WebError, download};

/// Asks the department for something.
pub(crate) async fn ask_for_evidence(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let [what, due_on] = ["what", "due_on"].map(|name| one_of(&pairs, name));
    app.office.ask_for_evidence(&asker, &id, seen(&pairs)?, what, due_on).await?;
    Ok(done(&id, "kept"))
}

/// Answers a request.
pub(crate) async fn answer_request(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let answer = one_of(&pairs, "text");
    app.office.answer_request(&asker, &id, seen(&pairs)?, number, answer).await?;
    Ok(done(&id, "kept"))
}

/// Returns an answer.
pub(crate) async fn return_request(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let reason = one_of(&pairs, "text");
    app.office.return_request(&asker, &id, seen(&pairs)?, number, reason).await?;
    Ok(done(&id, "kept"))
}

/// Adds a file to a request.
pub(crate) async fn add_appraisal_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Redirect, WebError> {
    app.office.appraisal(&asker, &id).await?;
    let parts = parts.map_err(|_| WebError::BadRequest("请选择要上传的文件".to_owned()))?;
    let (version, upload) = taken(parts).await?;
    app.office.add_appraisal_file(&asker, &id, version, number, upload).await?;
    Ok(done(&id, "kept"))
}

/// Takes a file out.
pub(crate) async fn remove_appraisal_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    app.office.remove_appraisal_file(&asker, &id, seen(&pairs)?, &file).await?;
    Ok(done(&id, "kept"))
}

/// A file.
pub(crate) async fn send_appraisal_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.appraisal_file(&asker, &id, &file).await?))
}

/// A paper: `report.docx`, `marks.xlsx`.
pub(crate) async fn show_appraisal_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paper = AppraisalPaper::of(name).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.appraisal_paper(&asker, &id, paper).await?;
    download::document(document, &name, format).await
}
