//! How the registers are opened: the definitions of the program, of the folder and of the browser are put together,
//! tables are made and changed. They are opened anew when somebody has defined something, in this process or in
//! another one on the same database.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use register::{Definition, Definitions};
use store::Tx;
use store::registers::{Installed, Installing, definitions, own};

use super::{Book, Registers, Underway, Vault, crossing, reminders, tables};
use crate::asker::CONSOLE;
use crate::memory::open;
use crate::{Moment, Office, OfficeError, measuring};

/// The setting that holds what tells the key from another.
const MARK: &str = "registers.key";
/// For how many seconds registers are taken to be as they were: so soon another program over the same database sees
/// what was defined.
const HOLDS_SECONDS: i64 = 1;
/// Where texts stand that were written in the browser, as faults name it.
pub(super) const BROWSER: &str = "浏览器中的定义";

/// The registers as this process holds them.
#[derive(Default)]
pub(crate) struct Held {
    now: Mutex<Option<(Moment, Arc<Registers>)>>,
    /// Opening changes tables: one at a time.
    turn: tokio::sync::Mutex<()>,
    /// The definitions of the program and of the folder, which stay as they are while the program runs.
    carried: OnceLock<Definitions>,
    underway: Arc<Underway>,
}

/// By which columns checks and reminders look registers up.
pub(super) type Indexes = BTreeMap<String, Vec<Vec<String>>>;

impl Held {
    /// The registers, if they were looked after a moment ago.
    fn fresh(&self, now: Moment) -> Option<Arc<Registers>> {
        let held = open(&self.now);
        let held = held.as_ref().filter(|(looked, _)| {
            // A clock that was put back must not keep old definitions alive.
            *looked <= now && now < looked.plus_seconds(HOLDS_SECONDS)
        });
        held.map(|(_, registers)| Arc::clone(registers))
    }

    /// The registers, if they were opened with so many own definitions.
    fn of(&self, number: i64) -> Option<Arc<Registers>> {
        let held = open(&self.now);
        held.as_ref().map(|(_, registers)| Arc::clone(registers)).filter(|it| it.number == number)
    }

    fn hold(&self, now: Moment, registers: &Arc<Registers>) {
        *open(&self.now) = Some((now, Arc::clone(registers)));
    }

    /// Lets go of them: something was defined.
    pub(super) fn forget(&self) {
        *open(&self.now) = None;
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}

impl Office {
    /// All registers; makes and changes their tables when it is first asked, and when something was defined.
    ///
    /// # Errors
    /// If there is no key or another one than before, a county's own definition is wrong, or a definition
    /// cannot follow the one in force.
    pub async fn registers(&self) -> Result<Arc<Registers>, OfficeError> {
        let now = self.now();
        if let Some(known) = self.registers.fresh(now) {
            return Ok(known);
        }
        let _turn = self.registers.turn.lock().await;
        if let Some(known) = self.registers.fresh(now) {
            return Ok(known);
        }
        let number = own::count(&mut self.store.read().await?).await?;
        let registers = match self.registers.of(number) {
            Some(known) => known,
            None => self.open_registers().await?,
        };
        self.registers.hold(now, &registers);
        Ok(registers)
    }

    async fn open_registers(&self) -> Result<Arc<Registers>, OfficeError> {
        let Some(vault) = self.vault.clone() else {
            let said = "没有个人信息的密钥，台账没有启用。请由系统管理员设置密钥文件后重新启动";
            return Err(OfficeError::Machine(said.to_owned()));
        };
        let carried = self.carried_definitions()?;
        let mut tx = self.store.write().await?;
        let at = self.now().to_string();
        is_the_key(&mut tx, &vault, &at).await?;
        let number = own::count(&mut tx).await?;
        let written = texts(&own::newest(&mut tx).await?);
        let definitions = self.with_browser(carried, &written).map_err(|faults| wrong(&faults))?;
        let indexes = indexes(&definitions);
        let there = definitions::all(&mut tx).await?;
        let mut books = BTreeMap::new();
        for definition in definitions.all() {
            let book = tables::book(definition, &definitions, &indexes);
            let there = there.iter().find(|one| one.table.register == definition.name);
            self.install(&mut tx, definition, &book, there, &definitions).await?;
            books.insert(definition.name.clone(), book);
        }
        tx.commit().await?;
        let table = |(name, book): (&String, &Book)| (name.clone(), book.table.clone());
        let tables = books.iter().map(table).collect();
        let measures = measuring::measures(&definitions);
        let underway = Arc::clone(&self.registers.underway);
        let all = Registers { definitions, books, tables, measures, vault, underway, number };
        Ok(Arc::new(all))
    }

    /// The definitions of the program and of the folder.
    pub(super) fn carried_definitions(&self) -> Result<Definitions, OfficeError> {
        if let Some(known) = self.registers.carried.get() {
            return Ok(known.clone());
        }
        let all = Definitions::embedded(&self.rulebook).map_err(|faults| wrong(&faults))?;
        let own = self.own_registers.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let all = all.with(own, &self.rulebook).map_err(|faults| wrong(&faults))?;
        Ok(self.registers.carried.get_or_init(|| all).clone())
    }

    /// The same with what was written in the browser, by its places.
    pub(super) fn with_browser(
        &self,
        carried: Definitions,
        written: &BTreeMap<String, String>,
    ) -> Result<Definitions, Vec<register::Fault>> {
        if written.is_empty() {
            return Ok(carried);
        }
        let written = written.iter().map(|(place, text)| (place.as_str(), text.as_str()));
        carried.with(written, &self.rulebook)
    }

    /// Makes the table of a register, or brings the one that is there to the version of its definition.
    async fn install(
        &self,
        tx: &mut Tx,
        definition: &Definition,
        book: &Book,
        there: Option<&Installed>,
        all: &Definitions,
    ) -> Result<(), OfficeError> {
        let text = all.text(&definition.name).unwrap_or_default();
        let version = i64::from(definition.version);
        let at = self.now().to_string();
        let new = Installing { version, text, by: CONSOLE, at: &at };
        let Some(installed) = there else {
            definitions::install(tx, &book.table, &new).await?;
            return Ok(());
        };
        if installed.version == version && tables::same_columns(&installed.table, &book.table) {
            if installed.table.indexes != book.table.indexes
                || installed.table.words != book.table.words
            {
                definitions::quicken(tx, &book.table).await?;
            }
            return Ok(());
        }
        let history = definitions::versions(tx, &definition.name).await?;
        let line = tables::Line::of(&history, &self.rulebook, all);
        let steps = line
            .and_then(|line| tables::steps(&line, installed, definition, all))
            .map_err(|why| refused(definition, &why))?;
        definitions::revise(tx, &book.table, &steps, &new).await?;
        Ok(())
    }
}

/// The place of a text that was written in the browser.
pub(super) fn place(register: &str) -> String {
    format!("{BROWSER}/{register}")
}

/// The texts that were written in the browser, by their places.
pub(super) fn texts(newest: &[own::Own]) -> BTreeMap<String, String> {
    newest.iter().map(|own| (place(&own.register), own.text.clone())).collect()
}

/// By which columns registers are looked up.
pub(super) fn indexes(definitions: &Definitions) -> Indexes {
    let mut indexes = crossing::indexes(definitions);
    for (register, columns) in reminders::indexes(definitions) {
        indexes.entry(register).or_default().extend(columns);
    }
    indexes
}

fn wrong(faults: &[register::Fault]) -> OfficeError {
    let said: Vec<String> = faults.iter().take(5).map(ToString::to_string).collect();
    OfficeError::Machine(format!("台账定义有误：{}", said.join("；")))
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
