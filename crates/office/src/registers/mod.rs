//! Registers (台账): the department's real work, kept by its clerks, seen by those who may.
//!
//! Suggested reading order: [`Registers`] (what there is), `opening` (how they are put together and opened anew),
//! `tables` (how a definition becomes a table), `quick` and `words` (what makes lists quick), [`defining`] (an office's own definitions),
//! [`vault`] (the key of personal data), [`sight`] (who sees what), `cells` (entries in and out of the
//! database), [`asking`] and [`listing`], [`views`] (lists kept under a name), [`showing`] and [`mod@history`]
//! (reading), [`keeping`], [`keeping_many`], `moving` (changing), `references` (what entries name in other registers),
//! [`attachments`], [`person`] (everything about one person), [`merging`] (two records that are one person's;
//! `same_person`: keys in which they count once),
//! [`checks`] with [`crossing`] (over several registers), [`importing`] and [`exporting`] (tables in and out),
//! [`aid_batch`], [`checkup`], [`commending`], [`dues`], [`reminders`] (flows).

pub mod aid_batch;
pub mod asking;
pub mod attachments;
pub(crate) mod cells;
pub mod checks;
pub mod checkup;
pub mod commending;
pub mod crossing;
pub mod defining;
pub mod dues;
pub mod exporting;
pub mod history;
pub mod importing;
pub mod keeping;
pub mod keeping_many;
pub mod listing;
mod loading;
pub mod merging;
mod moving;
mod opening;
pub mod person;
mod quick;
mod references;
pub mod reminders;
mod same_person;
pub mod showing;
pub mod sight;
mod tables;
mod values;
pub mod vault;
pub mod views;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use measure::Measures;
use register::{Checker, Column, Definition, Definitions};
use rulebook::Rulebook;
use store::registers::Table;

use crate::{Office, OfficeError};

pub(crate) use opening::Held;

pub use vault::{Vault, VaultError};

/// All registers as they are kept.
pub struct Registers {
    definitions: Definitions,
    books: BTreeMap<String, Book>,
    tables: BTreeMap<String, Table>,
    pub(crate) measures: Measures,
    vault: Arc<Vault>,
    /// Long imports that this process is at, by their jobs.
    underway: Arc<Underway>,
    /// How many own definitions there were when they were opened.
    number: i64,
}

/// Long imports that a process is at, by their jobs.
type Underway = Mutex<BTreeMap<String, Arc<importing::Progress>>>;

/// A register as it is kept: its table and how its columns are filled.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its table.
    pub table: Table,
    /// The columns of the definition in the order of the table's; the state is not among them.
    pub columns: Vec<Column>,
}

/// A register: what it is and how it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Register<'r> {
    /// What it is.
    pub definition: &'r Definition,
    /// How it is kept.
    pub book: &'r Book,
    /// All registers.
    pub all: &'r Registers,
}

/// A county's own registers and checks, as path and text: `<name>/register.toml`, `cross/<name>.toml`.
pub type OwnTexts = Vec<(String, String)>;

impl Registers {
    /// All definitions.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// The register of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn get(&self, name: &str) -> Result<Register<'_>, OfficeError> {
        let found = self.definitions.definition(name).zip(self.books.get(name));
        let (definition, book) = found.ok_or(OfficeError::Missing { what: "这本台账" })?;
        Ok(Register { definition, book, all: self })
    }

    /// All registers, by name.
    pub fn all(&self) -> impl Iterator<Item = Register<'_>> {
        self.definitions.all().filter_map(|definition| self.get(&definition.name).ok())
    }

    /// The tables of all registers, by name.
    pub(crate) fn tables(&self) -> &BTreeMap<String, Table> {
        &self.tables
    }

    pub(crate) fn vault(&self) -> &Arc<Vault> {
        &self.vault
    }
}

impl<'r> Register<'r> {
    /// Its name.
    pub fn name(self) -> &'r str {
        &self.definition.name
    }

    /// A checker for rows that belong to a region, as of a day.
    pub fn checker(self, rulebook: &'r Rulebook, region: &str, today: ground::Day) -> Checker<'r> {
        Checker::new(self.definition, rulebook, self.all.definitions.lists(), region, today)
    }
}

impl fmt::Debug for Registers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registers").field("books", &self.books.len()).finish_non_exhaustive()
    }
}

impl Office {
    /// The same with the key of personal data: without it there are no registers.
    #[must_use]
    pub fn with_vault(self, vault: Vault) -> Office {
        Office { vault: Some(Arc::new(vault)), registers: Arc::default(), ..self }
    }

    /// The same with a county's own registers beside those that the program carries.
    #[must_use]
    pub fn with_own_registers(self, own: OwnTexts) -> Office {
        Office { own_registers: Arc::new(own), registers: Arc::default(), ..self }
    }
}
