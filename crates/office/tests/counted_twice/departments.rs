//! Departments as if by chance: registers with gaps, ties, days outside the year, entries changed, removed and
//! reversed, persons merged.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Day, Decimal, Money};
use office::registers::{Register, Registers};
use register::{
    CodeLists, ColumnRole, Definition, DocumentKind, Entry, EntryKey, Field, FieldType, Grain,
    IdDocument, Kind, Period, Person, Stored, Value,
};
use store::organisations::{Organisation, OrganisationKind};
use store::registers::{Making, bulk, entries, people};
use store::{Cell, Tx, organisations};
use testkit::rng::Rng;

use super::plain::{Kept, World};
use super::written::{Question, Written};

/// When the departments entered what they have.
pub(crate) const ENTERED: &str = "2026-03-02T01:00:00.000Z";
/// Between both.
pub(crate) const BETWEEN: &str = "2026-03-04T01:00:00.000Z";
/// When they changed some of it.
const CHANGED: &str = "2026-03-06T01:00:00.000Z";
/// The most entries of a department in one register.
const MOST: usize = 6;

/// A county with its departments.
pub(crate) struct County {
    pub(crate) seed: u64,
    pub(crate) id: String,
    pub(crate) departments: Vec<String>,
    rng: Rng,
}

impl County {
    /// A county of so many departments.
    pub(crate) async fn found(tx: &mut Tx, seed: u64, departments: usize) -> County {
        let id = format!("r{seed}");
        organisation(tx, &id, None).await;
        let departments: Vec<String> = (0..departments).map(|at| format!("{id}d{at}")).collect();
        for department in &departments {
            organisation(tx, department, Some(&id)).await;
        }
        County { seed, id, departments, rng: Rng::for_part(seed, "second count") }
    }

    /// Enters what the departments have in about half of the registers.
    pub(crate) async fn enter(&mut self, tx: &mut Tx, all: &Registers) -> World {
        let (rng, mut world) = (&mut self.rng, World::default());
        for owner in &self.departments {
            for register in all.all() {
                if !rng.chance(55) {
                    continue;
                }
                let (mut known, many) = (BTreeSet::new(), rng.below(MOST + 1));
                let thrown: Vec<Entry> = (0..many)
                    .map(|_| thrown(rng, register.definition, all))
                    .filter(|entry| is_new(register, entry, &mut known))
                    .collect();
                let first = keep(tx, register, owner, &thrown).await;
                let kept = world.entries.entry(register.name().to_owned()).or_default();
                kept.extend((first..).zip(thrown).map(|(id, entry)| Kept {
                    owner: owner.clone(),
                    register: register.name().to_owned(),
                    id,
                    version: 1,
                    entry,
                }));
            }
            if rng.chance(40) {
                merge(tx, &mut world, (owner, ENTERED), rng).await;
            }
        }
        world
    }

    /// Changes some of it: what stands afterwards.
    pub(crate) async fn change(&mut self, tx: &mut Tx, all: &Registers, world: &World) -> World {
        let (rng, mut after) = (&mut self.rng, world.clone());
        for (register, kept) in &mut after.entries {
            let register = all.get(register).expect("a register");
            let mut standing = Vec::new();
            for one in std::mem::take(kept) {
                standing.extend(altered(tx, rng, register, one).await);
            }
            *kept = standing;
        }
        for owner in &self.departments {
            if rng.chance(30) {
                merge(tx, &mut after, (owner, CHANGED), rng).await;
            }
        }
        after
    }

    /// A question about a measure.
    pub(crate) fn question(
        &mut self,
        measure: &Written,
        arguments: &[measure::Argument],
    ) -> Question {
        let rng = &mut self.rng;
        let (first, last) = *rng.one(&[
            (Day::constant(2025, 1, 1), Day::constant(2025, 12, 31)),
            (Day::constant(2025, 1, 1), Day::constant(2025, 3, 31)),
            (Day::constant(2025, 2, 1), Day::constant(2025, 2, 28)),
            (Day::constant(2024, 1, 1), Day::constant(2024, 2, 29)),
            (Day::constant(2025, 7, 1), Day::constant(2026, 6, 15)),
        ]);
        let mut choices = BTreeMap::new();
        for argument in arguments {
            if !rng.chance(30) && !measure.needs.contains(&argument.name) {
                continue;
            }
            let mut values: Vec<String> = match &argument.holds {
                measure::Holds::Code(codes) => codes.iter().map(|(key, _)| key.clone()).collect(),
                measure::Holds::YesNo => vec!["yes".into(), "no".into()],
                _ => WORDS.map(str::to_owned).to_vec(),
            };
            rng.shuffle(&mut values);
            values.truncate(1 + rng.below(3));
            choices.insert(argument.name.clone(), values);
        }
        Question { first, last, deadline: Some(day(rng)), choices }
    }
}

