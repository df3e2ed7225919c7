//! Any bytes as a plain text: decoding, furniture, cells, grammar.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let reading = read::read("fuzz.txt", bytes);
    for (_, words) in reading.statement.leaves() {
        let range = words.at.range();
        assert!(reading.source.text.get(range).is_some(), "{words:?}");
    }
});
