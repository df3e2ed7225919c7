//! A linear text of a few lines, for tests of what is done with words.

use ground::{Format, Source, Span};

/// A source that holds these lines and nothing else, and where each of them stands.
pub fn lines(lines: &[&str]) -> (Source, Vec<Span>) {
    let mut start = 0;
    let span = |line: &&str| {
        let span = Span::new(start..start + line.len());
        start += line.len() + 1;
        span
    };
    let spans = lines.iter().map(span).collect();
    (Source::new("lines.txt", Format::Text, lines.join("\n"), Vec::new()), spans)
}
