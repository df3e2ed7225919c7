//! The review as SARIF 2.1.0, which code hosts and editors read.
//!
//! Lines and columns count Unicode code points. A Word document has no lines: there a location names
//! the file, and its place and address in words.

mod log;

use std::path::Path;

use ground::{Format, Mark, RuleCode, RuleInfo, Severity, Source, Span, Sureness};
use rulebook::Rulebook;

use self::log::{
    ArtifactChange, ArtifactLocation, Configuration, Fix, Location, LogicalLocation,
    PhysicalLocation, Region, Replacement, ReportingDescriptor, ResultProperties, RuleProperties,
    SarifResult, Suppression, Text,
};
use super::json::indented;
use super::{Context, Line, Show, signed};
use crate::catalogue;
use crate::report::position;
use crate::reviewed::{Judged, Reviewed};

/// The review as SARIF.
#[derive(Clone, Copy, Debug)]
pub struct Sarif<'c>(pub Context<'c>);

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl Show for Sarif<'_> {
    fn begin(&self) -> String {
        let rules: Vec<ReportingDescriptor> =
            catalogue::all().into_iter().map(|info| rule(info, self.0.rulebook)).collect();
        let version = env!("CARGO_PKG_VERSION");
        let driver = serde_json::json!({
            "name": "jiheng",
            "fullName": "绩衡",
            "version": version,
            "semanticVersion": version,
            "language": "zh-CN",
            "rules": rules,
        });
        let driver = indented(&driver, 8);
        format!(
            "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {{\n      \
             \"tool\": {{\n        \"driver\": {driver}\n      }},\n      \
             \"language\": \"zh-CN\",\n      \"columnKind\": \"unicodeCodePoints\",\n      \
             \"results\": ["
        )
    }

    fn file(&self, reviewed: &Reviewed) -> String {
        let results = reviewed.judged.iter().map(|judged| result(judged, reviewed));
        let shown = results.map(|result| format!("\n        {}", indented(&result, 8)));
        shown.collect::<Vec<_>>().join(self.between())
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn end(&self, _lines: &[Line]) -> String {
        "\n      ]\n    }\n  ]\n}\n".into()
    }

    fn extension(&self) -> &'static str {
        "sarif"
    }
}

fn rule(info: &'static RuleInfo, rulebook: &Rulebook) -> ReportingDescriptor {
    let manual = catalogue::manual(info.code);
    let basis = info.basis.iter().filter_map(|reference| {
        let law = rulebook.law(reference.law)?;
        Some(format!("{} {}", law.citation(), reference.article).trim().to_owned())
    });
    let family = catalogue::family_name(info.code.family()).to_owned();
    ReportingDescriptor {
        id: info.code.to_string(),
        name: info.name.into(),
        short_description: Text::plain(info.title),
        help: manual.map(|page| Text { text: page.into(), markdown: Some(page.into()) }),
        default_configuration: Configuration { level: level(info.severity) },
        properties: RuleProperties {
            facet: info.facet.label(),
            since: info.since,
            basis: basis.collect(),
            tags: vec![info.facet.label().into(), family.clone()],
            family,
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(judged: &Judged, reviewed: &Reviewed) -> SarifResult {
    let finding = &judged.finding;
    let mut marks = finding.marks.iter();
    let first = marks.next().cloned().unwrap_or_else(|| Mark::new(Span::default()));
    let mut decisive = location(&first, reviewed);
    if let Some(locus) = judged.locus {
        let name = locus.to_string();
        let logical = LogicalLocation { fully_qualified_name: name, kind: Some("member") };
        decisive.logical_locations.push(logical);
    }
    let related = (1..).zip(marks).map(|(id, mark)| {
        let message = (!mark.label.is_empty()).then(|| Text::plain(&mark.label));
        Location { id: Some(id), message, ..location(mark, reviewed) }
    });
    SarifResult {
        rule_id: finding.code.to_string(),
        rule_index: rule_index(finding.code),
        level: level(finding.severity),
        message: Text::plain(&finding.message),
        locations: vec![decisive],
        related_locations: related.collect(),
        fixes: fix(judged, reviewed).into_iter().collect(),
        suppressions: judged.accepted.iter().map(suppression).collect(),
        properties: ResultProperties {
            help: finding.help.clone(),
            address: judged.locus.map(|locus| locus.to_string()),
        },
    }
}

fn rule_index(code: RuleCode) -> Option<usize> {
    catalogue::all().iter().position(|info| info.code == code)
}

fn location(mark: &Mark, reviewed: &Reviewed) -> Location {
    let source = &reviewed.source;
    let has_lines = source.format == Format::Text && !source.text.is_empty();
    let place = (!has_lines && !source.text.is_empty()).then(|| LogicalLocation {
        fully_qualified_name: source.place(mark.span.start).to_string(),
        kind: None,
    });
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: artifact(&reviewed.name),
            region: has_lines.then(|| region(source, mark.span)),
        },
        logical_locations: place.into_iter().collect(),
        message: None,
    }
}

fn region(source: &Source, span: Span) -> Region {
    let (start_line, start_column) = position(source, span.start);
    let (end_line, end_column) = position(source, span.end);
    let words = source.excerpt(span);
    let snippet = (!words.is_empty()).then(|| Text::plain(words));
    Region { start_line, start_column, end_line, end_column, snippet }
}

/// Corrections of texts; a Word document has no regions to replace.
fn fix(judged: &Judged, reviewed: &Reviewed) -> Option<Fix> {
    let source = &reviewed.source;
    let fix = judged.finding.fix.as_ref().filter(|_| source.format == Format::Text)?;
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: Region { snippet: None, ..region(source, edit.span) },
        inserted_content: Text::plain(&edit.text),
    });
    let description = match fix.sureness {
        Sureness::Safe => "可自动改正",
        Sureness::Suggested => "建议改法，请核对后采用",
    };
    Some(Fix {
        description: Text::plain(description),
        artifact_changes: vec![ArtifactChange {
            artifact_location: artifact(&reviewed.name),
            replacements: replacements.collect(),
        }],
    })
}

fn suppression(accepted: &review::accept::Acceptance) -> Suppression {
    let signed = signed(accepted);
    let justification = match signed.as_str() {
        "" => accepted.reason.clone(),
        signed => format!("{}（{signed}）", accepted.reason),
    };
    Suppression { kind: "external", status: "accepted", justification }
}

/// The file's path as a relative URI, or as a file URI where the path is absolute.
fn artifact(name: &str) -> ArtifactLocation {
    let path = Path::new(name);
    let steps = name.split(['/', '\\']).map(percent_encoded).collect::<Vec<_>>().join("/");
    let uri = if path.is_absolute() {
        format!("file://{}{steps}", if steps.starts_with('/') { "" } else { "/" })
    } else {
        steps
    };
    ArtifactLocation { uri }
}

/// All but the signs that a URI may hold as they are.
fn percent_encoded(step: &str) -> String {
    let mut out = String::new();
    for byte in step.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(artifact("各部门/a b.txt").uri, "%E5%90%84%E9%83%A8%E9%97%A8/a%20b.txt");
        assert_eq!(artifact("/srv/a.txt").uri, "file:///srv/a.txt");
    }
}
