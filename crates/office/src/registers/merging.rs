//! Two records of one person: likely ones are found, and by an act they become one, or two again.
//!
//! Nothing is rewritten: entries keep the number that was typed. It is noted that what one number names and what
//! another one names is one person's, and whoever looks for the person finds both.

use std::collections::{BTreeMap, BTreeSet};

use ground::Day;
use register::{ColumnRole, FieldType, IdDocument, Personal, Shown};
use store::registers::Making;
use store::registers::people::{self, Found};
use store::{Cell, StoreError, Tx};

use super::keeping::given;
use super::person::{Whole, as_seen, entries_of, naming, namings};
use super::sight::Sight;
use super::{Register, Registers, showing};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// The most entries of others that are looked into.
const MOST_ENTRIES: usize = 300;
/// The most telephones, and accounts, by which others are looked for.
const MOST_SHARED: usize = 32;
/// The most people that are offered.
const MOST_PEOPLE: usize = 20;

/// Why two records may be one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name, and numbers that tell the same birth date.
    NameAndBirth,
    /// The same telephone.
    Phone,
    /// The same bank card or account.
    Account,
}

/// Somebody who may be the same person.
#[derive(Clone, Debug)]
pub struct Likely {
    /// What the page of these records is found by.
    pub hash: String,
    /// The name, masked.
    pub name: Shown,
    /// The document's number, masked.
    pub document: Shown,
    /// Why.
    pub why: Vec<Likeness>,
    /// The titles of the registers in which that was seen.
    pub registers: Vec<String>,
}

impl Likeness {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Likeness::NameAndBirth => "姓名和出生日期相同",
            Likeness::Phone => "联系电话相同",
            Likeness::Account => "银行账号相同",
        }
    }
}

impl Sight {
    /// Whether the asker may say that two records are one person's.
    pub fn may_merge(&self) -> bool {
        self.may_write && self.may_unmask
    }
}

impl Office {
    /// Others who may be the same person, those with most in common first. Telephones and accounts are compared by
    /// their keyed hashes; a birth date is told by numbers that are unsealed here and shown nowhere.
    ///
    /// # Errors
    /// If the asker may not merge records, or nobody is known by the hash.
    pub async fn likely_same(
        &self,
        asker: &Asker,
        owner: &str,
        hash: &str,
    ) -> Result<Vec<Likely>, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadPersonal).await?;
        asker.require_at(Permission::WriteRegisters, &sight.owner.path)?;
        let hashes = people::linked(&mut tx, &sight.scope(), &[hash.to_owned()]).await?;
        let own = entries_of(&mut tx, &all, &sight, &hashes).await?;
        if own.is_empty() {
            return Err(OfficeError::Missing { what: "这个人的记录" });
        }
        let known = Known::of(&all, hashes, &own);
        let mut likely = BTreeMap::new();
        let columns = name_columns(&all, &sight);
        let names: Vec<String> = known.names.iter().cloned().collect();
        for (register, found) in others(&mut tx, &all, &sight, &columns, &names, &known).await? {
            alike_by_name(&all, register, &found, &known, &mut likely);
        }
        for why in [Likeness::Phone, Likeness::Account] {
            let columns = lookup_columns(&all, &sight, why);
            let shared = known.shared(why);
            for (register, found) in
                others(&mut tx, &all, &sight, &columns, &shared, &known).await?
            {
                alike_by_hash(&all, register, &found, &known, why, &mut likely);
            }
        }
        Ok(offered(&sight, likely))
    }

    /// Notes that two records are one person's.
    ///
    /// # Errors
    /// If the asker may not, no reason is given, one of them is not in sight, or they are one already.
    pub async fn merge_people(
        &self,
        asker: &Asker,
        owner: &str,
        (one, other): (&str, &str),
        reason: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
        let reason = given(reason, "请写明为什么认定是同一个人")?;
        let scope = sight.scope();
        let columns = naming(&all, &sight);
        for hash in [one, other] {
            let hash = [hash.to_owned()];
            if people::find(&mut deed.tx, &scope, &namings(&columns), &hash).await?.is_empty() {
                return Err(OfficeError::Missing { what: "这个人的记录" });
            }
        }
        let known = people::linked(&mut deed.tx, &scope, &[one.to_owned()]).await?;
        if known.iter().any(|known| known == other) {
            let said = "这两份记录已经是同一个人，不用再合并";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        people::link(&mut deed.tx, making, (one, other), &reason).await?;
        match people::linked(&mut deed.tx, &scope, &[one.to_owned()]).await {
            Err(StoreError::Refused { .. }) => {
                let said = "一个人名下合并的记录太多了，没有合并。请先核对以前的合并是不是都对";
                return Err(OfficeError::Invalid(said.to_owned()));
            }
            linked => linked.map(drop)?,
        }
        deed.done(note("合并个人记录", owner, (one, other), &reason)).await
    }

    /// Takes back that two records are one person's.
    ///
    /// # Errors
    /// If the asker may not, no reason is given, or it was never noted for this organisation.
    pub async fn part_people(
        &self,
        asker: &Asker,
        owner: &str,
        (one, other): (&str, &str),
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
        let reason = given(reason, "请写明为什么不是同一个人")?;
        let parted = people::unlink(&mut deed.tx, owner, (one, other)).await;
        parted.map_err(OfficeError::missing("这次合并"))?;
        deed.done(note("拆分个人记录", owner, (one, other), &reason)).await
    }
}

