//! What other registers say of the commendations of a year, asked once for all of them.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Day, Money};
use register::Entry;
use store::registers::conditions::{Condition, Test};
use store::registers::{self as kept, same};
use store::{Cell, Tx};

use super::{SERVICES, SPENDING, plain_name};
use crate::OfficeError;
use crate::registers::sight::Sight;
use crate::registers::values::{column, date, listed, lookup, money, text};
use crate::registers::{Register, Registers};

/// Values of one question.
const AT_ONCE: usize = 1000;

/// What other registers say.
pub(super) struct Around {
    /// Public notices by their numbers.
    pub(super) notices: BTreeMap<String, Notice>,
    /// On which day meetings were held, by the numbers of their decisions.
    pub(super) decisions: BTreeMap<String, Day>,
    /// The state of model workers' files, by the keyed hash of the person.
    pub(super) models: BTreeMap<String, ModelFile>,
    /// Awards that stand in the journal of model workers, by the keyed hash of the person.
    pub(super) given: BTreeMap<String, Vec<Payment>>,
    /// Payments that stand in the journal of spending, by the payee.
    pub(super) spent: BTreeMap<String, Vec<Payment>>,
}

/// A public notice.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub(super) from: Day,
    pub(super) until: Day,
    /// Objections that were not answered.
    pub(super) open: bool,
}

/// A model worker's file.
#[derive(Clone, Debug)]
pub(super) struct ModelFile {
    /// The label of its state.
    pub(super) state: String,
    pub(super) is_active: bool,
}

/// Something that was paid.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub(super) on: Day,
    pub(super) amount: Option<Money>,
    /// What it was for.
    pub(super) words: String,
}

impl Around {
    pub(super) async fn of(
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        found: &[(kept::Entry, Entry)],
    ) -> Result<Around, OfficeError> {
        let register = all.get(super::REGISTER)?;
        let named = |name: &'static str| -> BTreeSet<String> {
            let words = found.iter().filter_map(|(_, entry)| text(register, entry, name));
            words.map(str::to_owned).collect()
        };
        let hashes: BTreeSet<String> =
            found.iter().filter_map(|(kept, _)| hash(register, kept)).map(str::to_owned).collect();
        let names = found.iter().map(|(_, entry)| plain_name(register, entry).to_owned());
        let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
        Ok(Around {
            notices: notices(tx, all.get("notice")?, sight, named("notice")).await?,
            decisions: decisions(tx, all.get("decision")?, sight, named("decision")).await?,
            models: models(tx, all.get("model_worker")?, sight, &hashes).await?,
            given: given(tx, all.get(SERVICES)?, sight, hashes).await?,
            spent: spent(tx, all.get(SPENDING)?, sight, names).await?,
        })
    }
}

/// The keyed hash by which a commendation's person is looked up.
pub(super) fn hash<'k>(register: Register<'_>, kept: &'k kept::Entry) -> Option<&'k str> {
    lookup(register, kept, "person")
}

async fn notices(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    numbers: BTreeSet<String>,
) -> Result<BTreeMap<String, Notice>, OfficeError> {
    let one = |(_, entry): (kept::Entry, Entry)| {
        let count = |name: &str| crate::registers::values::number(register, &entry, name);
        let open = count("objections").unwrap_or_default() > count("answered").unwrap_or_default();
        let (from, until) = (date(register, &entry, "from")?, date(register, &entry, "until")?);
        Some((text(register, &entry, "number")?.to_owned(), Notice { from, until, open }))
    };
    let found = entries(tx, register, sight, "number", numbers, Vec::new()).await?;
    Ok(found.into_iter().filter_map(one).collect())
}

async fn decisions(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    numbers: BTreeSet<String>,
) -> Result<BTreeMap<String, Day>, OfficeError> {
    let one = |(_, entry): (kept::Entry, Entry)| {
        Some((text(register, &entry, "number")?.to_owned(), date(register, &entry, "held_on")?))
    };
    let found = entries(tx, register, sight, "number", numbers, Vec::new()).await?;
    Ok(found.into_iter().filter_map(one).collect())
}

async fn models(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    hashes: &BTreeSet<String>,
) -> Result<BTreeMap<String, ModelFile>, OfficeError> {
    let values: Vec<Cell> = hashes.iter().cloned().map(Cell::Text).collect();
    let (table, person) = (&register.book.table, column(register, "person")?);
    let mut files: BTreeMap<String, ModelFile> = BTreeMap::new();
    for one in same::standing(tx, &sight.scope(), table, &person, &values).await? {
        let Cell::Text(hash) = one.value else { continue };
        let state = register.definition.states.iter().find(|state| state.name == one.state);
        let is_active = state.is_some_and(|state| state.active);
        let state = state.map_or_else(String::new, |state| state.label.clone());
        if is_active || !files.contains_key(&hash) {
            files.insert(hash, ModelFile { state, is_active });
        }
    }
    Ok(files)
}

async fn given(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    hashes: BTreeSet<String>,
) -> Result<BTreeMap<String, Vec<Payment>>, OfficeError> {
    let is_award = Test::Is(Cell::Text("award".to_owned()));
    let mut conditions = vec![Condition::new(&column(register, "kind")?, is_award)];
    conditions.extend(Condition::standing());
    let found = entries(tx, register, sight, "person", hashes, conditions).await?;
    let mut given: BTreeMap<String, Vec<Payment>> = BTreeMap::new();
    for (kept, entry) in &found {
        let paid = payment(register, entry, "served_on", "remark");
        if let Some((hash, paid)) = hash(register, kept).zip(paid) {
            given.entry(hash.to_owned()).or_default().push(paid);
        }
    }
    Ok(given)
}

async fn spent(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    names: BTreeSet<String>,
) -> Result<BTreeMap<String, Vec<Payment>>, OfficeError> {
    let standing = Condition::standing().to_vec();
    let found = entries(tx, register, sight, "payee", names, standing).await?;
    let mut spent: BTreeMap<String, Vec<Payment>> = BTreeMap::new();
    for (_, entry) in &found {
        let paid = payment(register, entry, "paid_on", "summary");
        if let Some((payee, paid)) = text(register, entry, "payee").zip(paid) {
            spent.entry(payee.to_owned()).or_default().push(paid);
        }
    }
    Ok(spent)
}

fn payment(register: Register<'_>, entry: &Entry, on: &str, words: &str) -> Option<Payment> {
    Some(Payment {
        on: date(register, entry, on)?,
        amount: money(register, entry, "amount"),
        words: text(register, entry, words).unwrap_or_default().to_owned(),
    })
}

/// The entries that have one of these values in the column by which a field is looked up.
async fn entries(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    field: &str,
    values: BTreeSet<String>,
    also: Vec<Condition>,
) -> Result<Vec<(kept::Entry, Entry)>, OfficeError> {
    let name = column(register, field)?;
    let values: Vec<Cell> = values.into_iter().map(Cell::Text).collect();
    let mut found = Vec::new();
    for some in values.chunks(AT_ONCE) {
        let mut conditions = also.clone();
        conditions.push(Condition::new(&name, Test::In(some.to_vec())));
        let all = listed(tx, register, sight, conditions, usize::MAX).await?;
        found.extend(all.into_iter().map(|kept| {
            let entry = register.entry(&kept.cells, &kept.state);
            (kept, entry)
        }));
    }
    Ok(found)
}
