//! One file is read and reviewed: never fails, never lets a crash out.

use std::path::Path;

use ground::{Finding, Severity};
use model::statement::Statement;
use review::accept::{Acceptance, Named, settle};
use review::place::Loci;
use review::{Config, Others, Subject};
use rulebook::Rulebook;

use crate::acceptances;
use crate::company::Company;
use crate::files::{self, Input, Origin};
use crate::reviewed::{Judged, Reviewed, judged};
use crate::trouble;

/// What a review goes by.
pub(crate) struct Examiner<'e> {
    /// The law and the catalogues.
    pub(crate) rulebook: &'e Rulebook,
    /// Which rules speak.
    pub(crate) config: &'e Config,
    /// The statements to compare with.
    pub(crate) company: &'e Company,
    /// Those of others, ready to be searched.
    pub(crate) others: &'e Others<'e>,
    /// Findings below are left out.
    pub(crate) min_severity: Severity,
}

impl Examiner<'_> {
    /// Reads and reviews a file. `None`: it was only guessed to be a statement, and is none.
    pub(crate) fn file(&self, input: &Input) -> Option<Reviewed> {
        let name = files::shown(&input.path);
        let reviewed = input
            .bytes()
            .and_then(|bytes| trouble::guarded(|| self.bytes(&input.path, &name, &bytes)));
        let reviewed = reviewed.unwrap_or_else(|finding| unread(&name, finding));
        let is_none = input.origin == Origin::Guessed && is_no_statement(&reviewed);
        (!is_none).then_some(reviewed)
    }

    /// Reads and reviews the bytes of a file.
    pub(crate) fn bytes(&self, path: &Path, name: &str, bytes: &[u8]) -> Reviewed {
        let reading = read::read(name, bytes);
        let is_readable = reading.findings.iter().all(|found| found.severity != Severity::Error);
        let mut reviewed = Reviewed {
            name: name.to_owned(),
            source: reading.source,
            statement: reading.statement,
            is_readable,
            ..Reviewed::default()
        };
        let mut findings: Vec<Finding> = self.kept(reading.findings.into_iter()).collect();
        if is_readable {
            let (year, found) = self.rules(path, &reviewed);
            reviewed.year = year;
            findings.extend(found);
        }
        reviewed.judged = self.settled(path, &reviewed, findings);
        reviewed
    }

    fn rules(&self, path: &Path, reviewed: &Reviewed) -> (i16, Vec<Finding>) {
        let subject = Subject::new(&reviewed.source, &reviewed.statement, self.rulebook)
            .with_previous(self.company.previous_of(&reviewed.statement))
            .with_others(self.others, self.company.number_of(path));
        (subject.year, review::review(&subject, self.config))
    }

    /// What is said beside the rules is said whatever rules are selected: a file that cannot be read
    /// must not pass for clean. What is no error can be ignored or graded otherwise.
    fn kept(&self, findings: impl Iterator<Item = Finding>) -> impl Iterator<Item = Finding> {
        findings.filter_map(|finding| {
            if finding.severity == Severity::Error {
                return Some(finding);
            }
            let mut names = self.config.ignore.iter();
            if names.any(|name| finding.code.as_str().starts_with(name.as_str())) {
                return None;
            }
            let severity = self.config.severity(finding.code, finding.severity);
            Some(finding.graded(severity))
        })
    }

    /// The findings with their acceptances, and what is to be said of these.
    fn settled(&self, path: &Path, reviewed: &Reviewed, findings: Vec<Finding>) -> Vec<Judged> {
        let loci = Loci::new(&reviewed.statement);
        let mut all: Vec<Judged> = findings.into_iter().map(|f| judged(f, &loci)).collect();
        let kept = acceptances::beside(path);
        if !kept.is_empty() {
            let named: Vec<Named<'_>> = all.iter().map(|j| named(j, reviewed)).collect();
            let settled = settle(&reviewed.source, &named, &kept.acceptances);
            for (judged, number) in all.iter_mut().zip(settled.accepted) {
                judged.accepted = number.and_then(|at| kept.acceptances.get(at)).cloned();
            }
            let numbers = settled.unmatched.into_iter();
            let idle = numbers.filter_map(|number| kept.acceptances.get(number));
            // A rule that was not run could find nothing: its acceptances are not idle for that.
            let idle = idle.filter(|acceptance| self.config.selects(acceptance.code));
            let said = idle.map(Acceptance::unmatched).chain(kept.faults);
            all.extend(self.kept(said).map(|finding| judged(finding, &loci)));
        }
        all.retain(|judged| judged.finding.severity >= self.min_severity);
        all
    }
}

/// A finding by the names that an acceptance may use.
pub(crate) fn named<'j>(judged: &'j Judged, reviewed: &Reviewed) -> Named<'j> {
    Named { finding: &judged.finding, places: judged.place(&reviewed.source) }
}

fn unread(name: &str, finding: Finding) -> Reviewed {
    let statement = Statement::default();
    let judged = vec![judged(finding, &Loci::new(&statement))];
    Reviewed { name: name.to_owned(), judged, ..Reviewed::default() }
}

/// Nothing in it but that it cannot be read, or is no statement.
fn is_no_statement(reviewed: &Reviewed) -> bool {
    let codes =
        [read::codes::FORMAT_UNSUPPORTED, read::codes::NOT_A_STATEMENT, read::codes::FILE_EMPTY];
    reviewed.judged.iter().any(|judged| codes.contains(&judged.finding.code))
}
