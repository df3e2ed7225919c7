//! What a definition knows of an entry: its day, its key, whom it names, and what reverses it.

use ground::{Day, Money};

use super::{Definition, Kind};
use crate::field::{EntryKey, FieldType};
use crate::value::{Entry, Person, Value};

/// Somebody whom an entry names by an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'e> {
    /// The place of the field.
    pub field: usize,
    /// The name, where the field has one.
    pub name: Option<&'e str>,
    /// The number of the document.
    pub number: &'e str,
}

impl Definition {
    /// The field whose computed or typed period or day dates the row, as a first day and a last day.
    pub fn days_of(&self, entry: &Entry) -> Option<(Day, Day)> {
        match entry.value(self.dated_by?)? {
            Value::Date(day) => Some((*day, *day)),
            Value::Period(period) => Some((period.first, period.last)),
            _ => None,
        }
    }

    /// What makes the entry the same as another: the canonical words of its key. `None` where the register has
    /// no key or a part of it is empty.
    pub fn key_of(&self, entry: &Entry) -> Option<String> {
        let mut key = String::new();
        for field in &self.key {
            canonical(entry.value(*field)?, &mut key);
            key.push('\u{1F}');
        }
        (!key.is_empty()).then_some(key)
    }

    /// The persons whom an entry names by their documents: what the index of persons over all registers is made of.
    pub fn people<'e>(&self, entry: &'e Entry) -> Vec<Named<'e>> {
        let mut all = Vec::new();
        for (field, of) in self.fields.iter().enumerate() {
            let found = match (entry.value(field), &of.holds) {
                (Some(Value::Person(Person { name, document: Some(document) })), _) => {
                    Some((Some(name.as_str()), document.number.as_str()))
                }
                (Some(Value::IdNumber(document)), _) => Some((None, document.number.as_str())),
                (Some(Value::Entry(key)), FieldType::Entry { key: EntryKey::IdNumber, .. }) => {
                    Some((None, key.as_str()))
                }
                _ => None,
            };
            all.extend(found.map(|(name, number)| Named { field, name, number }));
        }
        all
    }

    /// The entry that reverses another (红字冲销): all sums of money and all totalled numbers with the other sign, the
    /// rest as it is. `None` for files, of which every version is kept instead.
    pub fn reversal(&self, entry: &Entry) -> Option<Entry> {
        if self.kind != Kind::Journal {
            return None;
        }
        let mut reversed = entry.clone();
        for (place, value) in reversed.values.iter_mut().enumerate() {
            match value {
                Some(Value::Money(money)) => *money = Money::from_fen(money.fen().checked_neg()?),
                Some(Value::Number(number)) if self.list.totals.contains(&place) => {
                    *number = -*number;
                }
                _ => {}
            }
        }
        Some(reversed)
    }
}

/// The words by which a value is the same as another: of a person the document, and the name where there is none.
pub(crate) fn canonical(value: &Value, out: &mut String) {
    use std::fmt::Write;
    let _ = match value {
        Value::Text(text)
        | Value::Code(text)
        | Value::Entry(text)
        | Value::Region(text)
        | Value::DocumentNumber(text)
        | Value::CreditCode(text)
        | Value::Phone(text)
        | Value::BankCard(text) => out.write_str(text),
        Value::Number(number) => write!(out, "{}", number.normalize()),
        Value::Money(money) => write!(out, "{}", money.fen()),
        Value::Date(day) => write!(out, "{day}"),
        Value::Period(period) => write!(out, "{}/{}", period.first, period.last),
        Value::Person(person) => match &person.document {
            Some(document) => out.write_str(&document.number),
            None => out.write_str(&person.name),
        },
        Value::IdNumber(document) => out.write_str(&document.number),
        Value::Attachment(files) => files.iter().try_for_each(|file| out.write_str(file)),
        Value::YesNo(truth) => out.write_str(if *truth { "1" } else { "0" }),
    };
}
