//! What stands on the pages of a PDF is what the statement says, letter by letter: nothing hyphenated,
//! joined, replaced or lost, so that it can be read back.

use jiheng_tests::pdf::{bare, paragraphs, pdf, printed};
use rayon::prelude::*;
use testkit::layout::LAYOUTS;
use testkit::sample::Sample;
use write::document::Paragraph;

const STATEMENTS: u64 = 24;

#[test]
fn every_paragraph_is_printed_letter_by_letter() {
    let faults: Vec<String> = (0..jiheng_tests::many(STATEMENTS))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let sample = Sample::new(seed);
            let bytes = LAYOUTS[0].write(&sample.draft, &sample.form, seed);
            let statement = read::read("generated.txt", &bytes).statement;
            let pages = printed(&pdf(&statement));
            let document = write::statement(&statement);
            let lost = |text: String| {
                let lost = !pages.contains(&bare(&text));
                lost.then(|| format!("seed {seed} does not print {text:?}"))
            };
            let texts = paragraphs(&document).into_iter().map(Paragraph::text);
            texts.filter_map(lost).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{} lost:\n{}", faults.len(), faults.join("\n"));
}
