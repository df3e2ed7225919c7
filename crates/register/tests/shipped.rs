//! The registers that the program carries: every definition loads, and says of the rows of its `cases.toml` what
//! stands there, no more and no less.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ground::Day;
use register::checks::ID_REGION;
use register::{Cell, Checker, Definition, Definitions, ENGINE_CHECKS, Entry, Matching};
use rulebook::Rulebook;
use serde::Deserialize;

const TODAY: Day = Day::constant(2025, 10, 1);

/// The region of invented examples.
const REGION: &str = "990321";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    region: Option<String>,
    says: Vec<String>,
    row: BTreeMap<String, toml::Value>,
}

fn loaded() -> (Rulebook, Definitions) {
    let rulebook = Rulebook::embedded().unwrap();
    let definitions = Definitions::embedded(&rulebook).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("\n{}", lines.join("\n"))
    });
    (rulebook, definitions)
}

fn folder(definition: &Definition) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/registers").join(&definition.name)
}

fn cell(value: &toml::Value) -> Cell<'_> {
    match value {
        toml::Value::String(text) => Cell::Text(text),
        toml::Value::Integer(number) => Cell::Number(*number as f64),
        toml::Value::Float(number) => Cell::Number(*number),
        toml::Value::Boolean(truth) => Cell::Bool(*truth),
        other => panic!("a cell cannot be {other}"),
    }
}

#[test]
fn every_register_says_of_its_cases_what_they_state() {
    let (rulebook, definitions) = loaded();
    let mut wrong = Vec::new();
    for definition in definitions.all() {
        let path = folder(definition).join("cases.toml");
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let cases: Cases =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let silent = cases.case.iter().filter(|case| case.says.is_empty()).count();
        assert!(silent > 0 && silent < cases.case.len(), "{}: good and bad rows", definition.name);
        for case in &cases.case {
            wrong.extend(run(case, definition, &rulebook, &definitions));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn run(
    case: &Case,
    definition: &Definition,
    rulebook: &Rulebook,
    definitions: &Definitions,
) -> Option<String> {
    let headings: Vec<&str> = case.row.keys().map(String::as_str).collect();
    let cells: Vec<Cell> = case.row.values().map(cell).collect();
    let matching = Matching::propose(definition, &headings, &BTreeMap::new());
    if !matching.unmatched.is_empty() || !matching.ambiguous.is_empty() {
        return Some(format!("{} “{}”: {matching:?}", definition.name, case.title));
    }
    let region = case.region.as_deref().unwrap_or(REGION);
    let checker = Checker::new(definition, rulebook, definitions.lists(), region, TODAY);
    let checked = checker.row(&cells, &matching);
    // Invented numbers begin with 99, which is no province: each of them is told so.
    let invented = |finding: &&register::RowFinding| finding.code == ID_REGION.code;
    let told = checked.findings.iter().filter(|finding| !invented(finding));
    let mut says: Vec<&str> = told.map(|finding| finding.code.as_str()).collect();
    let mut wanted: Vec<&str> = case.says.iter().map(String::as_str).collect();
    says.sort_unstable();
    wanted.sort_unstable();
    let stored = definition.store(&checked.entry);
    assert_eq!(stored.len(), definition.columns().len());
    assert_eq!(definition.restore(&stored), checked.entry, "{}: stored and restored", case.title);
    let json = serde_json::to_string(&checked.entry).unwrap();
    let back: Entry = serde_json::from_str(&json).unwrap();
    assert_eq!(back, checked.entry, "{}: as JSON", case.title);
    (says != wanted).then(|| {
        let told: Vec<String> =
            checked.findings.iter().map(|f| format!("  {} {}", f.code, f.message)).collect();
        let name = &definition.name;
        format!("{name} “{}”: wanted {wanted:?}, said\n{}", case.title, told.join("\n"))
    })
}

#[test]
fn every_check_of_every_register_has_a_case_that_it_speaks_of() {
    let (_, definitions) = loaded();
    let mut silent = Vec::new();
    for definition in definitions.all() {
        let text = std::fs::read_to_string(folder(definition).join("cases.toml")).unwrap();
        let cases: Cases = toml::from_str(&text).unwrap();
        let said: BTreeSet<String> = cases.case.into_iter().flat_map(|case| case.says).collect();
        let codes = definition.checks.iter().map(|check| check.code.to_string());
        silent.extend(codes.filter(|code| !said.contains(code)));
    }
    assert!(silent.is_empty(), "no case: {}", silent.join(", "));
}

#[test]
fn every_register_has_a_page_and_lists_what_people_need() {
    let (_, definitions) = loaded();
    for definition in definitions.all() {
        let page = std::fs::read_to_string(folder(definition).join("README.md")).unwrap();
        assert!(page.starts_with(&format!("# {}\n", definition.title)), "{}", definition.name);
        assert!(page.contains("来源"), "{}: says where it comes from", definition.name);
        assert!(!definition.list.columns.is_empty(), "{}", definition.name);
    }
}

#[test]
fn codes_of_checks_are_used_once() {
    let (_, definitions) = loaded();
    let rows = definitions.all().flat_map(|definition| &definition.checks).map(|check| check.code);
    let cross = definitions.cross_checks().iter().map(|check| check.code);
    let engine = ENGINE_CHECKS.iter().map(|check| check.code);
    let mut seen = BTreeSet::new();
    for code in rows.chain(cross).chain(engine) {
        assert!(seen.insert(code), "{code} is used twice");
    }
}

#[test]
fn cross_checks_ask_about_every_matter_of_the_issue() {
    let (_, definitions) = loaded();
    let asked: BTreeSet<&str> =
        definitions.cross_checks().iter().flat_map(|check| check.registers()).collect();
    for register in ["aid", "household", "notice", "decision", "spending", "budget_item", "member"]
    {
        assert!(asked.contains(register), "{register}");
    }
    for check in definitions.cross_checks() {
        assert!(check.code.as_str().starts_with("REG1"), "{}", check.code);
        let said = check.said(|_| "甲".into());
        assert!(!said.contains(['{', '}']) && !check.help.is_empty(), "{}: {said}", check.code);
    }
}

#[test]
fn reminders_tell_of_every_day_that_must_not_be_missed() {
    let (_, definitions) = loaded();
    let all = definitions.reminders();
    for (register, field) in [
        ("agreement", "until"),
        ("organisation", "legal_until"),
        ("organisation", "term_ends"),
        ("household", "rechecked_on"),
        ("aid_application", "applied_on"),
        ("audit", "due_on"),
        ("task", "due_on"),
        ("mutual_participant", "until"),
    ] {
        let definition = definitions.definition(register).unwrap();
        let (place, _) = definition.field(field).unwrap();
        let of_it = all.iter().filter(|one| one.register == register);
        let tells = of_it.flat_map(|one| &one.whens).any(|when| when.by == place);
        assert!(tells, "{register}.{field}");
    }
    let through = all.iter().flat_map(|one| &one.whens).filter_map(|when| when.through.as_ref());
    assert_eq!(through.filter(|through| through.register == "notice").count(), 3);
    let names: BTreeSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
}

#[test]
fn columns_of_a_table_have_names_of_their_own() {
    let (_, definitions) = loaded();
    for definition in definitions.all() {
        let mut seen = BTreeSet::new();
        for column in definition.columns() {
            assert!(seen.insert(column.name.clone()), "{}.{}", definition.name, column.name);
        }
    }
}
