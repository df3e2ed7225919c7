//! `docs/inventory.md`: everything that statements of federations name has its page or register, and a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How many kinds of things the statements name.
const ITEMS: usize = 35;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn rust_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push(path);
        }
    }
}

#[test]
fn everything_that_statements_name_is_done_somewhere_and_tested() {
    let page = fs::read_to_string(root().join("docs/inventory.md")).unwrap();
    let router = fs::read_to_string(root().join("crates/web/src/router.rs")).unwrap();
    let mut files = Vec::new();
    for folder in ["crates", "tests"] {
        rust_files(&root().join(folder), &mut files);
    }
    let sources: Vec<String> =
        files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let mut numbers = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| I")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, what, places, tests] = cells.as_slice() else { panic!("{line}") };
        assert!(numbers.insert((*number).to_owned()) && !what.is_empty(), "{number}");
        let (places, tests) = (quoted(places), quoted(tests));
        assert!(!places.is_empty() && !tests.is_empty(), "{number}");
        for place in places {
            let is_there = match place.starts_with('/') {
                true => router.contains(&format!("\"{place}\"")),
                false => root().join("data/registers").join(place).is_dir(),
            };
            if !is_there {
                wrong.push(format!("{number}: {place} is not there"));
            }
        }
        for test in tests {
            let name = format!("fn {test}(");
            if !sources.iter().any(|source| source.contains(&name)) {
                wrong.push(format!("{number}: no test {test}"));
            }
        }
    }
    let all: BTreeSet<String> = (1..=ITEMS).map(|number| format!("I{number:02}")).collect();
    assert_eq!(numbers, all);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
