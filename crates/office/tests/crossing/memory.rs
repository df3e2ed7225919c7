//! What a plan says, taken at its word: every entry is held against every other one. Slow, and nothing like SQL.

use std::collections::{BTreeMap, BTreeSet};

use ground::Day;
use register::plan::{
    Between, Condition, Fault, Grouped, Limit, Measure, Order, Related, Side, Test, Window,
};
use register::{CrossCheck, Definition, Entry, FieldType, Figures, Person, Plan, Value};
use rust_decimal::prelude::ToPrimitive;
use store::Cell;
use store::registers::crossing::{Group, Pair};

use super::house::{Found, House, REGION, TODAY};

/// An entry as it was added.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) owner: String,
    pub(crate) register: String,
    pub(crate) id: i64,
    pub(crate) entry: Entry,
    pub(crate) standing: Standing,
}

/// Whether an entry counts, or was removed or reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Counts,
    Gone,
}

/// The entries with one number for each person: `merged` tells what numbers stand for another one.
pub(crate) fn as_one(all: &[Kept], merged: &BTreeMap<String, String>) -> Vec<Kept> {
    let one = |number: &mut String| {
        if let Some(known) = merged.get(number) {
            number.clone_from(known);
        }
    };
    let mut all = all.to_vec();
    for kept in &mut all {
        for place in 0..kept.entry.values.len() {
            let mut value = kept.entry.value(place).cloned();
            match &mut value {
                Some(Value::Person(Person { document: Some(document), .. })) => {
                    one(&mut document.number);
                }
                Some(Value::IdNumber(document)) => one(&mut document.number),
                Some(Value::Entry(number)) => one(number),
                _ => continue,
            }
            kept.entry.set(place, value);
        }
    }
    all
}

/// What a check finds among these entries.
pub(crate) fn found(check: &CrossCheck, all: &[Kept], house: &House) -> Found {
    match &check.plan {
        Plan::Related(plan) => Found::Pairs(pairs(plan, all, house)),
        Plan::Grouped(plan) => Found::Groups(groups(plan, all, house)),
    }
}

fn pairs(plan: &Related, all: &[Kept], house: &House) -> Vec<Pair> {
    let subject = house.definition(&plan.subject.register);
    let other = house.definition(&plan.other.register);
    let others = fitting(&plan.other, all, other);
    let mut found = Vec::new();
    for one in fitting(&plan.subject, all, subject) {
        let are_related = |two: &&&Kept| {
            let joined = plan.join.iter().all(|(a, b)| {
                let (a, b) = (same(one.entry.value(*a)), same(two.entry.value(*b)));
                a.is_some() && a == b
            });
            let windows = (
                stretch(plan.window, subject, &one.entry),
                stretch(plan.window, other, &two.entry),
            );
            let is_within = windows.0.is_some() && windows.0 == windows.1;
            let compared = || plan.between.iter().all(|between| holds(between, one, two));
            one.owner == two.owner && joined && is_within && compared()
        };
        let ids: Vec<i64> = others.iter().filter(are_related).map(|two| two.id).collect();
        let is_fault = ids.is_empty() == (plan.fault == Fault::Absent);
        if is_fault {
            found.push(Pair {
                owner: one.owner.clone(),
                id: one.id,
                other: ids.iter().min().copied(),
                others: i64::try_from(ids.len()).unwrap(),
            });
        }
    }
    found.sort_by(|a, b| (&a.owner, a.id).cmp(&(&b.owner, b.id)));
    found
}

fn fitting<'k>(side: &Side, all: &'k [Kept], of: &Definition) -> Vec<&'k Kept> {
    let fits = |kept: &&Kept| {
        let state = kept.entry.state.and_then(|state| of.states.get(state));
        kept.register == side.register
            && kept.standing == Standing::Counts
            && side.conditions.iter().all(|condition| is_true(condition, &kept.entry))
            && (side.states.is_empty()
                || state.is_some_and(|state| side.states.contains(&state.name)))
    };
    all.iter().filter(fits).collect()
}

