//! What comes out of the review of one file.

use std::ops::AddAssign;

use ground::{Facet, Finding, RuleInfo, Severity, Source, Sureness};
use model::leaves::Locus;
use model::statement::Statement;
use review::accept::Acceptance;
use review::fix::{Plan, plan};
use review::place::Loci;

use crate::catalogue;

/// A file that has been read and reviewed.
#[derive(Debug, Default)]
pub struct Reviewed {
    /// What the file is called in reports.
    pub name: String,
    /// The linear text that spans count in.
    pub source: Source,
    /// What stands in it.
    pub statement: Statement,
    /// Year of the plan, as the review took it.
    pub year: i16,
    /// Whether there was anything to review: reading found no error.
    pub is_readable: bool,
    /// What is wrong with it, in the order of the document.
    pub judged: Vec<Judged>,
}

/// A finding with all that reports say of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// Its rule's identity card.
    pub info: Option<&'static RuleInfo>,
    /// The leaf of the statement in which the decisive words stand.
    pub locus: Option<Locus>,
    /// The acceptance that covers it.
    pub accepted: Option<Acceptance>,
}

/// How many findings of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 错误, accepted ones not counted.
    pub errors: usize,
    /// 警告
    pub warnings: usize,
    /// 提示
    pub notes: usize,
    /// Accepted findings of any severity.
    pub accepted: usize,
    /// Findings that `--fix` would mend.
    pub fixable: usize,
}

impl Reviewed {
    /// How many findings of each kind.
    pub fn tally(&self) -> Tally {
        let open = |severity| {
            let open = self.judged.iter().filter(|judged| judged.is_open());
            open.filter(|judged| judged.finding.severity == severity).count()
        };
        Tally {
            errors: open(Severity::Error),
            warnings: open(Severity::Warning),
            notes: open(Severity::Note),
            accepted: self.judged.iter().filter(|judged| !judged.is_open()).count(),
            fixable: self.plan().made.len(),
        }
    }

    /// The corrections that can be made without asking; numbers are those of [`Reviewed::open`].
    pub fn plan(&self) -> Plan {
        plan(&self.source.text, self.open().map(|judged| &judged.finding))
    }

    /// The findings that no acceptance covers.
    pub fn open(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|judged| judged.is_open())
    }

    /// The department, or what the file is called.
    pub fn title(&self) -> &str {
        let title = self.statement.title.as_ref().or(self.statement.department.as_ref());
        title.map(|words| words.text.as_str()).filter(|text| !text.is_empty()).unwrap_or(&self.name)
    }
}

impl Judged {
    /// Whether it still counts.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }

    /// Its rule's title; empty where the rule is not known.
    pub fn title(&self) -> &'static str {
        self.info.map_or("", |info| info.title)
    }

    /// The facet under which it counts.
    pub fn facet(&self) -> Facet {
        self.info.map_or(Facet::Completeness, |info| info.facet)
    }

    /// Whether it offers a correction that can be made without asking.
    pub fn is_safe(&self) -> bool {
        self.finding.fix.as_ref().is_some_and(|fix| fix.sureness == Sureness::Safe)
    }

    /// Where it stands, in words: the place in the file, then the address in the statement.
    pub fn place(&self, source: &Source) -> Vec<String> {
        if source.text.is_empty() {
            return Vec::new();
        }
        let place = source.place(self.finding.span().start).to_string();
        std::iter::once(place).chain(self.locus.map(|locus| locus.to_string())).collect()
    }
}

impl Tally {
    /// How many at or over the severity.
    pub fn at_least(self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.errors + self.warnings + self.notes,
        }
    }

    /// All open findings.
    pub fn open(self) -> usize {
        self.at_least(Severity::Note)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.accepted += other.accepted;
        self.fixable += other.fixable;
    }
}

/// A finding with what the catalogue and the statement say of it.
pub(crate) fn judged(finding: Finding, loci: &Loci<'_>) -> Judged {
    let locus = loci.at(finding.span());
    Judged { info: catalogue::info(finding.code), locus, accepted: None, finding }
}
