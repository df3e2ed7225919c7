//! Checks over several registers, evaluated in memory, row by row as their plans read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ground::{Day, Money};
use register::plan::{Fault, Grouped, Limit, Measure, Order, Related, Side, Test, Window};
use register::{CrossCheck, Definition, Definitions, Entry, Plan, Value};
use rulebook::Rulebook;

/// The entries of all registers by name.
pub(crate) type Entries = BTreeMap<&'static str, Vec<Entry>>;

/// What checks are evaluated on.
pub(crate) struct All<'a> {
    pub(crate) definitions: &'a Definitions,
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) entries: &'a Entries,
    pub(crate) region: &'a str,
}

impl All<'_> {
    /// How many rows or groups a check finds.
    pub(crate) fn finds(&self, check: &CrossCheck) -> usize {
        match &check.plan {
            Plan::Related(related) => self.related(related),
            Plan::Grouped(grouped) => self.grouped(grouped),
        }
    }

    fn definition(&self, register: &str) -> &Definition {
        self.definitions.definition(register).unwrap()
    }

    fn side<'s>(&'s self, side: &'s Side) -> impl Iterator<Item = &'s Entry> {
        let definition = self.definition(&side.register);
        let fits = |entry: &&Entry| {
            let state = entry.state.map(|at| definition.states[at].name.clone());
            let right =
                side.states.is_empty() || state.is_some_and(|one| side.states.contains(&one));
            right && side.conditions.iter().all(|one| holds(&one.test, entry.value(one.field)))
        };
        self.entries[side.register.as_str()].iter().filter(fits)
    }

    fn related(&self, plan: &Related) -> usize {
        let mut others: HashMap<Vec<String>, Vec<&Entry>> = HashMap::new();
        for other in self.side(&plan.other) {
            let fields = plan.join.iter().map(|(_, field)| *field);
            others.entries_of(other, fields);
        }
        let (of, to) =
            (self.definition(&plan.subject.register), self.definition(&plan.other.register));
        let is_found = |subject: &&Entry| {
            let key = keys(subject, plan.join.iter().map(|(field, _)| *field));
            let candidates = key.and_then(|key| others.get(&key)).into_iter().flatten();
            let mut fitting = candidates.filter(|other| {
                let (a, b) = (window(of, subject, plan.window), window(to, other, plan.window));
                let between = plan.between.iter().all(|one| {
                    let (left, right) = (subject.value(one.subject), other.value(one.other));
                    compare(left, one.order, right, one.plus_days)
                });
                between && a == b
            });
            fitting.next().is_some() == (plan.fault == Fault::Present)
        };
        self.side(&plan.subject).filter(is_found).count()
    }

    fn grouped(&self, plan: &Grouped) -> usize {
        let definition = self.definition(&plan.subject.register);
        let mut groups: HashMap<(Vec<String>, String), Vec<&Entry>> = HashMap::new();
        for entry in self.side(&plan.subject) {
            let Some(key) = keys(entry, plan.by.iter().copied()) else { continue };
            let group = groups.entry((key, window(definition, entry, plan.window))).or_default();
            group.push(entry);
        }
        groups.values().filter(|rows| self.is_too_much(plan, definition, rows)).count()
    }

    fn is_too_much(&self, plan: &Grouped, definition: &Definition, rows: &[&Entry]) -> bool {
        let measured = match plan.measure {
            Measure::Rows => rows.len() as i64,
            Measure::Distinct(field) => {
                let all = rows.iter().filter_map(|row| row.value(field)).filter_map(word);
                all.collect::<BTreeSet<_>>().len() as i64
            }
            Measure::Sum(field) => rows.iter().map(|row| fen(row.value(field))).sum(),
        };
        let limit = match &plan.limit {
            Limit::Count(most) => Some(*most),
            Limit::Figure(name) => {
                let (_, on) = definition.days_of(rows[0]).unwrap();
                let figures = register::Figures::of(self.rulebook, self.region);
                let value = figures.at(name, on);
                value.map(|value| Money::from_yuan(value).unwrap().fen())
            }
            Limit::Field { register, join, field } => {
                let mine: Vec<_> =
                    join.iter().map(|(mine, _)| word(rows[0].value(*mine).unwrap())).collect();
                let is_of = |one: &&Entry| {
                    let theirs = join.iter().map(|(_, theirs)| word(one.value(*theirs).unwrap()));
                    theirs.collect::<Vec<_>>() == mine
                };
                let found = self.entries[register.as_str()].iter().filter(is_of);
                let sums: Vec<i64> = found.map(|one| fen(one.value(*field))).collect();
                (!sums.is_empty()).then(|| sums.iter().sum())
            }
        };
        limit.is_some_and(|limit| measured > limit)
    }
}

