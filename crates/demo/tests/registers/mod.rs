//! The registers of the invented county: a full year in each, clean but for what is planted.

mod cross;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use cross::{All, Entries};
use demo::registers::County;
use ground::{Day, Severity};
use register::checks::{DUPLICATE, ID_REGION};
use register::{Checked, Checker, Definition, Definitions, Duplicates, FieldType, KeyMark, Value};
use rulebook::Rulebook;

/// The last day on which 2025 is the newest finished year, and the day after: the years are the first and the
/// second of the demo's three.
const DAYS: [Day; 2] = [Day::constant(2026, 12, 31), Day::constant(2027, 1, 1)];
const REGION: &str = demo::expand::REGION;

struct House {
    rulebook: Rulebook,
    definitions: Definitions,
}

impl House {
    fn new() -> House {
        let rulebook = Rulebook::embedded().unwrap();
        let definitions = Definitions::embedded(&rulebook).unwrap();
        House { rulebook, definitions }
    }

    fn definition(&self, name: &str) -> &Definition {
        self.definitions.definition(name).unwrap()
    }

    fn checked(&self, county: &County, name: &str) -> Vec<Checked> {
        let (definition, lists) = (self.definition(name), self.definitions.lists());
        let checker = Checker::new(definition, &self.rulebook, lists, REGION, county.today());
        county.checked(definition, &checker).unwrap()
    }

    fn entries(&self, county: &County) -> Entries {
        let of =
            |name| self.checked(county, name).into_iter().map(|checked| checked.entry).collect();
        County::registers().map(|name| (name, of(name))).collect()
    }
}

fn county(today: Day) -> County {
    County::as_of(today).unwrap()
}

#[test]
fn every_register_is_there_and_those_referred_to_come_first() {
    let house = House::new();
    let order: Vec<&str> = County::registers().collect();
    let known: BTreeSet<&str> = house.definitions.all().map(|one| one.name.as_str()).collect();
    assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(order.len(), known.len());
    for (at, name) in order.iter().enumerate() {
        for (_, other) in house.definition(name).relations() {
            assert!(order[..at].contains(&other), "{name} refers to {other}");
        }
    }
}

#[test]
fn there_is_a_full_year_in_every_register() {
    let house = House::new();
    let county = county(DAYS[0]);
    let year = county.year();
    // What lies in one season by its nature, or is dated by something else than the year's work.
    let seasonal = ["budget_item", "study_aid", "commendation", "congress"];
    let files =
        ["organisation", "member", "household", "household_member", "model_worker", "asset"];
    let more = ["mutual_participant", "agreement", "agreement_enterprise", "document", "audit"];
    for name in County::registers() {
        let definition = house.definition(name);
        let rows = house.checked(&county, name);
        let least = match name {
            "member" => 20_000,
            "organisation" => 300,
            "household" => 120,
            "aid" => 100,
            _ => 10,
        };
        println!("{name} {}", rows.len());
        assert!(rows.len() >= least, "{name}: {}", rows.len());
        if seasonal.iter().chain(&files).chain(&more).any(|one| *one == name) {
            continue;
        }
        let days = rows.iter().filter_map(|row| definition.days_of(&row.entry));
        let months: BTreeSet<i8> =
            days.filter(|(day, _)| day.year() == year).map(|(day, _)| day.month()).collect();
        assert!(months.len() >= 8, "{name}: months {months:?}");
    }
}

#[test]
fn rows_are_sound_and_checks_speak_of_what_is_planted_only() {
    let house = House::new();
    for today in DAYS {
        let county = county(today);
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        let mut wrong = Vec::new();
        for name in County::registers() {
            for (at, checked) in house.checked(&county, name).into_iter().enumerate() {
                // Invented numbers begin with 99, which is no province: each of them is told so.
                for finding in checked.findings.iter().filter(|one| one.code != ID_REGION.code) {
                    *said.entry(finding.code.to_string()).or_default() += 1;
                    wrong.push(format!("{name} {at}: {} {}", finding.code, finding.message));
                    assert_ne!(
                        finding.severity,
                        Severity::Error,
                        "{name} {at}: {}",
                        finding.message
                    );
                }
            }
        }
        assert_eq!(said, county.planted().rows, "{today}\n{}", wrong.join("\n"));
        assert!(said.len() >= 12);
    }
}

#[test]
fn checks_over_registers_find_what_is_planted_only() {
    let house = House::new();
    for today in DAYS {
        let county = county(today);
        let entries = house.entries(&county);
        let (definitions, rulebook) = (&house.definitions, &house.rulebook);
        let all = All { definitions, rulebook, entries: &entries, region: REGION };
        let checks = house.definitions.cross_checks().iter();
        let found: BTreeMap<String, usize> =
            checks.map(|check| (check.code.to_string(), all.finds(check))).collect();
        assert_eq!(found, county.planted().cross, "{today}");
        assert!(found.values().all(|count| *count > 0));
    }
}

