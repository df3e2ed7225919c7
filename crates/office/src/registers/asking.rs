//! What is asked of a register's list, as the store understands it: as far as the asker may ask.

use register::{
    Column, ColumnRole, Definition, Direction, Entry, Field, FieldType, Kind, Personal,
};
use store::registers::conditions::{Condition, Test};
use store::registers::list::{Asked, Counting, Ordered};
use store::registers::{self as kept, people::Naming};
use store::{Cell as StoredCell, Tx};

use super::Register;
use super::listing::{Filter, MOST, Question, Standing};
use super::person::whole_number;
use super::quick::is_searched;
use super::sight::Sight;
use crate::{Office, OfficeError};

/// From so many digits on a word may be a number that is looked up by its hash.
const LEAST_DIGITS: usize = 7;

impl Office {
    /// A question as the store understands it.
    pub(crate) async fn asked(
        &self,
        tx: &mut Tx,
        register: Register<'_>,
        sight: &Sight,
        question: &Question,
        columns: &[usize],
    ) -> Result<Asked, OfficeError> {
        let definition = register.definition;
        let mut conditions = Vec::new();
        for (name, filter) in &question.filters {
            conditions.push(self.condition(tx, register, sight, (name, filter)).await?);
        }
        if let Some(state) = &question.state {
            conditions.push(Condition::new("state", Test::Is(StoredCell::Text(state.clone()))));
        }
        if let Some(import) = question.import {
            conditions.push(Condition::new("import_id", Test::Is(StoredCell::Number(import))));
        }
        if question.standing == Standing::Only {
            conditions.extend(Condition::standing());
        }
        let words_in = searched(register, sight);
        let mut words = Vec::new();
        for word in question.words.split_whitespace() {
            match looked_up(tx, register, sight, word).await? {
                Some(found) => conditions.push(Condition::new("id", Test::These(found))),
                None => words.push(word),
            }
        }
        if !words.is_empty() && words_in.is_empty() {
            conditions.push(Condition::new("id", Test::In(Vec::new())));
            words.clear();
        }
        let order = order(definition, sight, question.order.as_ref());
        Ok(Asked {
            conditions,
            words: words.join(" "),
            words_in,
            order: order.map_or_else(Ordered::default, |(place, direction)| {
                ordered(register, place, direction)
            }),
            page: question.page.clone(),
            take: question.take.clamp(1, MOST),
            totals: summed(definition, sight)
                .into_iter()
                .filter_map(|place| value_column(register, place))
                .collect(),
            columns: needed(register, columns),
            counting: question.counting,
        })
    }

    /// A filter as a condition on a column.
    async fn condition(
        &self,
        tx: &mut Tx,
        register: Register<'_>,
        sight: &Sight,
        (name, filter): (&str, &Filter),
    ) -> Result<Condition, OfficeError> {
        let unknown = || OfficeError::Invalid(format!("台账里没有“{name}”这一项，不能按它筛选"));
        let (place, field) = register.definition.field(name).ok_or_else(unknown)?;
        let is_whole = matches!(filter, Filter::Is(_)) && has_lookup(register.definition, place);
        let is_filled = matches!(filter, Filter::Empty | Filter::Filled);
        // What is encrypted can be looked up as a whole, or found filled or not; and what it is stays masked.
        let is_open = sight.may_ask_of(field)
            || (is_whole || is_filled) && sight.sees(field) && sight.may_unmask;
        if !is_open {
            return Err(closed(field));
        }
        if is_beside(register.definition, field) {
            let test = match filter {
                Filter::Filled => Test::HasFile(field.name.clone()),
                Filter::Empty => Test::HasNoFile(field.name.clone()),
                _ => return Err(closed(field)),
            };
            return Ok(Condition::new("id", test));
        }
        if is_filled {
            let test = if *filter == Filter::Empty { Test::Empty } else { Test::Filled };
            let column = kept_column(register, place).ok_or_else(|| closed(field))?;
            return Ok(Condition::new(&column, test));
        }
        let column = value_column(register, place);
        let value = |text: &str| self.typed(register, sight, place, text);
        let ranged = |text: &str| {
            let found = value(text)?.into_iter().find(|(name, _)| Some(name) == column.as_ref());
            found.map(|(_, cell)| cell).ok_or_else(|| closed(field))
        };
        let test = match filter {
            Filter::Is(text) => {
                let join = register.definition.join_column(place).ok_or_else(unknown)?;
                let found = value(text)?.into_iter().find(|(name, _)| *name == join.name);
                let (name, cell) = found.ok_or_else(|| closed(field))?;
                return Ok(Condition::new(&name, same_as(tx, sight, field, &join, cell).await?));
            }
            Filter::AtLeast(text) => Test::AtLeast(ranged(text)?),
            Filter::AtMost(text) => Test::AtMost(ranged(text)?),
            Filter::Contains(text) => Test::Contains(text.clone()),
            Filter::Empty | Filter::Filled => return Err(closed(field)),
        };
        Ok(Condition::new(&column.ok_or_else(|| closed(field))?, test))
    }

