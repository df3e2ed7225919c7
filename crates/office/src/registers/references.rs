//! Entries of other registers that rows name: whether they are there and in force, asked for many rows at once.
//!
//! A row that names what is not registered is taken in all the same: papers come in any order, and checks over
//! registers find what never came. A register that names entries of its own is left to those checks: the entry may
//! stand further below in the same table.

use std::collections::{BTreeSet, HashMap};

use ground::Day;
use register::{Checked, Entry, FieldType, RowFinding};
use store::registers::{links::Links, same};
use store::{Cell, Tx};

use super::sight::Sight;
use super::{Register, crossing};
use crate::{Moment, OfficeError, Scope};

/// So many answers are remembered of each field; a table of a million rows must not fill the memory.
const REMEMBERED: usize = 50_000;

/// What rows of a register name, and what is known of it.
pub(super) struct References<'r> {
    register: Register<'r>,
    scope: Scope,
    fields: Vec<Named<'r>>,
    /// Persons with several numbers; `None` until something is asked.
    links: Option<Links>,
}

/// A field that names entries of another register.
struct Named<'r> {
    field: usize,
    /// The other register, and the column by which its entries are named.
    other: Register<'r>,
    column: String,
    /// Whether it holds persons, of whom several numbers may be one's.
    is_person: bool,
    /// By the value; of persons by what they are known by.
    known: HashMap<String, Answer>,
}

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// No entry has it.
    NotThere,
    /// An entry that has it is in force, or its register knows no such thing.
    InForce,
    /// Only entries that are not: the state of one, and from which day on at the latest.
    In { state: usize, since: Option<Day> },
}

/// The fields of a register that name entries of others, by their places.
pub(super) fn fields(register: Register<'_>) -> Vec<usize> {
    named(register).into_iter().map(|one| one.field).collect()
}

/// What a row names: for each of [`fields`] the value by which the other register is asked.
pub(super) fn of_row(register: Register<'_>, fields: &[usize], entry: &Entry) -> Vec<Cell> {
    fields.iter().map(|field| register.join_cell(*field, entry)).collect()
}

impl<'r> References<'r> {
    /// Nothing is asked yet.
    pub(super) fn of(register: Register<'r>, sight: &Sight) -> References<'r> {
        References { register, scope: sight.scope(), fields: named(register), links: None }
    }

    /// Adds to rows what is said of the entries that they name. `rows`: what [`of_row`] says of each, and the row.
    pub(super) async fn look(
        &mut self,
        tx: &mut Tx,
        rows: &mut [(&[Cell], &mut Checked)],
    ) -> Result<(), OfficeError> {
        let definition = self.register.definition;
        let links = match self.links.take() {
            Some(links) => links,
            None if self.fields.iter().any(|named| named.is_person) => {
                Links::of(tx, &self.scope).await?
            }
            None => Links::default(),
        };
        for (at, named) in self.fields.iter_mut().enumerate() {
            let asked = rows.iter().filter_map(|(cells, _)| text(cells.get(at)?));
            let asked = asked.map(|value| links.known_by(value)).collect();
            named.ask(tx, &self.scope, &links, asked).await?;
            for (cells, checked) in rows.iter_mut() {
                let value = cells.get(at).and_then(text).map(|value| links.known_by(value));
                let Some(answer) = value.and_then(|value| named.known.get(value)) else { continue };
                let said = named.said(definition, answer, &checked.entry);
                checked.findings.extend(said);
            }
        }
        self.links = Some(links);
        Ok(())
    }
}

impl Named<'_> {
    /// Asks of what is not known yet.
    async fn ask(
        &mut self,
        tx: &mut Tx,
        scope: &Scope,
        links: &Links,
        asked: BTreeSet<&str>,
    ) -> Result<(), OfficeError> {
        if self.known.len() + asked.len() > REMEMBERED {
            self.known.clear();
        }
        let new: Vec<&str> =
            asked.into_iter().filter(|value| !self.known.contains_key(*value)).collect();
        let all = new.iter().flat_map(|value| links.same_as(value));
        let cells: Vec<Cell> = all.map(|value| Cell::Text(value.to_owned())).collect();
        let table = &self.other.book.table;
        let found = same::standing(tx, scope, table, &self.column, &cells).await?;
        self.known.extend(new.into_iter().map(|value| (value.to_owned(), Answer::NotThere)));
        for standing in found {
            let answer = self.answer(&standing);
            let Cell::Text(value) = standing.value else { continue };
            match self.known.get(links.known_by(&value)) {
                Some(Answer::InForce) => {}
                _ => drop(self.known.insert(links.known_by(&value).to_owned(), answer)),
            }
        }
        Ok(())
    }

    fn answer(&self, standing: &same::Standing) -> Answer {
        let states = &self.other.definition.states;
        // Where no state is in force more than another, all are.
        let knows = states.iter().any(|state| state.active);
        match states.iter().position(|state| state.name == standing.state) {
            Some(state) if knows && states.get(state).is_some_and(|it| !it.active) => {
                let since = standing.since.parse().ok().map(Moment);
                Answer::In { state, since: since.map(Moment::day) }
            }
            _ => Answer::InForce,
        }
    }

    fn said(
        &self,
        definition: &register::Definition,
        answer: &Answer,
        entry: &Entry,
    ) -> Option<RowFinding> {
        let other = self.other.definition;
        match answer {
            Answer::InForce => None,
            Answer::NotThere => definition.not_there(self.field, entry, other),
            Answer::In { state, since } => {
                let state = other.states.get(*state)?;
                definition.not_in_force(self.field, entry, other, state, *since)
            }
        }
    }
}

fn named(register: Register<'_>) -> Vec<Named<'_>> {
    let fields = register.definition.fields.iter().enumerate();
    let named = fields.filter_map(|(field, it)| {
        let FieldType::Entry { register: name, by, .. } = &it.holds else { return None };
        let other = register.all.get(name).ok().filter(|_| *name != register.name())?;
        let (by, _) = other.definition.field(by)?;
        let column = other.definition.join_column(by).filter(|column| !column.encrypted)?.name;
        let is_person = crossing::persons(other.definition).contains(&column);
        Some(Named { field, other, column, is_person, known: HashMap::new() })
    });
    named.collect()
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}
