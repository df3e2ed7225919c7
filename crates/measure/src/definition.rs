//! What a measure is, once it has been read and checked.

use model::statement::Aspect;
use serde::{Deserialize, Serialize};

use crate::known::{Book, Field};

/// What the value of an indicator is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Permanent ASCII name, by which indicators are bound to it.
    pub code: String,
    /// Chinese title.
    pub title: String,
    /// What it says, in one sentence.
    pub about: String,
    /// What statements call it besides.
    pub also: Vec<String>,
    /// Under which aspects of the indicator tree it stands.
    pub aspects: Vec<Aspect>,
    /// Unit in Chinese.
    pub unit: String,
    /// To how many decimals a quotient is rounded, half away from zero.
    pub decimals: u32,
    /// By what it can be broken down.
    pub groups: Vec<Grouping>,
    /// Arguments that a binding must give.
    pub needs: Vec<String>,
    /// What is computed.
    pub shape: Shape,
}

/// What is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One figure.
    Plain(Part),
    /// One figure by another.
    Ratio {
        /// Above the line.
        numerator: Part,
        /// Below it.
        denominator: Box<Part>,
    },
    /// By how much a figure is more than a year before.
    Growth(Part),
    /// What a survey came to.
    Survey(Surveyed),
}

/// A survey of people; its answers are not entries of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    /// Who was asked, in Chinese.
    pub words: String,
    /// The register whose people are asked, if it is one.
    pub register: Option<String>,
}

/// By what a measure can be broken down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// By the values of a field of the (first) register.
    Field(Field),
    /// By the months of the day that dates the entry.
    Month(Field),
}

/// A figure over entries of one register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is, in Chinese.
    pub words: String,
    /// The register.
    pub register: String,
    /// Its title.
    pub title: String,
    /// Whether its entries change.
    pub book: Book,
    /// What is taken of the entries.
    pub take: Take,
    /// Which entries by their days.
    pub time: Time,
    /// In which states they are, name and label; any where none is named.
    pub states: Vec<(String, String)>,
    /// What must be true of them.
    pub tests: Vec<Test>,
    /// What must be there, or missing, in other registers.
    pub having: Vec<Having>,
    /// The arguments that choose among them.
    pub takes: Vec<Taken>,
}

/// What is taken of the entries that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// How many there are.
    Entries,
    /// How many different persons, households, enterprises …
    Distinct {
        /// Told apart by this field.
        field: Field,
        /// What an entry counts in which it is empty: 1 as one of its own, or 0.
        empty: i64,
    },
    /// What a field sums up to.
    Sum {
        /// The field.
        field: Field,
        /// What an entry counts in which it is empty.
        empty: i64,
    },
    /// What a field sums up to over the entries of the last day that has any: stocks told month by month.
    Last {
        /// The field.
        field: Field,
        /// The day.
        on: Field,
        /// What an entry counts in which the field is empty.
        empty: i64,
    },
    /// The mean of a field, over entries in which it is filled.
    Average(Field),
    /// The least value, or earliest day.
    Least(Field),
    /// The greatest value, or latest day.
    Most(Field),
    /// The highest level reached.
    Highest {
        /// The field: a code.
        field: Field,
        /// The levels, the lowest first: key and label.
        ranks: Vec<(String, String)>,
    },
}

/// Which entries count, by their days and the period that is looked at. Of a period the first day counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// Those of the period.
    Within(Field),
    /// Those up to its end: what has grown over the years.
    Until(Field),
    /// Those in force at its end.
    InForce {
        /// The first day in force.
        from: Field,
        /// The last, if there is one.
        until: Field,
    },
    /// All.
    Ever,
}

/// What must be true of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A field is one of these.
    In(Field, Vec<Given>),
    /// It is none of these, or empty.
    NotIn(Field, Vec<Given>),
    /// It is filled.
    Filled(Field),
    /// It is empty.
    Empty(Field),
    /// It is so much or more.
    AtLeast(Field, Given),
    /// It is so much or less.
    AtMost(Field, Given),
    /// It is the day of the argument 完成期限 or an earlier one.
    ByDeadline(Field),
    /// It is not later than another day of the entry, with some days added to that.
    NotLater {
        /// The day.
        field: Field,
        /// The other.
        than: Field,
        /// So many days are added to the other.
        plus_days: i32,
    },
}

/// A value that a field is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// As the store keeps it.
    pub kept: Kept,
    /// As people read it.
    pub said: String,
}

/// A value as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

/// What must be there, or missing, in another register of the same organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Having {
    /// The other register.
    pub register: String,
    /// Its title.
    pub title: String,
    /// Whether its entries change.
    pub book: Book,
    /// Fields of both that are equal: of the part, of the other.
    pub join: Vec<(Field, Field)>,
    /// Which of its entries by their days.
    pub time: Time,
    /// In which states they are.
    pub states: Vec<(String, String)>,
    /// What must be true of them.
    pub tests: Vec<Test>,
    /// The arguments that choose among them.
    pub takes: Vec<Taken>,
    /// Whether such an entry must be missing.
    pub missing: bool,
}

/// An argument and the field that it chooses by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The argument.
    pub argument: String,
    /// The field.
    pub field: Field,
}

impl Measure {
    /// The parts over registers: none of a survey.
    pub fn parts(&self) -> Vec<&Part> {
        match &self.shape {
            Shape::Plain(part) | Shape::Growth(part) => vec![part],
            Shape::Ratio { numerator, denominator } => vec![numerator, denominator],
            Shape::Survey(_) => Vec::new(),
        }
    }

    /// Whether it needs the argument 完成期限.
    pub fn needs_deadline(&self) -> bool {
        let all = self.parts().into_iter();
        all.flat_map(|part| part.tests.iter().chain(part.having.iter().flat_map(|one| &one.tests)))
            .any(|test| matches!(test, Test::ByDeadline(_)))
    }

    /// The registers that it asks of, each once.
    pub fn registers(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for part in self.parts() {
            let others = part.having.iter().map(|other| other.register.as_str());
            all.extend(std::iter::once(part.register.as_str()).chain(others));
        }
        if let Shape::Survey(Surveyed { register: Some(register), .. }) = &self.shape {
            all.push(register);
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
