//! Evaluating an expression on one row: no allocation, exact, never a panic.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ground::{Day, Decimal, Money};
use jiff::{Span, Unit};
use rulebook::{ParameterEntry, Rulebook};
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

use super::Formula;
use super::functions::Function;
use super::parse::Op;
use super::typing::{Node, Sort};
use crate::definition::State;
use crate::identity::IdDocument;
use crate::value::{Entry, Period, Person, Value};

/// What an expression gives for a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Got<'v> {
    /// Something it needs is empty.
    Empty,
    /// Words; also the key of a code or a state.
    Text(&'v str),
    /// A number.
    Number(Decimal),
    /// Money.
    Money(Money),
    /// A day.
    Date(Day),
    /// A period.
    Period(Period),
    /// Yes or no.
    Truth(bool),
    /// A person.
    Person(&'v Person),
    /// An identity document.
    Document(&'v IdDocument),
    /// So many files.
    Files(usize),
}

/// Why nothing comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComputed {
    /// A division by zero.
    DivisionByZero,
    /// A number or a day beyond what can be kept.
    TooLarge,
}

/// The row that an expression looks at.
#[derive(Clone, Copy)]
pub struct Row<'v> {
    /// Its values.
    pub entry: &'v Entry,
    /// The states of its register.
    pub states: &'v [State],
    /// The day of the row, for figures by date.
    pub on: Day,
    /// Today.
    pub today: Day,
    /// The figures of its region.
    pub figures: &'v Figures,
}

/// All figures of a region by name, each with its values by date.
#[derive(Clone, Debug, Default)]
pub struct Figures(BTreeMap<String, Vec<(Day, Option<Day>, Decimal)>>);

type Result<T> = std::result::Result<T, NotComputed>;

impl NotComputed {
    /// What to say of it.
    pub fn message(self) -> &'static str {
        match self {
            NotComputed::DivisionByZero => "除数为零",
            NotComputed::TooLarge => "数值或日期超出可计算的范围",
        }
    }
}

impl Figures {
    /// The figures of a region.
    pub fn of(rulebook: &Rulebook, region: &str) -> Figures {
        let dated = |entry: &ParameterEntry| {
            let values = entry.in_region(region).into_iter();
            let factor = if entry.unit.starts_with("万元") { 10_000 } else { 1 };
            values.map(|v| (v.from, v.until, v.number() * Decimal::from(factor))).collect()
        };
        Figures(rulebook.figures().map(|(name, entry)| (name.to_owned(), dated(entry))).collect())
    }

    /// The figure in force on a day.
    pub fn at(&self, name: &str, day: Day) -> Option<Decimal> {
        let in_force = |(from, until, _): &&(Day, Option<Day>, Decimal)| {
            *from <= day && until.is_none_or(|until| day <= until)
        };
        self.0.get(name)?.iter().find(in_force).map(|(_, _, value)| *value)
    }
}

impl Formula {
    /// What comes out for a row.
    ///
    /// # Errors
    /// On a division by zero, or when something becomes too large.
    pub fn evaluate<'v>(&'v self, row: &Row<'v>) -> Result<Got<'v>> {
        evaluate(&self.node, row)
    }
}

impl Got<'_> {
    /// What is kept of it in an entry, as the type of a computed field; `None` where it is empty.
    pub(crate) fn into_value(self) -> Option<Value> {
        Some(match self {
            Got::Text(text) => Value::Text(text.into()),
            Got::Number(number) => Value::Number(number),
            Got::Money(money) => Value::Money(money),
            Got::Date(day) => Value::Date(day),
            Got::Period(period) => Value::Period(period),
            Got::Truth(truth) => Value::YesNo(truth),
            Got::Person(person) => Value::Person(person.clone()),
            Got::Document(document) => Value::IdNumber(document.clone()),
            Got::Empty | Got::Files(_) => return None,
        })
    }
}

