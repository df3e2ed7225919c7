//! The list of rules is held against itself: codes, names, pages, references.

use std::collections::BTreeSet;

use review::rules;
use rulebook::Rulebook;
use testkit::case::cases;

#[test]
fn codes_are_unique_and_in_order() {
    let codes: Vec<String> = rules::all().map(|rule| rule.info.code.to_string()).collect();
    let unique: BTreeSet<&String> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len());
    for family in codes.chunk_by(|a, b| a[..3] == b[..3]) {
        assert!(family.is_sorted(), "{family:?}");
    }
}

#[test]
fn names_say_the_fault_in_snake_case() {
    for rule in rules::all() {
        let name = rule.info.name;
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()),
            "{name}"
        );
        for remedy in ["add_", "use_", "avoid_", "no_", "should_"] {
            assert!(!name.starts_with(remedy), "{name}");
        }
    }
}

#[test]
fn every_page_has_its_sections_and_cases() {
    for rule in rules::all() {
        let code = rule.info.code;
        let title = format!("# {code} {}", rule.info.title);
        assert_eq!(rule.manual.lines().next(), Some(title.as_str()));
        for section in ["## 查什么", "## 为什么", "## 依据", "## 怎么改", "## 例"] {
            assert!(rule.manual.contains(section), "{code}: {section}");
        }
        let cases = cases(rule.manual).unwrap();
        let own = |case: &&testkit::case::Case| {
            case.expected.iter().any(|(found, _)| found == code.as_str())
        };
        assert!(cases.iter().any(|case| own(&case)), "{code}: no failing case");
        assert!(cases.iter().any(|case| !own(&case)), "{code}: no clean case");
    }
}

#[test]
fn every_reference_resolves() {
    let rulebook = Rulebook::embedded().unwrap();
    for rule in rules::all() {
        assert!(!rule.info.basis.is_empty(), "{}", rule.info.code);
        for reference in rule.info.basis {
            assert!(rulebook.law(reference.law).is_some(), "{}: {}", rule.info.code, reference.law);
        }
    }
}
