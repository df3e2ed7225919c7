//! Entries of other registers that a row names: what is said where one is not there, or no longer in force.

use ground::{Day, Severity};

use crate::definition::{Definition, Part, State};
use crate::field::{Field, FieldType, Personal, Visibility};
use crate::said::{NOT_IN_FORCE, NOT_THERE, RowFinding};
use crate::value::{Entry, Value};

impl Definition {
    /// What is said of a row that names an entry which the other register does not have.
    pub fn not_there(&self, field: usize, entry: &Entry, other: &Definition) -> Option<RowFinding> {
        let named = self.at(field)?;
        let (title, label) = (&other.title, &named.label);
        let message = match quotable(named, entry.value(field)) {
            Some(words) => format!("{title}里没有“{label}”为“{words}”的记录"),
            None => format!("{title}里没有这个“{label}”的记录"),
        };
        let help = format!("核对“{label}”；没有写错的，先在{title}登记，或保存后补登记");
        Some(self.about(field, NOT_THERE.at(0, message, help)))
    }

    /// What is said of a row that names an entry whose state is none in force; `since`: the day from which it has
    /// been in this state at the latest. What is dated before that day may well be right.
    pub fn not_in_force(
        &self,
        field: usize,
        entry: &Entry,
        other: &Definition,
        state: &State,
        since: Option<Day>,
    ) -> Option<RowFinding> {
        let named = self.at(field)?;
        let (title, label, state) = (&other.title, &named.label, &state.label);
        let message = match quotable(named, entry.value(field)) {
            Some(words) => format!("{title}里的“{words}”现在是“{state}”"),
            None => format!("这个“{label}”在{title}里现在是“{state}”"),
        };
        let help = format!("核对“{label}”；登记的是变为“{state}”以前的事，可以照常保存");
        let mut finding = NOT_IN_FORCE.at(0, message, help);
        let last = self.days_of(entry).map(|(_, last)| last);
        if last.zip(since).is_some_and(|(last, since)| last < since) {
            finding.severity = Severity::Note;
        }
        Some(self.about(field, finding))
    }

    fn about(&self, field: usize, finding: RowFinding) -> RowFinding {
        let input = self.inputs.iter().position(|input| input.part == Part::Field(field));
        RowFinding { input, ..finding }
    }
}

/// The words by which a row names an entry, where everybody who sees the register may read them.
fn quotable<'v>(field: &Field, value: Option<&'v Value>) -> Option<&'v str> {
    let is_open = field.personal == Personal::None && field.visibility <= Visibility::Inside;
    match (&field.holds, value) {
        (FieldType::Entry { .. }, Some(Value::Entry(words))) if is_open => Some(words),
        _ => None,
    }
}
