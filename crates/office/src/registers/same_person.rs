//! Entries that are the same by the key of their register because the numbers in it are one person's: records that
//! were merged count once.

use register::{Entry, Kind};
use store::registers::{links::Links, same};
use store::{Cell, Tx};

use super::importing::key_columns;
use super::sight::Sight;
use super::{Register, crossing};
use crate::{OfficeError, Scope};

/// The keys of a register with the persons in them.
pub(super) struct Keys {
    links: Links,
    /// Which parts of a key name persons.
    persons: Vec<bool>,
}

impl Keys {
    /// The keys in these columns, with the mergers in sight.
    pub(super) async fn of(
        tx: &mut Tx,
        scope: &Scope,
        register: Register<'_>,
        columns: &[String],
    ) -> Result<Keys, OfficeError> {
        let all = crossing::persons(register.definition);
        let persons: Vec<bool> = columns.iter().map(|column| all.contains(column)).collect();
        let links = match persons.contains(&true) {
            true => Links::of(tx, scope).await?,
            false => Links::default(),
        };
        Ok(Keys { links, persons })
    }

    /// The keys that mean the same: with each number of a person, this one too.
    pub(super) fn same_as(&self, key: &[Cell]) -> Vec<Vec<Cell>> {
        let mut keys = vec![Vec::with_capacity(key.len())];
        for (at, part) in key.iter().enumerate() {
            let parts = match self.person(at, part) {
                Some(hash) => self.links.same_as(hash).into_iter().map(text).collect(),
                None => vec![part.clone()],
            };
            let longer = |key: &Vec<Cell>| {
                let one = |part: &Cell| key.iter().chain([part]).cloned().collect();
                parts.iter().map(one).collect::<Vec<Vec<Cell>>>()
            };
            keys = keys.iter().flat_map(longer).collect();
        }
        keys
    }

    /// The key with what its persons are known by; `None` where no record of theirs was merged.
    pub(super) fn known_by(&self, key: &[Cell]) -> Option<Vec<Cell>> {
        let is_merged = |(at, part): (usize, &Cell)| {
            self.person(at, part).is_some_and(|hash| self.links.same_as(hash).len() > 1)
        };
        key.iter().enumerate().any(is_merged).then(|| {
            let known_by = |(at, part): (usize, &Cell)| match self.person(at, part) {
                Some(hash) => text(self.links.known_by(hash)),
                None => part.clone(),
            };
            key.iter().enumerate().map(known_by).collect()
        })
    }

    /// What tells the key of a row from those of others; `None` where the row has none.
    pub(super) fn spelled(&self, register: Register<'_>, entry: &Entry) -> Option<String> {
        let plain = register.definition.key_of(entry)?;
        if self.links.is_empty() || !self.persons.contains(&true) {
            return Some(plain);
        }
        Some(self.known_by(&key(register, entry)).map_or(plain, |key| format!("{key:?}")))
    }

    fn person<'k>(&self, at: usize, part: &'k Cell) -> Option<&'k str> {
        match (self.persons.get(at), part) {
            (Some(true), Cell::Text(hash)) => Some(hash),
            _ => None,
        }
    }
}

/// The key of an entry in the columns of [`key_columns`].
fn key(register: Register<'_>, entry: &Entry) -> Vec<Cell> {
    register.definition.key.iter().map(|field| register.join_cell(*field, entry)).collect()
}

fn text(hash: &str) -> Cell {
    Cell::Text(hash.to_owned())
}

/// Refuses an entry that clashes with another one.
pub(super) async fn refuse(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    entry: &Entry,
    before: Option<&Entry>,
) -> Result<(), OfficeError> {
    let clash = clash(tx, register, sight, entry, before).await?;
    clash.map_or(Ok(()), |said| Err(OfficeError::Conflict(said)))
}

/// What is said of an entry of a file if another one of the same owner is the same but for the number of a person whose
/// records were merged. An entry that keeps its key stays what it is: `before` is what it was.
pub(super) async fn clash(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    entry: &Entry,
    before: Option<&Entry>,
) -> Result<Option<String>, OfficeError> {
    if register.definition.kind != Kind::File {
        return Ok(None);
    }
    let own = key(register, entry);
    let columns = key_columns(register);
    let stays = before.is_some_and(|before| key(register, before) == own);
    if columns.is_empty() || own.contains(&Cell::Nothing) || stays {
        return Ok(None);
    }
    let keys = Keys::of(tx, &sight.scope(), register, &columns).await?;
    if keys.known_by(&own).is_none() {
        return Ok(None);
    }
    let others: Vec<_> = keys.same_as(&own).into_iter().filter(|key| *key != own).collect();
    let table = &register.book.table;
    let found = same::find(tx, table, &sight.owner.id, &columns, &others).await?;
    // An entry that gets another number of its own person is that entry still.
    let is_other = |there: &&store::registers::Entry| {
        before.is_none_or(|before| register.entry(&there.cells, &there.state) != *before)
    };
    let Some(there) = found.iter().find(is_other) else { return Ok(None) };
    Ok(Some(format!(
        "第{}号记录登记的是同一个人：证件号码不同，但两份个人记录已经合并，没有重复登记。请在那一条里修改；\
         如不是同一个人，请先到个人记录里拆分",
        there.id
    )))
}
