//! One entry as somebody may see it: its fields, what is found about it, what may be done with it, what it was.

use ground::Severity;
use register::{
    Definition, Entry, FieldType, Masking, RowFinding, Shown, Unmasking, show, show_document,
};
use store::registers::{self as kept, entries, history};
use store::{Cell, Tx};

use super::sight::{Sight, Wish};
use super::{Register, Registers};
use crate::{Asker, Office, OfficeError, Permission};

/// An entry as somebody may see it.
#[derive(Clone, Debug)]
pub struct EntryShown {
    /// What the asker may see and do.
    pub sight: Sight,
    /// What every entry has: number, version, who made it and when. Its cells are not for showing.
    pub kept: Facts,
    /// Its name in lists and headings.
    pub called: String,
    /// Its state in Chinese; empty where the register has none.
    pub state: String,
    /// The fields that the asker may know of, in order.
    pub fields: Vec<FieldShown>,
    /// What the checks find, the gravest first.
    pub findings: Vec<FindingShown>,
    /// The moves that the asker may make now, by name and label.
    pub moves: Vec<MoveOffered>,
}

/// What every entry has beside its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its version, from 1.
    pub version: i64,
    /// The import it came with.
    pub import: Option<i64>,
    /// The entry that it reverses (红字冲销).
    pub reverses: Option<i64>,
    /// The entry that reverses it.
    pub reversed_by: Option<i64>,
    /// The account that added it, and when.
    pub created: (String, String),
    /// The account that changed it last, and when.
    pub changed: Option<(String, String)>,
    /// When it was removed.
    pub removed_at: Option<String>,
}

/// A field as somebody may see it.
#[derive(Clone, Debug)]
pub struct FieldShown {
    /// Its place in the definition.
    pub place: usize,
    /// Its label.
    pub label: String,
    /// What stands in it.
    pub value: Shown,
    /// The number of the identity document, of a person.
    pub document: Option<Shown>,
    /// How much of it is shown.
    pub masking: Masking,
    /// The digests of its files, of attachments that the asker may see.
    pub files: Vec<String>,
    /// What it names: the other register and the entry's key as that register is searched, for those who may
    /// see it.
    pub names: Option<String>,
}

/// What is found about an entry, in words for the one who sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingShown {
    /// The code of the check.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// The input it is about, its place in `Definition::inputs`.
    pub input: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A move that may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveOffered {
    /// Its name.
    pub name: String,
    /// The word on its button.
    pub label: String,
    /// Whether it needs a reason.
    pub needs_reason: bool,
    /// The labels of the fields that must be filled first and are not.
    pub lacks: Vec<String>,
}

/// A version that an entry had, or has, beside the one before it.
#[derive(Clone, Debug)]
pub struct VersionShown {
    /// Which one, from 1.
    pub version: i64,
    /// The account that made it, and when.
    pub made: (String, String),
    /// Why the one before was replaced; empty for the first.
    pub reason: String,
    /// The labels of the fields that differ from the version before, with what stood and what stands there.
    pub changes: Vec<(String, Shown, Shown)>,
}

