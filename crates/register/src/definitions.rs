//! All registers together: those that the program carries, and a county's own.

use std::collections::BTreeMap;

use rulebook::Rulebook;

use crate::codes::CodeLists;
use crate::cross::CrossCheck;
use crate::definition::{Definition, Known};
use crate::fault::Fault;
use crate::field::{EntryKey, FieldType};
use crate::reminder::Reminder;

/// All registers by name, with their code lists and cross-checks.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    all: BTreeMap<String, Definition>,
    lists: CodeLists,
    cross: Vec<CrossCheck>,
    reminders: Vec<Reminder>,
    /// The texts of the cross-checks by path: they name fields by their places, so a register that stands in the
    /// place of another has them read anew.
    crossing: BTreeMap<String, String>,
    /// The texts of the reminders by path, kept for the same reason.
    reminding: BTreeMap<String, String>,
}

/// Where the registers stand, below `data/`.
const FOLDER: &str = "registers";
/// Where the reminders stand, below `data/`.
const REMINDERS: &str = "reminders";

impl Definitions {
    /// What the program carries.
    ///
    /// # Errors
    /// With every mistake in every file; a test keeps that from being released.
    pub fn embedded(rulebook: &Rulebook) -> Result<Definitions, Vec<Fault>> {
        let lists = CodeLists::embedded(rulebook)?;
        let texts = rulebook::files(FOLDER).chain(rulebook::files(REMINDERS));
        let texts = texts.map(|(path, _, text)| (path, text));
        Definitions { lists, ..Definitions::default() }.with(texts, rulebook)
    }

    /// These registers and others, such as a county's own, given as path and text: `<name>/register.toml` and
    /// `cross/<name>.toml`, `reminders/<name>.toml`. A register of the same name stands in the place of the one before.
    ///
    /// # Errors
    /// With every mistake in every text.
    pub fn with<'f>(
        mut self,
        texts: impl IntoIterator<Item = (&'f str, &'f str)>,
        rulebook: &Rulebook,
    ) -> Result<Definitions, Vec<Fault>> {
        let mut wrong = Vec::new();
        for (path, text) in texts {
            if path.split('/').any(|folder| folder == "cross") {
                self.crossing.insert(path.into(), text.into());
                continue;
            }
            if path.split('/').any(|folder| folder == REMINDERS) {
                self.reminding.insert(path.into(), text.into());
                continue;
            }
            let known = Known { rulebook, lists: &self.lists };
            match Definition::parse(text, path, known) {
                Ok(definition) => drop(self.all.insert(definition.name.clone(), definition)),
                Err(faults) => wrong.extend(faults),
            }
        }
        wrong.extend(self.unrelated());
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let known = Known { rulebook, lists: &self.lists };
        let mut cross = Vec::new();
        for (path, text) in &self.crossing {
            match CrossCheck::parse(text, path, &self.all, known) {
                Ok(check) => cross.push(check),
                Err(faults) => wrong.extend(faults),
            }
        }
        cross.sort_by_key(|check| check.code);
        self.cross = cross;
        let mut reminders = Vec::new();
        for (path, text) in &self.reminding {
            match Reminder::parse(text, path, &self.all, known) {
                Ok(reminder) => reminders.push(reminder),
                Err(faults) => wrong.extend(faults),
            }
        }
        self.reminders = reminders;
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    /// These registers with other code lists.
    pub fn with_lists(self, lists: CodeLists) -> Definitions {
        Definitions { lists, ..self }
    }

    /// The register of this name.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.all.get(name)
    }

    /// All registers, by name.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        self.all.values()
    }

    /// The code lists.
    pub fn lists(&self) -> &CodeLists {
        &self.lists
    }

    /// The checks over several registers, by code.
    pub fn cross_checks(&self) -> &[CrossCheck] {
        &self.cross
    }

    /// What clerks are reminded of, by name.
    pub fn reminders(&self) -> &[Reminder] {
        &self.reminders
    }

    /// Fields that name an entry of a register that is not there, or by a field that it does not have.
    fn unrelated(&self) -> Vec<Fault> {
        let mut wrong = Vec::new();
        for definition in self.all.values() {
            for field in &definition.fields {
                let FieldType::Entry { register, by, key } = &field.holds else { continue };
                let message = match self.definition(register).map(|other| other.field(by)) {
                    None => format!("字段“{}”关联的台账“{register}”不存在", field.name),
                    Some(None) => {
                        format!("台账“{register}”没有字段“{by}”（见字段“{}”）", field.name)
                    }
                    Some(Some((_, other))) if key_of(&other.holds) != *key => {
                        format!("字段“{}”的 key 与“{register}.{by}”的类型不符", field.name)
                    }
                    Some(Some(_)) => continue,
                };
                wrong.push(Fault {
                    file: format!("{FOLDER}/{}/register.toml", definition.name),
                    line: 1,
                    column: 1,
                    message,
                    help: "改 register、by 或 key".into(),
                });
            }
        }
        wrong
    }
}

/// As what a key is read that names an entry by a field of this type.
fn key_of(holds: &FieldType) -> EntryKey {
    match holds.plain() {
        FieldType::Person { .. } | FieldType::IdNumber => EntryKey::IdNumber,
        FieldType::Entry { key, .. } => *key,
        FieldType::CreditCode => EntryKey::CreditCode,
        FieldType::DocumentNumber => EntryKey::DocumentNumber,
        _ => EntryKey::Text,
    }
}
