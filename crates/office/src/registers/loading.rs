//! Entries put into a register by the program, many at once: as an import, which can be undone as one.

use register::Entry;
use store::registers::imports::{File, Import, Importing};
use store::registers::{Making, definitions};

use super::Register;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// Whether there is a key, without which there are no registers.
    pub fn has_vault(&self) -> bool {
        self.vault.is_some()
    }

    /// Puts checked entries into the register of an organisation, all or none.
    ///
    /// # Errors
    /// If the asker may not keep it, or one of them is there already.
    pub async fn load_entries(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        name: &str,
        entries: &[Entry],
    ) -> Result<Import, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let expected = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        let file = File { name, digest: "", expected };
        let table = &register.book.table;
        let mut importing = Importing::begin(&mut deed.tx, table, making, file).await?;
        for entry in entries {
            let (state, cells) = (register.state(entry), register.cells(entry));
            importing.writer.push(&mut deed.tx, state, cells).await?;
        }
        let import = importing.finish(&mut deed.tx).await?;
        let note = Note {
            act: "导入台账",
            owner: owner.to_owned(),
            kind: "台账",
            object: format!("{}/{}-{}", register.name(), import.first_entry, import.last_entry),
            detail: format!("{}：{}条", register.definition.title, import.rows),
            ..Note::default()
        };
        deed.done(note).await?;
        self.settled(register).await?;
        Ok(import)
    }

    /// Makes the indexes that many new entries have left for later, one in a transaction so that others write between
    /// them, and copies the log of the database into its file. Where it does not come so far, the next opening of the
    /// registers makes them.
    pub(super) async fn settled(&self, register: Register<'_>) -> Result<(), OfficeError> {
        loop {
            let mut tx = self.store().write().await?;
            if !definitions::next_index(&mut tx, &register.book.table).await? {
                break;
            }
            tx.commit().await?;
        }
        Ok(self.store().settle().await?)
    }
}