fn note(act: &'static str, owner: &str, (one, other): (&str, &str), reason: &str) -> Note {
    Note {
        act,
        owner: owner.to_owned(),
        kind: "台账",
        object: format!("person/{one}"),
        detail: format!("与 person/{other}：{reason}"),
        ..Note::default()
    }
}

/// What is known of the person whose like is looked for.
#[derive(Default)]
struct Known {
    hashes: BTreeSet<String>,
    names: BTreeSet<String>,
    births: BTreeSet<Day>,
    /// The hashes of telephones and accounts.
    shared: BTreeSet<(Likeness, String)>,
    /// The entries.
    entries: BTreeSet<(String, String, i64)>,
    /// Whom an entry names beside the person: family, payees. They are others for certain.
    beside: BTreeSet<String>,
}

impl Known {
    fn of(all: &Registers, hashes: Vec<String>, own: &[Whole<'_>]) -> Known {
        let mut known = Known { hashes: hashes.into_iter().collect(), ..Known::default() };
        for (register, found, kept) in own {
            let at = (found.register.clone(), found.owner.clone(), found.id);
            if !known.entries.insert(at) {
                continue;
            }
            let entry = register.entry(&kept.cells, &kept.state);
            for named in register.definition.people(&entry) {
                let hash = all.vault().hash(Personal::Identity, named.number);
                if !known.hashes.contains(&hash) {
                    known.beside.insert(hash);
                    continue;
                }
                known.names.extend(named.name.map(str::to_owned));
                known.births.extend(born(named.number));
            }
            for (column, cell) in register.book.columns.iter().zip(&kept.cells) {
                let field = column.field.and_then(|at| register.definition.at(at));
                let why = field.and_then(shares);
                if let (ColumnRole::Lookup, Some(why), Cell::Text(hash)) = (column.role, why, cell)
                {
                    known.shared.insert((why, hash.clone()));
                }
            }
        }
        known
    }

    fn shared(&self, why: Likeness) -> Vec<String> {
        let of_it = self.shared.iter().filter(|(kind, _)| *kind == why);
        // Nobody has so many telephones or accounts that more would tell anything.
        of_it.map(|(_, hash)| hash.clone()).take(MOST_SHARED).collect()
    }

    fn is_other(&self, hash: &str) -> bool {
        !self.hashes.contains(hash) && !self.beside.contains(hash)
    }
}

/// What is found of others, by their hashes.
type Others = BTreeMap<String, Other>;

/// Somebody else.
#[derive(Default)]
struct Other {
    name: String,
    number: String,
    why: BTreeSet<Likeness>,
    registers: BTreeSet<String>,
}

/// The columns that hold names of people who are known by a number too.
fn name_columns<'r>(all: &'r Registers, sight: &Sight) -> Vec<(Register<'r>, Vec<String>)> {
    columns(all, sight, |role, field| {
        role == ColumnRole::Value && matches!(field.holds, FieldType::Person { .. })
    })
}

fn lookup_columns<'r>(
    all: &'r Registers,
    sight: &Sight,
    why: Likeness,
) -> Vec<(Register<'r>, Vec<String>)> {
    columns(all, sight, |role, field| role == ColumnRole::Lookup && shares(field) == Some(why))
}

