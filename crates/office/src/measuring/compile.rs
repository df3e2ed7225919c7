//! Questions of measures as questions to the store, and its answers as measures read them.

use measure::{Also, Asked, By, Condition, Figure, Figured, Kept, Reading};
use store::Cell;
use store::registers::crossing::Wanted;
use store::registers::{conditions, measuring};

use crate::OfficeError;
use crate::registers::Registers;

/// A question of a plan as one to the store.
///
/// # Errors
/// If a register is not there.
pub fn compiled<'a>(
    asked: &Asked,
    all: &'a Registers,
) -> Result<measuring::Asked<'a>, OfficeError> {
    let of = entries(&asked.register, &asked.conditions, &asked.also, all)?;
    Ok(measuring::Asked { of, take: take(&asked.figure) })
}

/// By what figures are broken down.
pub fn by(by: By) -> measuring::By {
    match by {
        By::Column(column) => measuring::By::Column(column),
        By::Month(column) => measuring::By::Month(column),
        By::Owner => measuring::By::Owner,
    }
}

/// What the store found, as measures read it.
pub fn reading(figure: &measuring::Figure) -> Reading {
    let found = match &figure.value {
        Cell::Number(number) => Figured::Number(*number),
        Cell::Text(day) => day.parse().map_or(Figured::Nothing, Figured::Day),
        Cell::Nothing | Cell::Bytes(_) => Figured::Nothing,
    };
    Reading { figure: found, filled: figure.filled, entries: figure.entries }
}

fn entries<'a>(
    register: &str,
    conditions: &[Condition],
    also: &[Also],
    all: &'a Registers,
) -> Result<measuring::Entries<'a>, OfficeError> {
    Ok(measuring::Entries {
        table: &all.get(register)?.book.table,
        conditions: conditions.iter().map(condition).collect(),
        also: also.iter().map(|one| self::also(one, all)).collect::<Result<_, _>>()?,
    })
}

fn condition(one: &Condition) -> conditions::Condition {
    use conditions::Test;
    let cells = |all: &[Kept]| all.iter().map(cell).collect();
    let (column, test) = match one {
        Condition::In(column, values) => (column, Test::In(cells(values))),
        Condition::NotIn(column, values) => (column, Test::NotIn(cells(values))),
        Condition::Filled(column) => (column, Test::Filled),
        Condition::Empty(column) => (column, Test::Empty),
        Condition::AtLeast(column, least) => (column, Test::AtLeast(cell(least))),
        Condition::AtMost(column, most) => (column, Test::AtMost(cell(most))),
    };
    conditions::Condition::new(column, test)
}

fn cell(kept: &Kept) -> Cell {
    match kept {
        Kept::Number(number) => Cell::Number(*number),
        Kept::Text(text) => Cell::Text(text.clone()),
    }
}

fn also<'a>(also: &Also, all: &'a Registers) -> Result<measuring::Also<'a>, OfficeError> {
    Ok(match also {
        Also::NotLater { column, than, plus_days } => measuring::Also::NotLater {
            column: column.clone(),
            than: than.clone(),
            plus_days: *plus_days,
        },
        Also::OpenOrFrom(column, day) => {
            measuring::Also::AtLeastOrEmpty(column.clone(), Cell::Text(day.to_string()))
        }
        Also::Related(other) => measuring::Also::Related(measuring::Related {
            of: entries(&other.register, &other.conditions, &other.also, all)?,
            join: other.join.clone(),
            persons: other.persons.clone(),
            wanted: if other.missing { Wanted::Absent } else { Wanted::Present },
        }),
    })
}

fn take(figure: &Figure) -> measuring::Take {
    use measuring::{Empty, Persons, Take};
    match figure.clone() {
        Figure::Entries => Take::Entries,
        Figure::Distinct { column, is_key, counts_empty } => Take::Distinct {
            column,
            persons: if is_key { Persons::Linked } else { Persons::AsTheyAre },
            empty: if counts_empty { Empty::OfItsOwn } else { Empty::LeftOut },
        },
        Figure::Sum { column, empty } => Take::Sum { column, empty },
        Figure::Last { column, on, empty } => Take::Last { column, on, empty },
        Figure::Least(column) => Take::Least(column),
        Figure::Greatest(column) => Take::Greatest(column),
        Figure::Highest { column, ranks } => Take::Highest { column, ranks },
    }
}