fn is_true(condition: &Condition, entry: &Entry) -> bool {
    let value = entry.value(condition.field);
    let days = match value {
        Some(Value::Date(day)) => Some((*day, *day)),
        Some(Value::Period(period)) => Some((period.first, period.last)),
        _ => None,
    };
    let distance = |day: Day| (day - TODAY).get_days();
    match &condition.test {
        Test::In(values) => value.is_some_and(|value| values.contains(value)),
        Test::NotIn(values) => value.is_none_or(|value| !values.contains(value)),
        Test::Filled => value.is_some(),
        Test::Empty => value.is_none(),
        Test::DaysAgo(least) => days.is_some_and(|(_, last)| i64::from(distance(last)) <= -least),
        Test::WithinDays(most) => days.is_some_and(|(first, last)| {
            distance(first) >= 0 && i64::from(distance(last)) <= *most
        }),
    }
}

/// What makes a value the same as another: of a person the document, without which nobody is the same.
fn same(value: Option<&Value>) -> Option<String> {
    Some(match value? {
        Value::Person(person) => person.document.as_ref()?.number.clone(),
        Value::IdNumber(document) => document.number.clone(),
        Value::Text(text)
        | Value::Code(text)
        | Value::Entry(text)
        | Value::Region(text)
        | Value::DocumentNumber(text)
        | Value::CreditCode(text)
        | Value::Phone(text)
        | Value::BankCard(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Money(money) => money.fen().to_string(),
        Value::Date(day) => day.to_string(),
        Value::Period(period) => format!("{} {}", period.first, period.last),
        Value::YesNo(truth) => truth.to_string(),
        Value::Attachment(_) => panic!("files are not compared"),
    })
}

/// What compares as people expect.
#[derive(PartialEq, PartialOrd)]
enum Comparable {
    Day(Day),
    Number(ground::Decimal),
    Text(String),
}

fn comparable(
    value: Option<&Value>,
    of_period: fn(&register::Period) -> Day,
) -> Option<Comparable> {
    Some(match value? {
        Value::Date(day) => Comparable::Day(*day),
        Value::Period(period) => Comparable::Day(of_period(period)),
        Value::Number(number) => Comparable::Number(*number),
        Value::Money(money) => Comparable::Number(money.fen().into()),
        other => Comparable::Text(same(Some(other))?),
    })
}

fn holds(between: &Between, one: &Kept, two: &Kept) -> bool {
    let a = comparable(one.entry.value(between.subject), |period| period.first);
    let b = comparable(two.entry.value(between.other), |period| period.last);
    let (Some(a), Some(mut b)) = (a, b) else { return false };
    if let Comparable::Day(day) = &mut b {
        for _ in 0..between.plus_days {
            *day = day.tomorrow().unwrap();
        }
    }
    match between.order {
        Order::Equal => a == b,
        Order::Unequal => a != b,
        Order::Less => a < b,
        Order::AtMost => a <= b,
        Order::More => a > b,
        Order::AtLeast => a >= b,
    }
}

/// The stretch of time in which an entry lies, with its last day.
fn stretch(window: Window, of: &Definition, entry: &Entry) -> Option<(String, Day)> {
    if window == Window::Ever {
        return Some((String::new(), TODAY));
    }
    let (day, _) = of.days_of(entry)?;
    Some(match window {
        Window::Month => (day.to_string().chars().take(7).collect(), day.last_of_month()),
        _ => (day.to_string().chars().take(4).collect(), day.last_of_year()),
    })
}

/// The owner, what is in common, the stretch of time.
type Common = (String, Vec<String>, String);

fn groups(plan: &Grouped, all: &[Kept], house: &House) -> Vec<Group> {
    let of = house.definition(&plan.subject.register);
    let mut groups: BTreeMap<Common, Vec<&Kept>> = BTreeMap::new();
    let mut days = BTreeMap::new();
    for kept in fitting(&plan.subject, all, of) {
        let by: Option<Vec<String>> =
            plan.by.iter().map(|field| same(kept.entry.value(*field))).collect();
        let (Some(by), Some((stretch, day))) = (by, stretch(plan.window, of, &kept.entry)) else {
            continue;
        };
        days.insert(stretch.clone(), day);
        groups.entry((kept.owner.clone(), by, stretch)).or_default().push(kept);
    }
    let mut found = Vec::new();
    for ((owner, _, stretch), entries) in groups {
        let Some(first) = entries.first() else { continue };
        let Some(measured) = measured(plan.measure, &entries, of) else { continue };
        let last = days.get(&stretch).copied().unwrap();
        let Some(most) = limit(plan, first, last, all, house) else { continue };
        if measured <= most {
            continue;
        }
        let mut first: Vec<i64> = entries.iter().map(|kept| kept.id).collect();
        first.sort_unstable();
        let count = i64::try_from(first.len()).unwrap();
        first.truncate(5);
        let stretch = (plan.window != Window::Ever).then_some(stretch);
        // What is in common is kept by the store in its own way; that the entries are the same says enough.
        found.push(Group { owner, by: Vec::new(), stretch, measured, most, entries: count, first });
    }
    found
}

/// A sum in fen, or a whole number of the last decimal.
fn whole(value: &Value, of: &Definition, field: usize) -> i64 {
    match (value, of.at(field).map(|field| field.holds.plain())) {
        (Value::Money(money), _) => money.fen(),
        (Value::Number(number), Some(FieldType::Number { decimals, .. })) => {
            let factor = ground::Decimal::from(10_i64.pow(*decimals));
            (*number * factor).to_i64().unwrap()
        }
        other => panic!("{other:?} is no number"),
    }
}

fn measured(measure: Measure, entries: &[&Kept], of: &Definition) -> Option<i64> {
    Some(match measure {
        Measure::Rows => i64::try_from(entries.len()).unwrap(),
        Measure::Distinct(field) => {
            let different: BTreeSet<String> =
                entries.iter().filter_map(|kept| same(kept.entry.value(field))).collect();
            i64::try_from(different.len()).unwrap()
        }
        Measure::Sum(field) => summed(entries.iter().copied(), of, field)?,
    })
}

/// Nothing where nothing is filled.
fn summed<'k>(
    entries: impl Iterator<Item = &'k Kept>,
    of: &Definition,
    field: usize,
) -> Option<i64> {
    let values: Vec<i64> = entries
        .filter_map(|kept| kept.entry.value(field).map(|value| whole(value, of, field)))
        .collect();
    (!values.is_empty()).then(|| values.iter().sum())
}

