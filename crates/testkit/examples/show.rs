//! Prints the statement of a seed in a layout: `show 7 3` is seed 7 in the fourth layout.

use testkit::damage::Damage;
use testkit::layout::LAYOUTS;
use testkit::sample::Sample;

fn main() {
    let number = |at: usize| std::env::args().nth(at).and_then(|text| text.parse::<usize>().ok());
    let seed = number(1).unwrap_or(1);
    let sample = Sample::new(seed as u64);
    if let Some(layout) = LAYOUTS.get(number(2).unwrap_or(0)) {
        print!("{}", layout.text(&sample.draft, &sample.form, sample.seed, Damage::None));
    }
}
