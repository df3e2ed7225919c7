//! Papers of a self-evaluation, to print or to keep.

use axum::extract::{Path, State};
use axum::response::Response;
use office::evaluating::papers::EvaluationPaper;
use write::Format;

use super::address_of;
use crate::signed::Signed;
use crate::{App, WebError, download};

/// A paper: `projects.docx`, `report.pdf`.
pub(crate) async fn show_evaluation_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paper = EvaluationPaper::of(name).ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = app.office.evaluation_paper(&asker, &id, paper).await?;
    download::document(document, &name, format).await
}

/// Where the papers of a statement are, and what they are called.
pub(super) fn papers(id: &str) -> Vec<(String, String)> {
    const FORMATS: [(&str, &str); 3] = [("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF")];
    let each = EvaluationPaper::ALL.into_iter().flat_map(|paper| {
        FORMATS.map(|(ending, format)| {
            let href = format!("{}/papers/{}.{ending}", address_of(id), paper.word());
            (href, format!("{}（{format}）", paper.label()))
        })
    });
    each.collect()
}
