//! The versions that an entry had, each beside the one before, as somebody may see them.

use std::collections::BTreeMap;

use register::{Entry, Shown, show};
use store::registers::{entries, history};

use super::Register;
use super::showing::{find, name_of, state_label};
use super::sight::{Sight, Wish};
use crate::{Asker, Office, OfficeError, Permission};

/// A version that an entry had, or has, beside the one before it.
#[derive(Clone, Debug)]
pub struct VersionShown {
    /// Which one, from 1.
    pub version: i64,
    /// Who made it, by name, and when.
    pub made: (String, String),
    /// Why the one before was replaced; empty for the first.
    pub reason: String,
    /// The labels of the fields that differ from the version before, with what stood and what stands there.
    pub changes: Vec<(String, Shown, Shown)>,
}

impl Office {
    /// The versions that an entry had, the newest first, each beside the one before.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn entry_history(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        wish: Wish,
    ) -> Result<Vec<VersionShown>, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let now = find(&mut tx, &sight, register, owner, id).await?;
        let table = &register.book.table;
        let old = history::versions(&mut tx, &sight.scope(), table, owner, id).await?;
        let mut names = BTreeMap::new();
        let makers = old.iter().map(|version| &version.replaced_by);
        for maker in makers.chain(std::iter::once(&now.created_by)) {
            names.insert(maker.clone(), name_of(&mut tx, maker).await?);
        }
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, &id.to_string()).await?;
        let mut shown = versions(register, &sight, &now, &old);
        for version in &mut shown {
            if let Some(name) = names.get(&version.made.0) {
                version.made.0.clone_from(name);
            }
        }
        Ok(shown)
    }
}

fn versions(
    register: Register<'_>,
    sight: &Sight,
    now: &entries::Entry,
    old: &[history::Version],
) -> Vec<VersionShown> {
    let table = &register.book.table;
    // Oldest first: each with the entry it was and why it came to be.
    let mut line: Vec<(i64, (String, String), String, Entry)> = Vec::new();
    let mut reason = String::new();
    let mut made = now.created_at.clone();
    let mut by = now.created_by.clone();
    for version in old.iter().rev() {
        let (cells, state) = history::cells(table, &version.body);
        let entry = register.entry(&cells, &state);
        line.push((version.version, (by, made), std::mem::take(&mut reason), entry));
        (by, made) = (version.replaced_by.clone(), version.replaced_at.clone());
        reason.clone_from(&version.reason);
    }
    let newest = register.entry(&now.cells, &now.state);
    line.push((now.version, (by, made), reason, newest));
    let mut shown = Vec::new();
    let mut before: Option<&Entry> = None;
    for (version, made, reason, entry) in &line {
        let changes = before.map_or_else(Vec::new, |old| changes(register, sight, old, entry));
        shown.push(VersionShown {
            version: *version,
            made: made.clone(),
            reason: reason.clone(),
            changes,
        });
        before = Some(entry);
    }
    shown.reverse();
    shown
}

/// The fields in which two versions differ.
pub(super) fn changes(
    register: Register<'_>,
    sight: &Sight,
    old: &Entry,
    new: &Entry,
) -> Vec<(String, Shown, Shown)> {
    let definition = register.definition;
    let lists = register.all.definitions.lists();
    let mut changes = Vec::new();
    for (place, field) in definition.fields.iter().enumerate() {
        let (was, is) = (old.value(place), new.value(place));
        if was == is || !sight.sees(field) {
            continue;
        }
        let masking = sight.masking(field);
        let shown = |value| show(field, value, masking, lists);
        changes.push((field.label.clone(), shown(was), shown(is)));
    }
    if old.state != new.state {
        let label = |entry| Shown::open(state_label(definition, entry));
        changes.push(("状态".to_owned(), label(old), label(new)));
    }
    changes
}
