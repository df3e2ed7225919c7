//! Hundreds of generated statements as web pages of every kind, read back to the last field.

use jiheng_tests::{Accuracy, many};
use rayon::prelude::*;
use testkit::html::HTML_LAYOUTS;
use testkit::sample::Sample;
use testkit::truth::{Comparison, compare};

const STATEMENTS: u64 = 600;

#[test]
fn pages_are_read_to_the_last_field() {
    let results: Vec<(u64, &'static str, Comparison)> = (0..many(STATEMENTS))
        .into_par_iter()
        .map(|seed| {
            let sample = Sample::new(seed);
            let layout = &HTML_LAYOUTS[usize::try_from(seed).unwrap() % HTML_LAYOUTS.len()];
            let bytes = layout.write(&sample.draft, &sample.form, seed);
            let reading = read::read("generated.html", &bytes);
            assert_eq!(reading.source.format, ground::Format::Html, "seed {seed}");
            (seed, layout.name, compare(&sample.draft, &sample.form, &reading.statement))
        })
        .collect();
    let mut accuracy = Accuracy::default();
    let mut faults = String::new();
    for (seed, layout, comparison) in &results {
        accuracy.add(layout, comparison);
        if !comparison.wrong.is_empty() && faults.len() < 12_000 {
            let wrong: Vec<&str> = comparison.wrong.iter().take(5).map(String::as_str).collect();
            faults.push_str(&format!("seed {seed}, {layout}:\n    {}\n", wrong.join("\n    ")));
        }
    }
    println!("{accuracy}");
    assert!(faults.is_empty(), "\n{accuracy}\n{faults}");
}
