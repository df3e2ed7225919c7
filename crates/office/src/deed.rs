//! How a change is made: one right, one transaction, one audit entry.

use store::audit::{Act, Outcome};
use store::{Scope, Tx};

use crate::{Asker, Moment, Office, OfficeError, Permission};

/// A change under way. Dropped without [`Deed::done`] it leaves nothing behind.
#[derive(Debug)]
pub struct Deed<'a> {
    /// The transaction in which everything of it happens.
    pub tx: Tx,
    /// The moment at which it happens.
    pub now: Moment,
    /// Who does it.
    pub asker: &'a Asker,
    /// What the asker may see with the permission.
    pub scope: Scope,
}

/// What the audit trail says of a deed.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// What was done, in Chinese, e.g. 报送财政.
    pub act: &'static str,
    /// The organisation it concerns.
    pub owner: String,
    /// What kind of thing it was done to.
    pub kind: &'static str,
    /// Which one.
    pub object: String,
    /// A sentence; never a password or a personal field.
    pub detail: String,
    /// SM3 of the thing before.
    pub before: String,
    /// SM3 of the thing afterwards.
    pub after: String,
}

impl Office {
    /// Begins a change for which the asker needs the permission. A refusal is noted.
    ///
    /// # Errors
    /// If the asker has the permission nowhere.
    pub async fn begin<'a>(
        &self,
        asker: &'a Asker,
        permission: Permission,
    ) -> Result<Deed<'a>, OfficeError> {
        if let Err(refused) = asker.require(permission) {
            let note = Note { act: permission.label(), ..Note::default() };
            self.note(asker, note, Outcome::Refused).await?;
            return Err(refused);
        }
        let tx = self.store.write().await?;
        Ok(Deed { tx, now: self.now(), asker, scope: asker.scope(permission) })
    }

    /// Begins a change of the program itself, or of somebody who is not signed in yet.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn begin_unasked<'a>(&self, asker: &'a Asker) -> Result<Deed<'a>, OfficeError> {
        let tx = self.store.write().await?;
        Ok(Deed { tx, now: self.now(), asker, scope: Scope::everything() })
    }

    /// Notes something that changed nothing: a refusal, a look at what is not for everyone.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn note(
        &self,
        asker: &Asker,
        note: Note,
        outcome: Outcome,
    ) -> Result<(), OfficeError> {
        let mut tx = self.store.write().await?;
        store::audit::append(&mut tx, &act(asker, self.now(), note, outcome)).await?;
        Ok(tx.commit().await?)
    }
}

impl Deed<'_> {
    /// Notes what was done and keeps it.
    ///
    /// # Errors
    /// If the database could not keep it; then nothing was done.
    pub async fn done(mut self, note: Note) -> Result<(), OfficeError> {
        let act = act(self.asker, self.now, note, Outcome::Done);
        store::audit::append(&mut self.tx, &act).await?;
        Ok(self.tx.commit().await?)
    }

    /// Keeps what must be kept although it was refused: a wrong password counts.
    ///
    /// # Errors
    /// If the database could not keep it.
    pub async fn refused(mut self, note: Note) -> Result<(), OfficeError> {
        let act = act(self.asker, self.now, note, Outcome::Refused);
        store::audit::append(&mut self.tx, &act).await?;
        Ok(self.tx.commit().await?)
    }
}

fn act(asker: &Asker, now: Moment, note: Note, outcome: Outcome) -> Act {
    Act {
        at: now.to_string(),
        user: asker.user.clone(),
        login: asker.login.clone(),
        name: asker.name.clone(),
        address: asker.address.clone(),
        act: note.act.to_owned(),
        outcome,
        owner: note.owner,
        object_kind: note.kind.to_owned(),
        object: note.object,
        detail: note.detail,
        before: note.before,
        after: note.after,
    }
}
