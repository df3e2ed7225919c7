//! Hundreds of generated statements as Word documents, read back to the last field.

use ground::Severity;
use jiheng_tests::{Accuracy, many, tight};
use rayon::prelude::*;
use testkit::rng::Rng;
use testkit::sample::Sample;
use testkit::truth::{Comparison, compare};
use testkit::word::{WORD_LAYOUTS, WordLayout};

const STATEMENTS: u64 = 600;

/// Each seed in a layout of its own, as the plain text layouts take turns.
fn layout(seed: u64) -> &'static WordLayout {
    &WORD_LAYOUTS[usize::try_from(seed).unwrap() % WORD_LAYOUTS.len()]
}

fn written(seed: u64) -> (Sample, Vec<u8>) {
    let sample = Sample::new(seed);
    let bytes = layout(seed).write(&sample.draft, &sample.form, seed);
    (sample, bytes)
}

/// Words that say something else than the document does where they are said to stand.
fn misplaced(reading: &read::Reading) -> Vec<String> {
    let mut wrong = Vec::new();
    for (locus, words) in reading.statement.leaves() {
        let there = reading.source.excerpt(words.at);
        if tight(there) != tight(&words.text) {
            wrong.push(format!("{locus}: “{}” is said to stand at “{there}”", words.text));
        }
        for (at, sign) in words.text.char_indices() {
            let span = words.span(at..at + sign.len_utf8());
            if reading.source.excerpt(span) != sign.to_string() {
                wrong.push(format!("{locus}: {sign} of “{}” stands elsewhere", words.text));
            }
        }
    }
    wrong
}

fn check(seed: u64) -> Comparison {
    let (sample, bytes) = written(seed);
    let reading = read::read("生成.docx", &bytes);
    let mut comparison = compare(&sample.draft, &sample.form, &reading.statement);
    let findings = reading.findings.iter().map(|finding| format!("{finding:?}"));
    comparison.wrong.extend(findings.chain(misplaced(&reading)));
    comparison
}

#[test]
fn word_documents_are_read_to_the_last_field() {
    let results: Vec<(u64, Comparison)> =
        (0..many(STATEMENTS)).into_par_iter().map(|seed| (seed, check(seed))).collect();
    let mut accuracy = Accuracy::default();
    let mut faults: Vec<String> = Vec::new();
    for (seed, comparison) in &results {
        accuracy.add(layout(*seed).name, comparison);
        if !comparison.wrong.is_empty() {
            let wrong: Vec<&str> = comparison.wrong.iter().take(4).map(String::as_str).collect();
            faults.push(format!(
                "seed {seed}, {}: {} of {} wrong\n    {}",
                layout(*seed).name,
                comparison.wrong.len(),
                comparison.fields,
                wrong.join("\n    ")
            ));
        }
    }
    println!("{accuracy}");
    faults.truncate(40);
    assert!(faults.is_empty(), "\n{accuracy}\n{}", faults.join("\n"));
}

/// A file that lost its end, or some bytes in its middle. Nothing panics; what cannot be read is
/// said; and where nothing is said, everything was read.
#[test]
fn damaged_documents_are_told_from_whole_ones() {
    let faults: Vec<String> = (0..many(120))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let (sample, whole) = written(seed);
            let mut rng = Rng::for_part(seed, "damage");
            let mut faults = Vec::new();
            for case in 0..6 {
                let bytes = damaged(&whole, case, &mut rng);
                let reading = read::read("生成.docx", &bytes);
                let told =
                    reading.findings.iter().any(|finding| finding.severity >= Severity::Warning);
                let wrong = compare(&sample.draft, &sample.form, &reading.statement).wrong;
                if !told && !wrong.is_empty() {
                    faults.push(format!("seed {seed}, damage {case}: {:?}", wrong.first()));
                }
                let is_cut = case < 2;
                if is_cut && !reading.findings.iter().any(|f| f.severity == Severity::Error) {
                    faults.push(format!("seed {seed}: a cut file without an error"));
                }
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

fn damaged(whole: &[u8], case: usize, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    match case {
        0 => bytes.truncate(rng.below(whole.len() - 30) + 4),
        1 => bytes.truncate(whole.len() - 23 - rng.below(200)),
        2 => bytes[rng.below(whole.len())] ^= 1 << rng.below(8),
        3 => {
            for _ in 0..40 {
                bytes[rng.below(whole.len())] = u8::try_from(rng.below(256)).unwrap();
            }
        }
        4 => {
            let at = rng.below(whole.len() - 200);
            bytes[at..at + 100].fill(0);
        }
        _ => {
            let at = rng.below(whole.len() - 200);
            bytes.drain(at..at + rng.below(100) + 1);
        }
    }
    bytes
}
