//! Rows as clerks type them and what all checks that the program carries say of them: `cases.toml`.

use std::collections::{BTreeMap, BTreeSet};

use office::registers::crossing::{self, Finding, Question, Spot, of_group, of_pair};
use register::{Cell, Checker, Entry, Masking, Matching, check_digit, show};
use serde::Deserialize;
use store::Store;
use store::registers::crossing::explain_related;
use testkit::database::Database;

use super::house::{Found, House, REGION, TODAY, only, organisation};
use super::memory::{self, Kept, Standing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    /// The codes, one for each finding.
    says: Vec<String>,
    /// A part of one of the messages.
    message: Option<String>,
    /// Registers and rows: cells by heading; `@1` is the number of an identity document.
    rows: Vec<(String, BTreeMap<String, toml::Value>)>,
    /// Places of rows that were removed or reversed.
    #[serde(default)]
    gone: Vec<usize>,
    /// Persons whose records were merged, two by two.
    #[serde(default)]
    merged: Vec<(u32, u32)>,
    /// Places of rows of another organisation.
    #[serde(default)]
    elsewhere: Vec<usize>,
}

fn cases() -> Vec<Case> {
    let cases: Cases = toml::from_str(include_str!("cases.toml")).unwrap_or_else(|e| panic!("{e}"));
    cases.case
}

