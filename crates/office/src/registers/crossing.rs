//! Checks over several registers: their plans as questions to the store, and what the store finds as findings.
//!
//! Suggested reading order: [`compile`] (a plan becomes a question), `columns` (a field as what is asked of in
//! its table), `limits` (what groups may come to), `found` (what was found, in words), `indexes` (what must
//! be quick for that). Nobody's right is asked for here.
//!
//! What is encrypted can be asked for through its keyed hash alone, and that must be made with one key for all
//! registers: entries of two registers that name one person are joined by it. Persons whose records were merged are
//! one.

mod columns;
mod found;
mod indexes;
mod limits;

use std::collections::BTreeMap;

use ground::{Day, RuleCode};
use register::plan::{Between, Fault, Grouped, Measure, Order, Related, Side, Window};
use register::{ColumnRole, CrossCheck, Definition, Definitions, Plan};
use rulebook::Rulebook;
use store::registers::crossing as asked;
use store::registers::{Table, conditions};

use super::person::tells_person;

pub use found::{Finding, Named, Spot, of_group, of_pair};
pub use indexes::indexes;

/// What plans are held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The definitions that the checks were read with.
    pub definitions: &'a Definitions,
    /// The tables of their registers by name, without a column of register's for the state.
    pub tables: &'a BTreeMap<String, Table>,
    /// The figures.
    pub rulebook: &'a Rulebook,
    /// The region whose figures count.
    pub region: &'a str,
    /// Today.
    pub today: Day,
}

/// A plan as a question to the store.
#[derive(Clone, Debug)]
pub enum Question<'a> {
    /// Entries with, or without, a related one.
    Related(asked::Related<'a>),
    /// Entries that agree, and are too many or sum up to too much.
    Grouped(asked::Grouped<'a>),
}

/// A check that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("核对{code}无法进行：{why}")]
pub struct NotAsked {
    /// The check.
    pub code: RuleCode,
    /// Why, in Chinese.
    pub why: String,
}

/// Why a plan cannot be asked.
type Told<T> = Result<T, String>;

/// A check as a question to the store.
///
/// # Errors
/// If a register has no table, or something is asked of what is encrypted or compares with nothing of its kind.
pub fn compile<'a>(check: &CrossCheck, against: &Against<'a>) -> Result<Question<'a>, NotAsked> {
    let question = match &check.plan {
        Plan::Related(plan) => related(plan, against).map(Question::Related),
        Plan::Grouped(plan) => grouped(plan, against).map(Question::Grouped),
    };
    question.map_err(|why| NotAsked { code: check.code, why })
}

fn related<'a>(plan: &Related, against: &Against<'a>) -> Told<asked::Related<'a>> {
    let subject = against.definition(&plan.subject.register)?;
    let other = against.definition(&plan.other.register)?;
    let mut join = Vec::new();
    for (one, two) in &plan.join {
        join.extend(columns::joined((subject, *one), (other, *two))?);
    }
    let between = plan.between.iter().map(|between| compared(between, subject, other));
    let window = match stretch(plan.window) {
        Some(stretch) => Some((columns::dated_by(subject)?, columns::dated_by(other)?, stretch)),
        None => None,
    };
    Ok(asked::Related {
        subject: side(&plan.subject, subject, against)?,
        other: side(&plan.other, other, against)?,
        join,
        between: between.collect::<Told<_>>()?,
        window,
        wanted: match plan.fault {
            Fault::Present => asked::Wanted::Present,
            Fault::Absent => asked::Wanted::Absent,
        },
    })
}