fn evaluate<'v>(node: &'v Node, row: &Row<'v>) -> Result<Got<'v>> {
    Ok(match node {
        Node::Field(field) => row.entry.value(*field).map_or(Got::Empty, got),
        Node::State => {
            let state = row.entry.state.and_then(|state| row.states.get(state));
            state.map_or(Got::Empty, |state| Got::Text(&state.name))
        }
        Node::Today => Got::Date(row.today),
        Node::Text(text) => Got::Text(text),
        Node::Number(number) => Got::Number(*number),
        Node::Money(fen) => Got::Money(Money::from_fen(*fen)),
        Node::Date(day) => Got::Date(*day),
        Node::Truth(truth) => Got::Truth(*truth),
        Node::Figure(name, sort) => figure(row.figures.at(name, row.on), sort)?,
        Node::Not(inner) => match evaluate(inner, row)? {
            Got::Truth(truth) => Got::Truth(!truth),
            _ => Got::Empty,
        },
        Node::Minus(inner) => match evaluate(inner, row)? {
            Got::Number(number) => Got::Number(-number),
            Got::Money(money) => {
                Got::Money(Money::from_fen(money.fen().checked_neg().ok_or(NotComputed::TooLarge)?))
            }
            _ => Got::Empty,
        },
        Node::And(a, b) => both(a, b, false, row)?,
        Node::Or(a, b) => both(a, b, true, row)?,
        Node::Compare(op, a, b) => compared(*op, evaluate(a, row)?, evaluate(b, row)?),
        Node::Among(value, all) => among(value, all, row)?,
        Node::Arithmetic(op, a, b) => arithmetic(*op, evaluate(a, row)?, evaluate(b, row)?)?,
        Node::Choice(condition, then, other) => match evaluate(condition, row)? {
            Got::Truth(true) => evaluate(then, row)?,
            Got::Truth(false) => evaluate(other, row)?,
            _ => Got::Empty,
        },
        Node::Has(inner) => {
            Got::Truth(!matches!(evaluate(inner, row)?, Got::Empty | Got::Files(0)))
        }
        Node::Call(function, args) => called(*function, args, row)?,
    })
}

fn got(value: &Value) -> Got<'_> {
    match value {
        Value::Text(text)
        | Value::Code(text)
        | Value::Entry(text)
        | Value::Region(text)
        | Value::DocumentNumber(text)
        | Value::CreditCode(text)
        | Value::Phone(text)
        | Value::BankCard(text) => Got::Text(text),
        Value::Number(number) => Got::Number(*number),
        Value::Money(money) => Got::Money(*money),
        Value::Date(day) => Got::Date(*day),
        Value::Period(period) => Got::Period(*period),
        Value::Person(person) => Got::Person(person),
        Value::IdNumber(document) => Got::Document(document),
        Value::Attachment(files) => Got::Files(files.len()),
        Value::YesNo(truth) => Got::Truth(*truth),
    }
}

fn figure(value: Option<Decimal>, sort: &Sort) -> Result<Got<'static>> {
    match value {
        None => Ok(Got::Empty),
        Some(value) if *sort == Sort::Money => {
            Money::from_yuan(value).map(Got::Money).ok_or(NotComputed::TooLarge)
        }
        Some(value) => Ok(Got::Number(value)),
    }
}

/// And (`settles` false) and or (`settles` true): one side may settle it though the other is empty.
fn both<'v>(a: &'v Node, b: &'v Node, settles: bool, row: &Row<'v>) -> Result<Got<'v>> {
    let first = evaluate(a, row)?;
    if first == Got::Truth(settles) {
        return Ok(first);
    }
    let second = evaluate(b, row)?;
    Ok(match (first, second) {
        (_, Got::Truth(truth)) if truth == settles => second,
        (Got::Truth(_), Got::Truth(_)) => Got::Truth(!settles),
        _ => Got::Empty,
    })
}

