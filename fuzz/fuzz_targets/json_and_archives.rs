//! Any bytes as a statement in JSON, and as an archive of files.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut json = b"{\"schema\":\"jiheng/statement/1\",".to_vec();
    json.extend_from_slice(bytes);
    let reading = read::read("fuzz.json", &json);
    for (_, words) in reading.statement.leaves() {
        let all = words.span(0..words.text.len());
        assert!(reading.source.text.get(all.range()).is_some(), "{words:?}");
    }
    for file in read::archive::unfold(bytes, read::Limits::default()) {
        let _ = file.bytes();
    }
});
