//! A draft as it is kept, and the one that begins with a version.

use model::draft::{Draft, DraftGoal, DraftParagraph};
use store::Tx;
use store::drafts::{self, StoredDraft};
use store::statements::Listed;

use crate::shelf::Shelf;
use crate::{Asker, OfficeError};

/// The draft of the asker, or one that begins from a version and is not stored yet.
pub(super) async fn stored(
    shelf: &Shelf,
    tx: &mut Tx,
    asker: &Asker,
    listed: &Listed,
    base: i64,
) -> Result<(StoredDraft, bool), OfficeError> {
    let statement = &listed.statement;
    if let Some(stored) = drafts::get(tx, &statement.owner, &statement.id, &asker.user).await? {
        return Ok((stored, false));
    }
    let missing = OfficeError::missing("草稿所依据的版本");
    let reading = shelf.reading_at(tx, &statement.id, base).await.map_err(missing)?;
    let draft = begun_from(&Draft::of(&reading.statement));
    let stored = StoredDraft {
        owner: statement.owner.clone(),
        statement: statement.id.clone(),
        user: asker.user.clone(),
        base,
        revision: 0,
        body: written(&draft)?,
        page: String::new(),
        step: 0,
        saved_at: String::new(),
    };
    Ok((stored, true))
}

/// The draft that begins with a version. Its keys are the same every time, so that what was made of a piece
/// is told even if nothing of it stayed.
pub(crate) fn begun_from(version: &Draft) -> Draft {
    let mut draft = version.clone();
    make_room(&mut draft);
    let mut count = 0;
    draft.fill_keys(|| {
        count += 1;
        format!("b{count}")
    });
    draft
}

/// A blank paragraph where a part has none: something to type into.
fn make_room(draft: &mut Draft) {
    for part in [&mut draft.overall, &mut draft.safeguards] {
        if part.paragraphs.is_empty() {
            part.paragraphs.push(DraftParagraph::default());
        }
    }
    for project in &mut draft.projects {
        if project.goals.is_empty() {
            project.goals.push(DraftGoal::default());
        }
    }
}

pub(crate) fn parsed(stored: &StoredDraft) -> Result<Draft, OfficeError> {
    serde_json::from_str(&stored.body).map_err(|error| unreadable(&error))
}

pub(crate) fn written(draft: &Draft) -> Result<String, OfficeError> {
    serde_json::to_string(draft).map_err(|error| unreadable(&error))
}

pub(super) fn unreadable(error: &serde_json::Error) -> OfficeError {
    OfficeError::Machine(error.to_string())
}
