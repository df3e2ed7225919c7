//! An office's own definitions, written in the browser: registers of its own, and fields added to registers that the
//! program or the folder brings.
//!
//! Suggested reading order: this page (what there is), [`planning`] (what a text would change), `care` (what is
//! refused although it can be read), [`applying`] (making it effective), [`composing`] (texts from forms),
//! [`comparing`] (versions side by side).
//!
//! Nothing that was written is lost: every text is kept, and going back is a new version with the old text. A column
//! that is no longer asked for is put away with what stands in it, and comes back with its field.

pub mod applying;
mod care;
pub mod comparing;
pub mod composing;
pub mod planning;
pub mod showing;

use std::collections::BTreeMap;

use register::Kind;
use store::Tx;
use store::registers::{definitions, own};

use super::opening;
use crate::{Asker, Office, OfficeError, Permission};

/// Where a register is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// By the program.
    Program,
    /// In the folder of the data.
    Folder,
    /// In the browser.
    Browser,
}

/// A register as those see it who define registers.
#[derive(Clone, Debug)]
pub struct Defined {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// File or journal.
    pub kind: Kind,
    /// Where it is defined.
    pub origin: Origin,
    /// How many fields it has, and how many of them were added to it.
    pub fields: (usize, usize),
    /// The version of its table in force; 0 if there is no table yet.
    pub version: i64,
    /// Since when it is in force, and who made it so, by name.
    pub since: (String, String),
    /// How many entries it has, of all organisations.
    pub entries: i64,
}

/// All registers, and what keeps them from being opened.
#[derive(Clone, Debug)]
pub struct AllDefined {
    /// The registers, by where they are defined and by name.
    pub all: Vec<Defined>,
    /// Why registers cannot be opened; empty if they can.
    pub trouble: String,
}

impl Origin {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Origin::Program => "程序自带",
            Origin::Folder => "数据文件夹",
            Origin::Browser => "本单位自建",
        }
    }
}

impl Office {
    /// All registers as they are defined.
    ///
    /// # Errors
    /// If the asker may not define registers.
    pub async fn list_definitions(&self, asker: &Asker) -> Result<AllDefined, OfficeError> {
        asker.require(Permission::ManageDefinitions)?;
        // Whoever mends a definition must see the page although the registers cannot be opened.
        let opened = self.registers().await;
        let trouble = opened.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let definitions = match &opened {
            Ok(registers) => registers.definitions().clone(),
            Err(_) => self.carried_definitions()?,
        };
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        let written: Vec<String> =
            own::newest(&mut tx).await?.into_iter().map(|own| own.register).collect();
        let mut all = Vec::new();
        for definition in definitions.all() {
            all.push(self.defined(&mut tx, &definitions, &definition.name).await?);
        }
        // What was written and cannot be read any more is not among them.
        for name in written.iter().filter(|name| definitions.definition(name).is_none()) {
            all.push(Defined::unreadable(name));
        }
        all.sort_by_key(|it| match it.origin {
            Origin::Browser => 0,
            Origin::Folder => 1,
            Origin::Program => 2 + i32::from(it.fields.1 == 0),
        });
        Ok(AllDefined { all, trouble })
    }

    /// A register as it is defined.
    async fn defined(
        &self,
        tx: &mut Tx,
        all: &register::Definitions,
        name: &str,
    ) -> Result<Defined, OfficeError> {
        let missing = || OfficeError::Missing { what: "这本台账的定义" };
        let definition = all.definition(name).ok_or_else(missing)?;
        let (_, place) = all.base(name).ok_or_else(missing)?;
        let added = all.extensions_of(name).map(|at| all.added_by(at).len()).sum();
        let there = definitions::find(tx, name).await?;
        let newest = definitions::versions(tx, name).await?.into_iter().next();
        let (by, at) = newest.map(|it| (it.installed_by, it.installed_at)).unwrap_or_default();
        let by = super::showing::name_of(tx, &by).await?;
        let entries = match &there {
            Some(there) => definitions::entries(tx, &there.table).await?,
            None => 0,
        };
        Ok(Defined {
            name: definition.name.clone(),
            title: definition.title.clone(),
            kind: definition.kind,
            origin: self.origin(place),
            fields: (definition.fields.len(), added),
            version: there.map_or(0, |there| there.version),
            since: (at, by),
            entries,
        })
    }

    /// Where a text stands.
    fn origin(&self, place: &str) -> Origin {
        if place.starts_with(opening::BROWSER) {
            Origin::Browser
        } else if self.own_registers.iter().any(|(path, _)| path == place) {
            Origin::Folder
        } else {
            Origin::Program
        }
    }
}

impl Defined {
    fn unreadable(name: &str) -> Defined {
        Defined {
            name: name.to_owned(),
            title: name.to_owned(),
            kind: Kind::File,
            origin: Origin::Browser,
            fields: (0, 0),
            version: 0,
            since: Default::default(),
            entries: 0,
        }
    }
}

/// The texts of all registers but one that were written in the browser, by their places.
fn others(newest: &[own::Own], register: &str) -> BTreeMap<String, String> {
    let mut texts = opening::texts(newest);
    texts.remove(&opening::place(register));
    texts
}
