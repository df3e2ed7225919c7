//! One person over all registers: everything this person ever received or took part in.

use std::collections::BTreeMap;

use register::{ColumnRole, FieldType, Personal, Shown};
use store::registers::people::{self, Naming};

use super::sight::{Sight, Wish};
use super::{Register, Registers, showing};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// A person as the registers know one.
#[derive(Clone, Debug)]
pub struct PersonShown {
    /// What the asker may see and do.
    pub sight: Sight,
    /// What this page is found by: the keyed hash of the document's number.
    pub hash: String,
    /// The name, as far as it is seen; the newest one where registers differ.
    pub name: Shown,
    /// Other names under which registers know the number.
    pub other_names: Vec<Shown>,
    /// The document's number, as far as it is seen.
    pub document: Shown,
    /// What names the person, register by register.
    pub registers: Vec<InRegister>,
}

/// What one register says of a person.
#[derive(Clone, Debug)]
pub struct InRegister {
    /// The register's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The entries, the newest first.
    pub entries: Vec<Named>,
}

/// An entry that names a person.
#[derive(Clone, Debug)]
pub struct Named {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// As what it names the person: the field's label.
    pub named_as: String,
    /// Its name.
    pub called: String,
    /// Its state.
    pub state: String,
    /// What the register's list would show of it, by label.
    pub facts: Vec<(String, Shown)>,
}

impl Office {
    /// The page of a person: what a number stands for, to be found by its hash afterwards.
    ///
    /// # Errors
    /// If the asker may not look people up.
    pub async fn person_hash(&self, asker: &Asker, number: &str) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        asker.require(Permission::ReadPersonal)?;
        let number: String = number.split_whitespace().collect::<String>().to_uppercase();
        Ok(all.vault().hash(Personal::Identity, &number))
    }

    /// The hash by which the person's page is found whom a field of an entry names.
    ///
    /// # Errors
    /// If the entry is not in sight, or the field names nobody.
    pub async fn person_of(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        field: usize,
    ) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        let found = showing::find(&mut tx, &sight, register, owner, id).await?;
        let entry = register.entry(&found.cells, &found.state);
        let people = register.definition.people(&entry);
        let named = people.into_iter().find(|named| named.field == field);
        let named = named.ok_or(OfficeError::Missing { what: "这个人" })?;
        Ok(all.vault().hash(Personal::Identity, named.number))
    }

    /// Everything that the registers of an organisation and those below it hold of a person.
    ///
    /// # Errors
    /// If the asker may not see it, or nobody is known by the hash.
    pub async fn person(
        &self,
        asker: &Asker,
        owner: &str,
        hash: &str,
        wish: Wish,
    ) -> Result<PersonShown, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, _) = self.look(asker, Permission::ReadPersonal).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
        let columns = naming(&all, &sight);
        let namings: Vec<Naming<'_>> = columns
            .iter()
            .map(|(register, columns)| Naming { table: &register.book.table, columns })
            .collect();
        let mut hashes = people::linked(&mut tx, &sight.scope(), &[hash.to_owned()]).await?;
        if !hashes.iter().any(|known| known == hash) {
            hashes.push(hash.to_owned());
        }
        let found = people::find(&mut tx, &sight.scope(), &namings, &hashes).await?;
        if found.is_empty() {
            return Err(OfficeError::Missing { what: "这个人的记录" });
        }
        let mut whole = Vec::new();
        for one in &found {
            let register = all.get(&one.register)?;
            let entry = showing::find(&mut tx, &sight, register, &one.owner, one.id).await?;
            whole.push((register, one, entry));
        }
        drop(tx);
        let sight = self.granted_person(asker, sight, wish, hash).await?;
        Ok(shown(&all, sight, hash, &whole))
    }

    /// A look at a person is noted, whether masked or not.
    async fn granted_person(
        &self,
        asker: &Asker,
        sight: Sight,
        wish: Wish,
        hash: &str,
    ) -> Result<Sight, OfficeError> {
        let note = Note {
            act: if wish == Wish::Plain { "查看个人信息" } else { "查看个人汇总" },
            owner: sight.owner.id.clone(),
            kind: "台账",
            object: format!("person/{hash}"),
            detail: "个人汇总".to_owned(),
            ..Note::default()
        };
        self.note(asker, note, store::audit::Outcome::Done).await?;
        let unmasking = match wish {
            Wish::Plain => register::Unmasking::Granted,
            Wish::Masked => register::Unmasking::Not,
        };
        Ok(Sight { unmasking, ..sight })
    }
}

/// The columns of each register that name people by their documents, as far as they are seen.
fn naming<'r>(all: &'r Registers, sight: &Sight) -> Vec<(Register<'r>, Vec<String>)> {
    let mut naming = Vec::new();
    for register in all.all() {
        let columns: Vec<String> = register
            .book
            .columns
            .iter()
            .filter(|column| column.role == ColumnRole::Lookup)
            .filter(|column| {
                let field = column.field.and_then(|place| register.definition.at(place));
                field.is_some_and(|field| {
                    let is_person =
                        matches!(field.holds, FieldType::Person { .. } | FieldType::IdNumber)
                            || field.personal == Personal::Identity;
                    is_person && sight.sees(field)
                })
            })
            .map(|column| column.name.clone())
            .collect();
        if !columns.is_empty() {
            naming.push((register, columns));
        }
    }
    naming
}

type Whole<'r> = (Register<'r>, &'r people::Found, store::registers::Entry);

fn shown(all: &Registers, sight: Sight, hash: &str, whole: &[Whole<'_>]) -> PersonShown {
    let lists = all.definitions().lists();
    let mut names: Vec<String> = Vec::new();
    let mut document = String::new();
    let mut by: BTreeMap<&str, InRegister> = BTreeMap::new();
    for (register, found, kept) in whole {
        let definition = register.definition;
        let entry = register.entry(&kept.cells, &kept.state);
        let field = register.book.columns.iter().find(|column| column.name == found.column);
        let field = field.and_then(|column| column.field);
        for named in definition.people(&entry) {
            if Some(named.field) != field {
                continue;
            }
            named.number.clone_into(&mut document);
            names.extend(
                named
                    .name
                    .filter(|name| !names.iter().any(|known| known == name))
                    .map(str::to_owned),
            );
        }
        let facts = definition.list.columns.iter().filter_map(|place| {
            let field = definition.at(*place).filter(|field| sight.sees(field))?;
            let value = register::show(field, entry.value(*place), sight.masking(field), lists);
            (!value.as_str().is_empty()).then(|| (field.label.clone(), value))
        });
        let named = Named {
            owner: kept.owner.clone(),
            id: kept.id,
            named_as: field
                .and_then(|at| definition.at(at))
                .map(|field| field.label.clone())
                .unwrap_or_default(),
            called: showing::called(all, definition, &entry, &sight),
            state: showing::state_label(definition, &entry),
            facts: facts.collect(),
        };
        let of = by.entry(register.name()).or_insert_with(|| InRegister {
            name: definition.name.clone(),
            title: definition.title.clone(),
            entries: Vec::new(),
        });
        of.entries.push(named);
    }
    let is_plain = sight.unmasking == register::Unmasking::Granted;
    let as_seen = |kind: Personal, text: &str| {
        Shown::open(if is_plain { text.to_owned() } else { register::mask(kind, text) })
    };
    let mut names = names.iter().map(|name| as_seen(Personal::Name, name));
    PersonShown {
        hash: hash.to_owned(),
        name: names.next().unwrap_or_default(),
        other_names: names.collect(),
        document: as_seen(Personal::Identity, &document),
        registers: by.into_values().collect(),
        sight,
    }
}
