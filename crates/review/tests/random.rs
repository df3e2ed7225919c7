//! No rule panics and none takes long, whatever the statement says.
//!
//! `JIHENG_SEED` sets the seed of the random damage, `JIHENG_ROUNDS` how many damaged statements are
//! reviewed. Optimised builds review texts of 1 MB, other builds of 32 KB; both within 2 s.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::panic;
use std::time::{Duration, Instant};

use review::{Config, Subject, review};
use rulebook::Rulebook;
use testkit::hostile::{Dice, damaged, fillers, spelled, with_filler};

const LIMIT: Duration = Duration::from_secs(2);
const SIZE: usize = if cfg!(debug_assertions) { 32 << 10 } else { 1_000_000 };
const ROUNDS: usize = if cfg!(debug_assertions) { 1_000 } else { 10_000 };

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

fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name)
        .ok()
        .map_or(usual, |text| text.parse().unwrap_or_else(|error| panic!("{name}={text}: {error}")))
}

/// Processor time of this thread where the system tells it, so that a busy machine fails no test.
fn processor_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Reviews a text, holds the findings against it, and returns how long the review took.
fn reviewed(bytes: &[u8], rulebook: &Rulebook) -> Duration {
    let reading = read::read("random.txt", bytes);
    let (began, clock) = (processor_time(), Instant::now());
    let subject = Subject::new(&reading.source, &reading.statement, rulebook);
    let findings = review(&subject, &Config::default());
    let took = match (began, processor_time()) {
        (Some(began), Some(ended)) => ended.saturating_sub(began),
        _ => clock.elapsed(),
    };
    for finding in &findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in finding.marks.iter().map(|mark| mark.span).chain(edits) {
            assert!(reading.source.text.get(span.range()).is_some(), "{finding:?}");
        }
    }
    took
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
        let outcome = panic::catch_unwind(|| reviewed(&bytes, &rulebook));
        assert!(outcome.is_ok(), "JIHENG_SEED={} JIHENG_ROUNDS=1 fails", seed + round);
    }
}

#[test]
fn long_statements_take_no_long_time() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut slow = Vec::new();
    let mut worst = (Duration::ZERO, String::new());
    for (filler, text) in fillers(SIZE) {
        let chosen = |place: &&str| PLACES.contains(place);
        for (place, text) in with_filler(&text).into_iter().filter(|(place, _)| chosen(place)) {
            let took = reviewed(text.as_bytes(), &rulebook);
            let case = format!("{filler} / {place}: {} ms", took.as_millis());
            if took > LIMIT {
                slow.push(case.clone());
            }
            if took > worst.0 {
                worst = (took, case);
            }
        }
    }
    println!("slowest review of {SIZE} bytes: {}", worst.1);
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
