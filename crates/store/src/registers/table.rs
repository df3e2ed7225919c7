//! What a register's table looks like: its columns, its indexes, and the columns that every one has.

use std::collections::BTreeSet;

use sea_query::{Alias, Expr};
use serde::{Deserialize, Serialize};

use crate::{Cell, StoreError};

/// The longest name of a register.
const LONGEST_REGISTER: usize = 40;
/// The longest name that PostgreSQL allows.
pub(crate) const LONGEST_NAME: usize = 63;
/// The longest name of a column: room is left for what goes before it.
const LONGEST_COLUMN: usize = 56;
/// Bytes of the longest text of an indexed column: four of them fit into PostgreSQL's 2,704 of an index.
const LONGEST_INDEXED: usize = 600;
/// The most columns; SQLite allows 2,000, PostgreSQL 1,600.
const MOST_COLUMNS: usize = 400;

/// The columns that every register's table has before its own, in their order.
pub(crate) const SYSTEM: [(&str, Kind); 12] = [
    ("owner", Kind::Text),
    ("id", Kind::Integer),
    ("state", Kind::Text),
    ("version", Kind::Integer),
    ("import_id", Kind::Integer),
    ("reverses", Kind::Integer),
    ("reversed_by", Kind::Integer),
    ("created_by", Kind::Text),
    ("created_at", Kind::Text),
    ("changed_by", Kind::Text),
    ("changed_at", Kind::Text),
    ("removed_at", Kind::Text),
];

/// A register's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The register: small letters, digits, `_`.
    pub register: String,
    /// Whether its entries change.
    pub book: Book,
    /// Its own columns in their order.
    pub columns: Vec<Column>,
    /// What is found quickly, and what may be there only once.
    pub indexes: Vec<Index>,
    /// The columns of text in which words are found quickly. Never encrypted ones.
    #[serde(default)]
    pub words: Vec<String>,
}

/// Whether entries change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// 档案: entries change, every version is kept.
    File,
    /// 流水: entries are only added; one reverses another.
    Journal,
}

/// A column of a register's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name: small letters, digits, `_`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether what it holds is encrypted: then nothing can be asked of it but whether it is filled.
    #[serde(default)]
    pub sealed: Sealing,
    /// The entries of another register that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers: Option<Reference>,
}

/// Whether what a column holds is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sealing {
    /// It can be read by whoever reads the database.
    #[default]
    Open,
    /// Encrypted.
    Sealed,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text: words, days (2026-03-01), codes, keyed hashes.
    Text,
    /// A whole number: fen, numbers of fixed decimals, yes and no.
    Integer,
    /// Bytes: what is encrypted.
    Bytes,
}

/// A column of another register, of the same owner, whose values name its entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The other register.
    pub register: String,
    /// The column of it; `id` for the entry's number.
    pub column: String,
}

/// The cells of an entry that fit a table: see [`Table::fitted`].
#[derive(Debug)]
pub struct Fitted(pub(crate) Vec<Cell>);

/// What is found quickly. Every index begins with the owner, or with hashes before the owner, ends with the entry's number, and leaves out
/// entries that were removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its columns. A list filtered by some columns and ordered by another is quick where the filters come
    /// first and the order last.
    pub columns: Vec<String>,
    /// Whether an owner may have only one entry with these values. Entries without one of them, reversed
    /// ones and reversing ones do not count; so in a journal such an index finds nothing for lists, and
    /// columns that are asked for have another one.
    #[serde(default)]
    pub once: Once,
    /// Columns that it carries along: what a list filtered by it sums up is then read from the index alone.
    #[serde(default)]
    pub carries: Vec<String>,
    /// Whether its first column holds keyed hashes, in whose order nobody asks for anything. Then they stand before the
    /// owner: many entries are told apart and sorted by what differs first.
    #[serde(default)]
    pub scattered: bool,
}

impl Index {
    /// Whether lists may be found by it.
    pub(crate) fn finds(&self, book: Book) -> bool {
        self.once == Once::Often || book == Book::File
    }
}

/// Whether values may be there more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Once {
    /// As often as one likes.
    #[default]
    Often,
    /// Once.
    Once,
}

/// A column as it stands in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The name in the database.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) kind: Kind,
    /// Whether it is encrypted.
    pub(crate) sealed: Sealing,
}

