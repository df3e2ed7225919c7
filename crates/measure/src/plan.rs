//! A measure with its arguments as questions over tables: what the store compiles.

use ground::Day;
use serde::{Deserialize, Serialize};

use crate::arguments::{Arguments, Period, Refusal};
use crate::definition::{
    Given, Grouping, Having, Kept, Measure, Part, Shape, Take, Taken, Test, Time,
};
use crate::known::{Book, Field, Holds};

/// The questions whose answers give the value: one; of a quotient numerator and denominator; of growth this year and
/// the year before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The questions, in that order.
    pub parts: Vec<Asked>,
}

/// A question over the entries of one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The register.
    pub register: String,
    /// Whether its entries change.
    pub book: Book,
    /// What must be true of columns, all of it.
    pub conditions: Vec<Condition>,
    /// What else must be true, all of it.
    pub also: Vec<Also>,
    /// What is asked for.
    pub figure: Figure,
}

/// What must be true of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// It is one of these.
    In(String, Vec<Kept>),
    /// It is none of these, or empty.
    NotIn(String, Vec<Kept>),
    /// It is filled.
    Filled(String),
    /// It is empty.
    Empty(String),
    /// It is this or more.
    AtLeast(String, Kept),
    /// It is this or less.
    AtMost(String, Kept),
}

/// What must be true of an entry beyond one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Also {
    /// A day is not later than another of the entry, with some days added to that; both are filled.
    NotLater {
        /// The column of the day.
        column: String,
        /// That of the other.
        than: String,
        /// So many days are added to the other.
        plus_days: i32,
    },
    /// A day is this one or later, or empty.
    OpenOrFrom(String, Day),
    /// An entry of another register is there, or missing.
    Related(Related),
}

/// Entries of another register of the same organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The register.
    pub register: String,
    /// Whether its entries change.
    pub book: Book,
    /// What must be true of their columns.
    pub conditions: Vec<Condition>,
    /// What else must be true of them.
    pub also: Vec<Also>,
    /// Columns that are equal: of the entries asked about, of these.
    pub join: Vec<(String, String)>,
    /// Those of the columns asked about that hold keyed hashes, of which several may be one person.
    pub persons: Vec<String>,
    /// Whether they must be missing.
    pub missing: bool,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// How many entries.
    Entries,
    /// How many different values.
    Distinct {
        /// The column.
        column: String,
        /// Whether it holds keyed hashes, of which several may be one person.
        is_key: bool,
        /// Whether an entry in which it is empty counts as one of its own.
        counts_empty: bool,
    },
    /// What a column sums up to.
    Sum {
        /// The column.
        column: String,
        /// What it counts where it is empty.
        empty: i64,
    },
    /// What a column sums up to over the entries of the last day that an organisation has.
    Last {
        /// The column.
        column: String,
        /// The column of the day.
        on: String,
        /// What the column counts where it is empty.
        empty: i64,
    },
    /// The least value of a column.
    Least(String),
    /// The greatest value of a column.
    Greatest(String),
    /// The highest place among these values, from 0.
    Highest {
        /// The column.
        column: String,
        /// The values, the lowest first.
        ranks: Vec<String>,
    },
}

/// By what figures are broken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The values of a column.
    Column(String),
    /// The months of a column of days.
    Month(String),
    /// The organisations.
    Owner,
}

impl Measure {
    /// The questions whose answers give the value in a period.
    ///
    /// # Errors
    /// If the arguments are not those of the measure, or it is the result of a survey.
    pub fn plan(&self, arguments: &Arguments, period: Period) -> Result<Plan, Refusal> {
        self.admit(arguments)?;
        let parts = match &self.shape {
            Shape::Plain(part) => vec![asked(part, arguments, period)?],
            Shape::Ratio { numerator, denominator } => {
                vec![asked(numerator, arguments, period)?, asked(denominator, arguments, period)?]
            }
            Shape::Growth(part) => {
                let before = period.year_before();
                vec![asked(part, arguments, period)?, asked(part, arguments, before)?]
            }
            Shape::Survey(_) => {
                return Err(Refusal(format!("“{}”由满意度调查得出，不从台账计算", self.title)));
            }
        };
        Ok(Plan { parts })
    }

    /// The months by which its entries add up to its value, so that a year can be told month by month in one question.
    /// None where they do not: a person counts once in a year, a rate does not add up, a deadline names a day of one
    /// year, and other registers are looked at as of the end of the period.
    pub fn months(&self) -> Option<By> {
        let Shape::Plain(part) = &self.shape else { return None };
        let Time::Within(day) = &part.time else { return None };
        let adds_up = matches!(part.take, Take::Entries | Take::Sum { .. });
        let is_alone = part.having.is_empty() && !self.needs_deadline();
        (adds_up && is_alone).then(|| By::Month(day.column.clone()))
    }

    /// The column that tells on which day an entry happened, where its entries belong to days.
    pub fn day_column(&self) -> Option<String> {
        match &self.parts().first()?.time {
            Time::Within(field) => Some(field.column.clone()),
            _ => None,
        }
    }
}

impl Grouping {
    /// By what the store breaks figures down.
    pub fn by(&self) -> By {
        match self {
            Grouping::Field(field) => By::Column(field.column.clone()),
            Grouping::Month(field) => By::Month(field.column.clone()),
        }
    }

    /// What it is called.
    pub fn label(&self) -> &str {
        match self {
            Grouping::Field(field) => &field.label,
            Grouping::Month(_) => "月份",
        }
    }
}

