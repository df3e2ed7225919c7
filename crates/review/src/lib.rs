//! From a statement to findings: one file per rule.
//!
//! Suggested reading order: [`rule`] (what a rule is), [`subject`] (what a rule may look at),
//! [`rules`] (the list), [`config`] (which rules speak and how loudly), then any rule.
//!
//! What is done with findings is here too, as pure functions: [`accept`] (a person keeps the text),
//! [`fix`] (safe corrections), [`opinion`] (points and grade).
//!
//! A check is a pure function of its subject. It knows no clock, no file, no other rule.

pub mod accept;
pub mod config;
mod copies;
pub mod facts;
pub mod fix;
pub mod opinion;
pub mod others;
pub mod place;
mod row;
pub mod rule;
pub mod rules;
mod spending;
pub mod subject;
mod wording;

use ground::Finding;

pub use config::Config;
pub use others::{Other, Others};
pub use rule::Rule;
pub use subject::Subject;

/// Runs every rule that the configuration selects; findings come in the order of the document.
pub fn review(subject: &Subject<'_>, config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules::all().filter(|rule| config.selects(rule.info.code)) {
        (rule.check)(subject, &mut findings);
    }
    for finding in &mut findings {
        finding.severity = config.severity(finding.code, finding.severity);
    }
    findings
        .sort_by_key(|finding| (finding.span(), std::cmp::Reverse(finding.severity), finding.code));
    findings
}
