//! Changing registers: entries added, changed, moved to another state, reversed, removed.

use std::collections::BTreeMap;

use register::RowFinding;
use register::{Cell, Checked, Definition, Entry, Kind, Matching, Part};
use store::registers::{Making, entries, entries::Seen};
use store::{Cell as StoredCell, Tx};

use super::references::{self, References};
use super::showing::{FindingShown, digest, find, findings_shown, is_readable};
use super::sight::Sight;
use super::{Register, asking, same_person};
use crate::deed::{Deed, Note};
use crate::{Asker, Office, OfficeError, Permission};

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// What was typed, by the place of the input in `Definition::inputs`. What is not among it stays as it is; an
/// empty text empties the field.
pub type Typed = BTreeMap<usize, String>;

/// What became of something that was typed.
#[derive(Clone, Debug)]
pub enum Kept {
    /// It is kept as this entry; what is said about it are warnings and notes.
    Done {
        /// The number of the entry.
        id: i64,
        /// What is said about it.
        said: Vec<FindingShown>,
    },
    /// It is not kept, because of the errors among these.
    Refused(Vec<FindingShown>),
}

impl Office {
    /// Adds an entry to the register of an organisation.
    ///
    /// # Errors
    /// If the asker may not keep it, or there is one already that is the same.
    pub async fn add_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        typed: &Typed,
    ) -> Result<Kept, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let mut checked = self.understood(register, &sight, register.definition.blank(), typed);
        look_up(&mut deed.tx, register, &sight, &mut [&mut checked]).await?;
        let said = said(register.definition, &checked, &sight, typed);
        if !checked.is_sound() {
            return Ok(Kept::Refused(said));
        }
        same_person::refuse(&mut deed.tx, register, &sight, &checked.entry, None).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let (state, cells) = (register.state(&checked.entry), register.cells(&checked.entry));
        let table = &register.book.table;
        let id = match entries::insert(&mut deed.tx, table, making, state, cells).await {
            Err(store::StoreError::Exists(_)) => {
                let clash = self.same(&mut deed, register, &sight, &checked.entry).await?;
                return Err(OfficeError::Conflict(clash));
            }
            id => id?,
        };
        let after = find(&mut deed.tx, &sight, register, owner, id).await?;
        let note =
            Note { after: digest(register, &after), ..note(register, "登记", owner, id, "") };
        deed.done(note).await?;
        Ok(Kept::Done { id, said })
    }

    /// Checks what was typed without keeping it: what a form says while one types.
    ///
    /// # Errors
    /// If the asker may not keep the register.
    pub async fn try_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: Option<i64>,
        typed: &Typed,
    ) -> Result<Vec<FindingShown>, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        let before = match id {
            None => register.definition.blank(),
            Some(id) => {
                let found = find(&mut tx, &sight, register, owner, id).await?;
                register.entry(&found.cells, &found.state)
            }
        };
        let mut checked = self.understood(register, &sight, before, typed);
        look_up(&mut tx, register, &sight, &mut [&mut checked]).await?;
        Ok(said(register.definition, &checked, &sight, typed))
    }

    /// Changes an entry of a file; the version before is kept.
    ///
    /// # Errors
    /// If the asker may not, it has changed since it was seen, or it is an entry of a journal.
    pub async fn change_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        seen: Seen,
        typed: &Typed,
        reason: &str,
    ) -> Result<Kept, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        of_kind(register, Kind::File)?;
        let before = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        whole(register, &before)?;
        let old = register.entry(&before.cells, &before.state);
        let mut checked = self.understood(register, &sight, old.clone(), typed);
        look_up(&mut deed.tx, register, &sight, &mut [&mut checked]).await?;
        let said = said(register.definition, &checked, &sight, typed);
        if !checked.is_sound() {
            return Ok(Kept::Refused(said));
        }
        if checked.entry == old {
            return Ok(Kept::Done { id: seen.id, said });
        }
        let reason = short(reason)?;
        same_person::refuse(&mut deed.tx, register, &sight, &checked.entry, Some(&old)).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let cells = register.cells(&checked.entry);
        let table = &register.book.table;
        match entries::change(&mut deed.tx, table, making, seen, cells, &reason).await {
            Err(error) if error.is_duplicate() || matches!(error, store::StoreError::Exists(_)) => {
                let said = self.same(&mut deed, register, &sight, &checked.entry).await?;
                return Err(OfficeError::Conflict(said));
            }
            done => done.map_err(stale)?,
        }
        let after = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        let note = Note {
            before: digest(register, &before),
            after: digest(register, &after),
            ..note(register, "修改", owner, seen.id, &reason)
        };
        deed.done(note).await?;
        Ok(Kept::Done { id: seen.id, said })
    }

    /// Reverses an entry of a journal (红字冲销); gives the number of the reversing entry.
    ///
    /// # Errors
    /// If the asker may not, no reason is given, it is an entry of a file, or was reversed already.
    pub async fn reverse_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        reason: &str,
    ) -> Result<i64, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        of_kind(register, Kind::Journal)?;
        let reason = given(reason, "请写明冲销的原因")?;
        let before = find(&mut deed.tx, &sight, register, owner, id).await?;
        whole(register, &before)?;
        let entry = register.entry(&before.cells, &before.state);
        let reversal = register.definition.reversal(&entry).ok_or_else(|| {
            OfficeError::Invalid("这条记录的金额不能取相反数，无法冲销".to_owned())
        })?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let table = &register.book.table;
        let cells = register.cells(&reversal);
        let by = match entries::reverse(&mut deed.tx, table, making, id, cells).await {
            Err(store::StoreError::Missing(_) | store::StoreError::Stale(_)) => {
                let said = "这条记录已经冲销过，或本身就是冲销记录，不能再冲销";
                return Err(OfficeError::Conflict(said.to_owned()));
            }
            by => by?,
        };
        let note = Note {
            before: digest(register, &before),
            ..note(register, "冲销", owner, id, &reason)
        };
        deed.done(note).await?;
        Ok(by)
    }

    /// Removes an entry of a file: no list shows it any more, its history stays.
    ///
    /// # Errors
    /// If the asker may not, no reason is given, or it has changed since it was seen.
    pub async fn remove_entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        seen: Seen,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        of_kind(register, Kind::File)?;
        let reason = given(reason, "请写明删除的原因")?;
        let before = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let table = &register.book.table;
        entries::remove(&mut deed.tx, table, making, seen, &reason).await.map_err(stale)?;
        let note = Note {
            before: digest(register, &before),
            ..note(register, "删除", owner, seen.id, &reason)
        };
        deed.done(note).await
    }

    /// What the asker may see, if he has the permission at this organisation.
    pub(super) async fn sight_for(
        &self,
        deed: &mut Deed<'_>,
        owner: &str,
        permission: Permission,
    ) -> Result<Sight, OfficeError> {
        let sight = self.sight(&mut deed.tx, deed.asker, owner).await?;
        deed.asker.require_at(permission, &sight.owner.path)?;
        Ok(sight)
    }

    /// An entry with what was typed put over it, computed and checked anew.
    pub(super) fn understood(
        &self,
        register: Register<'_>,
        sight: &Sight,
        before: Entry,
        typed: &Typed,
    ) -> Checked {
        let today = self.now().day();
        let checker = register.checker(&self.rulebook, &sight.owner.region, today);
        let (matching, cells) = sheet(register.definition, typed);
        checker.row_over(before, &cells, &matching)
    }

    /// What is said of an entry that is there already.
    pub(super) async fn same(
        &self,
        deed: &mut Deed<'_>,
        register: Register<'_>,
        sight: &Sight,
        entry: &Entry,
    ) -> Result<String, OfficeError> {
        let fields: Vec<&str> = register
            .definition
            .key
            .iter()
            .filter_map(|place| register.definition.at(*place))
            .map(|field| field.label.as_str())
            .collect();
        let by = fields.join("、");
        let there = asking::same(&mut deed.tx, register, sight, entry).await.unwrap_or_default();
        let number = there.map_or(String::new(), |id| format!("（第{id}号）"));
        Ok(format!("已有{by}相同的记录{number}，没有重复登记。请查看那一条，需要时在那里修改"))
    }
}

