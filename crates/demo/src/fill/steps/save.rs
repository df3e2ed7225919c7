//! Another version of a statement, as a clerk saves it.

use model::draft::Draft;
use office::deed::Note;
use office::examine::{self, Examined};
use office::{Asker, Office, OfficeError, Permission, Scope};
use store::statements::{self, State, Statement, Version, VersionKind};

/// Saves a text as the newest version.
pub(super) async fn version(
    office: &Office,
    clerk: &Asker,
    id: &str,
    text: &Draft,
    reason: &str,
) -> Result<(), OfficeError> {
    let mut deed = office.begin(clerk, Permission::WriteStatements).await?;
    let missing = OfficeError::missing("这份绩效文本");
    let found = statements::get(&mut deed.tx, &deed.scope, id).await.map_err(missing)?;
    let before = found.statement;
    let everything = Scope::everything();
    let old = statements::version(&mut deed.tx, &everything, id, before.version).await?;
    let examined = Examined::of(read::drafted(text).reading, None, office.rulebook());
    let body = examine::body(&examined.reading);
    let adjusting = before.state == State::Adjusting;
    let new = Version {
        owner: before.owner.clone(),
        statement: id.to_owned(),
        number: before.version + 1,
        parent: before.version,
        kind: if adjusting { VersionKind::Adjustment } else { VersionKind::Saved },
        reason: reason.to_owned(),
        digest: store::digest(body.as_bytes()),
        body,
        created_by: clerk.user.clone(),
        created_at: deed.now.to_string(),
        frozen_at: None,
    };
    statements::insert_version(&mut deed.tx, &new).await?;
    let changed = Statement {
        version: new.number,
        figures: examined.figures(),
        changed_at: deed.now.to_string(),
        ..before.clone()
    };
    statements::update(&mut deed.tx, &changed, before.version, before.state).await?;
    let note = Note {
        act: "保存绩效文本",
        owner: before.owner,
        kind: "绩效文本",
        object: id.to_owned(),
        detail: reason.to_owned(),
        before: old.digest,
        after: new.digest,
    };
    deed.done(note).await
}