    /// What was typed for a field, as it would stand in the columns of the table.
    fn typed(
        &self,
        register: Register<'_>,
        sight: &Sight,
        place: usize,
        text: &str,
    ) -> Result<Vec<(String, StoredCell)>, OfficeError> {
        let definition = register.definition;
        let wrong = || {
            let label = definition.at(place).map_or("", |field| field.label.as_str());
            OfficeError::Invalid(match has_lookup(definition, place) {
                true => format!("“{label}”要填完整才能查到，请核对后再查"),
                false => format!("“{text}”不是“{label}”能有的内容，请改后再筛选"),
            })
        };
        let today = self.now().day();
        let checker = register.checker(&self.rulebook, &sight.owner.region, today);
        let value = checker.meant(place, text).ok_or_else(wrong)?;
        let mut entry = Entry::blank(definition.fields.len());
        entry.set(place, Some(value));
        let cells = register.cells(&entry);
        let columns = register.book.columns.iter().zip(cells);
        let of_it = columns.filter(|(column, _)| column.field == Some(place));
        Ok(of_it.map(|(column, cell)| (column.name.clone(), cell)).collect())
    }
}

fn closed(field: &Field) -> OfficeError {
    OfficeError::Invalid(match field.personal {
        Personal::None => format!("不能这样筛选“{}”", field.label),
        _ => format!("“{}”涉及个人信息，您不能按它筛选", field.label),
    })
}

/// Whether rows are found by a keyed hash of what the field holds: by the whole number, and by nothing less.
pub fn has_lookup(definition: &Definition, place: usize) -> bool {
    definition.join_column(place).is_some_and(|column| column.role == ColumnRole::Lookup)
}

/// Whether what the field holds stands beside the entry and not in its row: files of journals.
pub fn is_beside(definition: &Definition, field: &Field) -> bool {
    definition.kind == Kind::Journal && matches!(field.holds, FieldType::Attachment)
}

/// What is the same as a value: all numbers of a person whose records were merged; a region with all within it.
async fn same_as(
    tx: &mut Tx,
    sight: &Sight,
    field: &Field,
    join: &Column,
    cell: StoredCell,
) -> Result<Test, OfficeError> {
    Ok(match (cell, field.holds.plain()) {
        (StoredCell::Text(hash), _) if join.role == ColumnRole::Lookup => {
            let hashes = kept::people::linked(tx, &sight.scope(), &[hash]).await?;
            Test::In(hashes.into_iter().map(StoredCell::Text).collect())
        }
        (StoredCell::Text(code), FieldType::Region) => {
            // 110000 is a province, 110100 a city, 110105 a county: each holds what begins as it does.
            Test::Begins(code.trim_end_matches("00").to_owned())
        }
        (cell, _) => Test::Is(cell),
    })
}

/// Whether a question looks somebody's number up in an encrypted field.
pub(super) fn looks_up(definition: &Definition, question: &Question) -> Vec<String> {
    let filters = question.filters.iter().filter_map(|(name, filter)| {
        let (place, field) = definition.field(name)?;
        let is_whole = matches!(filter, Filter::Is(_)) && has_lookup(definition, place);
        is_whole.then(|| field.label.clone())
    });
    filters.collect()
}

/// The number of an entry that is the same by the key of its register.
pub(super) async fn same(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    entry: &Entry,
) -> Result<Option<i64>, OfficeError> {
    let cells = register.cells(entry);
    let mut conditions = Vec::new();
    for key in register.definition.key_columns() {
        let mut columns = register.book.columns.iter().zip(&cells);
        let found = columns.find(|(column, _)| column.name == key.name);
        let Some((_, cell)) = found.filter(|(_, cell)| **cell != StoredCell::Nothing) else {
            return Ok(None);
        };
        conditions.push(Condition::new(&key.name, Test::Is(cell.clone())));
    }
    if conditions.is_empty() {
        return Ok(None);
    }
    let counting = Counting::Not;
    let asked = Asked { conditions, take: 1, counting, ..Asked::default() };
    let found = kept::list::list(tx, &sight.scope(), &register.book.table, &asked).await?;
    Ok(found.entries.first().map(|entry| entry.id))
}