/// Adds to rows what is said of the entries of other registers that they name.
pub(super) async fn look_up(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    rows: &mut [&mut Checked],
) -> Result<(), OfficeError> {
    let fields = references::fields(register);
    let named: Vec<Vec<StoredCell>> =
        rows.iter().map(|row| references::of_row(register, &fields, &row.entry)).collect();
    let mut rows: Vec<_> =
        named.iter().map(Vec::as_slice).zip(rows.iter_mut().map(|row| &mut **row)).collect();
    References::of(register, sight).look(tx, &mut rows).await
}

/// What is found, in words for the one who typed: what somebody has just typed may be quoted to him.
pub(super) fn said(
    definition: &Definition,
    checked: &Checked,
    sight: &Sight,
    typed: &Typed,
) -> Vec<FindingShown> {
    let own = |finding: &RowFinding| finding.input.is_some_and(|at| typed.contains_key(&at));
    let quotable = |finding: &RowFinding| RowFinding {
        quotes: finding.quotes && !own(finding),
        ..finding.clone()
    };
    let findings: Vec<RowFinding> = checked.findings.iter().map(quotable).collect();
    findings_shown(definition, &findings, sight)
}

/// What was typed as a row of a sheet with only these columns.
fn sheet<'t>(definition: &Definition, typed: &'t Typed) -> (Matching, Vec<Cell<'t>>) {
    let mut matching =
        Matching { columns: vec![None; definition.inputs.len()], ..Matching::default() };
    let mut cells = Vec::with_capacity(typed.len());
    for (at, (input, text)) in typed.iter().enumerate() {
        if let Some(slot) = matching.columns.get_mut(*input) {
            *slot = Some(register::Matched { at, heading: String::new(), unit: None });
        }
        let text = text.trim();
        cells.push(if text.is_empty() { Cell::Empty } else { Cell::Text(text) });
    }
    (matching, cells)
}