/// What two people have in common if they have the same in this field. A bank is shared by many.
fn shares(field: &register::Field) -> Option<Likeness> {
    match (&field.holds, field.personal) {
        (FieldType::Phone, Personal::Contact) => Some(Likeness::Phone),
        (FieldType::BankCard, Personal::Account) => Some(Likeness::Account),
        _ => None,
    }
}

fn columns<'r>(
    all: &'r Registers,
    sight: &Sight,
    is_one: impl Fn(ColumnRole, &register::Field) -> bool,
) -> Vec<(Register<'r>, Vec<String>)> {
    let of = |register: Register<'r>| {
        let columns = register.book.columns.iter().filter(|column| {
            let field = column.field.and_then(|at| register.definition.at(at));
            field.is_some_and(|field| sight.sees(field) && is_one(column.role, field))
        });
        let names: Vec<String> = columns.map(|column| column.name.clone()).collect();
        (!names.is_empty()).then_some((register, names))
    };
    all.all().filter_map(of).collect()
}

/// The entries of others in which one of these values stands.
async fn others<'r>(
    tx: &mut Tx,
    all: &'r Registers,
    sight: &Sight,
    columns: &[(Register<'_>, Vec<String>)],
    values: &[String],
    known: &Known,
) -> Result<Vec<(Register<'r>, store::registers::Entry)>, OfficeError> {
    let found = people::find(tx, &sight.scope(), &namings(columns), values).await?;
    let at = |one: &Found| (one.register.clone(), one.owner.clone(), one.id);
    let fresh: BTreeSet<_> =
        found.iter().map(at).filter(|at| !known.entries.contains(at)).take(MOST_ENTRIES).collect();
    let mut wanted: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for (register, owner, id) in fresh {
        wanted.entry(register).or_default().push((owner, id));
    }
    let mut entries = Vec::new();
    for (register, wanted) in wanted {
        let register = all.get(&register)?;
        let found = showing::find_all(tx, sight, register, &wanted).await?;
        entries.extend(found.into_values().map(|entry| (register, entry)));
    }
    Ok(entries)
}

fn alike_by_name(
    all: &Registers,
    register: Register<'_>,
    found: &store::registers::Entry,
    known: &Known,
    likely: &mut Others,
) {
    let entry = register.entry(&found.cells, &found.state);
    for named in register.definition.people(&entry) {
        let is_same = named.name.is_some_and(|name| known.names.contains(name))
            && born(named.number).is_some_and(|day| known.births.contains(&day));
        let hash = all.vault().hash(Personal::Identity, named.number);
        if is_same && known.is_other(&hash) {
            add(likely, hash, (named.name, named.number), Likeness::NameAndBirth, register);
        }
    }
}

fn alike_by_hash(
    all: &Registers,
    register: Register<'_>,
    found: &store::registers::Entry,
    known: &Known,
    why: Likeness,
    likely: &mut Others,
) {
    let entry = register.entry(&found.cells, &found.state);
    for named in register.definition.people(&entry) {
        let hash = all.vault().hash(Personal::Identity, named.number);
        if known.is_other(&hash) {
            add(likely, hash, (named.name, named.number), why, register);
        }
    }
}

fn add(
    likely: &mut Others,
    hash: String,
    (name, number): (Option<&str>, &str),
    why: Likeness,
    register: Register<'_>,
) {
    let one = likely.entry(hash).or_default();
    if let Some(name) = name {
        name.clone_into(&mut one.name);
    }
    number.clone_into(&mut one.number);
    one.why.insert(why);
    one.registers.insert(register.definition.title.clone());
}

fn offered(sight: &Sight, likely: Others) -> Vec<Likely> {
    let one = |(hash, other): (String, Other)| Likely {
        hash,
        name: as_seen(sight, Personal::Name, &other.name),
        document: as_seen(sight, Personal::Identity, &other.number),
        why: other.why.into_iter().collect(),
        registers: other.registers.into_iter().collect(),
    };
    let mut all: Vec<Likely> = likely.into_iter().map(one).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.why.len()), one.why.first().copied()));
    all.truncate(MOST_PEOPLE);
    all
}

/// The birth date that a number tells.
fn born(number: &str) -> Option<Day> {
    IdDocument::parse(number).ok()?.born()
}
