//! No rule panics and none takes long, whatever the statement says.
//!
//! `JIHENG_SEED` sets the seed of the random damage, `JIHENG_ROUNDS` how many damaged statements are
//! reviewed. Texts of 1 MB are held to 2 s of processor time each: this room is optimised in tests too.

use std::panic;

use review::{Config, Subject, review};
use rulebook::Rulebook;
use testkit::hostile::{Dice, Stopwatch, damaged, fillers, setting, spelled, with_filler};

const SIZE: usize = 1_000_000;
const ROUNDS: usize = 5_000;

/// Places that rules look at most closely.
const PLACES: [&str; 10] = [
    "alone",
    "overall goals",
    "sub-goals",
    "project name",
    "purpose",
    "goals",
    "indicator name",
    "description",
    "target",
    "basis",
];

/// Reviews a text and holds the findings against it; the time of the review is kept.
fn reviewed(name: &str, bytes: &[u8], rulebook: &Rulebook, stopwatch: &mut Stopwatch) {
    let reading = read::read("random.txt", bytes);
    let findings = stopwatch.time(name, || {
        let subject = Subject::new(&reading.source, &reading.statement, rulebook);
        review(&subject, &Config::default())
    });
    for finding in &findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in finding.marks.iter().map(|mark| mark.span).chain(edits) {
            assert!(reading.source.text.get(span.range()).is_some(), "{finding:?}");
        }
    }
}

#[test]
fn damaged_statements_are_reviewed() {
    let rulebook = Rulebook::embedded().unwrap();
    let seed = setting("JIHENG_SEED", 20_261_120);
    let good = testkit::plain::text(&testkit::base::linhe()).into_bytes();
    for round in 0..setting("JIHENG_ROUNDS", ROUNDS) {
        let mut dice = Dice::new((seed + round) as u64);
        let bytes = match round % 4 {
            0 => {
                let bytes: Vec<u8> =
                    (0..dice.below(80)).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
                spelled(&bytes).into_bytes()
            }
            _ => damaged(&good, &good, &mut dice),
        };
        let outcome = panic::catch_unwind(|| {
            reviewed("damaged", &bytes, &rulebook, &mut Stopwatch::default());
        });
        assert!(outcome.is_ok(), "JIHENG_SEED={} JIHENG_ROUNDS=1 fails", seed + round);
    }
}

#[test]
fn long_statements_take_no_long_time() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut stopwatch = Stopwatch::default();
    for (filler, text) in fillers(SIZE) {
        let chosen = |place: &&str| PLACES.contains(place);
        for (place, text) in with_filler(&text).into_iter().filter(|(place, _)| chosen(place)) {
            let name = format!("{filler} / {place}");
            reviewed(&name, text.as_bytes(), &rulebook, &mut stopwatch);
        }
    }
    stopwatch.assert_fast();
}
