//! Generated statements as workbooks, from our hand and from another program's, read back.

use jiheng_tests::{Accuracy, many};
use rayon::prelude::*;
use testkit::sample::Sample;
use testkit::sheet::{SETTINGS, Setting};
use testkit::truth::{Comparison, compare};

/// How many statements are written in the settings in turn.
const STATEMENTS: u64 = 400;
/// How many of them another program writes anew.
const CONVERTED: u64 = 60;

fn setting(seed: u64) -> &'static Setting {
    &SETTINGS[usize::try_from(seed).unwrap() % SETTINGS.len()]
}

fn workbook(seed: u64) -> (Sample, Vec<u8>) {
    let sample = Sample::new(seed);
    let bytes = setting(seed).write(&sample.draft, &sample.form, seed);
    (sample, bytes)
}

fn read(sample: &Sample, name: &str, bytes: &[u8]) -> Comparison {
    let reading = read::read(name, bytes);
    let mut comparison = compare(&sample.draft, &sample.form, &reading.statement);
    let grave = |finding: &&ground::Finding| finding.severity == ground::Severity::Error;
    let said = reading.findings.iter().filter(grave).map(|finding| finding.message.clone());
    comparison.wrong.extend(said);
    comparison
}

fn report(results: &[(u64, Comparison)]) -> (Accuracy, String) {
    let mut accuracy = Accuracy::default();
    let mut faults = String::new();
    for (seed, comparison) in results {
        accuracy.add(setting(*seed).name, comparison);
        if !comparison.wrong.is_empty() && faults.len() < 20_000 {
            let wrong: Vec<&str> = comparison.wrong.iter().take(4).map(String::as_str).collect();
            let (count, of) = (comparison.wrong.len(), comparison.fields);
            let (name, wrong) = (setting(*seed).name, wrong.join("\n    "));
            faults.push_str(&format!("seed {seed}, {name}: {count} of {of} wrong\n    {wrong}\n"));
        }
    }
    (accuracy, faults)
}

#[test]
fn workbooks_are_read_to_the_last_field() {
    let results: Vec<(u64, Comparison)> = (0..many(STATEMENTS))
        .into_par_iter()
        .map(|seed| {
            let (sample, bytes) = workbook(seed);
            (seed, read(&sample, "generated.xlsx", &bytes))
        })
        .collect();
    let (accuracy, faults) = report(&results);
    println!("{accuracy}");
    assert!(faults.is_empty(), "\n{accuracy}\n{faults}");
}

/// Has LibreOffice write the workbooks anew, and reads what it wrote.
fn converted(format: &str, from: u64) -> Accuracy {
    let seeds: Vec<u64> = (from..from + many(CONVERTED)).collect();
    let made: Vec<(Sample, Vec<u8>)> = seeds.par_iter().map(|seed| workbook(*seed)).collect();
    let files: Vec<(String, Vec<u8>)> = seeds
        .iter()
        .zip(&made)
        .map(|(seed, (_, bytes))| (format!("{seed}.xlsx"), bytes.clone()))
        .collect();
    let files = testkit::libreoffice::converted(&files, format);
    let name = format!("generated.{}", format.split(':').next().unwrap());
    let compared = seeds.iter().zip(made).zip(files);
    let results: Vec<(u64, Comparison)> = compared
        .map(|((seed, (sample, _)), bytes)| (*seed, read(&sample, &name, &bytes)))
        .collect();
    let (accuracy, faults) = report(&results);
    println!("{format}\n{accuracy}\n{faults}");
    accuracy
}

#[test]
fn what_libreoffice_writes_as_xlsx_is_read() {
    assert!(converted("xlsx", 1000).per_myriad() >= 9_990);
}

#[test]
fn what_libreoffice_writes_as_xls_is_read() {
    assert!(converted("xls", 2000).per_myriad() >= 9_990);
}
