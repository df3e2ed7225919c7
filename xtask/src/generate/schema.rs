//! `docs/schema/`: JSON Schemas of what the program prints for other programs.

use anyhow::Result;
use ground::Finding;
use model::statement::Statement;
use schemars::{JsonSchema, schema_for};

use super::Derived;

/// The statement, as `extract` prints it.
pub(super) fn statement() -> Result<Derived> {
    derived::<Statement>("docs/schema/statement.schema.json")
}

/// The findings, as `review` prints them.
pub(super) fn findings() -> Result<Derived> {
    derived::<Vec<Finding>>("docs/schema/findings.schema.json")
}

fn derived<T: JsonSchema>(path: &'static str) -> Result<Derived> {
    let mut text = serde_json::to_string_pretty(&schema_for!(T))?;
    text.push('\n');
    Ok(Derived { path, text })
}
