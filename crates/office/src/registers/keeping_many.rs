//! Many entries typed at once, in a grid: all are kept or none.

use store::registers::{Making, entries};

use super::keeping::{Typed, look_up, note, said};
use super::same_person;
use super::showing::FindingShown;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// The most entries that are typed at once; more come as a file.
pub const MOST_ROWS: usize = 200;

/// What became of rows that were typed.
#[derive(Clone, Debug)]
pub enum KeptMany {
    /// All are kept, with these numbers.
    Done(Vec<i64>),
    /// None is kept; for each row what is said about it.
    Refused(Vec<Vec<FindingShown>>),
}

impl Office {
    /// Adds entries to the register of an organisation, all or none.
    ///
    /// # Errors
    /// If the asker may not keep it, there are none or too many, or one is there already.
    pub async fn add_entries(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        rows: &[Typed],
    ) -> Result<KeptMany, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        if rows.is_empty() || rows.len() > MOST_ROWS {
            let said = format!("一次可以填1到{MOST_ROWS}条。更多的请从表格导入");
            return Err(OfficeError::Invalid(said));
        }
        let blank = || register.definition.blank();
        let mut checked: Vec<_> =
            rows.iter().map(|row| self.understood(register, &sight, blank(), row)).collect();
        let mut looked_at: Vec<_> = checked.iter_mut().collect();
        look_up(&mut deed.tx, register, &sight, &mut looked_at).await?;
        if !checked.iter().all(register::Checked::is_sound) {
            let all = checked.iter().zip(rows);
            let said = all.map(|(row, typed)| said(register.definition, row, &sight, typed));
            return Ok(KeptMany::Refused(said.collect()));
        }
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let mut kept = Vec::with_capacity(rows.len());
        for (at, row) in checked.iter().enumerate() {
            let clash =
                same_person::clash(&mut deed.tx, register, &sight, &row.entry, None).await?;
            if let Some(said) = clash {
                return Err(OfficeError::Conflict(format!("第{}行：{said}", at + 1)));
            }
            let (state, cells) = (register.state(&row.entry), register.cells(&row.entry));
            let table = &register.book.table;
            match entries::insert(&mut deed.tx, table, making, state, cells).await {
                Err(store::StoreError::Exists(_)) => {
                    let clash = self.same(&mut deed, register, &sight, &row.entry).await?;
                    return Err(OfficeError::Conflict(format!("第{}行：{clash}", at + 1)));
                }
                id => kept.push(id?),
            }
        }
        let (first, last) = (kept.first().copied(), kept.last().copied());
        let detail = format!("{}条", kept.len());
        let note = Note {
            object: format!(
                "{}/{}-{}",
                register.name(),
                first.unwrap_or_default(),
                last.unwrap_or_default()
            ),
            ..note(register, "登记", owner, first.unwrap_or_default(), &detail)
        };
        deed.done(note).await?;
        Ok(KeptMany::Done(kept))
    }
}
