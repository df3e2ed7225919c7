//! Any bytes as a workbook: the zip archive of a new one, the compound file of an old one.

#![no_main]

use libfuzzer_sys::fuzz_target;

/// An old workbook that is sound, so that changes in it reach its records.
const OLD: &[u8] = include_bytes!("../../crates/read/tests/sheet/made/linhe.xls");

fuzz_target!(|bytes: &[u8]| {
    let _ = read::read("fuzz.xlsx", bytes);
    // Each four bytes put one byte of the old workbook in another's place.
    let mut old = OLD.to_vec();
    for change in bytes.chunks_exact(4) {
        let [high, middle, low, value] = change else { continue };
        let at = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
        let length = old.len();
        if let Some(byte) = old.get_mut(at % length) {
            *byte = *value;
        }
    }
    let _ = read::read("fuzz.xls", &old);
});
