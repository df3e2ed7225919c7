//! Instruments: laws, rules, standards, and the logic and practice that rules may rest on.

use ground::Day;
use serde::{Deserialize, Serialize};

use crate::dated::{Standing, day, optional_day};
use crate::entries::Entry;

/// One instrument, a file of `data/law/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Title.
    pub title: String,
    /// Document number or number of the standard; empty where there is none.
    #[serde(default)]
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    #[serde(default, deserialize_with = "optional_day")]
    pub issued: Option<Day>,
    /// When it ceased to be in force, if it did.
    #[serde(default, deserialize_with = "optional_day")]
    pub repealed: Option<Day>,
    /// How sure its content is.
    pub standing: Standing,
    /// When that was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What it says that matters here, in our own words.
    #[serde(default)]
    pub gist: String,
}

impl Law {
    /// The title in its brackets with the number behind it, as rules cite it.
    pub fn citation(&self) -> String {
        let is_document = self.issued.is_some() || !self.number.is_empty();
        let title = if is_document { format!("《{}》", self.title) } else { self.title.clone() };
        let number =
            if self.number.is_empty() { String::new() } else { format!("（{}）", self.number) };
        format!("{title}{number}{}", self.standing.note())
    }
}

impl Entry for Law {
    const FOLDER: &'static str = "law";

    fn named(self, id: &str) -> Law {
        Law { id: id.into(), ..self }
    }
}
