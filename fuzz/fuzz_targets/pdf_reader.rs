//! Any bytes as a PDF: its structure, and what stands behind a header.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut headed = b"%PDF-1.7\n".to_vec();
    headed.extend_from_slice(bytes);
    let _ = read::read("fuzz.pdf", &headed);
    let _ = read::read("fuzz.pdf", bytes);
});