impl Office {
    /// An entry as the asker may see it.
    ///
    /// # Errors
    /// If it is not there or not in sight, or the asker may not see what is wished.
    pub async fn entry(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        wish: Wish,
    ) -> Result<EntryShown, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        let found = find(&mut tx, &sight, register, owner, id).await?;
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, &id.to_string()).await?;
        Ok(self.entry_shown(asker, register, sight, &found))
    }

    fn entry_shown(
        &self,
        asker: &Asker,
        register: Register<'_>,
        sight: Sight,
        found: &entries::Entry,
    ) -> EntryShown {
        let definition = register.definition;
        let entry = register.entry(&found.cells, &found.state);
        let today = self.now().day();
        let checker = register.checker(&self.rulebook, &sight.owner.region, today);
        let is_closed = found.removed_at.is_some() || found.reverses.is_some();
        let findings = if is_closed { Vec::new() } else { checker.entry(entry.clone()).findings };
        let moves = match found.removed_at {
            Some(_) => Vec::new(),
            None => moves(asker, &sight, definition, &entry, found),
        };
        EntryShown {
            kept: facts(found),
            called: called(register.all, definition, &entry, &sight),
            state: state_label(definition, &entry),
            fields: fields(register, &entry, &sight),
            findings: findings_shown(definition, &findings, &sight),
            moves,
            sight,
        }
    }

    /// The versions that an entry had, the newest first, each beside the one before.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn entry_history(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        wish: Wish,
    ) -> Result<Vec<VersionShown>, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        let now = find(&mut tx, &sight, register, owner, id).await?;
        let table = &register.book.table;
        let old = history::versions(&mut tx, &sight.scope(), table, owner, id).await?;
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, &id.to_string()).await?;
        Ok(versions(register, &sight, &now, &old))
    }
}

/// An entry of the asker's organisation or one below it.
pub(super) async fn find(
    tx: &mut Tx,
    sight: &Sight,
    register: Register<'_>,
    owner: &str,
    id: i64,
) -> Result<entries::Entry, OfficeError> {
    let found = entries::find(tx, &sight.scope(), &register.book.table, owner, id).await;
    found.map_err(OfficeError::missing("这条记录"))
}

fn facts(found: &entries::Entry) -> Facts {
    Facts {
        owner: found.owner.clone(),
        id: found.id,
        version: found.version,
        import: found.import,
        reverses: found.reverses,
        reversed_by: found.reversed_by,
        created: (found.created_by.clone(), found.created_at.clone()),
        changed: found.changed_by.clone().zip(found.changed_at.clone()),
        removed_at: found.removed_at.clone(),
    }
}