fn order(a: Got, b: Got) -> Option<Ordering> {
    match (a, b) {
        (Got::Text(a), Got::Text(b)) => Some(a.cmp(b)),
        (Got::Number(a), Got::Number(b)) => Some(a.cmp(&b)),
        (Got::Money(a), Got::Money(b)) => Some(a.cmp(&b)),
        (Got::Date(a), Got::Date(b)) => Some(a.cmp(&b)),
        (Got::Truth(a), Got::Truth(b)) => Some(a.cmp(&b)),
        (Got::Period(a), Got::Period(b)) => Some(a.cmp(&b)),
        (Got::Document(a), Got::Document(b)) => Some(a.cmp(b)),
        (Got::Person(a), Got::Person(b)) => Some(a.cmp(b)),
        (Got::Files(a), Got::Files(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}

fn compared(op: Op, a: Got, b: Got) -> Got<'static> {
    let Some(order) = order(a, b) else { return Got::Empty };
    Got::Truth(match op {
        Op::Equal => order.is_eq(),
        Op::Unequal => order.is_ne(),
        Op::Less => order.is_lt(),
        Op::AtMost => order.is_le(),
        Op::More => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn among<'v>(value: &'v Node, all: &'v [Node], row: &Row<'v>) -> Result<Got<'v>> {
    let value = evaluate(value, row)?;
    if value == Got::Empty {
        return Ok(Got::Empty);
    }
    for item in all {
        if order(value, evaluate(item, row)?) == Some(Ordering::Equal) {
            return Ok(Got::Truth(true));
        }
    }
    Ok(Got::Truth(false))
}

fn arithmetic(op: Op, a: Got, b: Got) -> Result<Got<'static>> {
    match (a, b) {
        (Got::Number(a), Got::Number(b)) => numbers(op, a, b).map(Got::Number),
        (Got::Money(a), Got::Money(b)) => match op {
            Op::Plus => a.checked_add(b).map(Got::Money).ok_or(NotComputed::TooLarge),
            Op::Minus => a.checked_sub(b).map(Got::Money).ok_or(NotComputed::TooLarge),
            _ => numbers(op, a.fen().into(), b.fen().into()).map(Got::Number),
        },
        (Got::Money(a), Got::Number(b)) | (Got::Number(b), Got::Money(a)) => {
            rounded(numbers(op, a.fen().into(), b)?)
        }
        (Got::Date(a), Got::Date(b)) => Ok(Got::Number(days(b, a).into())),
        (Got::Date(a), Got::Number(b)) => {
            let count = if op == Op::Minus { -b } else { b };
            moved(a, whole(count)?, Unit::Day)
        }
        _ => Ok(Got::Empty),
    }
}

fn numbers(op: Op, a: Decimal, b: Decimal) -> Result<Decimal> {
    if matches!(op, Op::Divide | Op::Remainder) && b.is_zero() {
        return Err(NotComputed::DivisionByZero);
    }
    let found = match op {
        Op::Plus => a.checked_add(b),
        Op::Minus => a.checked_sub(b),
        Op::Times => a.checked_mul(b),
        Op::Divide => a.checked_div(b),
        _ => a.checked_rem(b),
    };
    found.ok_or(NotComputed::TooLarge)
}

/// Money from fen with a fraction: rounded to the fen, half away from zero, as accounts are.
fn rounded(fen: Decimal) -> Result<Got<'static>> {
    let whole = fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    whole.to_i64().map(|fen| Got::Money(Money::from_fen(fen))).ok_or(NotComputed::TooLarge)
}

fn whole(number: Decimal) -> Result<i64> {
    number.trunc().to_i64().filter(|n| n.abs() < 4_000_000).ok_or(NotComputed::TooLarge)
}

fn days(from: Day, to: Day) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn moved(day: Day, by: i64, unit: Unit) -> Result<Got<'static>> {
    let span = match unit {
        Unit::Year => Span::new().try_years(by),
        Unit::Month => Span::new().try_months(by),
        _ => Span::new().try_days(by),
    };
    let moved = span.and_then(|span| day.checked_add(span));
    moved.map(Got::Date).map_err(|_| NotComputed::TooLarge)
}

