//! The two real statements: from text to every format and back, nothing lost.
//!
//! That reading their texts gives their truth is a test of the reader; what comes back equal to that
//! reading gives their truth too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use jiheng_tests::difference::difference;

fn samples() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    std::env::var_os("JIHENG_SAMPLES").map_or(beside, PathBuf::from)
}

fn check(name: &str) {
    let bytes = std::fs::read(samples().join(name)).unwrap();
    let statement = read::read(name, &bytes).statement;
    let document = write::statement(&statement);
    let written =
        [("docx", write::docx(&document).unwrap()), ("txt", write::txt(&document).into_bytes())];
    for (format, bytes) in written {
        let back = read::read(&format!("back.{format}"), &bytes).statement;
        assert_eq!(difference(&statement, &back), None, "{name} as {format}");
    }
}

#[test]
fn lulong_comes_back() {
    check("lulong-2023.txt");
}

#[test]
fn weixian_comes_back() {
    check("weixian-2025.txt");
}
