//! The acts that move a statement, and findings accepted by the head.

use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::response::Redirect;
use office::acceptances::FindingName;
use office::acts::{ActText, ApprovalText, MinutesText, Scan, Seen};
use office::workflow::Act;
use serde::Deserialize;
use store::statements::State as Stage;

use crate::signed::Signed;
use crate::{App, WebError};

/// What the form of an act sends; each act takes what it needs of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActForm {
    version: i64,
    state: String,
    reason: String,
    document_number: String,
    remarks: String,
}

/// What the form at a finding sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FindingForm {
    pub(crate) version: i64,
    pub(crate) state: String,
    code: String,
    place: String,
    words: String,
    reason: String,
    acceptance: String,
}

impl FindingForm {
    pub(crate) fn name(&self) -> FindingName {
        FindingName {
            code: self.code.clone(),
            place: self.place.clone(),
            words: self.words.clone(),
        }
    }
}

/// Does an act.
pub(crate) async fn do_act(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, act)): Path<(String, String)>,
    Form(form): Form<ActForm>,
) -> Result<Redirect, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let text = ActText {
        reason: form.reason,
        approval: ApprovalText { document_number: form.document_number, remarks: form.remarks },
        ..ActText::default()
    };
    app.office.act(&asker, &id, act, seen(form.version, &form.state)?, &text).await?;
    Ok(done(&id, act))
}

/// Records what the standing meeting decided, with the scanned minutes.
pub(crate) async fn record_minutes(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, act)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Redirect, WebError> {
    let act = Act::from_word(&act).ok_or(WebError::NotFound)?;
    let (form, minutes) = minutes(parts).await?;
    let text = ActText { minutes, ..ActText::default() };
    app.office.act(&asker, &id, act, seen(form.version, &form.state)?, &text).await?;
    Ok(done(&id, act))
}

/// Accepts a finding with a reason.
pub(crate) async fn accept_finding(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<FindingForm>,
) -> Result<Redirect, WebError> {
    let seen = seen(form.version, &form.state)?;
    app.office.accept_finding(&asker, &id, seen, &form.name(), &form.reason).await?;
    Ok(Redirect::to(&format!("/statements/{id}?tab=findings")))
}

/// Takes an acceptance back.
pub(crate) async fn unaccept_finding(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Form(form): Form<FindingForm>,
) -> Result<Redirect, WebError> {
    app.office.unaccept_finding(&asker, &id, &form.acceptance).await?;
    Ok(Redirect::to(&format!("/statements/{id}?tab=findings")))
}

/// What the page showed when it was filled in.
pub(crate) fn seen(version: i64, state: &str) -> Result<Seen, WebError> {
    let unclear = |_| WebError::BadRequest("表单不完整，请刷新页面后重试".to_owned());
    Ok(Seen { version, state: Stage::from_word(state).map_err(unclear)? })
}

fn done(id: &str, act: Act) -> Redirect {
    Redirect::to(&format!("/statements/{id}?done={}", act.word()))
}

async fn minutes(mut parts: Multipart) -> Result<(ActForm, MinutesText), WebError> {
    let unclear = |_| WebError::BadRequest("表单没有传完，请重试；附件最多 20 MB".to_owned());
    let (mut form, mut minutes) = (ActForm::default(), MinutesText::default());
    while let Some(part) = parts.next_field().await.map_err(unclear)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(unclear)?.to_vec();
            // A form without a file sends one without name and bytes.
            minutes.scan = (!bytes.is_empty()).then_some(Scan { name: file, bytes });
            continue;
        }
        let text = part.text().await.map_err(unclear)?;
        match name.as_str() {
            "version" => form.version = text.parse().unwrap_or_default(),
            "state" => form.state = text,
            "held_on" => minutes.held_on = text,
            "present" => minutes.present = text,
            "decision" => minutes.decision = text,
            _ => {}
        }
    }
    Ok((form, minutes))
}
