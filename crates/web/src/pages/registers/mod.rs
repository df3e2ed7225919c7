//! Registers (台账): what there is, lists, entries, forms, people.
//!
//! Suggested reading order: [`shelf`] (all registers), [`asked`] and [`list`] (the entries of one),
//! [`filters`] (by what a list is asked), [`lines`] (its table), [`views`] (lists kept under a name), [`entry`] (one
//! entry and what may be done with it), [`form`] and [`fields`] (entering and changing), [`grid`] (many at once),
//! [`files`] (what proves an entry), [`person`] (everything about one person), [`merging`] (two records that are one
//! person's), [`aid`], [`checkup`] and [`commending`] (batches), [`due`] (reminders), [`dues`] (the account of dues),
//! [`checks`] (checks over registers), [`said`] (what the checks say, as every page shows it).

pub(crate) mod acts;
pub(crate) mod aid;
pub(crate) mod asked;
pub(crate) mod checks;
pub(crate) mod checkup;
pub(crate) mod commending;
pub(crate) mod due;
pub(crate) mod dues;
pub(crate) mod entry;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod filters;
pub(crate) mod form;
pub(crate) mod grid;
pub(crate) mod lines;
pub(crate) mod list;
pub(crate) mod merging;
pub(crate) mod person;
pub(crate) mod said;
pub(crate) mod shelf;
mod themes;
pub(crate) mod views;

use ground::Day;
use office::{Asker, OfficeError};
use serde::Deserialize;
use store::organisations::Organisation;

use crate::pages::pieces::{Choice, choice};
use crate::{App, WebError};

/// Where registers begin.
pub(crate) const HERE: &str = "/registers";

/// The organisations whose registers somebody may see, and the one that is looked at.
pub(crate) struct Owners {
    pub(crate) all: Vec<Organisation>,
    pub(crate) chosen: String,
    usual: String,
}

impl Owners {
    /// Those that the asker may see; looked at is the one asked for, or else the asker's own.
    pub(crate) async fn of(app: &App, asker: &Asker, asked: &str) -> Result<Owners, WebError> {
        let all = app.office.register_owners(asker).await?;
        let own = all.iter().find(|one| one.id == asker.home).or_else(|| all.first());
        let missing = OfficeError::Missing { what: "可以查看台账的单位" };
        let usual = own.map(|own| own.id.clone()).ok_or(missing)?;
        let chosen = if asked.is_empty() { usual.clone() } else { asked.to_owned() };
        Ok(Owners { all, chosen, usual })
    }

    /// The name of an organisation.
    pub(crate) fn name(&self, id: &str) -> String {
        self.all.iter().find(|one| one.id == id).map_or_else(String::new, |one| one.name.clone())
    }

    /// The one looked at, as addresses name it: the usual one is left out.
    pub(crate) fn in_address(&self) -> &str {
        if self.chosen == self.usual { "" } else { &self.chosen }
    }

    /// Whether there are others below the one looked at.
    pub(crate) fn has_below(&self) -> bool {
        let chosen = self.all.iter().find(|one| one.id == self.chosen);
        chosen.is_some_and(|chosen| {
            self.all.iter().any(|one| one.id != chosen.id && one.path.starts_with(&chosen.path))
        })
    }

    /// All of them to choose from; none where there is nothing to choose.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        if self.all.len() < 2 {
            return Vec::new();
        }
        let name = |one: &Organisation| {
            let depth = one.path.matches('/').count().saturating_sub(1);
            format!("{}{}", "　".repeat(depth), one.name)
        };
        self.all.iter().map(|one| choice(one.id.as_str(), name(one), &self.chosen)).collect()
    }
}

/// The number of an entry in an address; what is no number names no entry.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Id(pub(crate) i64);

impl From<String> for Id {
    fn from(text: String) -> Id {
        Id(text.parse().unwrap_or_default())
    }
}

/// A day as a control for days sends it.
pub(crate) fn day(text: &str) -> Option<Day> {
    text.trim().parse().ok()
}

/// The address of an entry.
pub(crate) fn entry_href(register: &str, owner: &str, id: i64) -> String {
    format!("{HERE}/{register}/{owner}/{id}")
}
