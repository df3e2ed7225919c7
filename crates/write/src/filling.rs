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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its value; of a share in percent.
    pub value: Decimal,
    /// How it is shown.
    pub shown: Shown,
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
