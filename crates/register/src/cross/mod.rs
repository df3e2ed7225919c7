//! Checks over several registers: what they ask, as a plan that the store turns into a query. Nothing here runs.
//!
//! A plan has one of two shapes. [`Plan::Related`]: rows of one register for which a related row of another is there,
//! or is missing. [`Plan::Grouped`]: rows of one register that agree in some fields within a stretch of time, and whose
//! number or sum is more than a limit. A journal's reversed rows and their reversing rows do not count; sums take both,
//! which comes to the same.

pub(crate) mod read;
mod read_group;
pub(crate) mod read_side;

use ground::{RuleCode, Severity};

use crate::value::Value;

/// A check over registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossCheck {
    /// Permanent code, `REG1…`.
    pub code: RuleCode,
    /// The fault in Chinese, as a heading.
    pub title: String,
    /// How grave it is.
    pub level: Severity,
    /// Why it is a fault, in one sentence.
    pub about: String,
    /// What to say of one find.
    pub message: Vec<Piece>,
    /// What to do.
    pub help: String,
    /// The law behind it.
    pub source: String,
    /// What is looked for.
    pub plan: Plan,
}

/// A piece of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The value of a field of the subject.
    Subject(usize),
    /// The value of a field of the other row.
    Other(usize),
    /// How many rows there are in the group.
    Count,
    /// What they sum up to.
    Sum,
    /// What the limit is.
    Limit,
    /// The stretch of time, such as 2025年.
    Window,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Rows with, or without, a related row.
    Related(Related),
    /// Rows that agree, and are too many or sum up to too much.
    Grouped(Grouped),
}

/// Rows of one register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The register.
    pub register: String,
    /// What must be true of its rows, all of it.
    pub conditions: Vec<Condition>,
    /// In which states they are; any where none is named.
    pub states: Vec<String>,
}

/// What must be true of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The place of the field.
    pub field: usize,
    /// How it is compared.
    pub test: Test,
}

/// How a field is compared with what is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is one of these.
    In(Vec<Value>),
    /// It is none of these, or empty.
    NotIn(Vec<Value>),
    /// It is filled.
    Filled,
    /// It is empty.
    Empty,
    /// It lies so many days or more before today.
    DaysAgo(i64),
    /// It lies within so many days from today on, today included.
    WithinDays(i64),
}

/// Rows of the subject for which a row of the other register is there or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The rows that are looked at, and that the finding speaks of.
    pub subject: Side,
    /// The rows that they are compared with.
    pub other: Side,
    /// Pairs of fields, the subject's and the other's, that must be equal. Persons are equal by their document.
    pub join: Vec<(usize, usize)>,
    /// What must be true between both.
    pub between: Vec<Between>,
    /// Whether both must lie in the same stretch of time.
    pub window: Window,
    /// Which of both is the fault.
    pub fault: Fault,
}

/// Whether a related row is the fault, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is one.
    Present,
    /// There is none.
    Absent,
}

/// A comparison of a field of the subject with one of the other row. A row in which either is empty is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// The subject's field. Of a period the first day counts.
    pub subject: usize,
    /// How they compare.
    pub order: Order,
    /// The other's field. Of a period the last day counts.
    pub other: usize,
    /// So many days are added to the other's day first.
    pub plus_days: i64,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// =
    Equal,
    /// ≠
    Unequal,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    More,
    /// ≥
    AtLeast,
}

/// A stretch of time by the field that dates rows (`Definition::dated_by`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// All time.
    Ever,
    /// One calendar year.
    Year,
    /// One month.
    Month,
}

/// Rows that agree in some fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// The rows that are looked at.
    pub subject: Side,
    /// The fields in which they agree. Rows in which one of them is empty are left out.
    pub by: Vec<usize>,
    /// The stretch of time in which they lie.
    pub window: Window,
    /// What is counted or summed.
    pub measure: Measure,
    /// What it may come to at most.
    pub limit: Limit,
}

/// What is counted or summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Rows.
    Rows,
    /// Different values of this field.
    Distinct(usize),
    /// The sum of this field.
    Sum(usize),
}

/// What a measure may come to at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many rows or values.
    Count(i64),
    /// The figure of this name, at the last day of the stretch. Where none is in force nothing is found.
    Figure(String),
    /// What a field of a related row says.
    Field {
        /// The register of that row.
        register: String,
        /// Pairs of the subject's fields (among those it is grouped by) and that register's.
        join: Vec<(usize, usize)>,
        /// Its field; several rows are summed up.
        field: usize,
    },
}

impl CrossCheck {
    /// The registers that it asks about.
    pub fn registers(&self) -> Vec<&str> {
        match &self.plan {
            Plan::Related(related) => vec![&related.subject.register, &related.other.register],
            Plan::Grouped(grouped) => {
                let limit = match &grouped.limit {
                    Limit::Field { register, .. } => Some(register.as_str()),
                    _ => None,
                };
                std::iter::once(grouped.subject.register.as_str()).chain(limit).collect()
            }
        }
    }

    /// The message, with `shown` for every place in it.
    pub fn said(&self, mut shown: impl FnMut(&Piece) -> String) -> String {
        let mut out = String::new();
        for piece in &self.message {
            match piece {
                Piece::Text(text) => out.push_str(text),
                place => out.push_str(&shown(place)),
            }
        }
        out
    }
}
