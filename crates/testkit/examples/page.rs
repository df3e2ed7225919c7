//! Prints the statement of a seed as a web page: `page 7 3` is seed 7 in the fourth layout.

use testkit::html::HTML_LAYOUTS;
use testkit::sample::Sample;

fn main() {
    let number = |at: usize| std::env::args().nth(at).and_then(|text| text.parse::<usize>().ok());
    let seed = number(1).unwrap_or(1);
    let sample = Sample::new(seed as u64);
    let layout = number(2).unwrap_or(seed % HTML_LAYOUTS.len());
    if let Some(layout) = HTML_LAYOUTS.get(layout) {
        print!("{}", layout.page(&sample.draft, &sample.form, sample.seed));
    }
}
