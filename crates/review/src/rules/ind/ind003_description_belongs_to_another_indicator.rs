//! IND003: a description that speaks of another indicator of the same table.

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Words};

use model::statement::Indicator;

use crate::row::{Row, Table, tables};
use crate::wording::{letters, letters_key, same_letters, shared_pairs};
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
        let all = Known::of(table);
        for row in table.rows() {
            findings.extend(stray(&row, &all));
        }
    }
}

/// The rows of a table by the letters of their cells.
struct Known<'s> {
    names: Vec<(u64, Row<'s>)>,
    descriptions: Vec<(u64, Row<'s>)>,
}

impl<'s> Known<'s> {
    fn of(table: Table<'s>) -> Known<'s> {
        let by = |cell: fn(&Indicator) -> &str| {
            let keyed = |row: Row<'s>| (letters_key(cell(row.indicator)), row);
            let mut rows: Vec<(u64, Row<'s>)> = table.rows().map(keyed).collect();
            rows.sort_by_key(|(key, _)| *key);
            rows
        };
        Known { names: by(Indicator::name), descriptions: by(Indicator::description) }
    }

    /// The first rows with this key, in the order of the document.
    fn with<'k>(rows: &'k [(u64, Row<'s>)], key: u64) -> impl Iterator<Item = &'k Row<'s>> {
        // More rows than this with the same words are no table of indicators.
        const MOST: usize = 100;
        let first = rows.partition_point(|(known, _)| *known < key);
        let same = rows.iter().skip(first).take_while(move |(known, _)| *known == key);
        same.map(|(_, row)| row).take(MOST)
    }
}

fn stray(row: &Row<'_>, all: &Known<'_>) -> Option<Finding> {
    let (name, description) =
        (row.indicator.name.as_ref()?, row.indicator.description.as_ref()?);
    let telling = letters(&description.text).nth(3).is_some() && !name.is_blank();
    if !telling || same_letters(&name.text, &description.text) {
        return None;
    }
    let key = letters_key(&description.text);
    let other = |other: &&Row<'_>| other.indicator.name() != name.text;
    let shared = || shared_pairs(&name.text, &description.text);
    let named = Known::with(&all.names, key).filter(other).find_map(|other| {
        let there = other.indicator.name.as_ref()?;
        same_letters(&there.text, &description.text).then_some(there)
    });
    let foreign = |(shared, pairs): (usize, usize)| shared * 3 <= pairs;
    if let Some(there) = named.filter(|_| foreign(shared())) {
        return Some(finding(name, description, there, "指标名称", Severity::Error));
    }
    let described = Known::with(&all.descriptions, key).filter(other).find_map(|other| {
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
