//! Findings with the place where they stand and the acceptance that covers them.

use ground::{Facet, Finding, RuleCode, RuleInfo, Severity};
use review::opinion::{self, Charge, Opinion};
use rulebook::Rulebook;
use store::acceptances::Acceptance;
use store::statements::Figures;

use crate::examine::Examined;

/// A finding with all that is said of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// Its rule's identity card, where it has one.
    pub info: Option<&'static RuleInfo>,
    /// The path of the field in which the decisive words stand; empty if they stand in none.
    pub place: String,
    /// The same in words: 项目2第4行指标值, or the place in the file.
    pub place_name: String,
    /// The decisive words; the message, where the finding marks none.
    pub words: String,
    /// The acceptance that covers it.
    pub accepted: Option<Acceptance>,
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

    /// The aspect under which it counts.
    pub fn facet(&self) -> Facet {
        self.info.map_or(Facet::Completeness, |info| info.facet)
    }

    /// Whether a row says that it is accepted: same rule, same place, same words. White space does not
    /// count.
    fn is_covered_by(&self, row: &Acceptance) -> bool {
        row.code == self.finding.code.as_str()
            && row.place == self.place
            && plain(&row.words) == plain(&self.words)
    }
}

/// The identity card of a code.
pub fn info(code: RuleCode) -> Option<&'static RuleInfo> {
    let beside = read::codes::FINDINGS.iter().chain(review::accept::FINDINGS);
    let rule = review::rules::find(code).map(|rule| &rule.info);
    rule.or_else(|| beside.into_iter().find(|info| info.code == code))
}

/// The manual page of a code, in Markdown.
pub fn manual(code: RuleCode) -> Option<&'static str> {
    let rule = review::rules::find(code).map(|rule| rule.manual);
    rule.or_else(|| read::codes::manual(code)).or_else(|| review::accept::manual(code))
}

/// The identity cards of everything that the review can say, in the order of the codes.
pub fn rules() -> Vec<&'static RuleInfo> {
    let mut all: Vec<_> = review::rules::all().map(|rule| &rule.info).collect();
    all.extend(read::codes::FINDINGS);
    all.sort_by_key(|info| info.code);
    all
}

/// The findings of a version, in the order of the document.
pub fn judged(examined: &Examined, acceptances: &[Acceptance]) -> Vec<Judged> {
    let reading = &examined.reading;
    let placed = review::place::placed(&reading.statement, examined.findings.clone());
    let judge = |placed: review::place::Placed| {
        let finding = placed.finding;
        let words = reading.source.excerpt(finding.span()).trim().to_owned();
        let in_file = || match reading.source.text.is_empty() {
            true => String::new(),
            false => reading.source.place(finding.span().start).to_string(),
        };
        let mut judged = Judged {
            info: info(finding.code),
            place: placed.locus.map(|locus| locus.path()).unwrap_or_default(),
            place_name: placed.locus.map_or_else(in_file, |locus| locus.to_string()),
            words: if words.is_empty() { finding.message.clone() } else { words },
            accepted: None,
            finding,
        };
        judged.accepted = acceptances.iter().find(|row| judged.is_covered_by(row)).cloned();
        judged
    };
    placed.into_iter().map(judge).collect()
}

/// What lists show of a version: only findings that nobody has accepted count.
pub fn figures(examined: &Examined, judged: &[Judged]) -> Figures {
    let count = |severity| {
        let open = judged.iter().filter(|one| one.is_open() && one.finding.severity == severity);
        i64::try_from(open.count()).unwrap_or(i64::MAX)
    };
    Figures {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        ..examined.figures()
    }
}

/// The points that the score sheet gives: a suggestion. `None` where no sheet is in force.
pub fn suggested<'b>(
    rulebook: &'b Rulebook,
    examined: &Examined,
    judged: &[Judged],
) -> Option<Opinion<'b>> {
    let region = examined.reading.statement.region.code.as_deref().unwrap_or_default();
    let scheme = rulebook.scheme(examined.year, region)?;
    let charge = |one: &Judged| Charge {
        code: one.finding.code,
        facet: one.facet(),
        severity: one.finding.severity,
    };
    let charges: Vec<Charge> = judged.iter().filter(|one| one.is_open()).map(charge).collect();
    Some(opinion::score(scheme, &charges))
}

/// Words without white space.
fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}
