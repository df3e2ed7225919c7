//! A statement as the store keeps it, and what the review says of it.

use ground::{Finding, Severity};
use read::Reading;
use review::{Config, Subject};
use rulebook::Rulebook;
use serde_json::json;
use store::statements::Figures;

/// A statement that has been read and reviewed.
#[derive(Debug)]
pub struct Examined {
    /// What was read.
    pub reading: Reading,
    /// What the review says, with what was wrong with the file in front.
    pub findings: Vec<Finding>,
    /// Year of the plan, as the review took it.
    pub year: i16,
}

impl Examined {
    /// Reviews what was read. Of a file that could not be read only that is said.
    pub fn of(reading: Reading, previous: Option<&Reading>, rulebook: &Rulebook) -> Examined {
        let is_readable = reading.findings.iter().all(|found| found.severity != Severity::Error);
        let mut findings = reading.findings.clone();
        let mut year = reading.statement.plan_year().unwrap_or_default();
        if is_readable {
            let subject = Subject::new(&reading.source, &reading.statement, rulebook)
                .with_previous(previous.map(|reading| &reading.statement));
            year = subject.year;
            findings.extend(review::review(&subject, &Config::default()));
        }
        Examined { reading, findings, year }
    }

    /// The body of a version: what `jiheng extract` prints, on one line.
    pub fn body(&self) -> String {
        body(&self.reading)
    }

    /// What lists show of it.
    pub fn figures(&self) -> Figures {
        let statement = &self.reading.statement;
        let rows = statement.projects.iter().map(|project| project.indicators.len()).sum();
        let sum = |part: fn(&model::statement::Budget) -> Option<ground::Money>| {
            let mut parts = statement.projects.iter().filter_map(|project| part(&project.budget));
            let first = parts.next()?;
            parts.try_fold(first, ground::Money::checked_add)
        };
        let count = |severity| {
            let graded = self.findings.iter().filter(|finding| finding.severity == severity);
            number(graded.count())
        };
        Figures {
            projects: number(statement.projects.len()),
            indicators: number(rows),
            total: sum(|budget| budget.total.as_ref()?.value),
            fiscal: sum(|budget| budget.fiscal.as_ref()?.value),
            other: sum(|budget| budget.other.as_ref()?.value),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

/// The body of a version: the stable exchange form of a statement.
pub fn body(reading: &Reading) -> String {
    let body = json!({
        "schema": read::json::SCHEMA,
        "source": reading.source,
        "statement": reading.statement,
        "findings": reading.findings,
    });
    body.to_string()
}

/// The statement that a body holds.
pub fn reading(body: &str) -> Reading {
    read::read("version.json", body.as_bytes())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
