//! Labels, cells and line ends in any order: the one grammar over the stream.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = testkit::hostile::spelled(bytes);
    let reading = read::read("fuzz.txt", text.as_bytes());
    for (locus, words) in reading.statement.leaves() {
        for (at, sign) in words.text.char_indices() {
            let span = words.span(at..at + sign.len_utf8());
            assert_eq!(reading.source.excerpt(span).chars().next(), Some(sign), "{locus}");
        }
    }
});
