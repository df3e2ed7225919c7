//! Generated Word documents as LibreOffice saves them in other formats, read back field by field.

use jiheng_tests::difference::difference;
use jiheng_tests::{Accuracy, many};
use model::statement::Statement;
use testkit::layout::LAYOUTS;
use testkit::libreoffice::converted;
use testkit::sample::Sample;
use testkit::truth::compare;
use testkit::word::{WORD_LAYOUTS, WordLayout};

/// What LibreOffice itself loses when it saves, by the names of layouts. These are not held to a bar
/// here; the readers of the formats have tests of their own.
///
/// It writes the words of content controls several times over (inside the head, every habit), drops
/// the results of fields that it does not know (strict), and signs that are elements of their own
/// unless they stand in the private use area (edited, text boxes, without borders).
const LOST: &[&str] =
    &["inside the head", "every habit", "strict", "edited", "text boxes", "without borders"];
/// Numbers of a list that begins anew.
const LOST_IN_WORD_97: &[&str] = &["levels of one list", "lists"];
/// Kinds of numbers (every list counts 1, 2, 3), tracked changes as text.
const LOST_IN_PAGES: &[&str] = &["lists", "levels"];

/// Tracked changes are printed; tables wider than their frame are cut off at it. Lines that were broken
/// by hand at a width of their own are broken again at the edge.
const LOST_IN_PRINT: &[&str] = &["levels", "tracked changes", "framed", "pasted text"];

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
            let extension = to.split(':').next().unwrap();
            std::fs::write(format!("{folder}/s{}.{extension}", sample.seed), &made).unwrap();
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
fn documents_saved_again_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST]), 60, "docx:MS Word 2007 XML");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_990, "\n{accuracy}\n{faults}");
}

#[test]
fn documents_saved_as_word_97_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST, LOST_IN_WORD_97]), 60, "doc:MS Word 97");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_950, "\n{accuracy}\n{faults}");
}

#[test]
fn documents_saved_as_pages_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST, LOST_IN_PAGES]), 60, "html:HTML (StarWriter)");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_990, "\n{accuracy}\n{faults}");
}

#[test]
fn documents_printed_are_read() {
    let (accuracy, faults) = accuracy(&kept(&[LOST, LOST_IN_PRINT]), 60, "pdf:writer_pdf_Export");
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_950, "\n{accuracy}\n{faults}");
}

/// Our own documents, as another program saves them, say what they said.
#[test]
fn our_documents_saved_by_others_are_read_equal() {
    for to in ["docx:MS Word 2007 XML", "doc:MS Word 97", "html:HTML (StarWriter)"] {
        let statements: Vec<(String, Statement)> = (0..many(30)).map(of_seed).collect();
        let ours = |statement: &Statement| write::docx(&write::statement(statement)).unwrap();
        let files: Vec<(String, Vec<u8>)> =
            statements.iter().map(|(name, statement)| (name.clone(), ours(statement))).collect();
        for ((name, statement), made) in statements.iter().zip(converted(&files, to)) {
            let back = read::read("converted", &made).statement;
            assert_eq!(difference(statement, &back), None, "{name} as {to}");
        }
    }
}

/// LibreOffice prints no stop that would hang over the edge, so that not every word comes back.
#[test]
fn our_documents_printed_by_others_are_read() {
    let samples: Vec<Sample> = (0..many(30)).map(Sample::new).collect();
    let ours = |sample: &Sample| {
        let (name, statement) = of_seed(sample.seed);
        (name, write::docx(&write::statement(&statement)).unwrap())
    };
    let files: Vec<(String, Vec<u8>)> = samples.iter().map(ours).collect();
    let mut accuracy = Accuracy::default();
    let mut faults = String::new();
    for (sample, made) in samples.iter().zip(converted(&files, "pdf:writer_pdf_Export")) {
        let back = read::read("converted", &made).statement;
        let comparison = compare(&sample.draft, &sample.form, &back);
        accuracy.add("ours", &comparison);
        let wrong = comparison.wrong.iter().take(4);
        wrong.for_each(|wrong| faults.push_str(&format!("seed {}: {wrong}\n", sample.seed)));
    }
    println!("{accuracy}{faults}");
    assert!(accuracy.per_myriad() >= 9_950, "\n{accuracy}\n{faults}");
}

fn of_seed(seed: u64) -> (String, Statement) {
    let sample = Sample::new(seed);
    let layout = &LAYOUTS[usize::try_from(seed).unwrap() % LAYOUTS.len()];
    let bytes = layout.write(&sample.draft, &sample.form, seed);
    (format!("s{seed}.docx"), read::read("generated", &bytes).statement)
}
