//! What the review says of a statement that is clean, or in which one fault was planted.

use ground::{Finding, Severity};
use read::Reading;
use review::{Config, Other, Others, Subject, review};
use rulebook::Rulebook;
use testkit::draft::Draft;
use testkit::plant::Planted;
use testkit::sample::Sample;

use crate::{marked, spoken, tight};

/// Every finding of a clean statement that is more than a note.
pub fn faults_of_clean(reading: &Reading, rulebook: &Rulebook) -> Vec<String> {
    let subject = Subject::new(&reading.source, &reading.statement, rulebook);
    let findings = review(&subject, &Config::default());
    findings.iter().filter(|finding| is_loud(finding)).map(|one| told(reading, one)).collect()
}

/// Where the review of a planted statement goes wrong: the fault is not found at its words, or
/// something else is found. `read` writes a draft as a file and reads it back.
pub fn faults_of_planted(
    planted: &Planted,
    sample: &Sample,
    read: impl Fn(&Draft) -> Reading,
    rulebook: &Rulebook,
) -> Vec<String> {
    let reading = read(&sample.draft);
    let previous = planted.previous.as_ref().map(&read);
    let other = planted.other.as_ref().map(&read);
    let others = Others::new(
        other.iter().map(|other| Other { name: "别处.txt", statement: &other.statement }).collect(),
    );
    let subject = Subject::new(&reading.source, &reading.statement, rulebook)
        .with_previous(previous.as_ref().map(|reading| &reading.statement))
        .with_others(&others, None);
    let findings = review(&subject, &Config::default());
    let own = findings.iter().filter(|finding| finding.code.as_str() == planted.code);
    let mut faults = Vec::new();
    if !own.clone().any(|finding| stands_at(planted, &reading, finding)) {
        let elsewhere: Vec<String> = own.map(|finding| told(&reading, finding)).collect();
        let only = if elsewhere.is_empty() { "" } else { "; only " };
        let words = &planted.words;
        faults.push(format!("not found at {words:?}{only}{}", elsewhere.join("; ")));
    }
    let strange = findings.iter().filter(|finding| {
        let found = finding.code.as_str();
        is_loud(finding) && found != planted.code && !planted.expected_too.contains(&found)
    });
    let also = |finding| format!("at {:?}, also found {}", planted.words, told(&reading, finding));
    faults.extend(strange.map(also));
    faults
}

/// Whether it is more than a note.
pub fn is_loud(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

/// A finding with the words it marks.
pub fn told(reading: &Reading, finding: &Finding) -> String {
    let words = spoken(&reading.source, finding);
    format!("{}: “{words}” {}", finding.code, finding.message)
}

/// Whether a finding stands at one of the words: one contains the other.
fn stands_at(planted: &Planted, reading: &Reading, finding: &Finding) -> bool {
    let marks = marked(&reading.source, finding);
    let words: Vec<String> =
        planted.words.iter().map(|words| tight(words)).filter(|words| !words.is_empty()).collect();
    let overlaps = |mark: &String| {
        words.iter().any(|words| mark.contains(words.as_str()) || words.contains(mark.as_str()))
    };
    words.is_empty() || marks.iter().filter(|mark| !mark.is_empty()).any(overlaps)
}
