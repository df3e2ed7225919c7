//! Who sees what of a register, and what personal data are shown as they are.

use register::{Definition, Field, Masking, Personal, Unmasking, Visibility};
use store::Tx;
use store::organisations::{self, Organisation};

use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission, Scope};

/// What an asker may see in the registers of one organisation.
#[derive(Clone, Debug)]
pub struct Sight {
    /// Whose registers they are.
    pub owner: Organisation,
    /// Up to which visibility fields are shown.
    pub clearance: Visibility,
    /// Whether personal data are shown as they are: it was asked for and is the asker's right.
    pub unmasking: Unmasking,
    /// Whether the asker may ask for that.
    pub may_unmask: bool,
    /// Whether the asker keeps the registers.
    pub may_write: bool,
    /// Whether the asker checks and approves what others have entered.
    pub may_approve: bool,
}

/// Whether personal data are asked for as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// Masked, as always.
    #[default]
    Masked,
    /// As they are: noted in the audit trail.
    Plain,
}

impl Sight {
    fn of(asker: &Asker, owner: Organisation) -> Sight {
        let may = |permission| asker.may_at(permission, &owner.path);
        let (may_write, may_approve) =
            (may(Permission::WriteRegisters), may(Permission::ApproveEntries));
        let clearance = if may(Permission::ReadSealed) {
            Visibility::Sealed
        } else if may_write || may_approve {
            Visibility::Handling
        } else {
            Visibility::Inside
        };
        let may_unmask = may(Permission::ReadPersonal);
        Sight { clearance, unmasking: Unmasking::Not, may_unmask, may_write, may_approve, owner }
    }

    /// What whoever types at the server's command line sees: what is inside, masked.
    pub(crate) fn at_console(owner: Organisation) -> Sight {
        Sight {
            clearance: Visibility::Inside,
            unmasking: Unmasking::Not,
            may_unmask: false,
            may_write: false,
            may_approve: false,
            owner,
        }
    }

    /// How a field is shown.
    pub fn masking(&self, field: &Field) -> Masking {
        Masking::of(field, self.clearance, self.unmasking)
    }

    /// Whether lists may be searched, filtered, ordered and summed up by a field: what is masked would tell
    /// itself by where a row stands.
    pub fn may_ask_of(&self, field: &Field) -> bool {
        let is_open = field.personal == Personal::None || self.may_unmask;
        field.visibility <= self.clearance && is_open && !field.personal.is_encrypted()
    }

    /// Whether a field is seen at all.
    pub fn sees(&self, field: &Field) -> bool {
        field.visibility <= self.clearance
    }

    /// What queries may reach: the organisation and those below it.
    pub(crate) fn scope(&self) -> Scope {
        Scope::below(vec![self.owner.path.clone()])
    }
}

impl Office {
    /// What the asker may see in the registers of an organisation, by a transaction under way.
    ///
    /// # Errors
    /// If the asker may see nothing of them.
    pub(crate) async fn sight(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        owner: &str,
    ) -> Result<Sight, OfficeError> {
        let scope = asker.scope(Permission::ReadRegisters);
        let found = organisations::get(tx, &scope, owner).await;
        let owner = found.map_err(OfficeError::missing("这个单位的台账"))?;
        Ok(Sight::of(asker, owner))
    }

    /// What the asker may see in the registers of an organisation.
    ///
    /// # Errors
    /// If the asker may see nothing of them.
    pub async fn register_sight(&self, asker: &Asker, owner: &str) -> Result<Sight, OfficeError> {
        let found = async {
            let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
            self.sight(&mut tx, asker, owner).await
        };
        self.remembered_for(asker, format!("sight/{owner}"), Box::pin(found)).await
    }

    /// A transaction that reads, and what the asker may see in the registers of an organisation where he has the
    /// permission.
    ///
    /// # Errors
    /// If the asker has it nowhere or not there, or may see nothing of them.
    pub(crate) async fn sight_into(
        &self,
        asker: &Asker,
        owner: &str,
        permission: Permission,
    ) -> Result<(Tx, Sight), OfficeError> {
        let sight = self.register_sight(asker, owner).await?;
        asker.require_at(permission, &sight.owner.path)?;
        Ok((self.look(asker, permission).await?.0, sight))
    }

    /// The same for whoever is to keep them: what a form begins with.
    ///
    /// # Errors
    /// If the asker does not keep them.
    pub async fn keeping_sight(&self, asker: &Asker, owner: &str) -> Result<Sight, OfficeError> {
        let sight = self.register_sight(asker, owner).await?;
        asker.require_at(Permission::WriteRegisters, &sight.owner.path)?;
        Ok(sight)
    }

    /// The organisations whose registers the asker may see, by path; closed ones left out.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn register_owners(&self, asker: &Asker) -> Result<Vec<Organisation>, OfficeError> {
        let found = async {
            let (mut tx, scope) = self.look(asker, Permission::ReadRegisters).await?;
            let all = organisations::list(&mut tx, &scope).await?;
            Ok(all.into_iter().filter(|one| one.closed_at.is_none()).collect())
        };
        self.remembered_for(asker, "owners".into(), Box::pin(found)).await
    }

    /// Shows personal data as they are, if that is asked for and the asker's right. It is noted before
    /// anything is shown.
    pub(crate) async fn granted(
        &self,
        asker: &Asker,
        sight: Sight,
        wish: Wish,
        definition: &Definition,
        object: &str,
    ) -> Result<Sight, OfficeError> {
        if wish == Wish::Masked {
            return Ok(sight);
        }
        asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
        let note = Note {
            act: "查看个人信息",
            owner: sight.owner.id.clone(),
            kind: "台账",
            object: format!("{}/{object}", definition.name),
            detail: definition.title.clone(),
            ..Note::default()
        };
        self.note(asker, note, store::audit::Outcome::Done).await?;
        Ok(Sight { unmasking: Unmasking::Granted, ..sight })
    }
}