const WORDS: [&str; 3] = ["甲", "乙", "丙"];

/// Removes, reverses, changes or moves an entry, or leaves it; what stands of it afterwards.
async fn altered(
    tx: &mut Tx,
    rng: &mut Rng,
    register: Register<'_>,
    mut one: Kept,
) -> Option<Kept> {
    let (of, table) = (register.definition, &register.book.table);
    let owner = one.owner.clone();
    let making = Making { owner: &owner, by: "u1", at: CHANGED };
    let seen = entries::Seen { id: one.id, version: one.version };
    let what = rng.below(100);
    if of.kind == Kind::Journal {
        if what >= 10 {
            return Some(one);
        }
        let back = cells(register, &of.reversal(&one.entry).expect("a journal"));
        entries::reverse(tx, table, making, one.id, back).await.expect("reversed");
        return None;
    }
    match what {
        0..5 => {
            entries::remove(tx, table, making, seen, "重复").await.expect("removed");
            return None;
        }
        5..10 => {
            let mut changed = thrown_fields(rng, of, register.all);
            for place in &of.key {
                changed.set(*place, one.entry.value(*place).cloned());
            }
            changed.state = one.entry.state;
            let cells = cells(register, &changed);
            entries::change(tx, table, making, seen, cells, "更正").await.expect("changed");
            one.entry = changed;
        }
        10..15 if !of.states.is_empty() => {
            let state = rng.below(of.states.len());
            let name = &of.states.get(state).expect("a state").name;
            entries::move_state(tx, table, making, seen, name, "变动").await.expect("moved");
            one.entry.state = Some(state);
        }
        _ => return Some(one),
    }
    one.version += 1;
    Some(one)
}

/// Notes that two persons are one.
async fn merge(tx: &mut Tx, world: &mut World, (owner, at): (&str, &str), rng: &mut Rng) {
    let (one, other) = (number(rng.below(PERSONS)), number(rng.below(PERSONS)));
    if one != other {
        let making = Making { owner, by: "u1", at };
        people::link(tx, making, (&hash(&one), &hash(&other)), "换证").await.expect("linked");
        world.links.push((owner.to_owned(), one, other));
    }
}

/// Whether no entry before has its key: of one that is not whole there may be several.
fn is_new(register: Register<'_>, entry: &Entry, known: &mut BTreeSet<Vec<String>>) -> bool {
    let of = register.definition;
    if of.kind == Kind::Journal {
        return true;
    }
    let names: Vec<String> = of.key_columns().into_iter().map(|column| column.name).collect();
    let all = register.book.columns.iter().zip(cells(register, entry));
    let key: Vec<Cell> =
        all.filter(|(column, _)| names.contains(&column.name)).map(|(_, cell)| cell).collect();
    let is_whole = !key.is_empty() && !key.contains(&Cell::Nothing);
    !is_whole || known.insert(key.iter().map(|cell| format!("{cell:?}")).collect())
}

/// Adds entries of an owner; gives the number of the first.
async fn keep(tx: &mut Tx, register: Register<'_>, owner: &str, thrown: &[Entry]) -> i64 {
    let making = Making { owner, by: "u1", at: ENTERED };
    let table = &register.book.table;
    let writer = bulk::Writer::begin(tx, table, making, None, thrown.len() as u64).await;
    let mut writer = writer.expect("begun");
    for entry in thrown {
        let state = entry.state.and_then(|at| register.definition.states.get(at));
        let state = state.map_or(entries::NO_STATE, |state| state.name.as_str());
        writer.push(tx, state, cells(register, entry)).await.expect("pushed");
    }
    writer.finish(tx).await.expect("finished").first
}

/// An entry as cells. What is encrypted is turned round, what is looked up by hashed.
fn cells(register: Register<'_>, entry: &Entry) -> Vec<Cell> {
    let stored = register.definition.store(entry);
    let cell = |(column, stored): (&register::Column, Option<Stored>)| match stored {
        None => Cell::Nothing,
        Some(Stored::Text(text)) if column.role == ColumnRole::Lookup => Cell::Text(hash(&text)),
        Some(Stored::Text(text)) if column.encrypted => Cell::Bytes(text.bytes().rev().collect()),
        Some(Stored::Text(text)) => Cell::Text(text),
        Some(Stored::Integer(number)) => Cell::Number(number),
    };
    register.book.columns.iter().zip(stored).map(cell).collect()
}

/// What stands for a number in the database.
fn hash(number: &str) -> String {
    store::digest(number.as_bytes())
}

/// An entry of few different values, so that many of them meet.
fn thrown(rng: &mut Rng, of: &Definition, all: &Registers) -> Entry {
    let mut entry = thrown_fields(rng, of, all);
    entry.state = (!of.states.is_empty()).then(|| rng.below(of.states.len()));
    entry
}

