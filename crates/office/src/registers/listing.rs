//! Lists of entries: searched, filtered, in order, a page at a time, as somebody may see them.

use register::{
    Cell, ColumnRole, Definition, Direction, Entry, FieldType, Matched, Matching, Part, Shown, show,
};
use store::registers::conditions::{Condition, Test};
use store::registers::list::{Asked, Count, Counting, Cursor, Ordered, Page};
use store::registers::{self as kept, people::Naming};
use store::{Cell as StoredCell, Tx};

use super::sight::{Sight, Wish};
use super::{Register, showing};
use crate::{Asker, Office, OfficeError, Permission};

/// The most entries of a page.
pub const MOST: u64 = 200;
/// From so many digits on a word may be a number that is looked up by its hash.
const LEAST_DIGITS: usize = 7;

/// Which entries are asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words that stand in them; a whole document number, telephone or account is looked up too.
    pub words: String,
    /// What must be true of fields, by name.
    pub filters: Vec<(String, Filter)>,
    /// The state by name.
    pub state: Option<String>,
    /// Journals: whether reversed and reversing entries are left out.
    pub standing: Standing,
    /// The import that they came with.
    pub import: Option<i64>,
    /// The field by which they are ordered; none: as the definition says.
    pub order: Option<(String, Direction)>,
    /// Which page.
    pub page: Page,
    /// Entries of a page, at most [`MOST`].
    pub take: u64,
    /// The fields shown; none: as the definition says.
    pub columns: Vec<String>,
    /// How far entries are counted.
    pub counting: Counting,
    /// Whether personal data are asked for as they are.
    pub wish: Wish,
}

/// Whether reversed and reversing entries are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// All.
    #[default]
    All,
    /// Those alone that still stand.
    Only,
}

/// What must be true of a field; values as people type them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// It is this one.
    Is(String),
    /// It is this one or more.
    AtLeast(String),
    /// It is this one or less.
    AtMost(String),
    /// This stands in it.
    Contains(String),
    /// Nothing stands in it.
    Empty,
    /// Something stands in it.
    Filled,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The fields shown, by their places in the definition.
    pub columns: Vec<usize>,
    /// The entries.
    pub lines: Vec<Line>,
    /// How many there are on all pages.
    pub count: Count,
    /// The sums over all pages, by the place of the field, if they were counted.
    pub totals: Vec<(usize, Shown)>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// By which field they are ordered.
    pub order: Option<(usize, Direction)>,
}

/// An entry in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Its name.
    pub called: String,
    /// Its state in Chinese.
    pub state: String,
    /// The entry that it reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses it.
    pub reversed_by: Option<i64>,
    /// What stands in the columns.
    pub cells: Vec<Shown>,
}

/// A register in the list of registers.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub about: String,
    /// File or journal.
    pub kind: register::Kind,
    /// How many entries the organisation has in it.
    pub count: Count,
}

impl Office {
    /// All registers with how many entries an organisation has in them.
    ///
    /// # Errors
    /// If the asker may not see them.
    pub async fn list_registers(
        &self,
        asker: &Asker,
        owner: &str,
    ) -> Result<Vec<Shelved>, OfficeError> {
        let all = self.registers().await?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        let mut shelved = Vec::new();
        for register in all.all() {
            let asked = Asked { take: 0, ..Asked::default() };
            let table = &register.book.table;
            let listed = kept::list::list(&mut tx, &sight.scope(), table, &asked).await?;
            let definition = register.definition;
            shelved.push(Shelved {
                name: definition.name.clone(),
                title: definition.title.clone(),
                about: definition.about.clone(),
                kind: definition.kind,
                count: listed.count,
            });
        }
        Ok(shelved)
    }

