//! The house is tidy and its derived documents are fresh.

use xtask::generate::{self, Mode};
use xtask::{root, tidy};

#[test]
fn the_house_is_tidy() {
    let report = tidy::run(&root()).unwrap();
    let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn derived_documents_are_fresh() {
    let stale = generate::run(&root(), Mode::Check).unwrap();
    assert!(stale.is_empty(), "run `cargo xtask generate`:\n{}", stale.join("\n"));
}
