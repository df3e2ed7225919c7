//! Imports that were made, and their undoing while nothing depends on them.

use std::collections::BTreeMap;

use store::registers::imports::{self, Hold, Import, State, Undoing, Why};
use store::{StoreError, Tx};

use crate::deed::Note;
use crate::registers::Registers;
use crate::registers::sight::Sight;
use crate::{Asker, Office, OfficeError, Permission, Scope};
use store::registers::Making;

/// So many imports a list shows.
const LISTED: u64 = 200;

/// An import in a list.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// The import.
    pub import: Import,
    /// Who imported it, by name.
    pub by: String,
    /// Who undid it, by name.
    pub undone_by: Option<String>,
    /// The name of the organisation whose entries they are.
    pub owner_name: String,
    /// Whether the asker may undo it.
    pub may_undo: bool,
}

/// What became of the wish to undo an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// So many entries were removed.
    Done(u64),
    /// Nothing was removed, because of these.
    Held(Vec<Holding>),
}

/// What an import cannot be undone for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// In words.
    pub said: String,
    /// The register in which they stand, by name and title.
    pub register: (String, String),
    /// The organisation they belong to.
    pub owner: String,
    /// The number of the first entry.
    pub first: i64,
    /// How many they are.
    pub count: i64,
}

impl Office {
    /// The imports into a register, the newest first.
    ///
    /// # Errors
    /// If the asker may not see the register.
    pub async fn list_imports(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
    ) -> Result<(Sight, Vec<ImportLine>), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let found = imports::list(&mut tx, &sight.scope(), register.name(), LISTED).await?;
        let organisations = store::organisations::list(&mut tx, &sight.scope()).await?;
        let mut names = BTreeMap::new();
        let mut lines = Vec::with_capacity(found.len());
        for import in found {
            let by = name_of(&mut tx, &mut names, &import.created_by).await?;
            let undone_by = match &import.undone_by {
                Some(user) => Some(name_of(&mut tx, &mut names, user).await?),
                None => None,
            };
            let of = organisations.iter().find(|one| one.id == import.owner);
            let may = of.is_some_and(|of| asker.may_at(Permission::WriteRegisters, &of.path));
            lines.push(ImportLine {
                by,
                undone_by,
                owner_name: of.map_or_else(String::new, |of| of.name.clone()),
                may_undo: may && import.state == State::Done && import.rows > 0,
                import,
            });
        }
        Ok((sight, lines))
    }

    /// Undoes an import: all of its new entries are removed, if nothing depends on any of them. Entries that it
    /// changed keep what it made of them.
    ///
    /// # Errors
    /// If the asker may not, it is not there, or was undone already.
    pub async fn undo_import(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
    ) -> Result<Undone, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let undoing = imports::undo(&mut deed.tx, &register.book.table, making, id).await;
        let undoing = undoing.map_err(|error| match error {
            StoreError::Missing(_) | StoreError::Stale(_) => {
                let said = "找不到这次导入，或已经撤销过。请刷新后再看";
                OfficeError::Conflict(said.to_owned())
            }
            other => other.into(),
        })?;
        let removed = match undoing {
            Undoing::Done(removed) => removed,
            Undoing::Held(holds) => {
                let holds = holds.iter().map(|hold| holding(&all, owner, hold));
                return Ok(Undone::Held(holds.collect()));
            }
        };
        let note = Note {
            act: "撤销导入",
            owner: owner.to_owned(),
            kind: "台账",
            object: format!("{}/imports/{id}", register.name()),
            detail: format!("{}：移除{removed}条", register.definition.title),
            ..Note::default()
        };
        deed.done(note).await?;
        Ok(Undone::Done(removed))
    }
}

fn holding(all: &Registers, owner: &str, hold: &Hold) -> Holding {
    let title = all.get(&hold.register).map(|register| register.definition.title.clone());
    let title = title.unwrap_or_else(|_| hold.register.clone());
    let (count, first) = (hold.count, hold.first);
    let said = match hold.why {
        Why::Changed => format!("其中{count}条导入后改动过（从第{first}号起）"),
        Why::Reversed => format!("其中{count}条已经冲销（从第{first}号起）"),
        Why::Proved => format!("其中{count}条导入后补充了附件（从第{first}号起），先作废这些附件"),
        Why::Referred => format!("“{title}”里有{count}条记录用到了它们（从第{first}号起）"),
    };
    let register = (hold.register.clone(), title);
    Holding { said, register, owner: owner.to_owned(), first, count }
}

/// The name of the person whose account this is; the account itself if there is none.
async fn name_of(
    tx: &mut Tx,
    names: &mut BTreeMap<String, String>,
    account: &str,
) -> Result<String, OfficeError> {
    if let Some(name) = names.get(account) {
        return Ok(name.clone());
    }
    let name = match store::people::get(tx, &Scope::everything(), account).await {
        Ok(user) => user.name,
        Err(StoreError::Missing(_)) => account.to_owned(),
        Err(error) => return Err(error.into()),
    };
    names.insert(account.to_owned(), name.clone());
    Ok(name)
}
