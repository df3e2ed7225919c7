//! The JSON Schemas of what the program prints.

use schemars::{Schema, schema_for};

use crate::report::Report;
use crate::report::extract::Extract;
use crate::report::rules::RuleEntry;

/// Schema of `jiheng review --format json`.
pub fn review() -> Schema {
    schema_for!(Report)
}

/// Schema of `jiheng extract`.
pub fn extract() -> Schema {
    schema_for!(Extract)
}

/// Schema of `jiheng rules --format json`.
pub fn rules() -> Schema {
    schema_for!(Vec<RuleEntry>)
}