/// The fields that are summed up.
pub(super) fn summed(definition: &Definition, sight: &Sight) -> Vec<usize> {
    let may = |place: &&usize| definition.at(**place).is_some_and(|field| sight.may_ask_of(field));
    definition.list.totals.iter().filter(may).copied().collect()
}

/// The columns of the table that the fields shown and the entry's name need.
fn needed(register: Register<'_>, columns: &[usize]) -> Vec<String> {
    let definition = register.definition;
    let of_shown = |field: usize| columns.contains(&field) || definition.called.contains(&field);
    let needed = register.book.columns.iter().filter(|column| column.field.is_some_and(of_shown));
    needed.map(|column| column.name.clone()).collect()
}

/// The column of a field that is compared, ordered and summed up.
fn value_column(register: Register<'_>, place: usize) -> Option<String> {
    let found = register.book.columns.iter().find(|column| {
        column.field == Some(place)
            && matches!(column.role, ColumnRole::Value | ColumnRole::First)
            && !column.encrypted
    });
    found.map(|column| column.name.clone())
}

/// The column of a field that is filled where the field is.
fn kept_column(register: Register<'_>, place: usize) -> Option<String> {
    let found = register.book.columns.iter().find(|column| {
        column.field == Some(place) && matches!(column.role, ColumnRole::Value | ColumnRole::First)
    });
    found.map(|column| column.name.clone())
}

pub(super) fn order(
    definition: &Definition,
    sight: &Sight,
    asked: Option<&(String, Direction)>,
) -> Option<(usize, Direction)> {
    let asked = asked
        .and_then(|(name, direction)| definition.field(name).map(|(place, _)| (place, *direction)));
    let may = |(place, _): &(usize, Direction)| {
        definition.at(*place).is_some_and(|field| sight.may_ask_of(field))
    };
    asked.filter(may).or_else(|| definition.list.sort.first().copied().filter(may))
}

fn ordered(register: Register<'_>, place: usize, direction: Direction) -> Ordered {
    let Some(column) = value_column(register, place) else { return Ordered::default() };
    match direction {
        Direction::Up => Ordered::Rising(column),
        Direction::Down => Ordered::Falling(column),
    }
}

/// The columns in which words are looked for.
fn searched(register: Register<'_>, sight: &Sight) -> Vec<String> {
    let may = |column: &&Column| {
        let field = is_searched(register.definition, column);
        field.is_some_and(|field| sight.may_ask_of(field))
    };
    register.book.columns.iter().filter(may).map(|column| column.name.clone()).collect()
}

/// Whether a word may be the whole number of a document, a telephone or an account: digits, with hyphens
/// between them or up to two letters.
pub fn may_be_a_number(word: &str) -> bool {
    let is_digit = |sign: &char| sign.is_ascii_digit() || ('０'..='９').contains(sign);
    let digits = word.chars().filter(is_digit).count();
    let hyphens = word.chars().filter(|sign| *sign == '-').count();
    let others = word.chars().count() - digits - hyphens;
    digits >= LEAST_DIGITS && others <= if hyphens > 0 { 0 } else { 2 }
}

/// The entries that name somebody by this number, if the word may be one and such may be looked up.
async fn looked_up(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    word: &str,
) -> Result<Option<Vec<(String, i64)>>, OfficeError> {
    if !may_be_a_number(word) || !sight.may_unmask {
        return Ok(None);
    }
    let words = whole_number(&word.chars().map(narrow).collect::<String>());
    let (mut columns, mut hashes) = (Vec::new(), Vec::new());
    for column in &register.book.columns {
        let field = column.field.and_then(|place| register.definition.at(place));
        let sees = field.is_some_and(|field| sight.sees(field));
        if let (ColumnRole::Lookup, Some(place), true) = (column.role, column.field, sees) {
            columns.push(column.name.clone());
            hashes.push(register.hash(place, &words));
        }
    }
    hashes.sort();
    hashes.dedup();
    let hashes = kept::people::linked(tx, &sight.scope(), &hashes).await?;
    let naming = [Naming { table: &register.book.table, columns: &columns }];
    let found = kept::people::find(tx, &sight.scope(), &naming, &hashes).await?;
    if found.is_empty() {
        // Other numbers look alike: credit codes, document numbers, codes of one's own.
        return Ok(None);
    }
    Ok(Some(found.into_iter().map(|found| (found.owner, found.id)).collect()))
}

/// A digit as keyboards write it.
fn narrow(sign: char) -> char {
    let digit = u32::from(sign).wrapping_sub(u32::from('０'));
    char::from_digit(digit, 10).unwrap_or(sign)
}
