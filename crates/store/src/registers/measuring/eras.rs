//! How columns were called and kept before their register's definition changed: versions of entries from before hold
//! them as they were then.

use std::collections::BTreeMap;

use super::super::definitions;
use super::super::steps::Step;
use super::super::table::{Kind, Place};
use super::{Also, Entries};
use crate::{StoreError, Tx};

/// The changes of the definitions of registers, by register: when and by which steps, the newest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(BTreeMap<String, Vec<(String, Vec<Step>)>>);

/// A column in versions that were replaced before a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Era {
    /// Before this moment.
    pub(super) until: String,
    /// What it was called; `None`: it was not there.
    pub(super) name: Option<String>,
    /// By how much its numbers are multiplied to be those of today.
    pub(super) factor: i64,
}

impl Changes {
    /// The changes of all registers that a question is about.
    pub(super) async fn of(tx: &mut Tx, entries: &Entries<'_>) -> Result<Changes, StoreError> {
        let mut registers = Vec::new();
        gather(entries, &mut registers);
        let mut changes = BTreeMap::new();
        for register in registers {
            let versions = definitions::versions(tx, register).await?.into_iter();
            let mut steps: Vec<_> = versions
                .filter(|one| !one.steps.is_empty())
                .map(|one| (one.version, one.installed_at, one.steps))
                .collect();
            steps.sort_by_key(|(version, ..)| std::cmp::Reverse(*version));
            let steps = steps.into_iter().map(|(_, at, steps)| (at, steps)).collect();
            changes.insert(register.to_owned(), steps);
        }
        Ok(Changes(changes))
    }

    /// The eras of a column, the earliest first; none: it was always as it is.
    pub(super) fn eras(&self, register: &str, column: &str, place: &Place) -> Vec<Era> {
        let mut now = (Some(column.to_owned()), 1_i64);
        let mut eras = Vec::new();
        for (at, steps) in self.0.get(register).into_iter().flatten() {
            let before = steps.iter().rev().fold(now.clone(), step_back);
            if before != now {
                let (name, factor) = before.clone();
                let factor = if place.kind == Kind::Integer { factor } else { 1 };
                eras.push(Era { until: at.clone(), name, factor });
                now = before;
            }
        }
        eras.reverse();
        eras
    }
}

/// What a column was called before a step, and how much finer it is since.
fn step_back((name, factor): (Option<String>, i64), step: &Step) -> (Option<String>, i64) {
    let Some(name) = name else { return (None, factor) };
    match step {
        Step::Add { column } if column.name == name => (None, factor),
        Step::Rename { from, to } if *to == name => (Some(from.clone()), factor),
        Step::Scale { column, by } if *column == name => {
            (Some(name), factor.saturating_mul(10_i64.saturating_pow(*by)))
        }
        _ => (Some(name), factor),
    }
}

/// The registers of entries and of those that they are related with.
fn gather<'e>(entries: &'e Entries<'_>, registers: &mut Vec<&'e str>) {
    registers.push(&entries.table.register);
    for also in &entries.also {
        if let Also::Related(related) = also {
            gather(&related.of, registers);
        }
    }
}
