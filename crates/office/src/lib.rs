//! One function per thing people do: who asks, may they, what time is it, one transaction, one audit
//! entry.
//!
//! Suggested reading order: [`rights`] (who may do what), [`asker`] (who asks), [`deed`] (how a change
//! is made), [`workflow`] (the way of a statement), then a module for each kind of work.
//!
//! Nothing here knows HTTP or HTML, and nothing below knows who asks. What goes wrong for a reason that
//! a user can understand is an [`OfficeError`] with a Chinese sentence.

pub mod acceptances;
pub mod account;
pub mod accounts;
pub mod acts;
pub mod applying;
pub mod appraising;
pub mod asker;
pub mod backups;
pub mod batches;
pub mod beginning;
pub mod beside;
pub mod budget_year;
pub mod calendar;
pub mod clock;
pub mod comparing;
pub mod console;
pub mod csv;
pub mod deadlines;
pub mod deed;
pub mod demands;
pub mod desk;
pub mod downloads;
pub mod drafts;
mod error;
pub mod evaluating;
pub mod examine;
pub mod inbox;
pub mod judged;
pub mod keeping;
pub mod library;
pub mod life;
pub mod live;
pub mod measuring;
mod memory;
pub mod monitoring;
pub mod opinions;
pub mod organisations;
pub mod overview;
pub mod papers;
pub mod password;
pub mod people;
pub mod places;
pub mod public;
pub mod reader;
pub mod registers;
pub mod rights;
pub mod roles;
pub mod second_factor;
pub mod settings;
mod shelf;
pub mod signing;
pub mod statements;
pub mod surveys;
pub mod tokens;
pub mod trail;
mod undo;
pub mod warming;
pub mod watch;
pub mod workflow;
pub mod year;

use std::sync::Arc;

use rulebook::Rulebook;
use store::{Store, StoreError, Tx};

pub use asker::{Asker, CONSOLE};
pub use clock::{Clock, Moment};
pub use error::{Faults, OfficeError};
pub use memory::one_request;
pub use rights::Permission;
pub use store::Scope;
use store::registers::measuring::Kept;

/// The office: a store, the law, a clock.
#[derive(Clone, Debug)]
pub struct Office {
    store: Store,
    rulebook: Arc<Rulebook>,
    clock: Clock,
    settings: Arc<settings::Remembered>,
    reader: Arc<dyn reader::Reader>,
    shelf: Arc<shelf::Shelf>,
    reviews: Arc<live::Reviews>,
    memory: Arc<memory::Remembered>,
    figures: Arc<Kept>,
    vault: Option<Arc<registers::Vault>>,
    own_registers: Arc<registers::OwnTexts>,
    registers: Arc<registers::Held>,
}

impl Office {
    /// An office that works with this store and by this clock.
    pub fn new(store: Store, rulebook: Arc<Rulebook>, clock: Clock) -> Office {
        Office {
            store,
            rulebook,
            clock,
            settings: Arc::default(),
            reader: Arc::new(reader::Inside),
            shelf: Arc::default(),
            reviews: Arc::default(),
            memory: Arc::default(),
            figures: Arc::default(),
            vault: None,
            own_registers: Arc::default(),
            registers: Arc::default(),
        }
    }

    /// The same with another reader of files.
    #[must_use]
    pub fn with_reader(self, reader: Arc<dyn reader::Reader>) -> Office {
        Office { reader, ..self }
    }

    /// The law and the catalogues.
    pub fn rulebook(&self) -> &Arc<Rulebook> {
        &self.rulebook
    }

    /// The store, for the program's own work: backups, checks.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A transaction that reads, and what the asker may see with this permission.
    ///
    /// # Errors
    /// If the asker has it nowhere.
    pub async fn look(
        &self,
        asker: &Asker,
        permission: Permission,
    ) -> Result<(Tx, Scope), OfficeError> {
        asker.require(permission)?;
        Ok((self.store.read().await?, asker.scope(permission)))
    }

    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        let mut tx = self.store.read().await?;
        Ok(store::people::count(&mut tx).await? == 0)
    }
}
