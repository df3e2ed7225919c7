//! A read file as data: what `jiheng extract` prints.

use ground::{Finding, Source};
use model::statement::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The identifier of this structure; its last number changes when a reader of it would break.
pub const SCHEMA: &str = read::json::SCHEMA;

/// A file that has been read, as data.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Extract {
    /// `jiheng/statement/1`
    pub schema: String,
    /// The linear text that all spans count in.
    pub source: Source,
    /// What stands in it.
    pub statement: Statement,
    /// What was wrong with the file, or could not be found in it.
    pub findings: Vec<Finding>,
}
