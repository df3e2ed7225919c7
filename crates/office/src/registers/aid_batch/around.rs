//! What applications name elsewhere, asked for all of them at once: files of households, notices, decisions, and what
//! was paid already.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Day, Money};
use register::ColumnRole;
use store::registers as kept;
use store::registers::aggregate::{Aggregate, Figure, aggregate};
use store::registers::conditions::{Condition, Test};
use store::{Cell, Tx};

use super::{APPLICATIONS, JOURNAL, Waiting};
use crate::OfficeError;
use crate::registers::sight::Sight;
use crate::registers::values::{column, date, listed, text};
use crate::registers::{Register, Registers};

/// The most entries that are read of what applications name.
const MOST: usize = 5_000;

/// What applications name elsewhere, by what they write.
pub(super) struct Around {
    files: BTreeMap<String, kept::Entry>,
    notices: BTreeMap<String, Day>,
    decisions: BTreeMap<String, Day>,
    got: BTreeMap<String, BTreeMap<String, Money>>,
}

impl Around {
    /// What is there around these, for a day of payment.
    pub(super) async fn of(
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        waiting: &[Waiting],
        paid_on: Day,
    ) -> Result<Around, OfficeError> {
        let register = all.get(APPLICATIONS)?;
        let named = |name: &str| -> BTreeSet<String> {
            let named = waiting.iter().filter_map(|one| text(register, &one.entry, name));
            named.map(str::to_owned).collect()
        };
        let households = named("household");
        let files = by_keys(tx, all.get("household")?, sight, "head", &households).await?;
        let mut days = Vec::new();
        for (other, day) in [("notice", "until"), ("decision", "held_on")] {
            let other_register = all.get(other)?;
            let found = by_keys(tx, other_register, sight, "number", &named(other)).await?;
            let day = |(number, kept): (String, kept::Entry)| {
                let entry = other_register.entry(&kept.cells, &kept.state);
                Some((number, date(other_register, &entry, day)?))
            };
            days.push(found.into_iter().filter_map(day).collect());
        }
        let decisions = days.pop().unwrap_or_default();
        let notices = days.pop().unwrap_or_default();
        let got = got(tx, all.get(JOURNAL)?, sight, &households, paid_on.year()).await?;
        Ok(Around { files, notices, decisions, got })
    }

    /// The state of the file of a household.
    pub(super) fn file(&self, household: &str) -> Option<&str> {
        self.files.get(household).map(|file| file.state.as_str())
    }

    /// Until when a notice hangs.
    pub(super) fn notice(&self, number: &str) -> Option<Day> {
        self.notices.get(number).copied()
    }

    /// When a decision was taken.
    pub(super) fn decision(&self, number: &str) -> Option<Day> {
        self.decisions.get(number).copied()
    }

    /// What a household has got of a kind in the year, reversed entries left out.
    pub(super) fn got(&self, household: &str, kind: &str) -> Money {
        self.got.get(household).and_then(|kinds| kinds.get(kind)).copied().unwrap_or(Money::ZERO)
    }
}

/// The column of a field, and what stands in it for each of these keys.
fn cells(
    register: Register<'_>,
    field: &str,
    keys: &BTreeSet<String>,
) -> Result<(String, BTreeMap<String, String>), OfficeError> {
    let name = column(register, field)?;
    let place = register.definition.field(field).map(|(place, _)| place);
    let looked_up = place.filter(|place| {
        let column = register.definition.join_column(*place);
        column.is_some_and(|column| column.role == ColumnRole::Lookup)
    });
    let cell = |key: &String| match looked_up {
        Some(place) => (key.clone(), register.hash(place, key)),
        None => (key.clone(), key.clone()),
    };
    Ok((name, keys.iter().map(cell).collect()))
}

fn any_of(cells: &BTreeMap<String, String>) -> Test {
    Test::In(cells.values().cloned().map(Cell::Text).collect())
}

/// The newest entry for each of these keys.
async fn by_keys(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    field: &str,
    keys: &BTreeSet<String>,
) -> Result<BTreeMap<String, kept::Entry>, OfficeError> {
    let (name, cells) = cells(register, field, keys)?;
    if cells.is_empty() {
        return Ok(BTreeMap::new());
    }
    let place = register.book.columns.iter().position(|column| column.name == name);
    let conditions = vec![Condition::new(&name, any_of(&cells))];
    let mut found: BTreeMap<String, kept::Entry> = BTreeMap::new();
    for entry in listed(tx, register, sight, conditions, MOST).await? {
        if let Some(Cell::Text(cell)) = place.and_then(|place| entry.cells.get(place)) {
            found.entry(cell.clone()).or_insert(entry);
        }
    }
    Ok(each(&cells, &found))
}

/// What was found, by key instead of by what stands in the column.
fn each<T: Clone>(
    cells: &BTreeMap<String, String>,
    found: &BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    let of_key = |(key, cell): (&String, &String)| Some((key.clone(), found.get(cell)?.clone()));
    cells.iter().filter_map(of_key).collect()
}

/// What these households have got in a year, by kind.
async fn got(
    tx: &mut Tx,
    journal: Register<'_>,
    sight: &Sight,
    households: &BTreeSet<String>,
    year: i16,
) -> Result<BTreeMap<String, BTreeMap<String, Money>>, OfficeError> {
    let (name, cells) = cells(journal, "household", households)?;
    if cells.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (kind, paid_on) = (column(journal, "kind")?, column(journal, "paid_on")?);
    let day = |day: &str| Cell::Text(format!("{year:04}-{day}"));
    let mut conditions = vec![
        Condition::new(&name, any_of(&cells)),
        Condition::new(&paid_on, Test::AtLeast(day("01-01"))),
        Condition::new(&paid_on, Test::AtMost(day("12-31"))),
    ];
    conditions.extend(Condition::standing());
    let figures = vec![Figure::Sum(column(journal, "amount")?)];
    let asked = Aggregate { conditions, by: vec![name, kind], figures };
    let mut sums: BTreeMap<String, BTreeMap<String, Money>> = BTreeMap::new();
    for group in aggregate(tx, &sight.scope(), &journal.book.table, &asked).await? {
        if let ([Cell::Text(cell), Cell::Text(kind)], [Cell::Number(sum)]) =
            (group.by.as_slice(), group.figures.as_slice())
        {
            sums.entry(cell.clone()).or_default().insert(kind.clone(), Money::from_fen(*sum));
        }
    }
    Ok(each(&cells, &sums))
}
