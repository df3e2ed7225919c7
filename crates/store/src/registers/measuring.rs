//! Figures of measures over the entries of a register: each in one query, with the entries behind it, as they are or
//! as they were known at any moment before.
//!
//! Suggested reading order: the questions here, then `rows` (which entries count), `then` (what was known at a
//! moment; `eras`: how columns were called and kept then), [`figures()`] and [`figures_by()`] (the answers), [`evidence()`] (the entries behind them), `persons`
//! (what tells them apart), `blocks`, `parts`, `fresh` and [`Kept`] (figures that are kept up to date).
//!
//! Entries that were removed never count, nor do a journal's entries that were reversed or that reverse another one:
//! for sums that comes to the same, and counts come out right. As of a moment an entry counts as it stood then: of a
//! file in the version that was in force, of a journal if it was entered by then and not yet reversed or undone. Links
//! of persons count from when they were noted; a link taken back leaves no trace, so it counts at no moment.

mod blocks;
mod eras;
mod evidence;
mod figures;
mod fresh;
mod kept;
mod parts;
mod persons;
mod rows;
mod then;

pub use blocks::Groups;
pub use evidence::{MOST_PIECES, Piece, evidence};
pub use figures::{figures, figures_by};
pub use kept::{Keeping, Kept};

use super::conditions::Condition;
use super::table::Table;
use crate::Cell;

/// A figure over entries of one register.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The entries.
    pub of: Entries<'a>,
    /// What is asked of them.
    pub take: Take,
}

/// Entries of a register.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    /// The register's table.
    pub table: &'a Table,
    /// What must be true of their columns.
    pub conditions: Vec<Condition>,
    /// What else must be true of them.
    pub also: Vec<Also<'a>>,
}

/// What must be true of an entry beyond one column.
#[derive(Clone, Debug)]
pub enum Also<'a> {
    /// A day is not later than another of the entry with some days added; both are there.
    NotLater {
        /// The column of the day.
        column: String,
        /// That of the other.
        than: String,
        /// So many days are added to the other.
        plus_days: i32,
    },
    /// A column is this or more, or empty.
    AtLeastOrEmpty(String, Cell),
    /// An entry of the same owner in another register is there, or missing.
    Related(Related<'a>),
}

/// Entries of another register with which some columns are equal.
#[derive(Clone, Debug)]
pub struct Related<'a> {
    /// Those entries.
    pub of: Entries<'a>,
    /// Columns that are equal: of the entries asked about, of these; at least one pair.
    pub join: Vec<(String, String)>,
    /// Those columns of the entries asked about that hold keyed hashes of persons: hashes that are linked are equal.
    pub persons: Vec<String>,
    /// Whether one is asked for, or none.
    pub wanted: super::crossing::Wanted,
}

/// What is asked of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// How many there are.
    Entries,
    /// How many different values of a column there are.
    Distinct {
        /// The column.
        column: String,
        /// Whether it holds keyed hashes of persons, of which several may be one person.
        persons: Persons,
        /// What an entry counts in which it is empty.
        empty: Empty,
    },
    /// What a column of numbers sums up to.
    Sum {
        /// The column.
        column: String,
        /// What it counts where it is empty.
        empty: i64,
    },
    /// What a column of numbers sums up to over the entries of the last day that their owner has.
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
    /// The highest place, from 0, of a column's value among these; other values have none.
    Highest {
        /// The column.
        column: String,
        /// The values, the lowest first.
        ranks: Vec<String>,
    },
}

impl Take {
    /// Whether the answer is a number, whatever the column holds.
    fn counts(&self) -> bool {
        !matches!(self, Take::Least(_) | Take::Greatest(_))
    }
}

/// Whether a column holds keyed hashes of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persons {
    /// It does: what is linked is one.
    Linked,
    /// It does not.
    AsTheyAre,
}

/// What an entry counts in which the column is empty that tells entries apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// Nothing.
    LeftOut,
    /// One of its own.
    OfItsOwn,
}

/// By what figures are broken down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The values of a column.
    Column(String),
    /// The months of a column of days, as 2025-03.
    Month(String),
    /// The owners.
    Owner,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The figure: a number, or text where the least or greatest text was asked for; nothing where no entry has one.
    pub value: Cell,
    /// In how many entries the column asked of is filled.
    pub filled: i64,
    /// How many entries count.
    pub entries: i64,
}
