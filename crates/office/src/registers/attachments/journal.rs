//! Files of journals: an entry never changes, so they stand beside it, each added and declared void by a deed of its
//! own.

use register::{Definition, Field, Kind};
use store::Tx;
use store::files::{self, StoredFile};
use store::registers::Making;
use store::registers::attached::{self, Of};

use super::{Attached, Later, MOST, attachment, may_open};
use crate::deed::Note;
use crate::registers::Register;
use crate::registers::keeping::{given, note, of_kind};
use crate::registers::showing::{find, name_of};
use crate::registers::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// Puts a file beside an entry of a journal.
    pub(super) async fn attach_beside(
        &self,
        asker: &Asker,
        register: &str,
        (owner, id): (&str, i64),
        field: &str,
        (file, bytes): (StoredFile, Vec<u8>),
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let (_, of) = attachment(register, field)?;
        let entry = find(&mut deed.tx, &sight, register, owner, id).await?;
        if entry.removed_at.is_some() {
            let said = "这条记录已随导入一起撤销，不能再补充附件";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let place = place(register, owner, id);
        let beside = attached::list(&mut deed.tx, &sight.scope(), place).await?;
        let standing = beside.iter().filter(|one| one.voided.is_none() && one.field == of.name);
        if standing.clone().any(|one| one.file == file.id) {
            return Err(OfficeError::Invalid("这个文件已经在附件里了".to_owned()));
        }
        if standing.count() >= MOST {
            let said = format!("“{}”最多{MOST}个附件", of.label);
            return Err(OfficeError::Invalid(said));
        }
        if files::find(&mut deed.tx, &sight.scope(), owner, &file.id).await.is_err() {
            files::insert(&mut deed.tx, &file, bytes).await?;
        }
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let named = (file.id.as_str(), file.name.as_str());
        attached::add(&mut deed.tx, place, making, &of.name, named).await?;
        let after = file.digest;
        deed.done(Note { after, ..note(register, "补充附件", owner, id, &of.label) }).await
    }

    /// Declares a file beside an entry of a journal void: it stays, and is shown as void.
    ///
    /// # Errors
    /// If the asker may not, no reason is given, or it is not there or void already.
    pub async fn void_attachment(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        number: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        of_kind(register, Kind::Journal)?;
        let reason = given(reason, "请写明作废的原因")?;
        find(&mut deed.tx, &sight, register, owner, id).await?;
        let place = place(register, owner, id);
        let beside = attached::list(&mut deed.tx, &sight.scope(), place).await?;
        let missing = || OfficeError::Missing { what: "这个附件" };
        let one = beside.into_iter().find(|one| one.number == number).ok_or_else(missing)?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        attached::void(&mut deed.tx, place, making, number, &reason).await.map_err(|error| {
            match error {
                store::StoreError::Missing(_) => {
                    OfficeError::Conflict("这个附件已经作废".to_owned())
                }
                other => other.into(),
            }
        })?;
        let before = one.file;
        deed.done(Note { before, ..note(register, "作废附件", owner, id, &reason) }).await
    }
}

/// The files beside an entry that the asker may open.
pub(super) async fn beside(
    tx: &mut Tx,
    sight: &Sight,
    register: Register<'_>,
    (owner, id): (&str, i64),
) -> Result<Vec<Attached>, OfficeError> {
    let mut all = Vec::new();
    for one in attached::list(tx, &sight.scope(), place(register, owner, id)).await? {
        if field(register.definition, &one.field).is_none_or(|field| !may_open(sight, field)) {
            continue;
        }
        let file = files::find(tx, &sight.scope(), owner, &one.file).await;
        let file = file.map_err(OfficeError::missing("这个附件"))?;
        let voided = match one.voided {
            Some((by, at, reason)) => Some((name_of(tx, &by).await?, at, reason)),
            None => None,
        };
        let by = name_of(tx, &one.added_by).await?;
        all.push(Attached {
            field: one.field,
            digest: one.file,
            name: one.name,
            size: file.size,
            at: one.added_at,
            later: Some(Later { number: one.number, by, voided }),
        });
    }
    Ok(all)
}

/// The field for which a file stands beside an entry, if the asker may open it.
pub(super) async fn holding<'r>(
    tx: &mut Tx,
    sight: &Sight,
    register: Register<'r>,
    (owner, id): (&str, i64),
    digest: &str,
) -> Result<Option<&'r Field>, OfficeError> {
    let all = attached::list(tx, &sight.scope(), place(register, owner, id)).await?;
    let mut fields = all
        .iter()
        .filter(|one| one.file == digest)
        .filter_map(|one| field(register.definition, &one.field));
    Ok(fields.find(|field| may_open(sight, field)))
}

fn field<'r>(definition: &'r Definition, name: &str) -> Option<&'r Field> {
    definition.field(name).map(|(_, field)| field)
}

fn place<'a>(register: Register<'a>, owner: &'a str, entry: i64) -> Of<'a> {
    Of { owner, register: register.name(), entry }
}
