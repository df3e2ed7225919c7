//! The report as data: what `--format json` prints, a stable and documented structure.

pub mod extract;
pub mod rules;

use ground::{Facet, Fix, Format, RuleCode, Severity};
use rulebook::Rulebook;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::reviewed::{Judged, Reviewed, Tally};

/// The identifier of this structure; its last number changes when a reader of it would break.
pub const SCHEMA: &str = "jiheng/review/1";

/// What a review found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// `jiheng/review/1`
    pub schema: String,
    /// The program that wrote it.
    pub tool: Tool,
    /// The files, in the order in which they were given or found.
    pub files: Vec<FileReport>,
    /// All files together.
    pub summary: Summary,
}

/// The program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `jiheng`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileReport {
    /// Its path as it was given or found.
    pub name: String,
    /// The format by its content.
    pub format: Format,
    /// How its characters are encoded.
    pub encoding: String,
    /// Whether it could be read; if not, the findings say why.
    pub readable: bool,
    /// What it is.
    pub statement: StatementHead,
    /// What is wrong with it, in the order of the document.
    pub findings: Vec<FindingReport>,
}

/// What the cover says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatementHead {
    /// Title.
    pub title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Region code, six digits.
    pub region: Option<String>,
    /// Year of the plan.
    pub year: Option<i16>,
    /// How many budget projects it has.
    pub projects: usize,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingReport {
    /// Its rule.
    pub code: RuleCode,
    /// The rule's English name.
    pub name: String,
    /// The rule's Chinese title.
    pub title: String,
    /// How grave it is.
    pub severity: Severity,
    /// Facet of the official review under which it counts.
    pub facet: Facet,
    /// What is wrong, in one Chinese sentence.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// The leaf of the statement in which the decisive words stand, e.g. 项目2第4行指标值.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Law or logic behind the rule.
    pub basis: Vec<Basis>,
    /// The acceptance that covers it: it does not count then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// The words it speaks of, the decisive ones first.
    pub marks: Vec<MarkReport>,
    /// A correction; its spans count in the linear text, in UTF-8 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// Law or logic behind a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// Identifier of the instrument.
    pub law: String,
    /// The instrument with its number, and a note where it is not verified.
    pub citation: String,
    /// Article or point.
    pub article: String,
    /// `verified`, `practice` or `unverified`.
    pub standing: String,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accepted {
    /// The reason.
    pub reason: String,
    /// Who accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// On which day, `2026-01-15`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Words that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MarkReport {
    /// First byte in the linear text (UTF-8), from 0.
    pub start: u32,
    /// First byte behind the words.
    pub end: u32,
    /// Line of the linear text, from 1; of a plain text the line of the file.
    pub line: u32,
    /// Character in that line, from 1.
    pub column: u32,
    /// The place in the terms of the format: 第12行第5字, 表3第4行第2列.
    pub place: String,
    /// The words; empty where something is missing.
    pub text: String,
    /// What is said at them; may be empty.
    pub label: String,
}

/// All files together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Files.
    pub files: usize,
    /// Errors that are not accepted.
    pub errors: usize,
    /// Warnings that are not accepted.
    pub warnings: usize,
    /// Notes that are not accepted.
    pub notes: usize,
    /// Accepted findings.
    pub accepted: usize,
    /// Findings that `--fix` would mend.
    pub fixable: usize,
}

impl Tool {
    /// This program.
    pub fn this() -> Tool {
        Tool { name: "jiheng".into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

impl Summary {
    /// So many findings in so many files.
    pub fn new(files: usize, tally: Tally) -> Summary {
        let Tally { errors, warnings, notes, accepted, fixable } = tally;
        Summary { files, errors, warnings, notes, accepted, fixable }
    }
}

impl FileReport {
    /// The report of one file.
    pub fn new(reviewed: &Reviewed, rulebook: &Rulebook) -> FileReport {
        let statement = &reviewed.statement;
        let text = |words: &Option<ground::Words>| words.as_ref().map(|words| words.text.clone());
        FileReport {
            name: reviewed.name.clone(),
            format: reviewed.source.format,
            encoding: reviewed.source.encoding.clone(),
            readable: reviewed.is_readable,
            statement: StatementHead {
                title: text(&statement.title),
                department: text(&statement.department),
                region: statement.region.code.clone(),
                year: statement.plan_year(),
                projects: statement.projects.len(),
            },
            findings: reviewed.judged.iter().map(|j| finding(j, reviewed, rulebook)).collect(),
        }
    }
}

/// What stands behind a rule, the most telling first.
pub fn basis(judged: &Judged, rulebook: &Rulebook) -> Vec<Basis> {
    let references = judged.info.map_or(&[][..], |info| info.basis);
    references
        .iter()
        .filter_map(|reference| {
            let law = rulebook.law(reference.law)?;
            let standing = serde_json::to_value(law.standing).ok()?;
            Some(Basis {
                law: law.id.clone(),
                citation: law.citation(),
                article: reference.article.into(),
                standing: standing.as_str().unwrap_or_default().into(),
            })
        })
        .collect()
}

impl Basis {
    /// Instrument and article in one phrase.
    pub fn phrase(&self) -> String {
        match self.article.as_str() {
            "" => self.citation.clone(),
            article => format!("{}：{article}", self.citation),
        }
    }
}

fn finding(judged: &Judged, reviewed: &Reviewed, rulebook: &Rulebook) -> FindingReport {
    let finding = &judged.finding;
    FindingReport {
        code: finding.code,
        name: judged.info.map_or("", |info| info.name).into(),
        title: judged.title().into(),
        severity: finding.severity,
        facet: judged.facet(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        address: judged.locus.map(|locus| locus.to_string()),
        basis: basis(judged, rulebook),
        accepted: judged.accepted.as_ref().map(|accepted| Accepted {
            reason: accepted.reason.clone(),
            by: accepted.by.clone(),
            date: accepted.date.map(|date| date.to_string()),
        }),
        marks: finding.marks.iter().map(|mark| mark_report(mark, reviewed)).collect(),
        fix: finding.fix.clone(),
    }
}

fn mark_report(mark: &ground::Mark, reviewed: &Reviewed) -> MarkReport {
    let source = &reviewed.source;
    let (line, column) = position(source, mark.span.start);
    MarkReport {
        start: mark.span.start,
        end: mark.span.end,
        line,
        column,
        place: source.place(mark.span.start).to_string(),
        text: source.excerpt(mark.span).to_owned(),
        label: mark.label.clone(),
    }
}

/// Line and character of a byte in the linear text, from 1.
pub(crate) fn position(source: &ground::Source, offset: u32) -> (u32, u32) {
    let line = source.line(offset);
    let start = source.line_span(line).start;
    let before = source.text.get(start as usize..offset as usize).unwrap_or_default();
    (line, u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1))
}
