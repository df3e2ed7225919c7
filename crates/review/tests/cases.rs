//! Every case of every rule's manual page, read from a file and reviewed by all rules.

use ground::{Finding, Severity, Source};
use review::{Config, Other, Others, Rule, Subject, review, rules};
use rulebook::Rulebook;
use testkit::case::{Case, cases};
use testkit::draft::Draft;

fn read(draft: &Draft) -> read::Reading {
    let text = testkit::plain::text(draft);
    let reading = read::read("case.txt", text.as_bytes());
    assert_eq!(reading.statement.projects.len(), draft.projects.len(), "{text}");
    reading
}

fn findings_of(case: &Case, rulebook: &Rulebook) -> (Source, Vec<Finding>) {
    let reading = read(&case.draft);
    let previous = case.previous.as_ref().map(read);
    let other = case.other.as_ref().map(read);
    let others = other
        .iter()
        .map(|reading| Other { name: "别处.txt", statement: &reading.statement })
        .collect();
    let others = Others::new(others);
    let subject = Subject::new(&reading.source, &reading.statement, rulebook)
        .with_previous(previous.as_ref().map(|reading| &reading.statement))
        .with_others(&others, None);
    let findings = review(&subject, &Config::default());
    (reading.source.clone(), findings)
}

/// What must be reported is reported, and nothing else is at warning or above. Notes of other
/// rules are free.
fn check(rule: &Rule, case: &Case, rulebook: &Rulebook) -> Vec<String> {
    let (source, findings) = findings_of(case, rulebook);
    let mut faults = Vec::new();
    let mut left: Vec<&Finding> = findings
        .iter()
        .filter(|found| found.code == rule.info.code || found.severity > Severity::Note)
        .collect();
    for (code, words) in &case.expected {
        let at = left.iter().position(|found| {
            let says = words.as_ref().is_none_or(|words| spoken(&source, found) == *words);
            found.code.as_str() == code && says
        });
        match at {
            Some(at) => {
                left.remove(at);
            }
            None => faults.push(format!("not found: {code} {words:?}")),
        }
    }
    faults.extend(left.iter().map(|found| {
        format!("not expected: {} “{}” {}", found.code, spoken(&source, found), found.message)
    }));
    faults.into_iter().map(|fault| format!("{} {}: {fault}", rule.info.code, case.name)).collect()
}

/// The marked words, without what the layout put between them.
fn spoken(source: &Source, found: &Finding) -> String {
    source.excerpt(found.span()).split_whitespace().collect()
}

#[test]
fn cases_of_every_rule() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut faults = Vec::new();
    for rule in rules::all() {
        let cases =
            cases(rule.manual).unwrap_or_else(|fault| panic!("{}: {fault}", rule.info.code));
        for case in &cases {
            faults.extend(check(rule, case, &rulebook));
        }
    }
    assert!(faults.is_empty(), "{}\n", faults.join("\n"));
}

/// The base of all cases is clean, notes included.
#[test]
fn the_base_is_clean() {
    let rulebook = Rulebook::embedded().unwrap();
    let case = Case {
        name: "base".into(),
        draft: testkit::base::linhe(),
        previous: None,
        other: None,
        expected: Vec::new(),
    };
    let (source, findings) = findings_of(&case, &rulebook);
    let said: Vec<String> = findings
        .iter()
        .map(|f| format!("{} “{}” {}", f.code, spoken(&source, f), f.message))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}
