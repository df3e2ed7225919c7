//! States of entries: who may move one, when, and what that needs.

use register::{Definition, Entry, Move, MoveRight, Need};
use store::registers::Making;
use store::registers::entries::{self, Seen};

use super::keeping::{note, short, stale, whole};
use super::showing::{digest, find, state_label};
use super::sight::Sight;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// Moves an entry to another state.
    ///
    /// # Errors
    /// If the asker may not make this move, the entry is not in a state for it, something it needs is
    /// missing, or it has changed since it was seen.
    pub async fn move_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        seen: Seen,
        name: &str,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let definition = register.definition;
        let made = definition.moves.iter().find(|one| one.name == name);
        let made = made.ok_or(OfficeError::Missing { what: "这种状态变动" })?;
        let mut deed = self.begin(asker, permission(made.right)).await?;
        let sight = self.sight_for(&mut deed, owner, permission(made.right)).await?;
        let before = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        whole(register, &before)?;
        let entry = register.entry(&before.cells, &before.state);
        if !entry.state.is_some_and(|state| made.from.contains(&state)) {
            let state = state_label(definition, &entry);
            let said = format!("现在是“{state}”，不能办理“{}”。请刷新后再看", made.label);
            return Err(OfficeError::Conflict(said));
        }
        may_move(asker, &sight, made.right, &before)?;
        let lacks = lacks(definition, made, &entry);
        if !lacks.is_empty() {
            let said = format!("“{}”之前请先填写：{}", made.label, lacks.join("、"));
            return Err(OfficeError::Invalid(said));
        }
        let reason = short(reason)?;
        if made.needs.contains(&Need::Reason) && reason.is_empty() {
            return Err(OfficeError::field("reason", format!("请写明“{}”的理由", made.label)));
        }
        let to =
            definition.states.get(made.to).map(|state| state.name.as_str()).unwrap_or_default();
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let table = &register.book.table;
        entries::move_state(&mut deed.tx, table, making, seen, to, &reason).await.map_err(stale)?;
        let after = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        let detail = format!("{}：{}", made.label, reason);
        let note = Note {
            before: digest(register, &before),
            after: digest(register, &after),
            ..note(register, "变更状态", owner, seen.id, &detail)
        };
        deed.done(note).await
    }
}

/// Whether the asker may make a move of this kind with this entry.
pub(super) fn may_move(
    asker: &Asker,
    sight: &Sight,
    right: MoveRight,
    entry: &entries::Entry,
) -> Result<(), OfficeError> {
    asker.require_at(permission(right), &sight.owner.path)?;
    let recorder = entry.changed_by.as_deref().unwrap_or(&entry.created_by);
    if right == MoveRight::Check && recorder == asker.user {
        let said = "这条记录是您自己登记的，须由另一人复核";
        return Err(OfficeError::Invalid(said.to_owned()));
    }
    Ok(())
}

fn permission(right: MoveRight) -> Permission {
    match right {
        MoveRight::Record => Permission::WriteRegisters,
        MoveRight::Check => Permission::CheckEntries,
        MoveRight::Approve => Permission::ApproveEntries,
    }
}

/// The labels of what a move needs and the entry has not.
pub(super) fn lacks(definition: &Definition, made: &Move, entry: &Entry) -> Vec<String> {
    let mut lacks = Vec::new();
    for need in &made.needs {
        match need {
            Need::Reason => {}
            Need::Field(place) if entry.value(*place).is_none() => {
                lacks.extend(definition.at(*place).map(|field| field.label.clone()));
            }
            Need::Field(_) => {}
            Need::Evidence => {
                let mut files =
                    definition.fields.iter().enumerate().filter(|(_, field)| {
                        matches!(field.holds, register::FieldType::Attachment)
                    });
                if files.clone().next().is_some() && files.all(|(at, _)| entry.value(at).is_none())
                {
                    lacks.push("佐证材料".to_owned());
                }
            }
        }
    }
    lacks
}