pub(super) fn of_kind(register: Register<'_>, kind: Kind) -> Result<(), OfficeError> {
    if register.definition.kind == kind {
        return Ok(());
    }
    let said = match kind {
        Kind::File => "流水记录登记后不能改动。登错了请冲销（红字），再重新登记",
        Kind::Journal => "档案记录不用冲销，请直接修改或删除",
    };
    Err(OfficeError::Invalid(said.to_owned()))
}

pub(super) fn whole(register: Register<'_>, entry: &entries::Entry) -> Result<(), OfficeError> {
    if is_readable(register, &entry.cells) {
        return Ok(());
    }
    let said = "这条记录有加密内容读不出来，为免丢失不能改动。请系统管理员检查密钥和备份";
    Err(OfficeError::Machine(said.to_owned()))
}

pub(super) fn stale(error: store::StoreError) -> OfficeError {
    match error {
        store::StoreError::Stale(_) => OfficeError::Conflict(
            "这条记录刚刚被别人改过，没有覆盖。请刷新后核对，再改一次".to_owned(),
        ),
        store::StoreError::Missing(_) => OfficeError::Missing { what: "这条记录" },
        other => other.into(),
    }
}

pub(super) fn short(reason: &str) -> Result<String, OfficeError> {
    let reason = reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        let said = format!("理由请写在{LONGEST_REASON}字以内");
        return Err(OfficeError::field("reason", said));
    }
    Ok(reason.to_owned())
}

pub(super) fn given(reason: &str, said: &'static str) -> Result<String, OfficeError> {
    let reason = short(reason)?;
    if reason.is_empty() { Err(OfficeError::field("reason", said)) } else { Ok(reason) }
}

pub(super) fn note(
    register: Register<'_>,
    act: &'static str,
    owner: &str,
    id: i64,
    reason: &str,
) -> Note {
    let title = &register.definition.title;
    let detail = if reason.is_empty() { title.clone() } else { format!("{title}：{reason}") };
    Note {
        act,
        owner: owner.to_owned(),
        kind: "台账",
        object: format!("{}/{id}", register.name()),
        detail,
        ..Note::default()
    }
}

/// The input that fills a field, and the one of its document.
pub fn inputs_of(definition: &Definition, field: usize) -> impl Iterator<Item = usize> + '_ {
    let places = definition.inputs.iter().enumerate();
    places.filter_map(move |(at, input)| match input.part {
        Part::Field(of) | Part::Document(of) if of == field => Some(at),
        _ => None,
    })
}