impl Table {
    /// Refuses names that are no names, doubles, and indexes over what is not there or is encrypted.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn check(&self) -> Result<(), StoreError> {
        if !is_name(&self.register, LONGEST_REGISTER) {
            return Err(refused(&self.register, "is no name of a register"));
        }
        if self.columns.is_empty() || self.columns.len() > MOST_COLUMNS {
            return Err(refused(&self.register, "has no columns, or too many"));
        }
        let mut names = BTreeSet::new();
        for column in &self.columns {
            if !is_name(&column.name, LONGEST_COLUMN) {
                return Err(refused(&column.name, "is no name of a column"));
            }
            if !names.insert(column.name.as_str()) {
                return Err(refused(&column.name, "is there twice"));
            }
            let others = column.refers.iter().flat_map(|other| [&other.register, &other.column]);
            for name in others {
                if !is_name(name, LONGEST_COLUMN) {
                    return Err(refused(name, "is no name"));
                }
            }
        }
        for name in &self.words {
            if self.asked(name)?.kind != Kind::Text {
                return Err(refused(name, "holds no text in which words could be found"));
            }
        }
        self.check_indexes()
    }

    fn check_indexes(&self) -> Result<(), StoreError> {
        for (at, index) in self.indexes.iter().enumerate() {
            let before = self.indexes.get(..at).unwrap_or_default();
            if before.contains(index) {
                return Err(refused(&index.columns.join(", "), "is indexed twice"));
            }
            if index.columns.is_empty() || index.columns.len() + index.carries.len() > 8 {
                return Err(refused(&self.register, "has an index of no columns, or of too many"));
            }
            for name in index.columns.iter().chain(&index.carries) {
                self.asked(name)?;
            }
        }
        Ok(())
    }

    /// Its name in the database.
    pub(crate) fn name(&self) -> String {
        name_of(&self.register)
    }

    /// Its name in the database, for a query.
    pub(crate) fn alias(&self) -> Alias {
        Alias::new(self.name())
    }

    /// The column of this name: one of its own, or else one that every table has.
    pub(crate) fn place(&self, name: &str) -> Result<Place, StoreError> {
        if let Some(column) = self.columns.iter().find(|column| column.name == name) {
            let Column { kind, sealed, .. } = *column;
            return Ok(Place { name: physical(name), kind, sealed });
        }
        let system = SYSTEM.iter().find(|(system, _)| *system == name);
        let (name, kind) = system.ok_or_else(|| refused(name, "is no column of the register"))?;
        Ok(Place { name: (*name).to_owned(), kind: *kind, sealed: Sealing::Open })
    }

    /// The column of this name, of which something is asked: so not an encrypted one.
    pub(crate) fn asked(&self, name: &str) -> Result<Place, StoreError> {
        let place = self.place(name)?;
        match (place.sealed, place.kind) {
            (Sealing::Open, Kind::Text | Kind::Integer) => Ok(place),
            _ => Err(refused(name, "is encrypted: nothing can be asked of it")),
        }
    }

    /// Cells that have been held against the columns: many threads can do that for one that writes.
    ///
    /// # Errors
    /// If they do not fit.
    pub fn fitted(&self, cells: Vec<Cell>) -> Result<Fitted, StoreError> {
        self.fit(&cells)?;
        Ok(Fitted(cells))
    }

    /// Refuses cells that do not fit the columns.
    pub(crate) fn fit(&self, cells: &[Cell]) -> Result<(), StoreError> {
        if cells.len() != self.columns.len() {
            return Err(refused(&self.register, "has another number of columns than the entry"));
        }
        for (column, cell) in self.columns.iter().zip(cells) {
            fits(&column.name, column.kind, cell)?;
            let is_long = matches!(cell, Cell::Text(text) if text.len() > LONGEST_INDEXED);
            if is_long && self.is_indexed(&column.name) {
                return Err(refused(&column.name, "is too long for a column that is looked up by"));
            }
        }
        Ok(())
    }

    fn is_indexed(&self, column: &str) -> bool {
        let mut indexed =
            self.indexes.iter().flat_map(|index| index.columns.iter().chain(&index.carries));
        indexed.any(|name| name == column)
    }
}

impl Place {
    /// The column in a query over the table `e`.
    pub(crate) fn expr(&self) -> Expr {
        Expr::col(self.of())
    }

    /// The column of the table `e`.
    pub(crate) fn of(&self) -> (&'static str, Alias) {
        ("e", Alias::new(self.name.as_str()))
    }
}

/// Refuses a cell that is not of this kind. Text never holds NUL: PostgreSQL cannot keep it.
pub(crate) fn fits(column: &str, kind: Kind, cell: &Cell) -> Result<(), StoreError> {
    match (kind, cell) {
        (_, Cell::Nothing) | (Kind::Integer, Cell::Number(_)) | (Kind::Bytes, Cell::Bytes(_)) => {
            Ok(())
        }
        (Kind::Text, Cell::Text(text)) if text.contains('\0') => {
            Err(refused(column, "cannot hold the sign NUL"))
        }
        (Kind::Text, Cell::Text(_)) => Ok(()),
        _ => Err(refused(column, "is of another kind than its value")),
    }
}

/// The name in the database of a register's table.
pub(crate) fn name_of(register: &str) -> String {
    format!("reg_{register}")
}

/// The name in the database of a column of a register's own. What goes before it keeps it apart from the
/// columns that every table has, now and later, and from the words of SQL.
pub(crate) fn physical(name: &str) -> String {
    format!("f_{name}")
}

pub(crate) fn is_name(name: &str, longest: usize) -> bool {
    let mut signs = name.bytes();
    signs.next().is_some_and(|first| first.is_ascii_lowercase())
        && name.len() <= longest
        && signs.all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_')
}

pub(crate) fn refused(what: &str, why: &'static str) -> StoreError {
    StoreError::Refused { what: what.chars().take(80).collect(), why }
}
