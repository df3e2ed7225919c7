//! Places of a document that people or programs work with: blanks to fill in, cells that are numbers.

use ground::Decimal;

use crate::document::{Emphasis, Run};

/// A place that somebody fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// What is to be written, shown while nothing is.
    pub hint: String,
    /// What may be chosen; empty where there is nothing to choose from.
    pub choices: Vec<String>,
    /// What it takes.
    pub takes: Takes,
}

/// What a blank takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of the choices.
    Choice,
    /// Words, those of the choices among them.
    Words,
    /// Whole paragraphs.
    Paragraphs,
}

/// A number that a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its value; of a share in percent.
    pub value: Decimal,
    /// How it is shown.
    pub shown: Shown,
    /// By what formulas find it, where one may.
    pub mark: Option<Mark>,
    /// How it comes of others, where it does.
    pub formula: Option<Formula>,
}

/// A number among those of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its field: `list.field` in records of a list.
    pub field: String,
    /// The number of its record in the list, from 1; 0 outside lists.
    pub item: usize,
}

/// How a number comes of others of its form. A format that calculates keeps it only where it gives that very number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// They are summed up.
    Sum(Vec<Summed>),
    /// One by the other, as a share with two places of its percent; 0 by 0.
    Rate {
        /// Above the line.
        part: Mark,
        /// Below it.
        whole: Mark,
    },
}

/// Numbers that are summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summed {
    /// Their field.
    pub field: String,
    /// Of which records.
    pub items: Items,
}

/// Records of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// All.
    All,
    /// This one.
    One(usize),
    /// All but this one.
    AllBut(usize),
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain,
    /// With two places at least, as sums are.
    Sum,
    /// In percent with two places.
    Percent,
}

impl Blank {
    /// Words are to be written.
    pub fn words(hint: impl Into<String>) -> Blank {
        Blank { hint: hint.into(), choices: Vec::new(), takes: Takes::Words }
    }
}

impl Figure {
    /// A number by itself.
    pub fn new(value: Decimal, shown: Shown) -> Figure {
        Figure { value, shown, mark: None, formula: None }
    }
}

impl Summed {
    /// Whether a number is one of them.
    pub fn takes(&self, mark: &Mark) -> bool {
        let is_its = match self.items {
            Items::All => true,
            Items::One(item) => mark.item == item,
            Items::AllBut(item) => mark.item != item,
        };
        is_its && mark.field == self.field
    }
}

impl Run {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), emphasis: Emphasis::None, blank: None }
    }

    /// A place to be filled in.
    pub fn blank(blank: Blank) -> Run {
        Run { blank: Some(blank), ..Run::plain("") }
    }
}
