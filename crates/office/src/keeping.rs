//! Keeping a version of a draft; bringing two people's changes together.

use model::compare::{Conflict, merge};
use model::draft::{Draft, Reshape};
use store::statements::{self, Listed, State, Statement, Version, VersionKind};
use store::{StoreError, drafts, library};

use crate::acceptances::open_figures;
use crate::acts::lock;
use crate::beginning::title;
use crate::deed::{Deed, Note};
use crate::drafts::{Change, Desk, Newer, Typed, begun_from, newer, open_statement};
use crate::examine::{self, Examined};
use crate::library::rows;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// Whose wording is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The asker's.
    Mine,
    /// That of the version which came in between.
    Theirs,
}

/// What is to be kept.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    /// What the page sends.
    pub typed: Typed,
    /// What the asker says of the version.
    pub reason: String,
    /// The version that the choices were made against; 0: none were made.
    pub seen: i64,
    /// The choices by path.
    pub choices: Vec<(String, Choice)>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Kept {
    /// There is a new version.
    Version {
        /// Its number.
        number: i64,
        /// The version whose changes were brought in, if somebody kept one meanwhile.
        merged: Option<i64>,
    },
    /// Nothing differs from the newest version.
    Nothing,
    /// Somebody kept a version meanwhile and changed the same: the asker has to choose.
    Undecided {
        /// The statement.
        listed: Box<Listed>,
        /// The version that came in between.
        newer: Newer,
        /// What both changed.
        conflicts: Vec<Conflict>,
        /// The revision of the draft.
        revision: i64,
        /// The version that the draft began with.
        base: i64,
    },
}

impl Office {
    /// Makes a version of the draft. Where somebody else kept one meanwhile, both are brought together, and
    /// what both changed is shown to be chosen; nothing is overwritten.
    ///
    /// # Errors
    /// As [`Office::edit_draft`]; [`OfficeError::Invalid`] if an adjustment has no reason.
    pub async fn keep_version(
        &self,
        asker: &Asker,
        id: &str,
        keep: &Keep,
    ) -> Result<Kept, OfficeError> {
        let kept = self.try_to_keep(asker, id, keep).await;
        if let Err(OfficeError::Conflict(_) | OfficeError::Invalid(_)) = &kept {
            // What was typed is kept as a draft at least; the first error is the one to be told.
            let _ = self.edit_draft(asker, id, &keep.typed, &Change::Save).await;
        }
        kept
    }

    async fn try_to_keep(&self, asker: &Asker, id: &str, keep: &Keep) -> Result<Kept, OfficeError> {
        let mut deed = self.begin(asker, Permission::WriteStatements).await?;
        // What a page saves by itself and what is pressed on it may come at once: one after the other.
        deed.tx.alone(lock(id)).await?;
        let listed = open_statement(&mut deed.tx, &deed.scope, id).await?;
        let mut desk = self.saved(&mut deed, &listed, &keep.typed).await?;
        let between = newer(&mut deed.tx, &listed, desk.stored.base).await?;
        if let Some(between) = &between {
            let (merged, conflicts) = merged(&mut deed, &listed, &desk).await?;
            let chosen = if keep.seen == between.number { keep.choices.as_slice() } else { &[] };
            match decided(merged, &conflicts, chosen) {
                Some(draft) => desk.draft = draft,
                None => {
                    let (revision, base) = (desk.stored.revision, desk.stored.base);
                    deed.tx.commit().await?;
                    let (listed, newer) = (Box::new(listed), between.clone());
                    return Ok(Kept::Undecided { listed, newer, conflicts, revision, base });
                }
            }
        }
        self.kept(deed, listed, desk, keep, between).await
    }

