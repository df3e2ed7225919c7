//! Tries one rule on one text, for what the cases of the manual pages cannot say.

use ground::{Finding, Format};
use rulebook::Rulebook;

use crate::{Rule, Subject};

/// The text of the base statement, in which no rule finds anything.
pub(super) fn base() -> String {
    testkit::plain::text(&testkit::base::linhe())
}

/// What the rule finds in a text.
pub(super) fn found(rule: &Rule, text: &str) -> Vec<Finding> {
    found_as(Format::Text, rule, text)
}

/// What the rule finds in a text that claims to come from a file of this format.
pub(super) fn found_as(format: Format, rule: &Rule, text: &str) -> Vec<Finding> {
    let rulebook = Rulebook::embedded().unwrap();
    let mut reading = read::read("trial.txt", text.as_bytes());
    reading.source.format = format;
    let subject = Subject::new(&reading.source, &reading.statement, &rulebook);
    let mut findings = Vec::new();
    (rule.check)(&subject, &mut findings);
    findings
}
