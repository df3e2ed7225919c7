//! Clean statements give no finding; planted faults are found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use ground::{Finding, Severity};
use jiheng_tests::spoken;
use rayon::prelude::*;
use review::{Config, Subject, review};
use rulebook::Rulebook;
use testkit::damage::Damage;
use testkit::layout::LAYOUTS;
use testkit::sample::Sample;

#[test]
fn clean_statements_give_no_finding() {
    let rulebook = Rulebook::embedded().unwrap();
    let faults: Vec<String> = (0..600_u64)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let sample = Sample::new(seed);
            let layout = &LAYOUTS[0];
            let text = layout.text(&sample.draft, &sample.form, seed, Damage::None);
            let reading = read::read("generated.txt", text.as_bytes());
            let subject = Subject::new(&reading.source, &reading.statement, &rulebook);
            let findings = review(&subject, &Config::default());
            let loud = |finding: &&Finding| finding.severity > Severity::Note;
            findings
                .iter()
                .filter(loud)
                .map(|f| {
                    format!(
                        "{} seed {seed} {}: “{}” {}",
                        f.code,
                        layout.name,
                        spoken(&reading.source, f),
                        f.message
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{} findings\n{}\n", faults.len(), faults.join("\n"));
}