fn limit(plan: &Grouped, first: &Kept, day: Day, all: &[Kept], house: &House) -> Option<i64> {
    match &plan.limit {
        Limit::Count(most) => Some(*most),
        Limit::Figure(name) => {
            let figure = Figures::of(&house.rulebook, REGION).at(name, day)?;
            let is_money = house.rulebook.figure(name)?.unit.contains('元');
            let factor = if is_money { 100 } else { 1 };
            (figure * ground::Decimal::from(factor)).floor().to_i64()
        }
        Limit::Field { register, join, field } => {
            let of = house.definition(register);
            let agrees = |kept: &&Kept| {
                kept.register == *register
                    && kept.standing == Standing::Counts
                    && kept.owner == first.owner
                    && join.iter().all(|(a, b)| {
                        let (a, b) = (same(first.entry.value(*a)), same(kept.entry.value(*b)));
                        a.is_some() && a == b
                    })
            };
            summed(all.iter().filter(agrees), of, *field)
        }
    }
}

impl Found {
    /// As it can be compared: groups by their entries alone.
    pub(crate) fn comparable(mut self) -> Found {
        if let Found::Groups(groups) = &mut self {
            for group in groups.iter_mut() {
                group.by = Vec::<Cell>::new();
            }
            groups.sort_by(|a, b| {
                (&a.owner, &a.first, &a.stretch).cmp(&(&b.owner, &b.first, &b.stretch))
            });
        }
        self
    }
}
