//! The review as JSON: a [`Report`](crate::report::Report), written as it comes.

use serde::Serialize;

use super::{Context, Line, Show, summary};
use crate::report::{FileReport, SCHEMA, Tool};
use crate::reviewed::Reviewed;

/// The review as JSON.
#[derive(Clone, Copy, Debug)]
pub struct Json<'c>(pub Context<'c>);

impl Show for Json<'_> {
    fn begin(&self) -> String {
        let tool = indented(&Tool::this(), 2);
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"tool\": {tool},\n  \"files\": [\n    ")
    }

    fn file(&self, reviewed: &Reviewed) -> String {
        indented(&FileReport::new(reviewed, self.0.rulebook), 4)
    }

    fn between(&self) -> &'static str {
        ",\n    "
    }

    fn end(&self, lines: &[Line]) -> String {
        format!("\n  ],\n  \"summary\": {}\n}}\n", indented(&summary(lines), 2))
    }

    fn extension(&self) -> &'static str {
        "json"
    }
}

/// The value as JSON whose further lines stand so many blanks to the right. A line end inside a
/// string is written `\n`, so every real line end is one of the layout.
pub(super) fn indented(value: &impl Serialize, blanks: usize) -> String {
    let json = serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".into());
    json.replace('\n', &format!("\n{}", " ".repeat(blanks)))
}
