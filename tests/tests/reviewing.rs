//! Clean statements give no finding; every planted fault is found, and nothing else is.

use ground::RuleCode;
use jiheng_tests::many;
use jiheng_tests::planted::{faults_of_clean, faults_of_planted, is_loud, told};
use rayon::prelude::*;
use review::{Config, Subject, review, rules};
use rulebook::Rulebook;
use testkit::damage::Damage;
use testkit::draft::Draft;
use testkit::form::Form;
use testkit::layout::{LAYOUTS, Layout, Tables};
use testkit::plant::{CODES, plant};
use testkit::rng::Rng;
use testkit::sample::Sample;

/// How many clean statements are reviewed.
const CLEAN: u64 = 600;
/// In how many statements each fault is planted.
const PLANTED: u64 = 16;

/// Layouts that keep blank cells: of bare lines nobody can tell which of them is blank.
fn layout(seed: u64) -> &'static Layout {
    let kept: Vec<&Layout> =
        LAYOUTS.iter().filter(|layout| layout.tables != Tables::BareLines).collect();
    kept[usize::try_from(seed).unwrap() % kept.len()]
}

fn read(draft: &Draft, form: &Form, seed: u64) -> read::Reading {
    let text = layout(seed).text(draft, form, seed, Damage::None);
    read::read("generated.txt", text.as_bytes())
}

/// A finding with the statement it is of, its code first.
fn placed(seed: u64, told: &str) -> String {
    let (code, rest) = told.split_once(": ").unwrap_or((told, ""));
    format!("{code} seed {seed}, {}: {rest}", layout(seed).name)
}

fn fail(faults: &[String]) {
    let mut codes: Vec<(&str, usize)> = Vec::new();
    for fault in faults {
        let code = fault.split(' ').next().unwrap_or_default();
        match codes.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => codes.push((code, 1)),
        }
    }
    let counts: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    assert!(faults.is_empty(), "\n{}\n{}\n", counts.join(", "), faults.join("\n"));
}

#[test]
fn clean_statements_give_no_finding() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut faults: Vec<String> = (0..many(CLEAN))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let sample = Sample::new(seed);
            let reading = read(&sample.draft, &sample.form, seed);
            let faults = faults_of_clean(&reading, &rulebook);
            faults.into_iter().map(|fault| placed(seed, &fault)).collect::<Vec<_>>()
        })
        .collect();
    faults.sort();
    fail(&faults);
}

/// A statement that grew a little since last year, beside last year's.
#[test]
fn clean_statements_give_no_finding_beside_last_years() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut faults: Vec<String> = (0..many(CLEAN / 4))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let sample = Sample::new(seed);
            let reading = read(&sample.draft, &sample.form, seed);
            let before = read(&sample.a_year_before(), &sample.form, seed);
            let subject = Subject::new(&reading.source, &reading.statement, &rulebook)
                .with_previous(Some(&before.statement));
            let findings = review(&subject, &Config::default());
            let history = findings
                .iter()
                .filter(|finding| is_loud(finding) && finding.code.as_str().starts_with("HIS"));
            history.map(|finding| placed(seed, &told(&reading, finding))).collect::<Vec<_>>()
        })
        .collect();
    faults.sort();
    fail(&faults);
}

fn check(code: &'static str, seed: u64, rulebook: &Rulebook) -> Vec<String> {
    let mut sample = Sample::new(seed);
    let mut rng = Rng::for_part(seed, code);
    let Some(planted) = plant(code, &mut sample, &mut rng) else { return Vec::new() };
    let read = |draft: &Draft| read(draft, &sample.form, seed);
    let faults = faults_of_planted(&planted, &sample, read, rulebook);
    let layout = layout(seed).name;
    faults.into_iter().map(|fault| format!("{code} seed {seed}, {layout}: {fault}")).collect()
}

/// Rules that are not written yet are passed over and counted.
#[test]
fn planted_faults_are_found_and_nothing_else() {
    let rulebook = Rulebook::embedded().unwrap();
    let (written, missing): (Vec<&str>, Vec<&str>) =
        CODES.iter().partition(|code| rules::find(RuleCode::new(code)).is_some());
    println!(
        "{} rules have a plant; {} are not written yet: {missing:?}",
        written.len(),
        missing.len()
    );
    let mut faults: Vec<String> = written
        .par_iter()
        .flat_map(|code| (0..many(PLANTED)).into_par_iter().map(move |seed| (*code, seed)))
        .flat_map_iter(|(code, seed)| check(code, seed, &rulebook))
        .collect();
    faults.sort();
    fail(&faults);
}

/// A rule without a plant would be tested by nobody.
#[test]
fn every_rule_has_a_plant() {
    let without: Vec<String> = rules::all()
        .map(|rule| rule.info.code.to_string())
        .filter(|code| !CODES.contains(&code.as_str()))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}