/// Whole units from one day to another.
fn between(from: Day, to: Day, unit: Unit) -> i64 {
    let Ok(span) = from.until((unit, to)) else { return 0 };
    match unit {
        Unit::Year => span.get_years().into(),
        _ => span.get_months().into(),
    }
}

/// Mondays to Fridays from the first day to the last, both counted; public holidays are not known.
pub fn workdays(from: Day, to: Day) -> i64 {
    let length = days(from, to) + 1;
    if length <= 0 {
        return 0;
    }
    let start = i64::from(from.weekday().to_monday_zero_offset());
    let in_rest = (start..start + length % 7).filter(|day| day % 7 < 5).count();
    length / 7 * 5 + i64::try_from(in_rest).unwrap_or_default()
}

fn called<'v>(function: Function, args: &'v [Node], row: &Row<'v>) -> Result<Got<'v>> {
    let mut given = [Got::Empty; 2];
    for (place, arg) in given.iter_mut().zip(args) {
        *place = evaluate(arg, row)?;
    }
    let [a, b] = given;
    Ok(match (function, a, b) {
        (Function::Size, Got::Text(text), _) => Got::Number(text.chars().count().into()),
        (Function::Size, Got::Files(count), _) => Got::Number(count.into()),
        (Function::Year, Got::Date(day), _) => Got::Number(day.year().into()),
        (Function::CalendarYear, Got::Date(day), _) => {
            Period::year(day.year()).map_or(Got::Empty, Got::Period)
        }
        (Function::Month, Got::Date(day), _) => Got::Number(day.month().into()),
        (Function::Days, Got::Date(a), Got::Date(b)) => Got::Number(days(a, b).into()),
        (Function::Workdays, Got::Date(a), Got::Date(b)) => Got::Number(workdays(a, b).into()),
        (Function::Months, Got::Date(a), Got::Date(b)) => {
            Got::Number(between(a, b, Unit::Month).into())
        }
        (Function::Years, Got::Date(a), Got::Date(b)) => {
            Got::Number(between(a, b, Unit::Year).into())
        }
        (Function::AddDays, Got::Date(a), Got::Number(b)) => moved(a, whole(b)?, Unit::Day)?,
        (Function::AddMonths, Got::Date(a), Got::Number(b)) => moved(a, whole(b)?, Unit::Month)?,
        (Function::AddYears, Got::Date(a), Got::Number(b)) => moved(a, whole(b)?, Unit::Year)?,
        (Function::Born, of, _) => {
            document(of).and_then(IdDocument::born).map_or(Got::Empty, Got::Date)
        }
        (Function::Female, of, _) => {
            document(of).and_then(IdDocument::is_female).map_or(Got::Empty, Got::Truth)
        }
        (Function::Least, a, b) => {
            order(a, b).map_or(Got::Empty, |o| if o.is_le() { a } else { b })
        }
        (Function::Most, a, b) => order(a, b).map_or(Got::Empty, |o| if o.is_ge() { a } else { b }),
        (Function::StartsWith, Got::Text(a), Got::Text(b)) => Got::Truth(a.starts_with(b)),
        (Function::EndsWith, Got::Text(a), Got::Text(b)) => Got::Truth(a.ends_with(b)),
        (Function::Contains, Got::Text(a), Got::Text(b)) => Got::Truth(a.contains(b)),
        (Function::First, Got::Period(period), _) => Got::Date(period.first),
        (Function::Last, Got::Period(period), _) => Got::Date(period.last),
        (Function::Name, Got::Person(person), _) => Got::Text(&person.name),
        (Function::Document, of @ Got::Person(_), _) => {
            document(of).map_or(Got::Empty, Got::Document)
        }
        _ => Got::Empty,
    })
}

fn document<'v>(of: Got<'v>) -> Option<&'v IdDocument> {
    match of {
        Got::Document(document) => Some(document),
        Got::Person(person) => person.document.as_ref(),
        _ => None,
    }
}
