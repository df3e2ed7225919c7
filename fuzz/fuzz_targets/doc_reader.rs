//! A sound binary Word document with bytes of its own put in: two for the place, one for the byte.

#![no_main]

use libfuzzer_sys::fuzz_target;

const DOCUMENT: &[u8] = include_bytes!("../../crates/read/tests/doc/made/docxjs.doc");

fuzz_target!(|bytes: &[u8]| {
    let mut document = DOCUMENT.to_vec();
    for change in bytes.chunks_exact(3) {
        let at = usize::from(change[0]) << 8 | usize::from(change[1]);
        if let Some(byte) = document.get_mut(at) {
            *byte = change[2];
        }
    }
    let reading = read::read("fuzz.doc", &document);
    for (_, words) in reading.statement.leaves() {
        let range = words.at.range();
        assert!(reading.source.text.get(range).is_some(), "{words:?}");
    }
});
