//! New entries held against questions without asking the database: one more payment concerns few of them.

use super::super::conditions::{Condition, Test};
use super::super::entries::Entry;
use super::super::table::{Book, Table};
use super::Asked;
use crate::Cell;

/// More new entries than these are not looked at one by one.
pub(super) const LOOKED_AT: i64 = 64;

impl Asked<'_> {
    /// Whether an entry is surely none of those asked about. What cannot be told by its own columns may be one.
    pub(super) fn leaves_out(&self, entry: &Entry) -> bool {
        let table = self.of.table;
        let is_void = table.book == Book::Journal
            && (entry.reverses.is_some() || entry.reversed_by.is_some());
        entry.removed_at.is_some()
            || is_void
            || self.of.conditions.iter().any(|one| fails(table, one, entry))
    }
}

/// Whether a condition is surely not met.
fn fails(table: &Table, condition: &Condition, entry: &Entry) -> bool {
    let mut cells = table.columns.iter().zip(&entry.cells);
    let Some((_, cell)) = cells.find(|(column, _)| column.name == condition.column) else {
        let is_state = condition.column == "state";
        return is_state && is_outside(&condition.test, &Cell::Text(entry.state.clone()));
    };
    is_outside(&condition.test, cell)
}

fn is_outside(test: &Test, cell: &Cell) -> bool {
    match (test, cell) {
        (_, Cell::Bytes(_)) => false,
        (Test::Filled, cell) => *cell == Cell::Nothing,
        (Test::Empty, cell) => *cell != Cell::Nothing,
        (Test::Is(wanted), cell) => *wanted != Cell::Nothing && wanted != cell,
        (Test::In(wanted), cell) => !wanted.contains(&Cell::Nothing) && !wanted.contains(cell),
        (Test::NotIn(others), cell) => *cell != Cell::Nothing && others.contains(cell),
        (Test::AtLeast(_) | Test::AtMost(_), Cell::Nothing) => true,
        (Test::AtLeast(Cell::Number(least)), Cell::Number(number)) => number < least,
        (Test::AtMost(Cell::Number(most)), Cell::Number(number)) => number > most,
        // As both databases compare text: by its bytes.
        (Test::AtLeast(Cell::Text(least)), Cell::Text(text)) => text < least,
        (Test::AtMost(Cell::Text(most)), Cell::Text(text)) => text > most,
        _ => false,
    }
}
