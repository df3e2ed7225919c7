//! What a rule is: an identity card, a manual page, one pure check.

use ground::{Finding, RuleInfo};

use crate::Subject;

/// A rule. It lives in one file under `rules/`, its manual page beside it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its identity card.
    pub info: RuleInfo,
    /// Its manual page in Chinese (Markdown), with its cases.
    pub manual: &'static str,
    /// The check: adds what it finds.
    pub check: fn(&Subject<'_>, &mut Vec<Finding>),
}

/// Names the rules of a family: one line here is all that the family's list needs.
macro_rules! family {
    ($($name:ident,)*) => {
        $(mod $name;)*
        /// The rules of this family, by code.
        pub(super) static RULES: &[crate::Rule] = &[$($name::RULE,)*];
    };
}
pub(crate) use family;
