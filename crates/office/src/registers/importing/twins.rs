//! Entries that are in the register already: found by their keys, and what a row would make of them.

use std::collections::HashMap;

use register::{
    Definition, Duplicates, Entry, FieldType, KeyMark, Matching, Part, Person, RowFinding, Value,
};
use store::registers::{self as kept, same};
use store::{Cell, Tx};

use super::rows::{Against, Line, key_columns};
use crate::OfficeError;
use crate::registers::Register;
use crate::registers::same_person::Keys;
use crate::registers::sight::Sight;

/// Finds what rows are the same as.
pub(super) struct Finder<'r> {
    register: Register<'r>,
    owner: &'r str,
    columns: Vec<String>,
    keys: Keys,
    is_any: bool,
    seen: Duplicates,
}

/// The entries that some rows are the same as.
#[derive(Default)]
pub(super) struct Found {
    /// By their keys.
    by_key: HashMap<Vec<u8>, kept::Entry>,
    /// Of persons whose records were merged, by what they are known by.
    by_person: HashMap<Vec<u8>, kept::Entry>,
}

impl<'r> Finder<'r> {
    pub(super) async fn begin(
        tx: &mut Tx,
        register: Register<'r>,
        sight: &'r Sight,
    ) -> Result<Finder<'r>, OfficeError> {
        let owner = sight.owner.id.as_str();
        let columns = key_columns(register);
        let keys = Keys::of(tx, &sight.scope(), register, &columns).await?;
        let is_any = !columns.is_empty() && same::is_any(tx, &register.book.table, owner).await?;
        Ok(Finder { register, owner, columns, keys, is_any, seen: Duplicates::default() })
    }

    /// What rows are held against: entries, if the owner has any that a row could be the same as.
    pub(super) fn against(&self) -> Against {
        if self.is_any { Against::Entries } else { Against::Nothing }
    }

    /// What is said of a row that is the same as one before it.
    pub(super) fn again(&mut self, line: &Line) -> Option<RowFinding> {
        let twice = match line.stored_key.as_ref().and_then(|key| self.keys.known_by(key)) {
            Some(key) => self.seen.add(line.number, KeyMark::of(&format!("{key:?}"))),
            None => self.seen.add(line.number, line.key?),
        }?;
        let first = format!("第{}行", twice.first);
        Some(twice.finding(self.register.definition, &first))
    }

    /// The entries that these rows are the same as.
    pub(super) async fn found(&self, tx: &mut Tx, lines: &[Line]) -> Result<Found, OfficeError> {
        if !self.is_any {
            return Ok(Found::default());
        }
        let stored = lines.iter().filter_map(|line| line.stored_key.as_ref());
        let mut keys: Vec<Vec<Cell>> = stored.flat_map(|key| self.keys.same_as(key)).collect();
        keys.sort_by_cached_key(|key| plain(key));
        keys.dedup();
        let table = &self.register.book.table;
        let entries = same::find(tx, table, self.owner, &self.columns, &keys).await?;
        let mut found = Found::default();
        for entry in entries {
            let part = |name: &String| {
                let place = table.columns.iter().position(|column| column.name == *name)?;
                entry.cells.get(place).cloned()
            };
            let key: Option<Vec<Cell>> = self.columns.iter().map(part).collect();
            let key = key.unwrap_or_default();
            if let Some(known_by) = self.keys.known_by(&key) {
                found.by_person.entry(plain(&known_by)).or_insert_with(|| entry.clone());
            }
            // Of several in a journal the first is named.
            found.by_key.entry(plain(&key)).or_insert(entry);
        }
        Ok(found)
    }
}

impl Found {
    /// The entry that the row is the same as: that with its own number before that with another of the person.
    pub(super) fn of(&self, line: &Line, finder: &Finder<'_>) -> Option<&kept::Entry> {
        let key = line.stored_key.as_ref()?;
        let same_person = || self.by_person.get(&plain(&finder.keys.known_by(key)?));
        self.by_key.get(&plain(key)).or_else(same_person)
    }
}

/// A key as bytes that tell it from any other.
fn plain(key: &[Cell]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for cell in key {
        match cell {
            Cell::Nothing => bytes.push(0),
            Cell::Number(number) => {
                bytes.push(1);
                bytes.extend(number.to_be_bytes());
            }
            Cell::Text(text) => {
                bytes.push(2);
                bytes.extend((text.len() as u64).to_be_bytes());
                bytes.extend(text.as_bytes());
            }
            Cell::Bytes(some) => {
                bytes.push(3);
                bytes.extend((some.len() as u64).to_be_bytes());
                bytes.extend(some);
            }
        }
    }
    bytes
}

/// What an entry becomes by a row: what has no column stays as it is, and so does its state, which people move.
pub(super) fn merged(
    definition: &Definition,
    matching: &Matching,
    before: &Entry,
    row: &Entry,
) -> Entry {
    let mut after = before.clone();
    let has = |part: Part| {
        let columns = matching.columns.iter().zip(&definition.inputs);
        columns.into_iter().any(|(column, input)| column.is_some() && input.part == part)
    };
    for (place, field) in definition.fields.iter().enumerate() {
        let (is_named, is_shown) = (has(Part::Field(place)), has(Part::Document(place)));
        let value = match (&field.holds, is_named, is_shown) {
            (_, false, false) => continue,
            (FieldType::Person { .. }, true, false) => {
                person(row.value(place), before.value(place))
            }
            (FieldType::Person { .. }, false, true) => {
                person(before.value(place), row.value(place))
            }
            _ => row.value(place).cloned(),
        };
        after.set(place, value);
    }
    after
}

/// The name of one with the document of the other.
fn person(name: Option<&Value>, document: Option<&Value>) -> Option<Value> {
    let Some(Value::Person(Person { name, .. })) = name else { return None };
    let document = match document {
        Some(Value::Person(person)) => person.document.clone(),
        _ => None,
    };
    Some(Value::Person(Person { name: name.clone(), document }))
}
