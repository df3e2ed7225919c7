//! IND003: a description that speaks of another indicator of the same table.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use crate::row::{Row, tables};
use crate::wording::{letters, same_letters, shared_pairs};
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("IND003"),
        name: "description_belongs_to_another_indicator",
        title: "指标描述说的是另一个指标",
        severity: Severity::Error,
        facet: Facet::Relevance,
        basis: &[
            LegalRef { law: "logic", article: "描述与名称一致" },
            LegalRef { law: "practice", article: "指标描述应与指标对应" },
        ],
        since: "0.1.0",
    },
    manual: include_str!("ind003_description_belongs_to_another_indicator.md"),
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for table in tables(subject) {
        let all: Vec<Row<'_>> = table.rows().collect();
        for row in &all {
            findings.extend(stray(row, &all));
        }
    }
}

fn stray(row: &Row<'_>, all: &[Row<'_>]) -> Option<Finding> {
    let (name, description) =
        (row.indicator.name.as_ref()?, row.indicator.description.as_ref()?);
    let telling = letters(&description.text).nth(3).is_some() && !name.is_blank();
    if !telling || same_letters(&name.text, &description.text) {
        return None;
    }
    let others = || all.iter().filter(|other| other.indicator.name() != name.text);
    let shared = || shared_pairs(&name.text, &description.text);
    let named = others().find_map(|other| {
        let there = other.indicator.name.as_ref()?;
        same_letters(&there.text, &description.text).then_some(there)
    });
    let foreign = |(shared, pairs): (usize, usize)| shared * 3 <= pairs;
    if let Some(there) = named.filter(|_| foreign(shared())) {
        return Some(finding(name, description, there, "指标名称", Severity::Error));
    }
    let described = others().find_map(|other| {
        let (there, title) =
            (other.indicator.description.as_ref()?, other.indicator.name.as_ref()?);
        let same = same_letters(&there.text, &description.text);
        (same && shared_pairs(&title.text, &there.text).0 > 0).then_some(there)
    });
    let there = described.filter(|there| there.at != description.at && shared().0 == 0)?;
    Some(finding(name, description, there, "指标描述", Severity::Warning))
}

fn finding(
    name: &Words,
    description: &Words,
    there: &Words,
    what: &str,
    severity: Severity,
) -> Finding {
    let message = format!(
        "“{}”的描述“{}”是另一行的{what}，说的不是这个指标",
        name.text, description.text
    );
    RULE.info
        .finding(description.at, message)
        .graded(severity)
        .also(there.at, format!("另一行的{what}"))
        .help(format!("按“{}”重写描述，写明口径或公式", name.text))
}