    /// A page of the entries of a register, of an organisation and those below it.
    ///
    /// # Errors
    /// If the asker may not see them, or asks by a field of which nothing may be asked.
    pub async fn list_entries(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        question: &Question,
    ) -> Result<Lines, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        let columns = columns(register.definition, &sight, &question.columns);
        let asked = self.asked(&mut tx, register, &sight, question, &columns).await?;
        let table = &register.book.table;
        let listed = kept::list::list(&mut tx, &sight.scope(), table, &asked).await?;
        drop(tx);
        let sight = self.granted(asker, sight, question.wish, register.definition, "列表").await?;
        let line = |entry: &kept::Entry| line(register, &sight, &columns, &asked.columns, entry);
        let totals = listed.totals.iter().flatten();
        let totals = summed(register.definition, &sight).into_iter().zip(totals);
        Ok(Lines {
            lines: listed.entries.iter().map(line).collect(),
            count: listed.count,
            totals: totals.map(|(at, sum)| (at, total(register, at, *sum))).collect(),
            next: listed.next,
            order: order(register.definition, &sight, question.order.as_ref()),
            columns,
            sight,
        })
    }

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
            conditions.push(self.condition(register, sight, name, filter)?);
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
                Some(ids) => conditions.push(Condition::new("id", Test::In(ids))),
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
    fn condition(
        &self,
        register: Register<'_>,
        sight: &Sight,
        name: &str,
        filter: &Filter,
    ) -> Result<Condition, OfficeError> {
        let unknown = || OfficeError::Invalid(format!("台账里没有“{name}”这一项，不能按它筛选"));
        let (place, field) = register.definition.field(name).ok_or_else(unknown)?;
        let refused =
            || OfficeError::Invalid(format!("“{}”涉及个人信息，您不能按它筛选", field.label));
        let is_whole = matches!(filter, Filter::Is(_)) && field.personal.is_looked_up();
        if !(sight.may_ask_of(field) || is_whole && sight.sees(field) && sight.may_unmask) {
            return Err(refused());
        }
        let column = value_column(register, place);
        let value = |text: &str| self.typed(register, sight, place, text);
        let ranged = |text: &str| {
            let cells = value(text)?;
            let found = cells.into_iter().find(|(name, _)| Some(name) == column.as_ref());
            found.map(|(_, cell)| cell).ok_or_else(refused)
        };
        let test = match filter {
            Filter::Is(text) => {
                let join = register.definition.join_column(place).ok_or_else(unknown)?;
                let found = value(text)?.into_iter().find(|(name, _)| *name == join.name);
                let (name, cell) = found.ok_or_else(refused)?;
                return Ok(Condition::new(&name, Test::Is(cell)));
            }
            Filter::AtLeast(text) => Test::AtLeast(ranged(text)?),
            Filter::AtMost(text) => Test::AtMost(ranged(text)?),
            Filter::Contains(text) => Test::Contains(text.clone()),
            Filter::Empty => Test::Empty,
            Filter::Filled => Test::Filled,
        };
        Ok(Condition::new(&column.ok_or_else(refused)?, test))
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
            OfficeError::Invalid(format!("“{text}”不是“{label}”能有的内容，请改后再筛选"))
        };
        let of_field = |input: &&register::Input| input.part == Part::Field(place);
        let mut matching =
            Matching { columns: vec![None; definition.inputs.len()], ..Matching::default() };
        let inputs = definition.inputs.iter().enumerate();
        for (at, _) in inputs.filter(|(_, input)| of_field(input)) {
            if let Some(slot) = matching.columns.get_mut(at) {
                *slot = Some(Matched { at: 0, heading: String::new(), unit: None });
            }
        }
        let today = self.now().day();
        let checker = register.checker(&self.rulebook, &sight.owner.region, today);
        let blank = Entry::blank(definition.fields.len());
        let checked = checker.row_over(blank, &[Cell::Text(text)], &matching);
        let value = checked.entry.value(place).cloned().ok_or_else(wrong)?;
        let mut entry = Entry::blank(definition.fields.len());
        entry.set(place, Some(value));
        let cells = register.cells(&entry);
        let columns = register.book.columns.iter().zip(cells);
        let of_it = columns.filter(|(column, _)| column.field == Some(place));
        Ok(of_it.map(|(column, cell)| (column.name.clone(), cell)).collect())
    }
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