/// Adds to the rows of one key.
trait ByKey<'e> {
    fn entries_of(&mut self, entry: &'e Entry, fields: impl Iterator<Item = usize>);
}

impl<'e> ByKey<'e> for HashMap<Vec<String>, Vec<&'e Entry>> {
    fn entries_of(&mut self, entry: &'e Entry, fields: impl Iterator<Item = usize>) {
        if let Some(key) = keys(entry, fields) {
            self.entry(key).or_default().push(entry);
        }
    }
}

fn keys(entry: &Entry, mut fields: impl Iterator<Item = usize>) -> Option<Vec<String>> {
    fields.try_fold(Vec::new(), |mut all, field| {
        all.push(word(entry.value(field)?)?);
        Some(all)
    })
}

/// By what a value is equal to another: of a person the document.
fn word(value: &Value) -> Option<String> {
    Some(match value {
        Value::Person(person) => person.document.as_ref()?.number.clone(),
        Value::IdNumber(document) => document.number.clone(),
        Value::Text(text) | Value::Entry(text) | Value::Code(text) | Value::CreditCode(text) => {
            text.clone()
        }
        other => format!("{other:?}"),
    })
}

fn fen(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Money(money)) => money.fen(),
        _ => 0,
    }
}

fn holds(test: &Test, value: Option<&Value>) -> bool {
    match test {
        Test::In(all) => value.is_some_and(|value| all.contains(value)),
        Test::NotIn(all) => value.is_none_or(|value| !all.contains(value)),
        Test::Filled => value.is_some(),
        Test::Empty => value.is_none(),
        Test::DaysAgo(_) | Test::WithinDays(_) => panic!("no check asks so yet"),
    }
}

fn window(definition: &Definition, entry: &Entry, window: Window) -> String {
    let on = definition.days_of(entry).map(|(first, _)| first);
    match (window, on) {
        (Window::Ever, _) | (_, None) => String::new(),
        (Window::Year, Some(on)) => on.year().to_string(),
        (Window::Month, Some(on)) => format!("{}-{}", on.year(), on.month()),
    }
}

fn compare(left: Option<&Value>, order: Order, right: Option<&Value>, plus: i64) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    if let (Some(left), Some(right)) = (first(left), last(right)) {
        let right = right.saturating_add(jiff::ToSpan::days(plus));
        return ordered(&left, order, &right);
    }
    match (word(left), word(right)) {
        (Some(left), Some(right)) => ordered(&left, order, &right),
        _ => false,
    }
}

fn first(value: &Value) -> Option<Day> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Period(period) => Some(period.first),
        _ => None,
    }
}

fn last(value: &Value) -> Option<Day> {
    match value {
        Value::Period(period) => Some(period.last),
        other => first(other),
    }
}

fn ordered<T: PartialOrd>(left: &T, order: Order, right: &T) -> bool {
    match order {
        Order::Equal => left == right,
        Order::Unequal => left != right,
        Order::Less => left < right,
        Order::AtMost => left <= right,
        Order::More => left > right,
        Order::AtLeast => left >= right,
    }
}
