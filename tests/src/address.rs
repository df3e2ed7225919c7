//! The address of a finding: which rule says it of which leaf of which statement.
//!
//! An address quotes nothing: `lulong TGT001 项目3第4行指标值` is the finding of TGT001 on the target in
//! the fourth row of the third project. A second finding of the same rule at the same leaf ends in `#2`.

use std::collections::BTreeMap;

use ground::{Finding, Span, Words};
use model::leaves::Locus;
use model::statement::Statement;

/// The addresses of all findings, which come in the order of the document, each with its finding.
pub fn addresses<'f>(
    key: &str,
    statement: &Statement,
    findings: &'f [Finding],
) -> Vec<(String, &'f Finding)> {
    let leaves = statement.leaves();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(findings.len());
    for finding in findings {
        let place = place(statement, &leaves, finding.span());
        let address = format!("{key} {} {place}", finding.code);
        let times = seen.entry(address.clone()).or_default();
        *times += 1;
        let again = if *times > 1 { format!("#{times}") } else { String::new() };
        all.push((format!("{address}{again}"), finding));
    }
    all
}

/// The leaf that holds the decisive words. Labels and numbers are no leaves: of them the project is
/// named in whose table they stand, elsewhere the leaf that follows.
fn place(statement: &Statement, leaves: &[(Locus, &Words)], span: Span) -> String {
    let holds = |words: &Words| words.at.start <= span.start && span.end <= words.at.end;
    if let Some((locus, _)) = leaves.iter().find(|(_, words)| holds(words)) {
        return spelled(*locus);
    }
    let begun = |heading: &Words| heading.at.start <= span.start;
    let headings = statement.projects.iter().filter_map(|project| project.heading.as_ref());
    match headings.filter(|heading| begun(heading)).count() {
        0 => {
            let following = leaves.iter().filter(|(_, words)| words.at.start >= span.start);
            let next = following.min_by_key(|(_, words)| words.at.start);
            next.map_or_else(|| "全文".to_owned(), |(locus, _)| spelled(*locus))
        }
        project => format!("项目{project}"),
    }
}

/// As the program names a leaf, with the number of the paragraph or goal where it leaves that out.
fn spelled(locus: Locus) -> String {
    match locus {
        Locus::Overall(index) | Locus::Safeguard(index) => format!("{locus}第{}段", index + 1),
        Locus::Goal(_, index) => format!("{locus}第{}条", index + 1),
        _ => locus.to_string(),
    }
}