/// The fields shown: those asked for, or else those of the definition, as far as they are seen.
fn columns(definition: &Definition, sight: &Sight, asked: &[String]) -> Vec<usize> {
    let named: Vec<usize> =
        asked.iter().filter_map(|name| definition.field(name).map(|(place, _)| place)).collect();
    let all = if named.is_empty() { definition.list.columns.clone() } else { named };
    let sees = |place: &usize| definition.at(*place).is_some_and(|field| sight.sees(field));
    all.into_iter().filter(sees).collect()
}

/// The fields that are summed up.
fn summed(definition: &Definition, sight: &Sight) -> Vec<usize> {
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

fn order(
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
    let definition = register.definition;
    let columns = register.book.columns.iter().filter(|column| {
        let field = column.field.and_then(|place| definition.at(place));
        let is_text = field.is_some_and(|field| {
            let holds = matches!(
                field.holds.plain(),
                FieldType::Text { .. }
                    | FieldType::Person { .. }
                    | FieldType::DocumentNumber
                    | FieldType::CreditCode
                    | FieldType::Entry { .. }
            );
            holds && sight.may_ask_of(field)
        });
        is_text && column.role == ColumnRole::Value && !column.encrypted
    });
    columns.map(|column| column.name.clone()).collect()
}

/// Whether a word may be the whole number of a document, a telephone or an account.
pub fn may_be_a_number(word: &str) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let signs = word.chars().filter(|sign| *sign != '-');
    let digits = signs.clone().filter(|sign| is_digit(*sign)).count();
    digits >= LEAST_DIGITS && digits + 2 >= signs.count()
}

/// The entries that name somebody by this number, if the word may be one and such may be looked up.
async fn looked_up(
    tx: &mut Tx,
    register: Register<'_>,
    sight: &Sight,
    word: &str,
) -> Result<Option<Vec<StoredCell>>, OfficeError> {
    if !may_be_a_number(word) || !sight.may_unmask {
        return Ok(None);
    }
    let words: String = word.chars().map(narrow).collect::<String>().to_uppercase();
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
    let naming = [Naming { table: &register.book.table, columns: &columns }];
    let found = kept::people::find(tx, &sight.scope(), &naming, &hashes).await?;
    if found.is_empty() {
        // Other numbers look alike: credit codes, document numbers, codes of one's own.
        return Ok(None);
    }
    Ok(Some(found.iter().map(|found| StoredCell::Number(found.id)).collect()))
}

/// A digit as keyboards write it.
fn narrow(sign: char) -> char {
    let digit = u32::from(sign).wrapping_sub(u32::from('０'));
    char::from_digit(digit, 10).unwrap_or(sign)
}

fn line(
    register: Register<'_>,
    sight: &Sight,
    columns: &[usize],
    asked: &[String],
    found: &kept::Entry,
) -> Line {
    let definition = register.definition;
    let lists = register.all.definitions().lists();
    let cell = |column: &register::Column| {
        let at = asked.iter().position(|name| *name == column.name);
        at.and_then(|at| found.cells.get(at)).cloned().unwrap_or(StoredCell::Nothing)
    };
    let cells: Vec<StoredCell> = register.book.columns.iter().map(cell).collect();
    let entry = register.entry(&cells, &found.state);
    let shown = columns.iter().map(|place| {
        let Some(field) = definition.at(*place) else { return Shown::default() };
        show(field, entry.value(*place), sight.masking(field), lists)
    });
    Line {
        owner: found.owner.clone(),
        id: found.id,
        version: found.version,
        called: showing::called(register.all, definition, &entry, sight),
        state: showing::state_label(definition, &entry),
        reverses: found.reverses,
        reversed_by: found.reversed_by,
        cells: shown.collect(),
    }
}

/// A sum over a column as people read it.
fn total(register: Register<'_>, place: usize, sum: i64) -> Shown {
    let Some(field) = register.definition.at(place) else { return Shown::default() };
    let value = match field.holds.plain() {
        FieldType::Money { .. } => register::Value::Money(ground::Money::from_fen(sum)),
        FieldType::Number { decimals, .. } => {
            register::Value::Number(ground::Decimal::new(sum, *decimals).normalize())
        }
        _ => return Shown::default(),
    };
    let lists = register.all.definitions().lists();
    show(field, Some(&value), register::Masking::Plain, lists)
}
