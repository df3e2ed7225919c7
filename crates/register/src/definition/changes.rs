//! From one version of a definition to the next: what changes in the table, and what is refused.

use super::Definition;
use crate::field::{Field, FieldType};

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field's name in the new version; of a removed one its old name.
    pub field: String,
    /// What happens.
    pub step: Step,
}

/// What happens to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its columns are added; old rows have nothing in them.
    Added,
    /// It is no longer asked for. Its columns stay, so that old rows stay readable and the step can be undone.
    Removed,
    /// Its columns get a new name.
    Renamed {
        /// The name before.
        from: String,
    },
    /// It takes more than before; nothing need be done to the table.
    Widened,
    /// It takes less than before: old rows stay as they are, new ones are checked.
    Narrowed,
    /// Its decimals grow: what is kept is multiplied by this power of ten.
    Rescaled {
        /// How many decimals more.
        by: u32,
    },
    /// It cannot be changed so; the reason in Chinese, with what to do instead.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Definition {
    /// What changes from `old` to this definition.
    ///
    /// # Errors
    /// With the reason, when this is no later version of the same register.
    pub fn changes_from(&self, old: &Definition) -> Result<Vec<Change>, String> {
        if self.name != old.name || self.kind != old.kind {
            return Err("名称和类别（档案、流水）定下后不能改，请另建台账".into());
        }
        if self.version <= old.version {
            let next = old.version.saturating_add(1);
            return Err(format!(
                "改动字段要提高版本号：现为 {}，应写 version = {next}",
                old.version
            ));
        }
        let mut changes = Vec::new();
        for field in &self.fields {
            match self.before(field, old) {
                None => changes.push(Change { field: field.name.clone(), step: Step::Added }),
                Some(before) => compare(before, field, &mut changes),
            }
        }
        let stays = |before: &Field| {
            let comes_from =
                |field: &Field| self.before(field, old).is_some_and(|it| it.name == before.name);
            self.fields.iter().any(comes_from)
        };
        let gone = old.fields.iter().filter(|before| !stays(before));
        changes.extend(gone.map(|f| Change { field: f.name.clone(), step: Step::Removed }));
        Ok(changes)
    }

    /// What a field of this definition was in `old`: the field of its name; one that it says it was; or one that
    /// said so of it, where a renaming is taken back.
    pub fn before<'d>(&self, field: &Field, old: &'d Definition) -> Option<&'d Field> {
        let same = old.field(&field.name);
        // Once renamed, a later version may still say what the field was.
        let was =
            || old.field(field.was.as_deref()?).filter(|(_, was)| self.field(&was.name).is_none());
        let renamed = || {
            let said = |one: &&Field| one.was.as_deref() == Some(field.name.as_str());
            old.fields.iter().find(said).filter(|one| self.field(&one.name).is_none())
        };
        same.or_else(was).map(|(_, before)| before).or_else(renamed)
    }
}

impl Field {
    /// Whether what was kept in the field `before` can be read as it stands in this one.
    pub fn reads(&self, before: &Field) -> bool {
        let mut changes = Vec::new();
        compare(before, self, &mut changes);
        changes
            .iter()
            .all(|it| matches!(it.step, Step::Widened | Step::Narrowed | Step::Renamed { .. }))
    }
}

fn compare(before: &Field, after: &Field, changes: &mut Vec<Change>) {
    let mut change = |step| changes.push(Change { field: after.name.clone(), step });
    if before.name != after.name {
        change(Step::Renamed { from: before.name.clone() });
    }
    let privacy = |field: &Field| (field.personal.is_encrypted(), field.personal.is_looked_up());
    if privacy(before) != privacy(after) {
        let reason = format!(
            "“{}”由{}改为{}，保存方式不同，请另加一个字段",
            after.label,
            before.personal.label(),
            after.personal.label()
        );
        return change(Step::Refused { reason });
    }
    match retyped(before.holds.plain(), after.holds.plain()) {
        Some(Ok(step)) => change(step),
        Some(Err(())) => change(Step::Refused {
            reason: format!(
                "“{}”不能由{}改为{}，请另加一个字段",
                after.label,
                before.holds.plain().label(),
                after.holds.plain().label()
            ),
        }),
        None if after.required && !before.required => change(Step::Narrowed),
        None if before.required && !after.required => change(Step::Widened),
        None => {}
    }
}

/// What a change of type means; `Err` where what is kept could not be read as the new type.
fn retyped(before: &FieldType, after: &FieldType) -> Option<Result<Step, ()>> {
    match (before, after) {
        (FieldType::Text { longest: a }, FieldType::Text { longest: b }) => match a.cmp(b) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less => Some(Ok(Step::Widened)),
            std::cmp::Ordering::Greater => Some(Ok(Step::Narrowed)),
        },
        (
            FieldType::Number { decimals: a, unit: u },
            FieldType::Number { decimals: b, unit: v },
        ) => {
            if u != v || a > b {
                return Some(Err(()));
            }
            (a < b).then_some(Ok(Step::Rescaled { by: b - a }))
        }
        (FieldType::Code { list: a }, FieldType::Code { list: b }) if a != b => Some(Err(())),
        (FieldType::Code { .. } | FieldType::Phone, FieldType::Text { .. }) => {
            Some(Ok(Step::Widened))
        }
        (FieldType::DocumentNumber | FieldType::CreditCode, FieldType::Text { .. }) => {
            Some(Ok(Step::Widened))
        }
        (FieldType::Period { grain: a }, FieldType::Period { grain: b }) if a != b => {
            Some(Ok(if b.is_none() { Step::Widened } else { Step::Narrowed }))
        }
        (
            FieldType::Entry { register: a, by: c, .. },
            FieldType::Entry { register: b, by: d, .. },
        ) if (a, c) != (b, d) => Some(Err(())),
        (a, b) if a.word() != b.word() => Some(Err(())),
        _ => None,
    }
}
