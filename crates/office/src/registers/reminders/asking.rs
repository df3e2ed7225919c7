//! What comes due, as questions to the store: the rows of one register, or with the rows that hold their day or renew
//! them.

use register::plan::Side;
use register::{Reminder, When};
use store::registers as kept;
use store::registers::conditions::Condition;
use store::registers::crossing as asked;

use super::days::Stretch;
use crate::registers::sight::Sight;
use crate::registers::{Registers, crossing};
use crate::{Office, OfficeError};

impl Office {
    /// The rows that come due as a query over their register alone; with `through` all that may.
    pub(super) fn side<'a>(
        &'a self,
        all: &'a Registers,
        sight: &'a Sight,
        reminder: &Reminder,
        when: &When,
        stretch: &Stretch,
    ) -> Result<asked::Side<'a>, OfficeError> {
        let side = Side {
            register: reminder.register.clone(),
            conditions: when.conditions.clone(),
            states: when.states.clone(),
        };
        let mut side = crossing::side_of(&side, &self.against(all, &sight.owner))
            .map_err(OfficeError::Machine)?;
        if when.through.is_none() {
            side.conditions.extend(stretch.conditions(&self.day_column(all, reminder, when)?));
        }
        if side.table.book == kept::Book::Journal {
            side.conditions.extend(Condition::standing());
        }
        Ok(side)
    }

    /// The rows with the entry in which their day stands, or those that no later one renews; `None` where neither is
    /// asked.
    pub(super) fn related<'a>(
        &'a self,
        all: &'a Registers,
        sight: &'a Sight,
        reminder: &Reminder,
        when: &When,
        stretch: &Stretch,
    ) -> Result<Option<asked::Related<'a>>, OfficeError> {
        let definition = all.get(&reminder.register)?.definition;
        let subject = self.side(all, sight, reminder, when, stretch)?;
        let column = self.day_column(all, reminder, when)?;
        if let Some(through) = &when.through {
            let other = all.get(&through.register)?;
            let join =
                crossing::joined((definition, through.field), (other.definition, through.named_by));
            return Ok(Some(asked::Related {
                subject,
                other: asked::Side {
                    table: &other.book.table,
                    conditions: stretch.conditions(&column),
                    persons: crossing::persons(other.definition),
                },
                join: join.map_err(OfficeError::Machine)?,
                between: Vec::new(),
                window: None,
                wanted: asked::Wanted::Present,
            }));
        }
        if when.renewed_by.is_empty() {
            return Ok(None);
        }
        let mut join = Vec::new();
        for field in &when.renewed_by {
            let pairs = crossing::joined((definition, *field), (definition, *field));
            join.extend(pairs.map_err(OfficeError::Machine)?);
        }
        let later = asked::Between {
            subject: column.clone(),
            order: asked::Order::Less,
            other: column,
            plus_days: 0,
        };
        Ok(Some(asked::Related {
            other: asked::Side { conditions: Vec::new(), ..subject.clone() },
            subject,
            join,
            between: vec![later],
            window: None,
            wanted: asked::Wanted::Absent,
        }))
    }

    /// The column of the day.
    pub(super) fn day_column(
        &self,
        all: &Registers,
        reminder: &Reminder,
        when: &When,
    ) -> Result<String, OfficeError> {
        let register = when.through.as_ref().map_or(&reminder.register, |one| &one.register);
        let definition = all.get(register)?.definition;
        crossing::last_day(definition, when.by).map_err(OfficeError::Machine)
    }
}
