//! What every entry of the rulebook carries: source, standing, dates.

use ground::Day;
use serde::{Deserialize, Serialize};

/// Where a value or a word comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Identifier of the instrument in `data/law/`.
    pub law: String,
    /// Article or section; empty for the whole.
    #[serde(default)]
    pub article: String,
}

/// How sure it is that the source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read in the source itself, or proven by arithmetic.
    Verified,
    /// Seen in deployed systems or published statements: evidence of practice, not law.
    Practice,
    /// Known, but not read again in the source: may warn, never block.
    Unverified,
}

impl Standing {
    /// The Chinese note printed behind a reference; empty where there is nothing to warn of.
    pub fn note(self) -> &'static str {
        match self {
            Standing::Verified => "",
            Standing::Practice => "（实务做法，非法定要求）",
            Standing::Unverified => "（未核原文）",
        }
    }
}

/// A date as data files write it: a TOML date.
pub(crate) fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let date = toml::value::Datetime::deserialize(deserializer)?;
    date.to_string().parse().map_err(serde::de::Error::custom)
}

/// A date that may be absent.
pub(crate) fn optional_day<'de, D>(deserializer: D) -> Result<Option<Day>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    day(deserializer).map(Some)
}
