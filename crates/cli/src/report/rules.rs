//! The rules as data: what `jiheng rules --format json` prints.

use ground::{Facet, LegalRef, RuleInfo, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use crate::catalogue;

/// A rule as `jiheng rules --format json` prints it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleEntry {
    /// Permanent code.
    pub code: String,
    /// English name of the fault.
    pub name: &'static str,
    /// Chinese title.
    pub title: &'static str,
    /// The name of its family.
    pub family: String,
    /// Severity unless graded otherwise.
    pub severity: Severity,
    /// Facet of the official review.
    pub facet: Facet,
    /// Law or logic behind it.
    pub basis: &'static [LegalRef],
    /// Version in which it first stood.
    pub since: &'static str,
}

impl RuleEntry {
    /// The entry of a rule.
    pub fn new(info: &'static RuleInfo) -> RuleEntry {
        RuleEntry {
            code: info.code.to_string(),
            name: info.name,
            title: info.title,
            family: catalogue::family_name(info.code.family()).to_owned(),
            severity: info.severity,
            facet: info.facet,
            basis: info.basis,
            since: info.since,
        }
    }
}
