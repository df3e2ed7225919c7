//! Hundreds of generated statements in every layout, read back to the last field.

use jiheng_tests::{Accuracy, many};
use rayon::prelude::*;
use testkit::damage::DAMAGES;
use testkit::layout::{LAYOUTS, Layout, Tables};
use testkit::sample::Sample;
use testkit::truth::{Comparison, compare};

const STATEMENTS: u64 = 600;

fn read(sample: &Sample, bytes: &[u8]) -> Comparison {
    let reading = read::read("generated.txt", bytes);
    compare(&sample.draft, &sample.form, &reading.statement)
}

fn report(results: &[(u64, &'static str, Comparison)]) -> (Accuracy, String) {
    let mut accuracy = Accuracy::default();
    let mut faults = String::new();
    let mut shown = 0;
    for (seed, layout, comparison) in results {
        accuracy.add(layout, comparison);
        if !comparison.wrong.is_empty() && shown < 40 {
            shown += 1;
            let wrong: Vec<&str> = comparison.wrong.iter().take(4).map(String::as_str).collect();
            faults.push_str(&format!(
                "seed {seed}, {layout}: {} of {} wrong\n    {}\n",
                comparison.wrong.len(),
                comparison.fields,
                wrong.join("\n    ")
            ));
        }
    }
    (accuracy, faults)
}

/// Each seed in a layout of its own; as seeds and layouts turn at different paces, every kind of
/// department meets every layout.
#[test]
fn undamaged_statements_are_read_to_the_last_field() {
    let results: Vec<(u64, &'static str, Comparison)> = (0..many(STATEMENTS))
        .into_par_iter()
        .map(|seed| {
            let sample = Sample::new(seed);
            let layout = &LAYOUTS[usize::try_from(seed).unwrap() % LAYOUTS.len()];
            let bytes = layout.write(&sample.draft, &sample.form, seed);
            (seed, layout.name, read(&sample, &bytes))
        })
        .collect();
    let (accuracy, faults) = report(&results);
    println!("{accuracy}");
    assert!(faults.is_empty(), "\n{accuracy}\n{faults}");
}

#[test]
fn of_damaged_statements_nearly_every_field_is_read() {
    let tabbed: Vec<&Layout> = LAYOUTS
        .iter()
        .filter(|layout| matches!(layout.tables, Tables::Tabs | Tables::FewTabs))
        .collect();
    let results: Vec<(u64, &'static str, Comparison)> = (0..many(300))
        .into_par_iter()
        .map(|seed| {
            let sample = Sample::new(seed);
            let at = usize::try_from(seed).unwrap();
            let damage = DAMAGES[at % DAMAGES.len()];
            let layout = tabbed[at / DAMAGES.len() % tabbed.len()];
            let bytes = layout.write_damaged(&sample.draft, &sample.form, seed, damage);
            (seed, damage.name(), read(&sample, &bytes))
        })
        .collect();
    let (accuracy, faults) = report(&results);
    println!("{accuracy}");
    assert!(accuracy.per_myriad() >= 9_900, "\n{accuracy}\n{faults}");
}
