//! Read and reviewed: no rule panics, and every mark lies in the text.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use review::{Config, Subject};
use rulebook::Rulebook;

static RULEBOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the embedded rulebook loads"));

fuzz_target!(|bytes: &[u8]| {
    let spelled = testkit::hostile::spelled(bytes);
    for text in [spelled.as_bytes(), bytes] {
        let reading = read::read("fuzz.txt", text);
        let subject = Subject::new(&reading.source, &reading.statement, &RULEBOOK);
        for finding in review::review(&subject, &Config::default()) {
            for mark in &finding.marks {
                let range = mark.span.range();
                assert!(reading.source.text.get(range).is_some(), "{finding:?}");
            }
        }
    }
});
