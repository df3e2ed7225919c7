//! What stands in the fields of an entry, by the names of the fields, for flows that know their registers.

use ground::{Day, Decimal, Money};
use register::{ColumnRole, Entry, Value};
use store::registers as kept;
use store::registers::conditions::Condition;
use store::registers::list::{Asked, Counting, Page};
use store::{Cell, Tx};

use super::Register;
use super::sight::Sight;
use crate::OfficeError;

/// Entries that are read at once.
const AT_ONCE: u64 = 1000;

/// The words in a field of this name.
pub(super) fn text<'e>(register: Register<'_>, entry: &'e Entry, name: &str) -> Option<&'e str> {
    match register.value(entry, name)? {
        Value::Text(text) | Value::Entry(text) | Value::BankCard(text) | Value::Phone(text) => {
            Some(text)
        }
        _ => None,
    }
}

/// The key of the choice in a field of this name.
pub(super) fn code<'e>(register: Register<'_>, entry: &'e Entry, name: &str) -> Option<&'e str> {
    match register.value(entry, name)? {
        Value::Code(code) => Some(code),
        _ => None,
    }
}

/// The sum in a field of this name.
pub(super) fn money(register: Register<'_>, entry: &Entry, name: &str) -> Option<Money> {
    match register.value(entry, name)? {
        Value::Money(money) => Some(*money),
        _ => None,
    }
}

/// The day in a field of this name.
pub(super) fn date(register: Register<'_>, entry: &Entry, name: &str) -> Option<Day> {
    match register.value(entry, name)? {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// The number in a field of this name.
pub(super) fn number(register: Register<'_>, entry: &Entry, name: &str) -> Option<Decimal> {
    match register.value(entry, name)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// Puts a value into the field of this name.
pub(super) fn set(register: Register<'_>, entry: &mut Entry, name: &str, value: Value) {
    if let Some((place, _)) = register.definition.field(name) {
        entry.set(place, Some(value));
    }
}

/// The column by which entries of a field are looked up.
pub(super) fn column(register: Register<'_>, name: &str) -> Result<String, OfficeError> {
    let place = register.definition.field(name).map(|(place, _)| place);
    let found = place.and_then(|place| register.definition.join_column(place));
    let said = || format!("台账“{}”没有“{name}”一栏", register.definition.title);
    found.map(|column| column.name).ok_or_else(|| OfficeError::Machine(said()))
}

/// The keyed hash by which what a field names is looked up.
pub(super) fn lookup<'k>(
    register: Register<'_>,
    kept: &'k kept::Entry,
    field: &str,
) -> Option<&'k str> {
    let (place, _) = register.definition.field(field)?;
    let mut columns = register.book.columns.iter().zip(&kept.cells);
    let is_it = |column: &register::Column| {
        column.field == Some(place) && column.role == ColumnRole::Lookup
    };
    match columns.find(|(column, _)| is_it(column))?.1 {
        Cell::Text(hash) => Some(hash),
        _ => None,
    }
}

/// The entries for which these hold, with all their cells, the newest first; reading ends where there are `most`.
pub(super) async fn listed(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    conditions: Vec<Condition>,
    most: usize,
) -> Result<Vec<kept::Entry>, OfficeError> {
    let columns = register.book.columns.iter().map(|column| column.name.clone()).collect();
    let (counting, take) = (Counting::Not, AT_ONCE);
    let mut asked = Asked { conditions, columns, counting, take, ..Asked::default() };
    let mut found = Vec::new();
    loop {
        let page = kept::list::list(tx, &sight.scope(), &register.book.table, &asked).await?;
        found.extend(page.entries);
        match page.next {
            Some(next) if found.len() < most => asked.page = Page::After(next),
            _ => return Ok(found),
        }
    }
}