fn asked(part: &Part, arguments: &Arguments, period: Period) -> Result<Asked, Refusal> {
    let mut all = Gathered::default();
    all.time(&part.time, period);
    all.states(&part.states);
    all.tests(&part.tests, arguments)?;
    all.taken(&part.takes, arguments)?;
    for having in &part.having {
        all.also.push(Also::Related(related(having, arguments, period)?));
    }
    Ok(Asked {
        register: part.register.clone(),
        book: part.book,
        conditions: all.conditions,
        also: all.also,
        figure: figure(&part.take),
    })
}

fn related(having: &Having, arguments: &Arguments, period: Period) -> Result<Related, Refusal> {
    let mut all = Gathered::default();
    all.time(&having.time, period);
    all.states(&having.states);
    all.tests(&having.tests, arguments)?;
    all.taken(&having.takes, arguments)?;
    let join = having.join.iter().map(|(one, two)| (one.column.clone(), two.column.clone()));
    let persons = having.join.iter().filter(|(one, _)| one.holds == Holds::Key);
    Ok(Related {
        register: having.register.clone(),
        book: having.book,
        conditions: all.conditions,
        also: all.also,
        join: join.collect(),
        persons: persons.map(|(one, _)| one.column.clone()).collect(),
        missing: having.missing,
    })
}

fn figure(take: &Take) -> Figure {
    let column = |field: &Field| field.column.clone();
    let scaled = |field: &Field, empty: i64| empty * 10_i64.pow(field.decimals().min(9));
    match take {
        Take::Entries => Figure::Entries,
        Take::Distinct { field, empty } => Figure::Distinct {
            column: column(field),
            is_key: field.holds == Holds::Key,
            counts_empty: *empty == 1,
        },
        Take::Sum { field, empty } => {
            Figure::Sum { column: column(field), empty: scaled(field, *empty) }
        }
        Take::Last { field, on, empty } => {
            Figure::Last { column: column(field), on: column(on), empty: scaled(field, *empty) }
        }
        Take::Average(field) => Figure::Sum { column: column(field), empty: 0 },
        Take::Least(field) => Figure::Least(column(field)),
        Take::Most(field) => Figure::Greatest(field.last.clone()),
        Take::Highest { field, ranks } => Figure::Highest {
            column: column(field),
            ranks: ranks.iter().map(|(key, _)| key.clone()).collect(),
        },
    }
}

/// Conditions, as they are gathered.
#[derive(Default)]
struct Gathered {
    conditions: Vec<Condition>,
    also: Vec<Also>,
}

impl Gathered {
    fn time(&mut self, time: &Time, period: Period) {
        let day = |day: Day| Kept::Text(day.to_string());
        match time {
            Time::Within(on) => {
                self.conditions.push(Condition::AtLeast(on.column.clone(), day(period.first)));
                self.conditions.push(Condition::AtMost(on.column.clone(), day(period.last)));
            }
            Time::Until(on) => {
                self.conditions.push(Condition::AtMost(on.column.clone(), day(period.last)));
            }
            Time::InForce { from, until } => {
                self.conditions.push(Condition::AtMost(from.column.clone(), day(period.last)));
                self.also.push(Also::OpenOrFrom(until.last.clone(), period.last));
            }
            Time::Ever => {}
        }
    }

    fn states(&mut self, states: &[(String, String)]) {
        if !states.is_empty() {
            let names = states.iter().map(|(name, _)| Kept::Text(name.clone())).collect();
            self.conditions.push(Condition::In("state".into(), names));
        }
    }

    fn tests(&mut self, tests: &[Test], arguments: &Arguments) -> Result<(), Refusal> {
        for test in tests {
            let kept = |all: &[Given]| all.iter().map(|one| one.kept.clone()).collect();
            let condition = match test {
                Test::In(field, values) => Condition::In(field.column.clone(), kept(values)),
                Test::NotIn(field, values) => Condition::NotIn(field.column.clone(), kept(values)),
                Test::Filled(field) => Condition::Filled(field.filled.clone()),
                Test::Empty(field) => Condition::Empty(field.filled.clone()),
                Test::AtLeast(field, least) => {
                    Condition::AtLeast(field.column.clone(), least.kept.clone())
                }
                Test::AtMost(field, most) => {
                    Condition::AtMost(field.last_or_column(), most.kept.clone())
                }
                Test::ByDeadline(field) => {
                    let deadline =
                        arguments.deadline.ok_or_else(|| Refusal("没有完成期限".into()))?;
                    Condition::AtMost(field.last.clone(), Kept::Text(deadline.to_string()))
                }
                Test::NotLater { field, than, plus_days } => {
                    self.also.push(Also::NotLater {
                        column: field.last.clone(),
                        than: than.last.clone(),
                        plus_days: *plus_days,
                    });
                    continue;
                }
            };
            self.conditions.push(condition);
        }
        Ok(())
    }

    fn taken(&mut self, takes: &[Taken], arguments: &Arguments) -> Result<(), Refusal> {
        for taken in takes {
            if let Some(values) = arguments.chosen(taken)? {
                let values = values.into_iter().map(|one| one.kept).collect();
                self.conditions.push(Condition::In(taken.field.column.clone(), values));
            }
        }
        Ok(())
    }
}

impl Field {
    /// The column that is compared where something is so much at most: of a period that of its last day.
    fn last_or_column(&self) -> String {
        if self.is_dated() { self.last.clone() } else { self.column.clone() }
    }
}
