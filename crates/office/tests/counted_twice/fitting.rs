//! Which entries count: what definitions say of time, states, fields and other registers, taken at its word.

use ground::{Day, Decimal};
use register::{Definition, Entry, Value};
use rust_decimal::prelude::ToPrimitive;

use super::plain::{Kept, Looking};
use super::values::{Plain, decimals, least, most};
use super::written::{Having, Question, Test, Which};

impl Looking<'_> {
    /// The entries of a register that count.
    pub(crate) fn counting(
        &self,
        register: &str,
        which: &Which,
        question: &Question,
    ) -> Vec<&Kept> {
        let of = self.definition(register);
        let all = self.world.entries.get(register).into_iter().flatten();
        let counts = |kept: &&Kept| {
            let state = kept.entry.state.map(|at| of.states[at].name.clone());
            let is_in_state =
                which.states.is_empty() || state.is_some_and(|state| which.states.contains(&state));
            (self.owners.is_empty() || self.owners.contains(&kept.owner))
                && is_in_state
                && is_in_time(of, &kept.entry, which, question)
                && which.tests.iter().all(|test| self.is_true(of, &kept.entry, test, question))
                && which.with.iter().all(|with| self.is_chosen(of, &kept.entry, with, question))
        };
        all.filter(counts).collect()
    }

    /// Whether the other register has such an entry.
    pub(crate) fn is_there(&self, one: &Kept, having: &Having, question: &Question) -> bool {
        let (of, others) = (self.definition(&one.register), self.definition(&having.register));
        self.counting(&having.register, &having.which, question).iter().any(|other| {
            let is_equal = |pair: &String| {
                let (ours, theirs) = pair.split_once('=').unwrap();
                let ours = self.plain(of, &one.entry, ours.trim());
                ours.is_some() && ours == self.plain(others, &other.entry, theirs.trim())
            };
            other.owner == one.owner && having.join.iter().all(is_equal)
        })
    }

    fn is_true(&self, of: &Definition, entry: &Entry, test: &Test, question: &Question) -> bool {
        let value = self.plain(of, entry, &test.field);
        let is_one_of = |words: &[String]| match &value {
            Some(Plain::Words(word)) => words.contains(word),
            _ => false,
        };
        if let Some(words) = &test.within {
            return is_one_of(words);
        }
        if let Some(words) = &test.not_in {
            return !is_one_of(words);
        }
        if let Some(filled) = test.filled {
            return entry.value(of.field(&test.field).unwrap().0).is_some() == filled;
        }
        if let Some(than) = &test.no_later_than {
            let (Some(day), Some(than)) =
                (last_day(of, entry, &test.field), last_day(of, entry, than))
            else {
                return false;
            };
            return (day - than).get_days() <= test.plus_days;
        }
        if test.by_deadline {
            let day = last_day(of, entry, &test.field);
            return day.is_some_and(|day| day <= question.deadline.unwrap());
        }
        let Some(value) = value else { return false };
        let scale = decimals(of, &test.field);
        if let Some(limit) = &test.at_least {
            return least(&value) >= given(limit, &value, scale);
        }
        let limit = test.at_most.as_ref().unwrap();
        most(&value) <= given(limit, &value, scale)
    }

    fn is_chosen(&self, of: &Definition, entry: &Entry, with: &str, question: &Question) -> bool {
        let (argument, field) = with.split_once('=').unwrap_or((with, with));
        let Some(values) = question.choices.get(argument.trim()) else { return true };
        match self.plain(of, entry, field.trim()) {
            Some(Plain::Words(word)) => values.contains(&word),
            _ => false,
        }
    }
}

/// What a definition compares with, as the value is.
fn given(limit: &toml::Value, value: &Plain, decimals: u32) -> Plain {
    let text = limit.as_str().map_or_else(|| limit.to_string(), str::to_owned);
    match value {
        Plain::Days(..) => {
            let day: Day = text.parse().unwrap();
            Plain::Days(day, day)
        }
        _ => {
            let number: Decimal = text.parse().unwrap();
            Plain::Number((number * Decimal::from(10_i64.pow(decimals))).to_i128().unwrap())
        }
    }
}

pub(crate) fn dated_by(of: &Definition) -> Option<String> {
    Some(of.at(of.dated_by?)?.name.clone())
}

fn days(of: &Definition, entry: &Entry, field: &str) -> Option<(Day, Day)> {
    match entry.value(of.field(field).unwrap().0)? {
        Value::Date(day) => Some((*day, *day)),
        Value::Period(period) => Some((period.first, period.last)),
        other => panic!("{other:?} is no day"),
    }
}

pub(crate) fn first_day(of: &Definition, entry: &Entry, field: &str) -> Option<Day> {
    days(of, entry, field).map(|(first, _)| first)
}

fn last_day(of: &Definition, entry: &Entry, field: &str) -> Option<Day> {
    days(of, entry, field).map(|(_, last)| last)
}

fn is_in_time(of: &Definition, entry: &Entry, which: &Which, question: &Question) -> bool {
    let time = which.time.as_deref().unwrap_or("within");
    if time == "ever" {
        return true;
    }
    let on = which.on.clone().or_else(|| dated_by(of)).unwrap();
    let Some(day) = first_day(of, entry, &on) else { return false };
    match time {
        "within" => question.first <= day && day <= question.last,
        "until" => day <= question.last,
        "in_force" => {
            let until = last_day(of, entry, which.until.as_deref().unwrap());
            day <= question.last && until.is_none_or(|until| until >= question.last)
        }
        other => panic!("{other} is no time"),
    }
}
