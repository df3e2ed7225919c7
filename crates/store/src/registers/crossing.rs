//! Questions across registers: entries for which one of another register is there or is missing, and entries that
//! agree and are too many or sum up to too much.
//!
//! Suggested reading order: the questions here, then `rows` (the entries of a side as a query of their own),
//! [`related()`] and [`grouped()`] (each one query).
//!
//! Entries of one owner are only compared with entries of the same owner. Entries that were removed never count,
//! nor do a journal's entries that were reversed or that reverse another one. What is empty is equal to nothing and
//! compares with nothing; two hashes that are noted to be one person's are equal. Text is compared by its bytes, so days (2025-03-01) compare by the calendar.

mod grouped;
mod related;
mod rows;

pub(super) use rows::{alike, day, later};

pub use grouped::{Group, count_grouped, explain_grouped, grouped};
pub use related::{Pair, count_related, explain_related, related};

use super::conditions::Condition;
use super::table::Table;

/// The entries of one register.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The register's table.
    pub table: &'a Table,
    /// What must be true of them.
    pub conditions: Vec<Condition>,
    /// Columns that hold keyed hashes of persons: hashes that are linked are equal there.
    pub persons: Vec<String>,
}

/// Entries for which one of another register is there, or is missing.
#[derive(Clone, Debug)]
pub struct Related<'a> {
    /// The entries that are found.
    pub subject: Side<'a>,
    /// The entries that they are compared with.
    pub other: Side<'a>,
    /// Columns of both that are equal; at least one pair.
    pub join: Vec<(String, String)>,
    /// What else must be true between both.
    pub between: Vec<Between>,
    /// Columns of days of both that lie in the same stretch of time.
    pub window: Option<(String, String, Stretch)>,
    /// Which is asked for.
    pub wanted: Wanted,
}

/// Whether entries with another one are asked for, or those without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// There is another one.
    Present,
    /// There is none.
    Absent,
}

/// A comparison of a column of the subject with one of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The subject's column.
    pub subject: String,
    /// How they compare.
    pub order: Order,
    /// The other's column.
    pub other: String,
    /// So many days are added to the other's day first; 0: nothing, and it need not be a day.
    pub plus_days: i32,
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

/// A stretch of time, as the signs with which its days begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// A calendar year: 2025.
    Year,
    /// A month: 2025-03.
    Month,
}

/// Entries that agree, and are too many or sum up to too much.
#[derive(Clone, Debug)]
pub struct Grouped<'a> {
    /// The entries.
    pub subject: Side<'a>,
    /// The columns in which they agree; at least one. Entries in which one is empty are left out.
    pub by: Vec<String>,
    /// The column of days that lie in the same stretch of time.
    pub window: Option<(String, Stretch)>,
    /// What is counted or summed up.
    pub measure: Measure,
    /// What that may come to.
    pub most: Most<'a>,
}

/// What is counted or summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Entries.
    Entries,
    /// Different values of a column; what is empty does not count.
    Distinct(String),
    /// What a column of numbers sums up to.
    Sum(String),
}

/// What a measure may come to at most. Where nothing is said, nothing is found.
#[derive(Clone, Debug)]
pub enum Most<'a> {
    /// So much, always.
    Always(i64),
    /// So much in stretches of time: the first that fits counts. For questions with a window only.
    InStretches(Vec<Dated>),
    /// What a column of numbers of the entries of another register sums up to.
    Sum {
        /// Those entries.
        of: Side<'a>,
        /// Columns by which they are grouped, and those of theirs that are equal.
        join: Vec<(String, String)>,
        /// The column that is summed up.
        column: String,
    },
}

/// What a measure may come to in stretches of time, named by the signs with which their days begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The first stretch.
    pub from: String,
    /// The last, if there is one.
    pub until: Option<String>,
    /// So much.
    pub most: i64,
}

impl Stretch {
    /// With how many signs its days begin alike.
    pub(crate) fn signs(self) -> i32 {
        match self {
            Stretch::Year => 4,
            Stretch::Month => 7,
        }
    }
}
