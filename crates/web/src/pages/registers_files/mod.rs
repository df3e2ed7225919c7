//! Tables of registers: imports from the file to the register, exports, templates.
//!
//! Suggested reading order: [`upload`] (a file is sent), [`preview`] (what would be imported), [`confirm`] (it is
//! imported, at once or by a worker), [`imports`] (what was imported, and its undoing), [`exports`].

pub(crate) mod confirm;
pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod preview;
pub(crate) mod upload;

use office::{Asker, OfficeError};
use store::organisations::Organisation;

use crate::page::Page;
use crate::pages::framed;
use crate::pages::pieces::{Choice, choice};
use crate::view::address;
use crate::{App, WebError};

/// Where registers begin.
const HERE: &str = "/registers";

/// The largest request: a table and its form.
pub(crate) const LARGEST_REQUEST: usize = office::registers::importing::LARGEST_TABLE + (1 << 20);

/// Names and values, as forms send them.
type Pairs = Vec<(String, String)>;

/// What was sent under a name.
fn get<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}

/// A register of an organisation.
struct Place {
    register: String,
    title: String,
    owner: Organisation,
    owners: Vec<Organisation>,
}

impl Place {
    /// The register of the organisation asked for, or else of the asker's own.
    async fn of(app: &App, asker: &Asker, name: &str, owner: &str) -> Result<Place, WebError> {
        let owners = app.office.register_owners(asker).await?;
        let all = app.office.registers().await?;
        let definition = all.get(name)?.definition;
        let wanted = if owner.is_empty() { asker.home.as_str() } else { owner };
        let found = owners.iter().find(|one| one.id == wanted);
        let found = found.or_else(|| owners.first().filter(|_| owner.is_empty())).cloned();
        let owner = found.ok_or(OfficeError::Missing { what: "这个单位的台账" })?;
        let title = definition.title.clone();
        Ok(Place { register: name.to_owned(), title, owner, owners })
    }

    /// An address below the register's.
    fn at(&self, end: &str, asked: &[(&str, &str)]) -> String {
        let mut pairs = vec![("owner", self.owner.id.as_str())];
        pairs.extend(asked);
        address(&format!("{HERE}/{}/{end}", self.register), &pairs)
    }

    /// The register's own address.
    fn list(&self) -> String {
        address(&format!("{HERE}/{}", self.register), &[("owner", self.owner.id.as_str())])
    }

    /// The organisations to choose from; none where there is no choice.
    fn choices(&self, may: impl Fn(&Organisation) -> bool) -> Vec<Choice> {
        let all = self.owners.iter().filter(|one| may(one));
        let all: Vec<Choice> =
            all.map(|one| choice(one.id.as_str(), one.name.as_str(), &self.owner.id)).collect();
        if all.len() < 2 { Vec::new() } else { all }
    }

    /// The frame of a page about it.
    async fn frame(&self, app: &App, asker: &Asker, title: &str) -> Result<Page, WebError> {
        let page = framed(app, asker, title, HERE).await?;
        Ok(page.under(HERE, "台账").under(self.list(), self.title.as_str()))
    }
}
