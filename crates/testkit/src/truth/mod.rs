//! What was read, held against what was written: field by field.

mod cover;
mod narrative;
mod project;

use model::statement::Statement;

use crate::draft::Draft;
use crate::form::Form;

/// How many fields were compared, and which of them were read wrongly.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// How many fields the draft has.
    pub fields: usize,
    /// One line for each field that was read wrongly: which, what stands there, what was read.
    pub wrong: Vec<String>,
}

impl Comparison {
    /// Compares one field.
    fn field(&mut self, name: &str, truth: &str, found: Option<&str>) {
        self.fields += 1;
        if found != Some(truth) {
            let found = found.map_or("—".to_owned(), |found| format!("“{found}”"));
            self.wrong.push(format!("{name}: “{truth}” read as {found}"));
        }
    }

    /// Compares a field that is not a text.
    fn same<T: PartialEq + std::fmt::Debug + Copy>(&mut self, name: &str, truth: T, found: T) {
        self.fields += 1;
        if found != truth {
            self.wrong.push(format!("{name}: {truth:?} read as {found:?}"));
        }
    }

    /// Counts what is there and should not be.
    fn surplus<'w>(&mut self, name: &str, found: impl Iterator<Item = &'w str>) {
        self.wrong.extend(found.map(|words| format!("{name}: “{words}” stands nowhere")));
    }

    /// Adds another comparison to this one.
    pub fn add(&mut self, other: Comparison) {
        self.fields += other.fields;
        self.wrong.extend(other.wrong);
    }

    /// How many of ten thousand fields were read rightly.
    pub fn per_myriad(&self) -> usize {
        let right = self.fields.saturating_sub(self.wrong.len());
        (right * 10_000).checked_div(self.fields).unwrap_or(10_000)
    }
}

/// What was read wrongly, a line a field; empty where everything is right.
pub fn differences(draft: &Draft, form: &Form, statement: &Statement) -> Vec<String> {
    compare(draft, form, statement).wrong
}

/// Compares every field of a statement that was read with the draft it was written from.
pub fn compare(draft: &Draft, form: &Form, statement: &Statement) -> Comparison {
    let mut comparison = Comparison::default();
    cover::compare(&mut comparison, draft, form, statement);
    narrative::compare(&mut comparison, draft, form, statement);
    comparison.same("projects", draft.projects.len(), statement.projects.len());
    let found = statement.projects.iter().map(Some).chain(std::iter::repeat(None));
    for ((index, truth), found) in draft.projects.iter().enumerate().zip(found) {
        project::compare(&mut comparison, form, index + 1, truth, found);
    }
    comparison.surplus("unplaced", statement.unplaced.iter().map(|words| words.text.as_str()));
    comparison
}

/// Text without blanks inside Chinese: what the reader is to give back.
fn tight(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let keeps = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| signs.get(before));
        word(before) && word(signs.get(at + 1))
    };
    signs
        .iter()
        .enumerate()
        .filter(|(at, c)| !c.is_whitespace() || keeps(*at))
        .map(|(_, c)| *c)
        .collect()
}
