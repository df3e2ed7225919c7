//! Entries on their way into the database and out of it: sealed and hashed where that is asked for.

use register::{Column, ColumnRole, Entry, FieldType, Personal, Stored, Value};
use store::Cell;

use super::{Register, Vault};

impl<'r> Register<'r> {
    /// What of an entry goes into its table, in the order of the table's columns.
    pub(crate) fn cells(self, entry: &Entry) -> Vec<Cell> {
        let stored = self.definition.store(entry);
        let place = self.place();
        let pairs = self.book.columns.iter().zip(stored);
        pairs.map(|(column, stored)| self.cell(column, stored, &place)).collect()
    }

    /// What of an entry goes into the column by which rows of a field are joined.
    pub(crate) fn join_cell(self, field: usize, entry: &Entry) -> Cell {
        let Some(join) = self.definition.join_column(field).filter(|join| !join.encrypted) else {
            return Cell::Nothing;
        };
        self.cell(&join, self.definition.store_in(&join, entry), &self.place())
    }

    /// The name of the state of an entry; that of a new one if it has none.
    pub(crate) fn state(self, entry: &Entry) -> &'r str {
        let state = entry.state.unwrap_or_default();
        self.definition.states.get(state).map_or("", |state| state.name.as_str())
    }

    /// The entry that these cells of the table are.
    pub(crate) fn entry(self, cells: &[Cell], state: &str) -> Entry {
        let place = self.place();
        let vault = self.all.vault();
        let columns = self.book.columns.iter().zip(cells);
        let mut stored: Vec<Option<Stored>> =
            columns.map(|(column, cell)| restored(vault, &place, column, cell)).collect();
        if !self.definition.states.is_empty() {
            stored.push(Some(Stored::Text(state.to_owned())));
        }
        self.definition.restore(&stored)
    }

    /// What stands in the field of this name.
    pub(crate) fn value<'e>(self, entry: &'e Entry, name: &str) -> Option<&'e Value> {
        entry.value(self.definition.field(name)?.0)
    }

    /// The keyed hash by which rows of a field are looked up.
    pub(crate) fn hash(self, field: usize, words: &str) -> String {
        self.all.vault().hash(kind(self, field), words)
    }

    /// To what sealed values belong: moved into another register they cannot be read.
    pub(crate) fn place(self) -> String {
        format!("register/{}", self.definition.name)
    }

    fn cell(self, column: &Column, stored: Option<Stored>, place: &str) -> Cell {
        let vault = self.all.vault();
        match stored {
            None => Cell::Nothing,
            Some(Stored::Integer(number)) if !column.encrypted => Cell::Number(number),
            Some(Stored::Integer(number)) => Cell::Bytes(vault.seal(place, &number.to_string())),
            Some(Stored::Text(text)) if column.role == ColumnRole::Lookup => {
                let kind = column.field.map_or(Personal::None, |field| kind(self, field));
                Cell::Text(vault.hash(kind, &text))
            }
            Some(Stored::Text(text)) if column.encrypted => Cell::Bytes(vault.seal(place, &text)),
            Some(Stored::Text(text)) => Cell::Text(text),
        }
    }
}

/// Which values have the same hash: those of one kind of personal data, wherever they stand.
fn kind(register: Register<'_>, field: usize) -> Personal {
    match register.definition.at(field).map(|field| (&field.holds, field.personal)) {
        Some((FieldType::Person { .. } | FieldType::IdNumber, _)) => Personal::Identity,
        Some((_, personal)) => personal,
        None => Personal::None,
    }
}

/// What stands in a cell. What cannot be unsealed is left empty: a changed byte must not keep the rest of
/// the row from being read.
fn restored(vault: &Vault, place: &str, column: &Column, cell: &Cell) -> Option<Stored> {
    match cell {
        Cell::Nothing => None,
        _ if column.role == ColumnRole::Lookup => None,
        Cell::Number(number) => Some(Stored::Integer(*number)),
        Cell::Text(text) => Some(Stored::Text(text.clone())),
        Cell::Bytes(bytes) => match vault.unseal(place, bytes) {
            Ok(text) => Some(Stored::Text(text)),
            Err(_) => {
                tracing::error!(column = column.name, place, "a sealed value cannot be read");
                None
            }
        },
    }
}
