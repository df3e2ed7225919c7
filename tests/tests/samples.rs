//! The two real statements: every known defect that a rule can decide is found, and nothing is found
//! that the table does not answer for.
//!
//! `tables/known-defects.toml` says both. A finding that is not in it, or that is in it and is no longer
//! found, fails the test with the lines to add or to take out.

use std::collections::{BTreeMap, BTreeSet};

use jiheng_tests::address::addresses;
use review::{Config, Subject, review};
use rulebook::Rulebook;
use serde::Deserialize;
use testkit::real;

const TABLE: &str = include_str!("../tables/known-defects.toml");
const STATEMENTS: [(&str, &str); 2] =
    [("lulong", "lulong-2023.txt"), ("weixian", "weixian-2025.txt")];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// By the number of the line, with a letter where the line holds several defects.
    defects: BTreeMap<String, Defect>,
    /// Findings that no line asks for, each with the judgement why it is right.
    judged: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    /// The defect in our own words.
    what: String,
    /// The findings that report it.
    #[serde(default)]
    found: Vec<String>,
    /// Why no rule can decide it.
    #[serde(default)]
    undecidable: String,
}

fn bytes(name: &str) -> Vec<u8> {
    let path = real::folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table() -> Table {
    toml::from_str(TABLE).unwrap()
}

/// The address of every finding on both statements, with its message.
fn found() -> BTreeMap<String, String> {
    let rulebook = Rulebook::embedded().unwrap();
    let mut all = BTreeMap::new();
    for (key, name) in STATEMENTS {
        let reading = read::read(name, &bytes(name));
        let subject = Subject::new(&reading.source, &reading.statement, &rulebook);
        let findings = review(&subject, &Config::default());
        let addressed = addresses(key, &reading.statement, &findings);
        all.extend(addressed.into_iter().map(|(address, finding)| {
            (address, format!("{}: {}", finding.severity.label(), finding.message))
        }));
    }
    all
}

#[test]
fn findings_and_table_agree() {
    let table = table();
    let found = found();
    let by_defects = table.defects.values().flat_map(|defect| &defect.found);
    let listed: BTreeSet<&String> = by_defects.chain(table.judged.keys()).collect();
    let mut faults = Vec::new();
    for (address, message) in found.iter().filter(|(address, _)| !listed.contains(address)) {
        faults.push(format!(
            "found, but not in the table; add to a defect's `found`\n    \"{address}\",\n  or under [judged]\n    \"{address}\" = \"why it is right\"\n  {message}"
        ));
    }
    for (name, defect) in &table.defects {
        for address in defect.found.iter().filter(|address| !found.contains_key(*address)) {
            faults
                .push(format!("no longer found: take out of [defects.{name}]\n    \"{address}\","));
        }
    }
    for address in table.judged.keys().filter(|address| !found.contains_key(*address)) {
        faults.push(format!("no longer found: take out of [judged]\n    \"{address}\" = ..."));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n\n"));
}

/// D05 of D05a.
fn line_of(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_lowercase())
}

#[test]
fn every_line_of_the_known_defects_is_answered() {
    let text = String::from_utf8(bytes("KNOWN-DEFECTS.md")).unwrap();
    let words = text.lines().filter_map(|line| line.split_whitespace().next());
    let is_number = |word: &&str| {
        word.strip_prefix('D').is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()))
    };
    let lines: BTreeSet<&str> = words.filter(is_number).collect();
    assert!(!lines.is_empty());
    let table = table();
    let answered: BTreeSet<&str> = table.defects.keys().map(|name| line_of(name)).collect();
    assert_eq!(answered, lines);
}

#[test]
fn every_answer_gives_its_findings_or_its_reason() {
    let table = table();
    for (name, defect) in &table.defects {
        assert!(!defect.what.is_empty(), "{name}: say what the defect is");
        let reported = !defect.found.is_empty();
        let reasoned = !defect.undecidable.is_empty();
        assert!(reported != reasoned, "{name}: either `found` or `undecidable`");
    }
    for (address, judgement) in &table.judged {
        assert!(judgement.chars().count() >= 10, "{address}: say why it is right");
        let asked_for = table.defects.values().any(|defect| defect.found.contains(address));
        assert!(!asked_for, "{address}: a defect asks for it already");
    }
}
