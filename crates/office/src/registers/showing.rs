//! One entry as somebody may see it: its fields, what is found about it, what may be done with it, what it was.

use std::collections::BTreeMap;

use ground::Severity;
use register::{
    Definition, Entry, FieldType, Masking, RowFinding, Shown, Unmasking, show, show_document,
};
use store::registers::{self as kept, entries};
use store::{Cell, Scope, Tx};

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
    /// Who added it, by name, and when.
    pub created: (String, String),
    /// Who changed it last, by name, and when.
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
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let found = find(&mut tx, &sight, register, owner, id).await?;
        let mut facts = facts(&found);
        facts.created.0 = name_of(&mut tx, &facts.created.0).await?;
        if let Some((by, _)) = &mut facts.changed {
            *by = name_of(&mut tx, by).await?;
        }
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, &id.to_string()).await?;
        Ok(self.entry_shown(asker, register, sight, &found, facts))
    }

    fn entry_shown(
        &self,
        asker: &Asker,
        register: Register<'_>,
        sight: Sight,
        found: &entries::Entry,
        facts: Facts,
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
            kept: facts,
            called: called(register.all, definition, &entry, &sight),
            state: state_label(definition, &entry),
            fields: fields(register, &entry, &sight),
            findings: findings_shown(definition, &findings, &sight),
            moves,
            sight,
        }
    }
}

/// An entry of the asker's organisation or one below it.
pub(crate) async fn find(
    tx: &mut Tx,
    sight: &Sight,
    register: Register<'_>,
    owner: &str,
    id: i64,
) -> Result<entries::Entry, OfficeError> {
    let found = entries::find(tx, &sight.scope(), &register.book.table, owner, id).await;
    found.map_err(OfficeError::missing("这条记录"))
}

/// These entries of the asker's organisation or those below it, by owner and number: one query, not one for each. What
/// is not there is not among them.
pub(crate) async fn find_all(
    tx: &mut Tx,
    sight: &Sight,
    register: Register<'_>,
    wanted: &[(String, i64)],
) -> Result<BTreeMap<(String, i64), entries::Entry>, OfficeError> {
    let found = entries::find_all(tx, &sight.scope(), &register.book.table, wanted).await?;
    Ok(found.into_iter().map(|one| ((one.owner.clone(), one.id), one)).collect())
}

/// The name of the person whose account this is; what is known of it if it is no account.
pub(super) async fn name_of(tx: &mut Tx, account: &str) -> Result<String, OfficeError> {
    match store::people::get(tx, &Scope::everything(), account).await {
        Ok(user) => Ok(user.name),
        Err(store::StoreError::Missing(_)) => Ok(account.to_owned()),
        Err(error) => Err(error.into()),
    }
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
pub(crate) fn called(
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

/// What stands in some fields, as text.
pub(crate) fn cells(
    register: Register<'_>,
    sight: &Sight,
    entry: &Entry,
    columns: &[usize],
) -> Vec<String> {
    let lists = register.all.definitions.lists();
    let shown = |place: &usize| {
        let Some(field) = register.definition.at(*place) else { return String::new() };
        show(field, entry.value(*place), sight.masking(field), lists).to_string()
    };
    columns.iter().map(shown).collect()
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
        .filter(|one| super::moving::may_move(asker, sight, one.right, found).is_ok());
    offered
        .map(|one| MoveOffered {
            name: one.name.clone(),
            label: one.label.clone(),
            needs_reason: one.needs.contains(&register::Need::Reason),
            lacks: super::moving::lacks(definition, one, entry),
        })
        .collect()
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
