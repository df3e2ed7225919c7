//! All registers together: those that the program carries, and a county's own.

use std::collections::BTreeMap;

use rulebook::Rulebook;

use crate::codes::CodeLists;
use crate::cross::CrossCheck;
use crate::definition::{Definition, Known};
use crate::extension::{self, Extension};
use crate::field::{EntryKey, FieldType};
use crate::reminder::Reminder;
use ground::Fault;

/// All registers by name, with their code lists and cross-checks.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    all: BTreeMap<String, Definition>,
    /// The registers without what extensions add.
    bases: BTreeMap<String, Base>,
    /// What counties add to them, by the places of their texts.
    extensions: BTreeMap<String, Extension>,
    /// The texts of the registers with what extensions add.
    texts: BTreeMap<String, String>,
    lists: CodeLists,
    cross: Vec<CrossCheck>,
    reminders: Vec<Reminder>,
    /// The texts of the cross-checks by path: they name fields by their places, so a register that stands in the
    /// place of another has them read anew.
    crossing: BTreeMap<String, String>,
    /// The texts of the reminders by path, kept for the same reason.
    reminding: BTreeMap<String, String>,
}

/// A register without what extensions add.
#[derive(Clone, Debug)]
struct Base {
    place: String,
    text: String,
    definition: Definition,
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
    /// A text with `extends` adds fields to a register.
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
            if extension::is_extension(text) {
                match Extension::read(text, path) {
                    Ok(extension) => drop(self.extensions.insert(path.into(), extension)),
                    Err(faults) => wrong.extend(faults),
                }
                continue;
            }
            let known = Known { rulebook, lists: &self.lists };
            match Definition::parse(text, path, known) {
                Ok(definition) => {
                    let (place, text) = (path.to_owned(), text.to_owned());
                    let name = definition.name.clone();
                    self.bases.insert(name, Base { place, text, definition });
                }
                Err(faults) => wrong.extend(faults),
            }
        }
        wrong.extend(self.put_together(rulebook));
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

    /// The text of a register with what extensions add to it; [`Definition::parse`] reads it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// A register without what extensions add, and the place of its text.
    pub fn base(&self, name: &str) -> Option<(&Definition, &str)> {
        self.bases.get(name).map(|base| (&base.definition, base.place.as_str()))
    }

    /// The names of the fields that the text at a place adds to a register.
    pub fn added_by(&self, place: &str) -> &[String] {
        self.extensions.get(place).map_or(&[], |extension| extension.names.as_slice())
    }

    /// The places of the texts that add fields to a register.
    pub fn extensions_of(&self, register: &str) -> impl Iterator<Item = &str> {
        let of_it = self.extensions.values().filter(move |it| it.extends == register);
        of_it.map(|extension| extension.place.as_str())
    }

    /// What the extension at a place should call otherwise: headings that its register has already. When it is
    /// written that is refused; where a release brings such a heading later, both are kept apart.
    pub fn double_headings(&self, place: &str) -> Vec<Fault> {
        let extension = self.extensions.get(place);
        let found = extension.and_then(|it| Some((it, self.definition(&it.extends)?)));
        found.map_or_else(Vec::new, |(extension, merged)| extension.double(merged))
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

    /// The text and the line in which a field stands.
    fn place_of(&self, definition: &Definition, field: &str) -> (String, usize) {
        let texts = self.extensions.values().map(|it| (&it.place, it.text()));
        let base = self.bases.get(&definition.name).map(|base| (&base.place, base.text.as_str()));
        let mut all = base.into_iter().chain(texts.filter(|(place, _)| {
            self.extensions.get(*place).is_some_and(|it| it.extends == definition.name)
        }));
        let found = all.find_map(|(place, text)| Some((place.clone(), line_of(text, field)?)));
        found.unwrap_or_else(|| (format!("{FOLDER}/{}/register.toml", definition.name), 1))
    }

    /// Makes all registers anew of their texts and what extensions add.
    fn put_together(&mut self, rulebook: &Rulebook) -> Vec<Fault> {
        let mut wrong = Vec::new();
        (self.all, self.texts) = Default::default();
        let homeless = |it: &&Extension| !self.bases.contains_key(&it.extends);
        wrong.extend(self.extensions.values().filter(homeless).map(Extension::homeless));
        for (name, base) in &self.bases {
            let of_it: Vec<&Extension> =
                self.extensions.values().filter(|it| it.extends == *name).collect();
            let known = Known { rulebook, lists: &self.lists };
            let found = match of_it.is_empty() {
                true => Ok((base.definition.clone(), base.text.clone())),
                false => {
                    let text = (base.text.as_str(), base.place.as_str());
                    extension::extended(text, &base.definition, &of_it, known)
                }
            };
            match found {
                Ok((definition, text)) => {
                    self.all.insert(name.clone(), definition);
                    self.texts.insert(name.clone(), text);
                }
                Err(faults) => wrong.extend(faults),
            }
        }
        wrong
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
                let (file, line) = self.place_of(definition, &field.name);
                let help = "改 register、by 或 key".into();
                wrong.push(Fault { file, line, column: 1, message, help });
            }
        }
        wrong
    }
}

/// The line of a definition's text that names a field, from 1.
pub fn line_of(text: &str, field: &str) -> Option<usize> {
    let named = |line: &str| {
        let value = line.trim().strip_prefix("name").map(str::trim_start);
        value
            .and_then(|rest| rest.strip_prefix('='))
            .is_some_and(|it| it.trim().trim_matches(['"', '\'']) == field)
    };
    text.lines().position(named).map(|at| at + 1)
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