/// By what an entry is called, as far as it may be seen.
pub(super) fn called(
    all: &Registers,
    definition: &Definition,
    entry: &Entry,
    sight: &Sight,
) -> String {
    let words = definition.called.iter().filter_map(|place| {
        let field = definition.at(*place).filter(|field| sight.sees(field))?;
        let shown = show(field, entry.value(*place), sight.masking(field), all.definitions.lists());
        Some(shown.to_string()).filter(|text| !text.is_empty())
    });
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn state_label(definition: &Definition, entry: &Entry) -> String {
    let state = entry.state.and_then(|at| definition.states.get(at));
    state.map_or_else(String::new, |state| state.label.clone())
}

/// The fields of an entry that may be known of.
fn fields(register: Register<'_>, entry: &Entry, sight: &Sight) -> Vec<FieldShown> {
    let lists = register.all.definitions.lists();
    let places = register.definition.fields.iter().enumerate();
    let shown = places.map(|(place, field)| {
        let masking = sight.masking(field);
        let value = entry.value(place);
        let document = matches!(field.holds, FieldType::Person { .. }).then(|| {
            let how = if masking == Masking::Plain && sight.unmasking == Unmasking::Not {
                Masking::Masked
            } else {
                masking
            };
            show_document(value, how)
        });
        let files = match value {
            Some(register::Value::Attachment(files)) if masking != Masking::Hidden => files.clone(),
            _ => Vec::new(),
        };
        let names = match &field.holds {
            FieldType::Entry { register, .. } if masking == Masking::Plain => {
                Some(register.clone())
            }
            _ => None,
        };
        let value = show(field, value, masking, lists);
        FieldShown { place, label: field.label.clone(), value, document, masking, files, names }
    });
    shown.collect()
}

/// Findings in words for the one who sees them.
pub(super) fn findings_shown(
    definition: &Definition,
    findings: &[RowFinding],
    sight: &Sight,
) -> Vec<FindingShown> {
    let mut all: Vec<FindingShown> = Vec::new();
    for finding in findings {
        let field = finding.input.and_then(|at| definition.inputs.get(at)).and_then(|input| {
            match input.part {
                register::Part::Field(at) | register::Part::Document(at) => definition.at(at),
                register::Part::State => None,
            }
        });
        if field.is_some_and(|field| !sight.sees(field)) {
            continue;
        }
        let is_open = !finding.quotes || sight.unmasking == Unmasking::Granted;
        let message = if is_open { &finding.message } else { finding.without_value() };
        all.push(FindingShown {
            code: finding.code.to_string(),
            severity: finding.severity,
            input: finding.input,
            message: message.to_owned(),
            help: finding.help.clone(),
        });
    }
    all.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    all
}

fn moves(
    asker: &Asker,
    sight: &Sight,
    definition: &Definition,
    entry: &Entry,
    found: &entries::Entry,
) -> Vec<MoveOffered> {
    let Some(state) = entry.state else { return Vec::new() };
    let offered = definition
        .moves_from(state)
        .filter(|one| super::keeping::may_move(asker, sight, one.right, found).is_ok());
    offered
        .map(|one| MoveOffered {
            name: one.name.clone(),
            label: one.label.clone(),
            needs_reason: one.needs.contains(&register::Need::Reason),
            lacks: super::keeping::lacks(definition, one, entry),
        })
        .collect()
}

fn versions(
    register: Register<'_>,
    sight: &Sight,
    now: &entries::Entry,
    old: &[history::Version],
) -> Vec<VersionShown> {
    let table = &register.book.table;
    // Oldest first: each with the entry it was and why it came to be.
    let mut line: Vec<(i64, (String, String), String, Entry)> = Vec::new();
    let mut reason = String::new();
    let mut made = now.created_at.clone();
    let mut by = now.created_by.clone();
    for version in old.iter().rev() {
        let (cells, state) = history::cells(table, &version.body);
        let entry = register.entry(&cells, &state);
        line.push((version.version, (by, made), std::mem::take(&mut reason), entry));
        (by, made) = (version.replaced_by.clone(), version.replaced_at.clone());
        reason.clone_from(&version.reason);
    }
    let newest = register.entry(&now.cells, &now.state);
    line.push((now.version, (by, made), reason, newest));
    let mut shown = Vec::new();
    let mut before: Option<&Entry> = None;
    for (version, made, reason, entry) in &line {
        let changes = before.map_or_else(Vec::new, |old| changes(register, sight, old, entry));
        shown.push(VersionShown {
            version: *version,
            made: made.clone(),
            reason: reason.clone(),
            changes,
        });
        before = Some(entry);
    }
    shown.reverse();
    shown
}

/// The fields in which two versions differ.
pub(super) fn changes(
    register: Register<'_>,
    sight: &Sight,
    old: &Entry,
    new: &Entry,
) -> Vec<(String, Shown, Shown)> {
    let definition = register.definition;
    let lists = register.all.definitions.lists();
    let mut changes = Vec::new();
    for (place, field) in definition.fields.iter().enumerate() {
        let (was, is) = (old.value(place), new.value(place));
        if was == is || !sight.sees(field) {
            continue;
        }
        let masking = sight.masking(field);
        let shown = |value| show(field, value, masking, lists);
        changes.push((field.label.clone(), shown(was), shown(is)));
    }
    if old.state != new.state {
        let label = |entry| Shown::open(state_label(definition, entry));
        changes.push(("状态".to_owned(), label(old), label(new)));
    }
    changes
}

/// Whether all that is sealed in an entry can be read: what cannot must not be written over.
pub(super) fn is_readable(register: Register<'_>, cells: &[Cell]) -> bool {
    let place = register.place();
    cells.iter().all(|cell| match cell {
        Cell::Bytes(bytes) => register.all.vault().unseal(&place, bytes).is_ok(),
        _ => true,
    })
}

/// The digest of an entry for the audit trail.
pub(super) fn digest(register: Register<'_>, entry: &entries::Entry) -> String {
    store::digest(kept::history::body(&register.book.table, entry).as_bytes())
}
