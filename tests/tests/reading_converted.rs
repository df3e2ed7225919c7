//! Generated Word documents as LibreOffice saves them in other formats, read back field by field.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use jiheng_tests::office::converted;
use jiheng_tests::{Accuracy, many};
use testkit::sample::Sample;
use testkit::truth::compare;
use testkit::word::{WORD_LAYOUTS, WordLayout};

/// What LibreOffice itself loses when it saves: tracked and hidden text in fields, numbers that begin
/// anew, signs of sign fonts, text boxes in pages. Layouts made of these are not held to a bar here;
/// the readers of the formats have tests of their own.
const LOST: &[&str] = &["lists", "habit", "inside the head", "tables cut"];
const LOST_IN_PAGES: &[&str] = &["levels", "text boxes", "edited", "without borders"];

fn kept(lost: &[&[&str]]) -> Vec<&'static WordLayout> {
    let is_lost =
        |layout: &&WordLayout| lost.concat().iter().any(|part| layout.name.contains(part));
    WORD_LAYOUTS.iter().filter(|layout| !is_lost(layout)).collect()
}

/// How much of the statements is read rightly that LibreOffice converted, and what is not.
fn accuracy(layouts: &[&'static WordLayout], statements: u64, to: &str) -> (Accuracy, String) {
    let layout = |seed: u64| layouts[usize::try_from(seed).unwrap() % layouts.len()];
    let samples: Vec<Sample> = (0..many(statements)).map(Sample::new).collect();
    let file = |sample: &Sample| {
        let bytes = layout(sample.seed).write(&sample.draft, &sample.form, sample.seed);
        (format!("s{}.docx", sample.seed), bytes)
    };
    let files: Vec<(String, Vec<u8>)> = samples.iter().map(file).collect();
    let mut accuracy = Accuracy::default();
    let mut faults = String::new();
    for (sample, made) in samples.iter().zip(converted(&files, to)) {
        let name = layout(sample.seed).name;
        if let Ok(folder) = std::env::var("JIHENG_KEEP") {
            std::fs::write(format!("{folder}/s{}.{}", sample.seed, &to[..3]), &made).unwrap();
        }
        let reading = read::read("converted", &made);
        let comparison = compare(&sample.draft, &sample.form, &reading.statement);
        accuracy.add(name, &comparison);
        if !comparison.wrong.is_empty() {
            let wrong: Vec<&str> = comparison.wrong.iter().take(6).map(String::as_str).collect();
            let (seed, count) = (sample.seed, comparison.wrong.len());
            faults.push_str(&format!(
                "seed {seed}, {name}, {count}:\n    {}\n",
                wrong.join("\n    ")
            ));
        }
    }
    (accuracy, faults)
}

#[test]
fn documents_saved_as_word_97_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST]), 40, "doc:MS Word 97");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_950, "\n{accuracy}\n{faults}");
}

#[test]
fn documents_saved_as_pages_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST, LOST_IN_PAGES]), 40, "html:HTML (StarWriter)");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_990, "\n{accuracy}\n{faults}");
}
