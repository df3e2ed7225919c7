//! One person over all registers: everything this person ever received or took part in.

use std::collections::{BTreeMap, BTreeSet};

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
    /// All hashes by which registers know the person.
    pub hashes: BTreeSet<String>,
    /// The name, as far as it is seen; the newest one where registers differ.
    pub name: Shown,
    /// Other names under which registers know the number.
    pub other_names: Vec<Shown>,
    /// The document's number, as far as it is seen.
    pub document: Shown,
    /// The numbers of other documents, where records were merged.
    pub other_documents: Vec<Shown>,
    /// What names the person, register by register.
    pub registers: Vec<InRegister>,
    /// The mergers of records by which this is one person, the newest first.
    pub merged: Vec<Merged>,
}

/// Two records that were merged: what one number names and what another one names is one person's.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The organisation for which it was noted.
    pub owner: String,
    /// The hashes of both.
    pub hashes: (String, String),
    /// The numbers of both, as far as they are seen.
    pub documents: (Shown, Shown),
    /// Why.
    pub reason: String,
    /// Who noted it, by name, and when.
    pub made: (String, String),
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
        Ok(all.vault().hash(Personal::Identity, &whole_number(number)))
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
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
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
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadPersonal).await?;
        let hashes = people::linked(&mut tx, &sight.scope(), &[hash.to_owned()]).await?;
        let whole = entries_of(&mut tx, &all, &sight, &hashes).await?;
        if whole.is_empty() {
            return Err(OfficeError::Missing { what: "这个人的记录" });
        }
        let mut links = people::links(&mut tx, &sight.scope(), &hashes).await?;
        for link in &mut links {
            link.by = showing::name_of(&mut tx, &link.by).await?;
        }
        drop(tx);
        let sight = self.granted_person(asker, sight, wish, hash).await?;
        let shown = shown(&all, sight, hash, &whole, links);
        Ok(PersonShown { hashes: hashes.into_iter().collect(), ..shown })
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

/// A number of a document as registers keep it: fifteen digits, as they were until 1999, are turned into eighteen.
pub(super) fn whole_number(typed: &str) -> String {
    match register::IdDocument::parse(typed) {
        Ok(document) => document.number,
        Err(_) => typed.split_whitespace().collect::<String>().to_uppercase(),
    }
}

/// The entries in sight that name somebody by one of the hashes, the newest first.
pub(super) async fn entries_of<'r>(
    tx: &mut store::Tx,
    all: &'r Registers,
    sight: &Sight,
    hashes: &[String],
) -> Result<Vec<Whole<'r>>, OfficeError> {
    let columns = naming(all, sight);
    let found = people::find(tx, &sight.scope(), &namings(&columns), hashes).await?;
    let mut whole = Vec::new();
    for one in found {
        let register = all.get(&one.register)?;
        let entry = showing::find(tx, sight, register, &one.owner, one.id).await?;
        whole.push((register, one, entry));
    }
    Ok(whole)
}

/// Columns as the store asks for them.
pub(super) fn namings<'a>(columns: &'a [(Register<'_>, Vec<String>)]) -> Vec<Naming<'a>> {
    let naming = |(register, columns): &'a (Register<'_>, Vec<String>)| Naming {
        table: &register.book.table,
        columns,
    };
    columns.iter().map(naming).collect()
}

/// The columns of each register that name people by their documents, as far as they are seen.
pub(super) fn naming<'r>(all: &'r Registers, sight: &Sight) -> Vec<(Register<'r>, Vec<String>)> {
    let mut naming = Vec::new();
    for register in all.all() {
        let columns: Vec<String> = register
            .book
            .columns
            .iter()
            .filter(|column| column.role == ColumnRole::Lookup)
            .filter(|column| {
                let field = column.field.and_then(|place| register.definition.at(place));
                field.is_some_and(|field| tells_person(field) && sight.sees(field))
            })
            .map(|column| column.name.clone())
            .collect();
        if !columns.is_empty() {
            naming.push((register, columns));
        }
    }
    naming
}

/// Whether what stands in a field is somebody's, and is looked up by the number of a document.
pub(super) fn tells_person(field: &register::Field) -> bool {
    matches!(field.holds, FieldType::Person { .. } | FieldType::IdNumber)
        || field.personal == Personal::Identity
}

/// An entry that names somebody: its register, where it does, what it is.
pub(super) type Whole<'r> = (Register<'r>, people::Found, store::registers::Entry);

fn shown(
    all: &Registers,
    sight: Sight,
    hash: &str,
    whole: &[Whole<'_>],
    links: Vec<people::Link>,
) -> PersonShown {
    let lists = all.definitions().lists();
    let mut names: Vec<String> = Vec::new();
    let mut documents: Vec<(String, String)> = Vec::new();
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
            if !documents.iter().any(|(_, known)| known == named.number) {
                let hash = all.vault().hash(Personal::Identity, named.number);
                documents.push((hash, named.number.to_owned()));
            }
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
    // The one that was looked for stands first.
    documents.sort_by_key(|(known, _)| known != hash);
    let as_seen = |kind: Personal, text: &str| as_seen(&sight, kind, text);
    let of_hash = |hash: &str| {
        let found = documents.iter().find(|(known, _)| known == hash);
        as_seen(Personal::Identity, found.map_or("", |(_, number)| number))
    };
    let merged = links.into_iter().map(|link| Merged {
        documents: (of_hash(&link.one), of_hash(&link.other)),
        owner: link.owner,
        hashes: (link.one, link.other),
        reason: link.reason,
        made: (link.by, link.at),
    });
    let merged = merged.collect();
    let mut names = names.iter().map(|name| as_seen(Personal::Name, name));
    let mut numbers = documents.iter().map(|(_, number)| as_seen(Personal::Identity, number));
    PersonShown {
        hash: hash.to_owned(),
        hashes: BTreeSet::new(),
        name: names.next().unwrap_or_default(),
        other_names: names.collect(),
        document: numbers.next().unwrap_or_default(),
        other_documents: numbers.collect(),
        registers: by.into_values().collect(),
        merged,
        sight,
    }
}

/// A name or a number as it is seen.
pub(super) fn as_seen(sight: &Sight, kind: Personal, text: &str) -> Shown {
    let is_plain = sight.unmasking == register::Unmasking::Granted;
    Shown::open(if is_plain { text.to_owned() } else { register::mask(kind, text) })
}
