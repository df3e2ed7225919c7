//! A file of measures as it is written.

use serde::Deserialize;
use toml::Spanned;

/// Words and where they stand.
pub(super) type Words = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    /// The register of all parts that name none.
    pub(super) register: Option<Words>,
    pub(super) measure: Vec<Spanned<RawMeasure>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMeasure {
    pub(super) code: Words,
    pub(super) title: Words,
    pub(super) about: Words,
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) aspects: Vec<Words>,
    pub(super) unit: Words,
    pub(super) decimals: Option<Spanned<u32>>,
    #[serde(default)]
    pub(super) groups: Vec<Words>,
    #[serde(default)]
    pub(super) needs: Vec<Words>,
    pub(super) value: Option<Spanned<RawPart>>,
    pub(super) growth: Option<Spanned<RawPart>>,
    pub(super) numerator: Option<Spanned<RawPart>>,
    pub(super) denominator: Option<Spanned<RawPart>>,
    pub(super) survey: Option<RawSurvey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSurvey {
    pub(super) words: Words,
    pub(super) register: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    pub(super) words: Words,
    /// `denominator`: as that, with more conditions.
    pub(super) among: Option<Words>,
    pub(super) register: Option<Words>,
    pub(super) take: Option<Words>,
    pub(super) of: Option<Words>,
    pub(super) empty_counts: Option<Spanned<i64>>,
    #[serde(default)]
    pub(super) ranks: Vec<Words>,
    pub(super) time: Option<Words>,
    pub(super) on: Option<Words>,
    pub(super) until: Option<Words>,
    #[serde(default)]
    pub(super) states: Vec<Words>,
    #[serde(default, rename = "where")]
    pub(super) tests: Vec<Spanned<RawTest>>,
    #[serde(default)]
    pub(super) having: Vec<Spanned<RawHaving>>,
    #[serde(default)]
    pub(super) with: Vec<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTest {
    pub(super) field: Words,
    #[serde(rename = "in")]
    pub(super) within: Option<Vec<Words>>,
    pub(super) not_in: Option<Vec<Words>>,
    pub(super) filled: Option<bool>,
    pub(super) at_least: Option<Spanned<toml::Value>>,
    pub(super) at_most: Option<Spanned<toml::Value>>,
    pub(super) by_deadline: Option<bool>,
    pub(super) no_later_than: Option<Words>,
    pub(super) plus_days: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHaving {
    pub(super) register: Words,
    pub(super) join: Vec<Words>,
    #[serde(default)]
    pub(super) missing: bool,
    pub(super) time: Option<Words>,
    pub(super) on: Option<Words>,
    pub(super) until: Option<Words>,
    #[serde(default)]
    pub(super) states: Vec<Words>,
    #[serde(default, rename = "where")]
    pub(super) tests: Vec<Spanned<RawTest>>,
    #[serde(default)]
    pub(super) with: Vec<Words>,
}