fn grouped<'a>(plan: &Grouped, against: &Against<'a>) -> Told<asked::Grouped<'a>> {
    let subject = against.definition(&plan.subject.register)?;
    let mut by = Vec::new();
    for field in &plan.by {
        by.extend(columns::equal(subject, *field)?.names());
    }
    let window = match stretch(plan.window) {
        Some(stretch) => Some((columns::dated_by(subject)?, stretch)),
        None => None,
    };
    Ok(asked::Grouped {
        subject: side(&plan.subject, subject, against)?,
        by,
        window,
        measure: match plan.measure {
            Measure::Rows => asked::Measure::Entries,
            Measure::Distinct(field) => {
                asked::Measure::Distinct(columns::equal(subject, field)?.only()?)
            }
            Measure::Sum(field) => asked::Measure::Sum(columns::number(subject, field)?),
        },
        most: limits::most(plan, subject, against)?,
    })
}

/// The entries of a side of a plan.
///
/// # Errors
/// If its register has no table, or something is asked of what is encrypted.
pub(super) fn side_of<'a>(side: &Side, against: &Against<'a>) -> Told<asked::Side<'a>> {
    self::side(side, against.definition(&side.register)?, against)
}

/// Columns of two fields that are equal where the fields are.
///
/// # Errors
/// If one of them is encrypted, or both are kept differently.
pub(super) fn joined(
    one: (&Definition, usize),
    other: (&Definition, usize),
) -> Told<Vec<(String, String)>> {
    columns::joined(one, other)
}

/// The column of a day; of a period the last.
///
/// # Errors
/// If the field holds no day.
pub(super) fn last_day(of: &Definition, field: usize) -> Told<String> {
    columns::last_day(of, field)
}

/// The columns of keyed hashes of persons.
pub(super) fn persons(of: &Definition) -> Vec<String> {
    let is_person = |column: &register::Column| {
        let field = column.field.and_then(|place| of.at(place));
        column.role == ColumnRole::Lookup && field.is_some_and(tells_person)
    };
    of.columns().into_iter().filter(is_person).map(|column| column.name).collect()
}

fn side<'a>(side: &Side, of: &Definition, against: &Against<'a>) -> Told<asked::Side<'a>> {
    let mut conditions = Vec::new();
    for condition in &side.conditions {
        conditions.extend(columns::conditions(condition, of, against.today)?);
    }
    if !side.states.is_empty() {
        let states = side.states.iter().cloned().map(store::Cell::Text).collect();
        conditions.push(conditions::Condition::new("state", conditions::Test::In(states)));
    }
    let persons = persons(of);
    Ok(asked::Side { table: against.table(&side.register)?, conditions, persons })
}

fn compared(between: &Between, subject: &Definition, other: &Definition) -> Told<asked::Between> {
    let one = columns::compared(subject, between.subject, columns::End::First)?;
    let two = columns::compared(other, between.other, columns::End::Last)?;
    one.fits(&two)?;
    let is_order = !matches!(between.order, Order::Equal | Order::Unequal);
    if is_order && one.is_lookup() {
        return Err(format!("{}加密保存，比不出大小", one.label));
    }
    let order = match between.order {
        Order::Equal => asked::Order::Equal,
        Order::Unequal => asked::Order::Unequal,
        Order::Less => asked::Order::Less,
        Order::AtMost => asked::Order::AtMost,
        Order::More => asked::Order::More,
        Order::AtLeast => asked::Order::AtLeast,
    };
    let plus_days = i32::try_from(between.plus_days).map_err(|_| "天数太多".to_owned())?;
    Ok(asked::Between { subject: one.only()?, order, other: two.only()?, plus_days })
}

fn stretch(window: Window) -> Option<asked::Stretch> {
    match window {
        Window::Ever => None,
        Window::Year => Some(asked::Stretch::Year),
        Window::Month => Some(asked::Stretch::Month),
    }
}

impl<'a> Against<'a> {
    fn definition(&self, register: &str) -> Told<&'a Definition> {
        let found = self.definitions.definition(register);
        found.ok_or_else(|| format!("没有台账“{register}”"))
    }

    fn table(&self, register: &str) -> Told<&'a Table> {
        self.tables.get(register).ok_or_else(|| format!("台账“{register}”还没有启用"))
    }
}
