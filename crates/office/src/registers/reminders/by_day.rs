//! What comes due in the registers, day by day: how much, and nothing of what.

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::Day;
use register::Reminder;

use super::super::Registers;
use super::super::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission};

/// Days ahead, at least: a calendar is looked at further ahead than a reminder tells.
const AHEAD: i64 = 90;

/// Entries of a reminder that come due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The reminder's name.
    pub name: String,
    /// What comes due.
    pub title: String,
    /// What to do.
    pub help: String,
    /// The day.
    pub day: Day,
    /// How many entries.
    pub count: usize,
}

impl Office {
    /// What comes due in the registers of the asker's own organisation, by reminder and day; nothing for those who do
    /// not keep them, and where there are no registers.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn due_days(&self, asker: &Asker) -> Result<Arc<Vec<DueDay>>, OfficeError> {
        if self.vault.is_none() || !asker.may(Permission::WriteRegisters) {
            return Ok(Arc::default());
        }
        let all = self.registers().await?;
        let (mut tx, _) = self.look(asker, Permission::WriteRegisters).await?;
        let Ok(sight) = self.sight(&mut tx, asker, &asker.home).await else {
            return Ok(Arc::default());
        };
        drop(tx);
        if !sight.may_write {
            return Ok(Arc::default());
        }
        let name = format!("due-days/{}/{}", sight.owner.path, self.now().day());
        self.remembered(name, Box::pin(self.by_day(&all, &sight))).await
    }

    async fn by_day(&self, all: &Registers, sight: &Sight) -> Result<Vec<DueDay>, OfficeError> {
        let mut tx = self.store.read().await?;
        let mut days = Vec::new();
        for reminder in all.definitions().reminders() {
            let reminder = &Reminder { ahead: reminder.ahead.max(AHEAD), ..reminder.clone() };
            let mut counts: BTreeMap<Day, usize> = BTreeMap::new();
            for when in &reminder.whens {
                let Some(ways) = self.way(sight, reminder, when) else { continue };
                let found = self.come_due(&mut tx, all, sight, reminder, when, &ways.told).await?;
                for one in found {
                    *counts.entry(ways.due(one.day)).or_default() += 1;
                }
            }
            days.extend(counts.into_iter().map(|(day, count)| DueDay {
                name: reminder.name.clone(),
                title: reminder.title.clone(),
                help: reminder.help.clone(),
                day,
                count,
            }));
        }
        Ok(days)
    }
}