#[test]
fn keys_are_there_once() {
    let house = House::new();
    let county = county(DAYS[0]);
    for name in County::registers() {
        let definition = house.definition(name);
        let mut seen = Duplicates::default();
        for (at, checked) in (1..).zip(&house.checked(&county, name)) {
            let Some(key) = definition.key_of(&checked.entry) else { continue };
            let again = seen.add(at, KeyMark::of(&key));
            assert!(again.is_none(), "{} {name}: {again:?}", DUPLICATE.code);
        }
    }
}

#[test]
fn what_rows_refer_to_is_there() {
    let house = House::new();
    let county = county(DAYS[0]);
    let entries = house.entries(&county);
    let planted = county.planted().cross;
    let word = |value: &Value| match value {
        Value::Person(person) => person.document.as_ref().map(|document| document.number.clone()),
        Value::Text(text) => Some(text.clone()),
        other => panic!("{other:?}"),
    };
    let mut missing: HashMap<(&str, &str), usize> = HashMap::new();
    for name in County::registers() {
        for field in &house.definition(name).fields {
            let FieldType::Entry { register, by, .. } = &field.holds else { continue };
            let (place, _) = house.definition(name).field(&field.name).unwrap();
            let (other, _) = house.definition(register).field(by).unwrap();
            let there = entries[register.as_str()].iter().filter_map(|one| word(one.value(other)?));
            let there: HashSet<String> = there.collect();
            for entry in &entries[name] {
                let Some(Value::Entry(key)) = entry.value(place) else { continue };
                if !there.contains(key) {
                    *missing.entry((name, &field.name)).or_default() += 1;
                }
            }
        }
    }
    let due = [
        (("member", "organisation"), "REG117"),
        (("aid", "household"), "REG101"),
        (("aid", "decision"), "REG110"),
        (("model_service", "model"), "REG113"),
        (("spending", "decision"), "REG121"),
    ];
    let due: HashMap<_, _> = due.into_iter().map(|(at, code)| (at, planted[code])).collect();
    assert_eq!(missing, due);
}

#[test]
fn numbers_of_people_are_of_an_unassigned_region() {
    let house = House::new();
    let county = county(DAYS[0]);
    let mut people = HashSet::new();
    for name in County::registers() {
        let definition = house.definition(name);
        for checked in house.checked(&county, name) {
            for named in definition.people(&checked.entry) {
                assert!(named.number.starts_with("99"), "{name}: {}", named.number);
                people.insert(named.number.to_owned());
            }
        }
    }
    assert!(people.len() > 20_000, "{}", people.len());
}

#[test]
fn the_same_comes_out_every_time() {
    let (one, other) = (county(DAYS[0]), county(DAYS[0]));
    for name in County::registers() {
        assert_eq!(one.rows(name).unwrap(), other.rows(name).unwrap(), "{name}");
    }
    assert_eq!(county(DAYS[0]).year(), 2025);
    assert_eq!(county(DAYS[1]).year(), 2026);
}

#[test]
fn what_the_statement_promises_is_reached_within_its_budget() {
    let departments = demo::department::departments().unwrap();
    let gonghui = departments.iter().find(|one| one.id == "gonghui").unwrap();
    for (today, place) in [(DAYS[0], 0), (DAYS[1], 1)] {
        let county = county(today);
        let promised = |project: usize, name: &str| -> usize {
            let line = &gonghui.projects[project].n[name];
            line.split_whitespace().nth(place).unwrap().parse().unwrap()
        };
        let aid = county.rows("aid").unwrap();
        let households = |kind: &str| {
            let of_kind = aid.iter().filter(|row| row.text("kind") == kind);
            of_kind.map(|row| row.text("household").to_owned()).collect::<BTreeSet<_>>().len()
        };
        assert!(households("living") >= promised(0, "life"));
        assert!(households("medical") >= promised(0, "medical"));
        assert!(households("study") >= promised(0, "study"));
        let services = county.rows("model_service").unwrap();
        let came = |row: &&demo::registers::Row| {
            row.text("kind") == "checkup" && row.text("attended") != "否"
        };
        let checked_up: Vec<_> = services.iter().filter(came).collect();
        assert!(checked_up.len() >= promised(1, "people"), "{}", checked_up.len());
        let in_time = |row: &&demo::registers::Row| row.text("served_on")[5..] <= *"06-30";
        assert!(checked_up.iter().all(in_time));
        let activities = county.rows("activity").unwrap();
        for (kind, name) in [("skills", "contest"), ("culture", "event")] {
            let held: Vec<_> = activities.iter().filter(|row| row.text("kind") == kind).collect();
            assert!(held.len() >= promised(2, name));
            assert!(held.iter().all(|row| row.text("held_on")[5..] <= *"10-31"), "{kind}");
        }
        let plan = demo::expand::draft(gonghui, place, county.year());
        let spending = county.rows("spending").unwrap();
        for project in &plan.projects {
            let of_it = spending.iter().filter(|row| row.text("project") == project.code);
            let spent: i64 = of_it.map(|row| row.text("amount").parse::<i64>().unwrap()).sum();
            let budget = project.total.replace('.', "").parse::<i64>().unwrap() * 100;
            assert!(spent <= budget, "{}: {spent} of {budget}", project.name);
            assert!(spent * 100 >= budget * 90, "{}: {spent} of {budget}", project.name);
        }
    }
}
