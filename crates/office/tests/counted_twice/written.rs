//! Measures as they stand in their files, read a second time: no more of them than it takes to compute them.

use std::collections::BTreeMap;

use ground::Day;
use serde::Deserialize;

/// A file of measures.
#[derive(Deserialize)]
struct File {
    register: Option<String>,
    measure: Vec<Written>,
}

/// A measure.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Written {
    pub(crate) code: String,
    pub(crate) unit: String,
    #[serde(default = "two")]
    pub(crate) decimals: u32,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    pub(crate) value: Option<Part>,
    pub(crate) growth: Option<Part>,
    pub(crate) numerator: Option<Part>,
    pub(crate) denominator: Option<Part>,
}

/// A figure over entries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    pub(crate) register: String,
    pub(crate) among: Option<String>,
    pub(crate) take: Option<String>,
    pub(crate) of: Option<String>,
    pub(crate) empty_counts: i64,
    pub(crate) ranks: Vec<String>,
    pub(crate) having: Vec<Having>,
    #[serde(flatten)]
    pub(crate) which: Which,
}

/// Which entries of a register.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    pub(crate) time: Option<String>,
    pub(crate) on: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) states: Vec<String>,
    #[serde(rename = "where")]
    pub(crate) tests: Vec<Test>,
    pub(crate) with: Vec<String>,
}

/// What must be true of a field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Test {
    pub(crate) field: String,
    #[serde(rename = "in")]
    pub(crate) within: Option<Vec<String>>,
    pub(crate) not_in: Option<Vec<String>>,
    pub(crate) filled: Option<bool>,
    pub(crate) at_least: Option<toml::Value>,
    pub(crate) at_most: Option<toml::Value>,
    pub(crate) by_deadline: bool,
    pub(crate) no_later_than: Option<String>,
    pub(crate) plus_days: i32,
}

/// What must be there, or missing, in another register.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Having {
    pub(crate) register: String,
    pub(crate) join: Vec<String>,
    pub(crate) missing: bool,
    #[serde(flatten)]
    pub(crate) which: Which,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) deadline: Option<Day>,
    /// Values by argument.
    pub(crate) choices: BTreeMap<String, Vec<String>>,
}

fn two() -> u32 {
    2
}

/// All measures that are computed from registers, by code.
pub(crate) fn all() -> BTreeMap<String, Written> {
    let mut all = BTreeMap::new();
    for (path, _, text) in rulebook::files("measures") {
        let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for mut one in file.measure {
            let parts = [&mut one.value, &mut one.growth, &mut one.numerator, &mut one.denominator];
            for part in parts.into_iter().flatten().filter(|part| part.register.is_empty()) {
                part.register = file.register.clone().unwrap_or_default();
            }
            if one.value.is_some() || one.growth.is_some() || one.numerator.is_some() {
                all.insert(one.code.clone(), one);
            }
        }
    }
    all
}

impl Written {
    /// The numerator: what is said of it itself, and where it is some of the denominator, what is said of that.
    pub(crate) fn numerator(&self) -> Option<Part> {
        let (above, below) = (self.numerator.clone()?, self.denominator.as_ref()?);
        if above.among.is_none() {
            return Some(above);
        }
        let mut whole = below.clone();
        whole.having.extend(above.having);
        whole.which.tests.extend(above.which.tests);
        if !above.which.states.is_empty() {
            whole.which.states = above.which.states;
        }
        Some(whole)
    }
}
