//! Statements as Word documents under review: clean ones give no finding, planted faults are found.

use jiheng_tests::many;
use jiheng_tests::planted::{faults_of_clean, faults_of_planted};
use rayon::prelude::*;
use rulebook::Rulebook;
use testkit::draft::Draft;
use testkit::form::Form;
use testkit::layout::LAYOUTS;
use testkit::plant::{CODES, plant};
use testkit::rng::Rng;
use testkit::sample::Sample;
use testkit::word::{WORD_LAYOUTS, WordLayout};

/// How many clean documents are reviewed.
const CLEAN: u64 = 200;
/// In how many documents each fault is planted.
const PLANTED: u64 = 6;

/// Layouts turn with the seed and the rule, so that every layout has its share of the faults.
fn layout(code: &str, seed: u64) -> &'static WordLayout {
    let turn = CODES.iter().position(|known| *known == code).unwrap_or(0);
    &WORD_LAYOUTS[(turn * 5 + usize::try_from(seed).unwrap()) % WORD_LAYOUTS.len()]
}

/// Writes a statement as a file and reads it back.
type Reader<'r> = &'r dyn Fn(&Draft, &Form) -> read::Reading;

fn from_word(layout: &WordLayout, seed: u64) -> impl Fn(&Draft, &Form) -> read::Reading + '_ {
    move |draft, form| read::read("生成.docx", &layout.write(draft, form, seed))
}

fn from_text(seed: u64) -> impl Fn(&Draft, &Form) -> read::Reading {
    move |draft, form| read::read("生成.txt", &LAYOUTS[0].write(draft, form, seed))
}

/// What goes wrong with a Word document and not with the same statement in plain text: what goes
/// wrong with both is no matter of Word, and the tests of reviewing show it.
fn of_word_alone(
    layout: &WordLayout,
    seed: u64,
    faults_of: impl Fn(Reader<'_>) -> Vec<String>,
) -> Vec<String> {
    let mut faults = faults_of(&from_word(layout, seed));
    if !faults.is_empty() {
        let shared = faults_of(&from_text(seed));
        faults.retain(|fault| !shared.contains(fault));
    }
    faults.into_iter().map(|fault| format!("seed {seed}, {}: {fault}", layout.name)).collect()
}

#[test]
fn clean_documents_give_no_finding() {
    let rulebook = Rulebook::embedded().unwrap();
    let faults: Vec<String> = (0..many(CLEAN))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let sample = Sample::new(seed);
            let faults_of =
                |read: Reader<'_>| faults_of_clean(&read(&sample.draft, &sample.form), &rulebook);
            of_word_alone(layout("", seed), seed, faults_of)
        })
        .collect();
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

fn check(code: &'static str, seed: u64, rulebook: &Rulebook) -> Vec<String> {
    let mut sample = Sample::new(seed);
    let Some(planted) = plant(code, &mut sample, &mut Rng::for_part(seed, code)) else {
        return Vec::new();
    };
    let faults = of_word_alone(layout(code, seed), seed, |read| {
        faults_of_planted(&planted, &sample, |draft| read(draft, &sample.form), rulebook)
    });
    faults.into_iter().map(|fault| format!("{code} {fault}")).collect()
}

#[test]
fn planted_faults_are_found_and_nothing_else() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut faults: Vec<String> = CODES
        .par_iter()
        .flat_map(|code| (0..many(PLANTED)).into_par_iter().map(move |seed| (*code, seed)))
        .flat_map_iter(|(code, seed)| check(code, seed, &rulebook))
        .collect();
    faults.sort();
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}
