//! Clean statements give no finding; every planted fault is found, and nothing else is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use ground::{Finding, RuleCode, Severity};
use jiheng_tests::{many, marked, spoken, tight};
use rayon::prelude::*;
use review::{Config, Other, Others, Subject, review, rules};
use rulebook::Rulebook;
use testkit::damage::Damage;
use testkit::draft::Draft;
use testkit::form::Form;
use testkit::layout::{LAYOUTS, Layout, Tables};
use testkit::plant::{CODES, Planted, plant};
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

fn is_loud(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

fn told(seed: u64, reading: &read::Reading, finding: &Finding) -> String {
    let words = spoken(&reading.source, finding);
    let layout = layout(seed).name;
    format!("{} seed {seed}, {layout}: “{words}” {}", finding.code, finding.message)
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
            let subject = Subject::new(&reading.source, &reading.statement, &rulebook);
            let findings = review(&subject, &Config::default());
            let loud = findings.iter().filter(|finding| is_loud(finding));
            loud.map(|finding| told(seed, &reading, finding)).collect::<Vec<_>>()
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
            history.map(|finding| told(seed, &reading, finding)).collect::<Vec<_>>()
        })
        .collect();
    faults.sort();
    fail(&faults);
}

/// Whether a finding stands at one of the words: one contains the other.
fn stands_at(planted: &Planted, reading: &read::Reading, finding: &Finding) -> bool {
    let marks = marked(&reading.source, finding);
    let words: Vec<String> =
        planted.words.iter().map(|words| tight(words)).filter(|words| !words.is_empty()).collect();
    let overlaps = |mark: &String| {
        words.iter().any(|words| mark.contains(words.as_str()) || words.contains(mark.as_str()))
    };
    words.is_empty() || marks.iter().filter(|mark| !mark.is_empty()).any(overlaps)
}

fn check(code: &'static str, seed: u64, rulebook: &Rulebook) -> Vec<String> {
    let mut sample = Sample::new(seed);
    let mut rng = Rng::for_part(seed, code);
    let Some(planted) = plant(code, &mut sample, &mut rng) else { return Vec::new() };
    let reading = read(&sample.draft, &sample.form, seed);
    let previous = planted.previous.as_ref().map(|draft| read(draft, &sample.form, seed));
    let other = planted.other.as_ref().map(|draft| read(draft, &sample.form, seed));
    let others =
        other.iter().map(|other| Other { name: "别处.txt", statement: &other.statement }).collect();
    let others = Others::new(others);
    let subject = Subject::new(&reading.source, &reading.statement, rulebook)
        .with_previous(previous.as_ref().map(|reading| &reading.statement))
        .with_others(&others, None);
    let findings = review(&subject, &Config::default());
    let own = findings.iter().filter(|finding| finding.code.as_str() == code);
    let mut faults = Vec::new();
    if !own.clone().any(|finding| stands_at(&planted, &reading, finding)) {
        let elsewhere: Vec<String> = own.map(|finding| told(seed, &reading, finding)).collect();
        let layout = layout(seed).name;
        faults.push(format!(
            "{code} seed {seed}, {layout}: not found at {:?}{}{}",
            planted.words,
            if elsewhere.is_empty() { "" } else { "; only " },
            elsewhere.join("; ")
        ));
    }
    let strange = findings.iter().filter(|finding| {
        let found = finding.code.as_str();
        is_loud(finding) && found != code && !planted.expected_too.contains(&found)
    });
    faults.extend(strange.map(|finding| {
        format!(
            "{code} planted at {:?}, also found {}",
            planted.words,
            told(seed, &reading, finding)
        )
    }));
    faults
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
