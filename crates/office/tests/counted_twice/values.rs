//! Values as the second computation compares them.

use std::collections::BTreeSet;

use ground::{Day, Decimal};
use register::{Definition, Entry, FieldType, Value};
use rust_decimal::prelude::ToPrimitive;

use super::plain::Looking;

/// A value as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plain {
    Words(String),
    /// A whole number of the field's last decimal.
    Number(i128),
    /// The first and the last day.
    Days(Day, Day),
}

impl Looking<'_> {
    /// What a field is compared by: of persons the number by which all of them is known.
    pub(crate) fn plain(&self, of: &Definition, entry: &Entry, field: &str) -> Option<Plain> {
        if field.is_empty() {
            return None;
        }
        let (place, field) = of.field(field).unwrap();
        let words = |text: &String| Some(Plain::Words(self.known_by(text)));
        match entry.value(place)? {
            Value::Person(person) => words(&person.document.as_ref()?.number),
            Value::IdNumber(document) => words(&document.number),
            Value::Text(text)
            | Value::Code(text)
            | Value::Entry(text)
            | Value::Region(text)
            | Value::DocumentNumber(text)
            | Value::CreditCode(text)
            | Value::Phone(text)
            | Value::BankCard(text) => words(text),
            Value::YesNo(truth) => Some(Plain::Words(if *truth { "yes" } else { "no" }.into())),
            Value::Money(money) => Some(Plain::Number(money.fen().into())),
            Value::Number(number) => {
                let FieldType::Number { decimals, .. } = field.holds.plain() else { return None };
                let whole = *number * Decimal::from(10_i64.pow(*decimals));
                Some(Plain::Number(whole.to_i128().unwrap()))
            }
            Value::Date(day) => Some(Plain::Days(*day, *day)),
            Value::Period(period) => Some(Plain::Days(period.first, period.last)),
            Value::Attachment(_) => None,
        }
    }

    /// The least of all numbers that are noted to be the same person's.
    fn known_by(&self, number: &str) -> String {
        let links = self.world.links.iter();
        let links: Vec<_> = links
            .filter(|(owner, ..)| self.linked_by.is_empty() || self.linked_by.contains(owner))
            .collect();
        let mut same = BTreeSet::from([number]);
        loop {
            let before = same.len();
            for (_, one, other) in &links {
                if same.contains(one.as_str()) || same.contains(other.as_str()) {
                    same.extend([one.as_str(), other.as_str()]);
                }
            }
            if same.len() == before {
                return same.first().copied().unwrap_or_default().to_owned();
            }
        }
    }
}

/// By what values are put in order upwards: a period by its first day.
pub(crate) fn least(value: &Plain) -> Plain {
    if let Plain::Days(first, _) = value { Plain::Days(*first, *first) } else { value.clone() }
}

/// A period by its last day.
pub(crate) fn most(value: &Plain) -> Plain {
    if let Plain::Days(_, last) = value { Plain::Days(*last, *last) } else { value.clone() }
}

pub(crate) fn decimals(of: &Definition, field: &str) -> u32 {
    match of.field(field).map(|(_, field)| field.holds.plain()) {
        Some(FieldType::Money { .. }) => 2,
        Some(FieldType::Number { decimals, .. }) => *decimals,
        _ => 0,
    }
}
