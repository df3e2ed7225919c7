//! A reference to the law that stands behind a rule or a parameter.

use schemars::JsonSchema;
use serde::Serialize;

/// Names an instrument of the rulebook and, where it is known, the article in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct LegalRef {
    /// Identifier of the instrument in `data/law/`.
    pub law: &'static str,
    /// Article or section, in the words of the instrument; empty for the whole.
    pub article: &'static str,
}
