//! Prints the plainest text of a seed's statement.
fn main() {
    let seed = std::env::args().nth(1).and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let sample = testkit::sample::Sample::new(seed);
    print!("{}", testkit::plain::text(&sample.draft));
}