fn thrown_fields(rng: &mut Rng, of: &Definition, all: &Registers) -> Entry {
    let mut entry = Entry::blank(of.fields.len());
    for (place, field) in of.fields.iter().enumerate() {
        if !rng.chance(15) {
            entry.set(place, value(rng, field, all.definitions().lists()));
        }
    }
    entry
}

fn value(rng: &mut Rng, field: &Field, lists: &CodeLists) -> Option<Value> {
    Some(match field.holds.plain() {
        FieldType::Text { .. } => Value::Text(word(rng)),
        FieldType::Number { decimals, .. } => {
            let whole = *rng.one(&[0, 1, 2, 3, 5, 7, 45, 60, 80, 90, 95, 100, 333, -4]);
            let tail = if *decimals > 0 { *rng.one(&[0, 0, 5, 1, 9]) } else { 0 };
            Value::Number(Decimal::from(whole) + Decimal::new(tail, *decimals))
        }
        FieldType::Money { .. } => {
            let sums = [-5_025, 0, 1, 5_025, 10_050, 350_000, 2_500_000, 99_999_999_999];
            Value::Money(Money::from_fen(*rng.one(&sums)))
        }
        FieldType::Date => Value::Date(day(rng)),
        FieldType::Period { grain } => period(rng, *grain)?,
        FieldType::Code { list } => {
            let codes = &lists.list(list)?.codes;
            Value::Code(rng.pick(codes)?.key.clone())
        }
        FieldType::Person { .. } => {
            let document = (!rng.chance(10)).then(|| document(rng));
            Value::Person(Person { name: word(rng), document })
        }
        FieldType::Entry { key: EntryKey::IdNumber, .. } => Value::Entry(document(rng).number),
        FieldType::Entry { .. } => Value::Entry(word(rng)),
        FieldType::Region => Value::Region("990321".into()),
        FieldType::DocumentNumber => Value::DocumentNumber(word(rng)),
        FieldType::IdNumber => Value::IdNumber(document(rng)),
        FieldType::CreditCode => Value::CreditCode(word(rng)),
        FieldType::Phone => Value::Phone(word(rng)),
        FieldType::BankCard => Value::BankCard(word(rng)),
        FieldType::YesNo => Value::YesNo(rng.chance(50)),
        FieldType::Attachment => Value::Attachment(vec![word(rng)]),
        FieldType::Computed { .. } => return None,
    })
}

fn word(rng: &mut Rng) -> String {
    rng.word(&WORDS).to_owned()
}

/// A day in or near the years that are asked of, often the first or the last of one.
fn day(rng: &mut Rng) -> Day {
    let year = *rng.one(&[2023_i16, 2024, 2024, 2025, 2025, 2025, 2026]);
    let month = *rng.one(&[1_i8, 1, 2, 3, 6, 7, 12, 12]);
    let first = Day::new(year, month, 1).expect("a day");
    match rng.below(4) {
        0 => first,
        1 => first.last_of_month(),
        _ => Day::new(year, month, 15).expect("a day"),
    }
}

fn period(rng: &mut Rng, grain: Option<Grain>) -> Option<Value> {
    let year = *rng.one(&[2024_i16, 2025, 2025, 2026]);
    let part = i8::try_from(rng.below(4)).ok()?;
    Some(Value::Period(match grain {
        Some(Grain::Year) => Period::year(year)?,
        Some(Grain::Half) => Period::half(year, 1 + part % 2)?,
        Some(Grain::Quarter) => Period::quarter(year, 1 + part)?,
        Some(Grain::Month) => Period::month(year, 1 + 3 * part)?,
        None => Period::months(year, 1 + part, 1 + 3 * part)?,
    }))
}

/// So many persons there are in all departments together.
const PERSONS: usize = 6;

fn document(rng: &mut Rng) -> IdDocument {
    IdDocument { kind: DocumentKind::Resident, number: number(rng.below(PERSONS)) }
}

fn number(person: usize) -> String {
    format!("99032119800101{person:03}X")
}

async fn organisation(tx: &mut Tx, id: &str, parent: Option<&str>) {
    let path = parent.map_or_else(|| format!("{id}/"), |parent| format!("{parent}/{id}/"));
    let kind = match parent {
        Some(_) => OrganisationKind::Department,
        None => OrganisationKind::Region,
    };
    let new = Organisation {
        id: id.into(),
        parent: parent.map(Into::into),
        path,
        kind,
        code: String::new(),
        region: "990321".into(),
        name: format!("单位{id}"),
        created_at: "2026-01-01T00:00:00.000Z".into(),
        closed_at: None,
    };
    organisations::insert(tx, &new).await.expect("an organisation");
}
