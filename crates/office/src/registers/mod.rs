//! Registers (台账): the department's real work, kept by its clerks, seen by those who may.
//!
//! Suggested reading order: [`Registers`] (what there is), `tables` (how a definition becomes a table),
//! [`vault`] (the key of personal data), [`sight`] (who sees what), `cells` (entries in and out of the
//! database), [`asking`] and [`listing`], [`showing`] and [`mod@history`] (reading), [`keeping`], [`keeping_many`],
//! `moving` (changing), [`attachments`], [`person`] (everything about one person), [`checks`] with [`crossing`] (over
//! several registers), [`importing`] and [`exporting`] (tables in and out), [`aid_batch`],
//! [`checkup`], [`dues`], [`reminders`] (flows).

pub mod aid_batch;
pub mod asking;
pub mod attachments;
pub(crate) mod cells;
pub mod checks;
pub mod checkup;
pub mod crossing;
pub mod dues;
pub mod exporting;
pub mod history;
pub mod importing;
pub mod keeping;
pub mod keeping_many;
pub mod listing;
mod loading;
mod moving;
pub mod person;
pub mod reminders;
pub mod showing;
pub mod sight;
mod tables;
pub mod vault;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use register::{Checker, Column, Definition, Definitions};
use rulebook::Rulebook;
use store::Tx;
use store::registers::{Installing, Table, definitions};

use crate::asker::CONSOLE;
use crate::{Office, OfficeError};

pub use vault::{Vault, VaultError};

/// The setting that holds what tells the key from another.
const MARK: &str = "registers.key";

/// All registers as they are kept.
pub struct Registers {
    definitions: Definitions,
    books: BTreeMap<String, Book>,
    tables: BTreeMap<String, Table>,
    vault: Arc<Vault>,
    /// Long imports that this process is at, by their jobs.
    underway: Mutex<BTreeMap<String, Arc<importing::Progress>>>,
}

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

    pub(crate) fn vault(&self) -> &Vault {
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

    /// All registers; makes and changes their tables when it is first asked.
    ///
    /// # Errors
    /// If there is no key or another one than before, a county's own definition is wrong, or a definition
    /// cannot follow the one in force.
    pub async fn registers(&self) -> Result<Arc<Registers>, OfficeError> {
        self.registers.get_or_try_init(|| self.open_registers()).await.cloned()
    }

    async fn open_registers(&self) -> Result<Arc<Registers>, OfficeError> {
        let Some(vault) = self.vault.clone() else {
            let said = "没有个人信息的密钥，台账没有启用。请由系统管理员设置密钥文件后重新启动";
            return Err(OfficeError::Machine(said.to_owned()));
        };
        let definitions = self.definitions()?;
        let mut tx = self.store.write().await?;
        let at = self.now().to_string();
        is_the_key(&mut tx, &vault, &at).await?;
        let texts = self.definition_texts();
        let mut indexes = crossing::indexes(&definitions);
        for (register, columns) in reminders::indexes(&definitions) {
            indexes.entry(register).or_default().extend(columns);
        }
        let mut books = BTreeMap::new();
        for definition in definitions.all() {
            let book = tables::book(definition, &definitions, &indexes);
            self.install(&mut tx, definition, &book, &definitions, &texts).await?;
            books.insert(definition.name.clone(), book);
        }
        tx.commit().await?;
        let table = |(name, book): (&String, &Book)| (name.clone(), book.table.clone());
        let tables = books.iter().map(table).collect();
        let underway = Mutex::default();
        Ok(Arc::new(Registers { definitions, books, tables, vault, underway }))
    }

    fn definitions(&self) -> Result<Definitions, OfficeError> {
        let wrong = |faults: Vec<register::Fault>| {
            let said: Vec<String> = faults.iter().take(5).map(ToString::to_string).collect();
            OfficeError::Machine(format!("台账定义有误：{}", said.join("；")))
        };
        let all = Definitions::embedded(&self.rulebook).map_err(wrong)?;
        let own = self.own_registers.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.with(own, &self.rulebook).map_err(wrong)
    }

    /// The texts of the definitions by register.
    fn definition_texts(&self) -> BTreeMap<String, String> {
        let named = |path: &str| {
            let (folder, _) = path.rsplit_once('/')?;
            Some(folder.rsplit_once('/').map_or(folder, |(_, name)| name).to_owned())
        };
        let embedded = rulebook::files("registers").map(|(path, _, text)| (path, text));
        let own = self.own_registers.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let texts = embedded.chain(own).filter(|(path, _)| path.ends_with("register.toml"));
        texts.filter_map(|(path, text)| Some((named(path)?, text.to_owned()))).collect()
    }

    /// Makes the table of a register, or brings it to the version of its definition.
    async fn install(
        &self,
        tx: &mut Tx,
        definition: &Definition,
        book: &Book,
        all: &Definitions,
        texts: &BTreeMap<String, String>,
    ) -> Result<(), OfficeError> {
        let text = texts.get(&definition.name).map(String::as_str).unwrap_or_default();
        let version = i64::from(definition.version);
        let at = self.now().to_string();
        let new = Installing { version, text, by: CONSOLE, at: &at };
        let Some(installed) = definitions::find(tx, &definition.name).await? else {
            definitions::install(tx, &book.table, &new).await?;
            return Ok(());
        };
        if installed.version == version && tables::same_columns(&installed.table, &book.table) {
            return Ok(());
        }
        let before = definitions::versions(tx, &definition.name).await?.into_iter().next();
        let before = before.map(|before| before.text).unwrap_or_default();
        let steps = tables::steps(&before, definition, &self.rulebook, all)
            .map_err(|why| refused(definition, &why))?;
        definitions::revise(tx, &book.table, &steps, &new).await?;
        Ok(())
    }
}

/// Refuses a key that is not the one by which what is there was sealed.
async fn is_the_key(tx: &mut Tx, vault: &Vault, at: &str) -> Result<(), OfficeError> {
    let mark = vault.mark();
    match store::settings::get(tx, MARK).await? {
        None => Ok(store::settings::set(tx, MARK, &mark, CONSOLE, at).await?),
        Some(known) if known == mark => Ok(()),
        Some(_) => {
            let said =
                "个人信息的密钥不是原来的那一个，台账没有启用。请放回原来的密钥文件后重新启动";
            Err(OfficeError::Machine(said.to_owned()))
        }
    }
}

fn refused(definition: &Definition, why: &str) -> OfficeError {
    OfficeError::Machine(format!("台账“{}”的新定义不能启用：{why}", definition.title))
}
