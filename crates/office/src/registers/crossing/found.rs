//! What was found, in words, with the entries to look at.

use ground::{Money, RuleCode, Severity};
use register::plan::{Measure, Piece};
use register::{CrossCheck, Definitions, Field, FieldType, Plan, Value};
use store::registers::crossing::{Group, Pair};

use super::columns;

/// Something that a check over registers found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub code: RuleCode,
    /// The fault as a heading.
    pub title: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The law behind it.
    pub source: String,
    /// Whose entries they are.
    pub owner: String,
    /// The entries to look at, that of which it speaks first.
    pub entries: Vec<Named>,
    /// How many more entries there are.
    pub more: i64,
}

/// An entry of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The register.
    pub register: String,
    /// The entry's number among those of its owner.
    pub id: i64,
}

/// Something to be shown in a message: whoever shows it knows what the reader may see.
#[derive(Clone, Debug)]
pub enum Spot<'a> {
    /// What stands in a field of an entry.
    Field {
        /// The entry.
        entry: &'a Named,
        /// The field's place.
        place: usize,
        /// The field.
        field: &'a Field,
    },
    /// What values of a field sum up to, or may sum up to.
    Sum {
        /// The field.
        field: &'a Field,
        /// The sum.
        value: Value,
    },
}

/// An entry with or without a related one, in words.
pub fn of_pair(
    check: &CrossCheck,
    pair: &Pair,
    definitions: &Definitions,
    mut shown: impl FnMut(&Spot<'_>) -> String,
) -> Finding {
    let registers = check.registers();
    let named = |at: usize, id: i64| {
        let register = registers.get(at).map_or_else(String::new, |one| (*one).to_owned());
        Named { register, id }
    };
    let subject = named(0, pair.id);
    let other = pair.other.map(|other| named(1, other));
    let message = check.said(|piece| {
        let of = match piece {
            Piece::Subject(place) => Some((&subject, *place)),
            Piece::Other(place) => other.as_ref().map(|other| (other, *place)),
            Piece::Count => return pair.others.to_string(),
            _ => None,
        };
        of.map_or_else(String::new, |(entry, place)| {
            value_of(entry, place, definitions, &mut shown)
        })
    });
    let entries = std::iter::once(subject).chain(other).collect();
    finding(check, &pair.owner, message, entries, pair.others.saturating_sub(1).max(0))
}

/// Entries that agree, in words.
pub fn of_group(
    check: &CrossCheck,
    group: &Group,
    definitions: &Definitions,
    mut shown: impl FnMut(&Spot<'_>) -> String,
) -> Finding {
    let register = check.registers().first().map_or_else(String::new, |one| (*one).to_owned());
    let entries = group.first.iter().map(|id| Named { register: register.clone(), id: *id });
    let entries: Vec<Named> = entries.collect();
    let summed = match &check.plan {
        Plan::Grouped(plan) => match plan.measure {
            Measure::Sum(field) => Some(field),
            Measure::Rows | Measure::Distinct(_) => None,
        },
        Plan::Related(_) => None,
    };
    let message = check.said(|piece| match piece {
        Piece::Subject(place) => entries
            .first()
            .map_or_else(String::new, |entry| value_of(entry, *place, definitions, &mut shown)),
        Piece::Count if summed.is_some() => group.entries.to_string(),
        Piece::Count => group.measured.to_string(),
        Piece::Sum => figure(group.measured, &register, summed, definitions, &mut shown),
        Piece::Limit => figure(group.most, &register, summed, definitions, &mut shown),
        Piece::Window => group.stretch.as_deref().map_or_else(String::new, stretch),
        Piece::Text(_) | Piece::Other(_) => String::new(),
    });
    let more = group.entries - i64::try_from(entries.len()).unwrap_or_default();
    finding(check, &group.owner, message, entries, more.max(0))
}

fn finding(
    check: &CrossCheck,
    owner: &str,
    message: String,
    entries: Vec<Named>,
    more: i64,
) -> Finding {
    Finding {
        code: check.code,
        title: check.title.clone(),
        severity: check.level,
        message,
        help: check.help.clone(),
        source: check.source.clone(),
        owner: owner.to_owned(),
        entries,
        more,
    }
}

fn value_of(
    entry: &Named,
    place: usize,
    definitions: &Definitions,
    shown: &mut impl FnMut(&Spot<'_>) -> String,
) -> String {
    let field = definitions.definition(&entry.register).and_then(|of| of.at(place));
    field.map_or_else(String::new, |field| shown(&Spot::Field { entry, place, field }))
}

/// A number of entries as it is, a sum as a value of the field that was summed up.
fn figure(
    number: i64,
    register: &str,
    summed: Option<usize>,
    definitions: &Definitions,
    shown: &mut impl FnMut(&Spot<'_>) -> String,
) -> String {
    let of = definitions.definition(register);
    let field = of.zip(summed).and_then(|(of, place)| Some((of, place, of.at(place)?)));
    let Some((of, place, field)) = field else { return number.to_string() };
    let value = match field.holds.plain() {
        FieldType::Money { .. } => Value::Money(Money::from_fen(number)),
        _ => {
            let decimals = columns::decimals(of, place);
            Value::Number(ground::Decimal::new(number, decimals).normalize())
        }
    };
    shown(&Spot::Sum { field, value })
}

/// 2025年, 2025年3月.
fn stretch(days_begin: &str) -> String {
    match days_begin.split_once('-') {
        Some((year, month)) => format!("{year}年{}月", month.trim_start_matches('0')),
        None => format!("{days_begin}年"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn stretches_are_told_as_people_say_them() {
        assert_eq!(super::stretch("2025"), "2025年");
        assert_eq!(super::stretch("2025-03"), "2025年3月");
        assert_eq!(super::stretch("2025-10"), "2025年10月");
    }
}
