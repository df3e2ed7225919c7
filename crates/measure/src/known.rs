//! Registers as far as measures ask of them: names, labels, what fields hold, and in which columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All registers by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    registers: BTreeMap<String, Register>,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// ASCII name.
    pub name: String,
    /// Chinese title.
    pub title: String,
    /// Whether its entries change.
    pub book: Book,
    /// The field that dates an entry.
    pub dated_by: Option<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its states: name and Chinese label.
    pub states: Vec<(String, String)>,
}

/// Whether entries change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// 档案: entries change.
    File,
    /// 流水: entries are only added; one reverses another.
    Journal,
}

/// A field of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// ASCII name.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What it holds.
    pub holds: Holds,
    /// The column by which values are compared: the keyed hash of what is encrypted, the first day of a period.
    pub column: String,
    /// The column that says whether it is filled.
    pub filled: String,
    /// The column of the last day of a period; that of the day of a date.
    pub last: String,
}

/// What a field holds, as far as something can be asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Words.
    Text,
    /// A number, kept as a whole number of so many decimals.
    Number {
        /// The decimals.
        decimals: u32,
    },
    /// Money, kept in fen.
    Money,
    /// A day.
    Day,
    /// A period, kept as its first and its last day.
    Period,
    /// One of these codes: key and Chinese label, in the order of the list.
    Code(Vec<(String, String)>),
    /// Yes or no, kept as 1 or 0.
    YesNo,
    /// A person, a document, an account: kept as a keyed hash, which is equal or not and nothing else.
    Key,
    /// What is encrypted and not looked up: filled or not.
    Sealed,
}

impl Known {
    /// These registers.
    pub fn of(registers: impl IntoIterator<Item = Register>) -> Known {
        Known { registers: registers.into_iter().map(|one| (one.name.clone(), one)).collect() }
    }

    /// The register of this name.
    pub fn register(&self, name: &str) -> Option<&Register> {
        self.registers.get(name)
    }

    /// All of them, by name.
    pub fn all(&self) -> impl Iterator<Item = &Register> {
        self.registers.values()
    }
}

impl Register {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// With how many decimals a number is kept as a whole number; of money (in 元) two.
    pub fn decimals(&self) -> u32 {
        match self.holds {
            Holds::Number { decimals } => decimals,
            Holds::Money => 2,
            _ => 0,
        }
    }

    /// Whether it can be summed up.
    pub fn is_number(&self) -> bool {
        matches!(self.holds, Holds::Number { .. } | Holds::Money)
    }

    /// Whether it is a day or has two.
    pub fn is_dated(&self) -> bool {
        matches!(self.holds, Holds::Day | Holds::Period)
    }
}
