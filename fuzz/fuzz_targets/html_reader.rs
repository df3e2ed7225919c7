//! Any bytes as a web page, alone and as a part of a message.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for head in [&b"<html>"[..], b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"] {
        let reading = read::read("fuzz.html", &[head, bytes].concat());
        for (_, words) in reading.statement.leaves() {
            let range = words.at.range();
            assert!(reading.source.text.get(range).is_some(), "{words:?}");
        }
    }
});