#[tokio::test]
async fn checks_say_of_rows_what_the_cases_state() {
    let house = House::with(&[], &[]);
    let mut wrong = Vec::new();
    for database in Database::both() {
        let store = house.opened(&database).await;
        for (at, case) in cases().iter().enumerate() {
            let said = run(&house, &store, at, case).await;
            wrong.extend(said.into_iter().map(|said| format!("{}: {said}", database.kind)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with what is said of a case.
async fn run(house: &House, store: &Store, at: usize, case: &Case) -> Option<String> {
    let mut tx = store.write().await.expect("tx");
    let (here, elsewhere) = (format!("d{at}"), format!("e{at}"));
    organisation(&mut tx, &here, Some("r1")).await;
    organisation(&mut tx, &elsewhere, Some("r1")).await;
    let mut all = Vec::new();
    for (place, (register, row)) in case.rows.iter().enumerate() {
        let owner = if case.elsewhere.contains(&place) { &elsewhere } else { &here };
        let standing = if case.gone.contains(&place) { Standing::Gone } else { Standing::Counts };
        let entry = entry(house, register, row);
        all.extend(house.add(&mut tx, owner, register, vec![(entry, standing)]).await);
    }
    let mut merged = BTreeMap::new();
    for (one, other) in &case.merged {
        let (one, other) = (identity(*one), identity(*other));
        house.merge(&mut tx, &here, (&one, &other)).await;
        merged.insert(other, one);
    }
    let scope = only(&here);
    let mut findings = Vec::new();
    for check in house.definitions.cross_checks() {
        let Some(found) = house.found(&mut tx, &scope, check).await else { continue };
        let here: Vec<Kept> = all.iter().filter(|kept| kept.owner == here).cloned().collect();
        let expected = memory::found(check, &memory::as_one(&here, &merged), house).comparable();
        assert_eq!(found.clone().comparable(), expected, "{} of “{}”", check.code, case.title);
        findings.extend(told(house, check, &found, &here));
    }
    tx.commit().await.expect("kept");
    let mut says: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    says.sort_unstable();
    let is_said = |message: &String| findings.iter().any(|one| one.message.contains(message));
    let is_right = says == case.says && case.message.as_ref().is_none_or(is_said);
    let told: Vec<String> =
        findings.iter().map(|one| format!("  {} {}", one.code, one.message)).collect();
    (!is_right)
        .then(|| format!("“{}” wants {:?}, said\n{}", case.title, case.says, told.join("\n")))
}

/// The row as an entry, by the same way as a row of a sheet.
fn entry(house: &House, register: &str, row: &BTreeMap<String, toml::Value>) -> Entry {
    let definition = house.definition(register);
    let headings: Vec<&str> = row.keys().map(String::as_str).collect();
    let texts: Vec<String> = row.values().map(text).collect();
    let cells: Vec<Cell> = texts.iter().map(|text| Cell::Text(text)).collect();
    let matching = Matching::propose(definition, &headings, &BTreeMap::new());
    assert!(matching.unmatched.is_empty(), "{register}: {:?}", matching.unmatched);
    let lists = house.definitions.lists();
    let checker = Checker::new(definition, &house.rulebook, lists, REGION, TODAY);
    checker.row(&cells, &matching).entry
}

fn text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => match text.strip_prefix('@') {
            Some(person) => identity(person.parse().expect("a number of a person")),
            None => text.clone(),
        },
        other => other.to_string(),
    }
}

/// An invented number of an identity document.
fn identity(person: u32) -> String {
    let body = format!("99032119800101{person:03}");
    format!("{body}{}", check_digit(&body).expect("seventeen digits"))
}

/// What was found in words, values as they are.
fn told(house: &House, check: &register::CrossCheck, found: &Found, all: &[Kept]) -> Vec<Finding> {
    let lists = house.definitions.lists();
    let mut shown = |spot: &Spot<'_>| match spot {
        Spot::Field { entry, place, field } => {
            let is_it = |kept: &&Kept| kept.register == entry.register && kept.id == entry.id;
            let kept = all.iter().find(is_it).expect("an entry that was added");
            show(field, kept.entry.value(*place), Masking::Plain, lists).to_string()
        }
        Spot::Sum { field, value } => show(field, Some(value), Masking::Plain, lists).to_string(),
    };
    let definitions = &house.definitions;
    match found {
        Found::Pairs(pairs) => {
            pairs.iter().map(|pair| of_pair(check, pair, definitions, &mut shown)).collect()
        }
        Found::Groups(groups) => {
            groups.iter().map(|group| of_group(check, group, definitions, &mut shown)).collect()
        }
    }
}

#[test]
fn every_check_has_a_case_and_can_be_asked() {
    let house = House::with(&[], &[]);
    let said: BTreeSet<String> = cases().into_iter().flat_map(|case| case.says).collect();
    for check in house.definitions.cross_checks() {
        let code = check.code.as_str();
        let asked = crossing::compile(check, &house.against());
        assert!(asked.is_ok(), "{:?}", asked.map(|_| ()));
        assert!(said.contains(code), "no case for {code}");
    }
}

#[test]
fn nothing_is_asked_of_a_register_without_a_table() {
    let mut house = House::with(&[], &[]);
    let check = house.definitions.cross_checks().first().cloned().expect("a check");
    house.tables.clear();
    let said = crossing::compile(&check, &house.against()).map(|_| ()).unwrap_err();
    assert_eq!(said.to_string(), format!("核对{}无法进行：台账“aid”还没有启用", check.code));
}

#[test]
fn indexes_are_on_what_entries_are_looked_up_by() {
    let house = House::with(&[], &[]);
    let indexes = crossing::indexes(&house.definitions);
    let of = |register: &str| {
        let columns = indexes.get(register).map_or(&[][..], Vec::as_slice);
        columns.iter().map(|columns| columns.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(of("aid"), ["beneficiary_lookup kind", "household_lookup"]);
    assert_eq!(of("budget_item"), ["project year_first year_last"]);
    assert_eq!(of("household"), ["head_lookup"]);
    assert_eq!(of("document"), [""; 0]);
    for (register, columns) in &indexes {
        let table = house.tables.get(register).expect("a table");
        table.check().unwrap_or_else(|error| panic!("{columns:?}: {error}"));
    }
}

#[test]
fn days_beyond_the_calendar_are_told_of() {
    let text = |days: &str| {
        format!(
            "code = \"TSA001\"\ntitle = \"甲\"\nlevel = \"note\"\nabout = \"乙\"\nkind = \"absent\"\n\
             message = \"丙\"\nhelp = \"丁\"\nsource = \"union-practice\"\njoin = [\"household = head\"]\n\
             [subject]\nregister = \"aid\"\n[[subject.where]]\nfield = \"paid_on\"\n{days}\n\
             [other]\nregister = \"household\"\n"
        )
    };
    for (days, is_asked) in [
        ("days_ago = 30", true),
        ("days_ago = 9000000", false),
        ("days_ago = -9223372036854775808", false),
        ("within_days = 9223372036854775807", false),
    ] {
        let house = House::with(&[("cross/own.toml", &text(days))], &[]);
        let checks = house.definitions.cross_checks();
        let check = checks.iter().find(|check| check.code.as_str() == "TSA001").expect("it");
        let said = crossing::compile(check, &house.against()).map(|_| ());
        let said = said.map_err(|error| error.why);
        assert_eq!(said, if is_asked { Ok(()) } else { Err("天数太多".into()) }, "{days}");
    }
}

/// The database finds what a check asks for by the indexes that are proposed.
#[tokio::test]
async fn checks_go_by_the_indexes_that_are_proposed() {
    let house = House::with(&[], &[]);
    for database in Database::both() {
        let store = house.opened(&database).await;
        let mut tx = store.write().await.expect("tx");
        organisation(&mut tx, "d1", Some("r1")).await;
        super::quick::filled(&house, &mut tx, "d1", 400).await;
        tx.commit().await.expect("kept");
        let (mut tx, scope) = (store.read().await.expect("tx"), only("d1"));
        for check in house.definitions.cross_checks() {
            let Ok(Question::Related(asked)) = crossing::compile(check, &house.against()) else {
                continue;
            };
            let plan = explain_related(&mut tx, &scope, &asked, 50).await;
            let plan = plan.expect("a plan").join("\n");
            // SQLite says so where it makes an index for the query alone.
            assert!(!plan.contains("AUTOMATIC"), "{}: no index\n{plan}", check.code);
            let goes_by_index = plan.contains("_by_") || database.kind == "postgres";
            assert!(goes_by_index, "{}: no index\n{plan}", check.code);
        }
        drop(tx);
        // With mergers SQLite makes an index over what persons are known by. Where the other side is picked by
        // conditions it takes it for small, and may go through what is left.
        let mut tx = store.write().await.expect("tx");
        house.merge(&mut tx, "d1", (&identity(1), &identity(2))).await;
        for check in house.definitions.cross_checks() {
            let Ok(Question::Related(asked)) = crossing::compile(check, &house.against()) else {
                continue;
            };
            let plan = explain_related(&mut tx, &scope, &asked, 50).await;
            let plan = plan.expect("a plan").join("\n");
            let is_scanned = asked.other.conditions.is_empty() && plan.contains("SCAN o");
            assert!(!is_scanned, "{}: for each entry\n{plan}", check.code);
        }
    }
}
