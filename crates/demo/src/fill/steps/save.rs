//! Another version of a statement, as a clerk makes it in the editor: fields are typed, the version is kept.

use model::compare::{Kind, compare};
use model::draft::Draft;
use office::drafts::Typed;
use office::keeping::{Keep, Kept};
use office::{Asker, Office, OfficeError};

/// Types a text over the newest version and keeps it.
pub(super) async fn version(
    office: &Office,
    clerk: &Asker,
    id: &str,
    text: &Draft,
    reason: &str,
) -> Result<(), OfficeError> {
    let opened = office.open_draft(clerk, id).await?;
    let mut typed =
        Typed { page: opened.page, revision: opened.revision, base: opened.base, fields: vec![] };
    // As the text stands when it is read back: so the reader's cleaning is no difference.
    let text = Draft::of(&read::drafted(text).reading.statement);
    let mut draft = opened.draft.as_ref().clone();
    draft.drop_blanks();
    for other in compare(&draft, &text) {
        if other.kind != Kind::Changed {
            let said = format!("演示数据的新版本不只改字段：{}{}", other.kind.label(), other.label);
            return Err(OfficeError::Machine(said));
        }
        typed.fields.push((other.path, other.after));
    }
    let keep = Keep { typed, reason: reason.to_owned(), ..Keep::default() };
    match office.keep_version(clerk, id, &keep).await? {
        Kept::Version { .. } => Ok(()),
        Kept::Nothing | Kept::Undecided { .. } => {
            Err(OfficeError::Machine(format!("“{reason}”没有成为新版本")))
        }
    }
}