    async fn kept(
        &self,
        mut deed: Deed<'_>,
        listed: Listed,
        mut desk: Desk,
        keep: &Keep,
        between: Option<Newer>,
    ) -> Result<Kept, OfficeError> {
        let old = &listed.statement;
        let reason = reason(keep, old.state)?;
        desk.draft.drop_blanks();
        let before = self.last_year(&mut deed.tx, &old.owner, old.year).await?;
        let reading = read::drafted(&desk.draft).reading;
        let examined = Examined::of(reading, before.as_deref(), self.rulebook());
        let body = examined.body();
        let newest =
            statements::version(&mut deed.tx, &Scope::everything(), &old.id, old.version).await?;
        drafts::remove(&mut deed.tx, &desk.stored).await?;
        let same = Draft::of(&self.shelf.reading(&newest).statement);
        if newest.body == body || model::compare::compare(&same, &desk.draft).is_empty() {
            deed.tx.commit().await?;
            return Ok(Kept::Nothing);
        }
        let version = Version {
            number: old.version + 1,
            parent: old.version,
            kind: match (old.state, &between) {
                (State::Adjusting, _) => VersionKind::Adjustment,
                (_, Some(_)) => VersionKind::Merged,
                (_, None) => VersionKind::Saved,
            },
            reason,
            digest: store::digest(body.as_bytes()),
            body,
            created_by: deed.asker.user.clone(),
            created_at: deed.now.to_string(),
            frozen_at: None,
            ..newest.clone()
        };
        put(&mut deed, &listed, &version, &examined).await?;
        let note = Note {
            act: "保存版本",
            owner: old.owner.clone(),
            kind: "绩效文本",
            object: old.id.clone(),
            detail: format!("第{}版：{}", version.number, version.reason),
            before: newest.digest,
            after: version.digest,
        };
        deed.done(note).await?;
        Ok(Kept::Version { number: version.number, merged: between.map(|it| it.number) })
    }
}

/// The draft and the version that came in between, brought together.
async fn merged(
    deed: &mut Deed<'_>,
    listed: &Listed,
    desk: &Desk,
) -> Result<(Draft, Vec<Conflict>), OfficeError> {
    let mut drafts = Vec::with_capacity(2);
    for number in [desk.stored.base, listed.statement.version] {
        let id = &listed.statement.id;
        let version = statements::version(&mut deed.tx, &Scope::everything(), id, number).await?;
        drafts.push(Draft::of(&examine::reading(&version.body).statement));
    }
    let mut mine = desk.draft.clone();
    mine.drop_blanks();
    let [base, theirs] = drafts.as_slice() else { return Ok((mine, Vec::new())) };
    let mut base = begun_from(base);
    base.drop_blanks();
    Ok(merge(&base, &mine, theirs))
}

/// The merged draft with every conflict decided; `None` if one is not.
fn decided(
    mut draft: Draft,
    conflicts: &[Conflict],
    choices: &[(String, Choice)],
) -> Option<Draft> {
    let mut gone = Vec::new();
    for conflict in conflicts {
        let (_, choice) = choices.iter().find(|(path, _)| *path == conflict.path)?;
        let words = match choice {
            Choice::Mine => &conflict.mine,
            Choice::Theirs => &conflict.theirs,
        };
        match conflict.is_piece {
            true if words.is_empty() => gone.push(conflict.path.as_str()),
            true => {}
            false => drop(draft.set(&conflict.path, words)),
        }
    }
    // From behind, so that the places of those before do not change.
    for path in gone.into_iter().rev() {
        draft.reshape(path, Reshape::Remove);
    }
    Some(draft)
}

fn reason(keep: &Keep, state: State) -> Result<String, OfficeError> {
    let reason: String = keep.reason.trim().chars().take(500).collect();
    match (reason.is_empty(), state) {
        (true, State::Adjusting) => {
            let said = "目标调整要写明调整原因，再保存版本";
            Err(OfficeError::Invalid(said.to_owned()))
        }
        (true, _) => Ok("修改".to_owned()),
        (false, _) => Ok(reason),
    }
}

/// Writes the version, and what lists and the library show of it.
async fn put(
    deed: &mut Deed<'_>,
    listed: &Listed,
    version: &Version,
    examined: &Examined,
) -> Result<(), OfficeError> {
    let old = &listed.statement;
    let changed = Statement {
        title: title(examined, &listed.owner_name, old.year),
        version: version.number,
        figures: open_figures(&mut deed.tx, &old.id, examined).await?,
        changed_at: deed.now.to_string(),
        ..old.clone()
    };
    let lost = |error| match error {
        StoreError::Missing(_) | StoreError::Exists(_) => {
            let said = "别人刚刚保存了新版本，您的草稿还在。请再点一次“保存版本”，系统会把两边的改动合在一起";
            OfficeError::Conflict(said.to_owned())
        }
        other => OfficeError::Store(other),
    };
    statements::update(&mut deed.tx, &changed, old.version, old.state).await.map_err(lost)?;
    statements::insert_version(&mut deed.tx, version).await.map_err(lost)?;
    let rows = rows(&changed, &examined.reading.statement);
    Ok(library::replace(&mut deed.tx, &old.owner, &old.id, &rows).await?)
}
