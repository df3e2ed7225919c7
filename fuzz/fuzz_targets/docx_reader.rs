//! Any bytes as a Word document: the archive and its directory.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend_from_slice(bytes);
    let _ = read::read("fuzz.docx", &archive);
    let _ = read::read("fuzz.docx", bytes);
});
