//! What the tests over many statements share: a table of how much was read rightly, the words and the
//! address of a finding.

pub mod address;
pub mod difference;
pub mod pdf;
pub mod planted;

use std::collections::BTreeMap;
use std::fmt;

use ground::{Finding, Source};
use testkit::truth::Comparison;

/// How much was read rightly, by layout.
#[derive(Debug, Default)]
pub struct Accuracy {
    rows: BTreeMap<&'static str, Row>,
}

#[derive(Debug, Default)]
struct Row {
    statements: usize,
    whole: usize,
    fields: usize,
    wrong: usize,
}

impl Accuracy {
    /// Counts one statement.
    pub fn add(&mut self, layout: &'static str, comparison: &Comparison) {
        let row = self.rows.entry(layout).or_default();
        row.statements += 1;
        row.whole += usize::from(comparison.wrong.is_empty());
        row.fields += comparison.fields;
        row.wrong += comparison.wrong.len();
    }

    /// Of ten thousand fields of all layouts, how many were read rightly.
    pub fn per_myriad(&self) -> usize {
        let fields: usize = self.rows.values().map(|row| row.fields).sum();
        let wrong: usize = self.rows.values().map(|row| row.wrong).sum();
        (fields.saturating_sub(wrong) * 10_000).checked_div(fields).unwrap_or(10_000)
    }
}

impl fmt::Display for Accuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<40} {:>6} {:>6} {:>8} {:>7} {:>8}",
            "layout", "files", "whole", "fields", "wrong", "right"
        )?;
        for (name, row) in &self.rows {
            let right = (row.fields.saturating_sub(row.wrong) * 10_000)
                .checked_div(row.fields)
                .unwrap_or(0);
            writeln!(
                f,
                "{name:<40} {:>6} {:>6} {:>8} {:>7} {:>5}.{:02}%",
                row.statements,
                row.whole,
                row.fields,
                row.wrong,
                right / 100,
                right % 100
            )?;
        }
        Ok(())
    }
}

/// The words a finding marks first.
pub fn spoken(source: &Source, finding: &Finding) -> String {
    tight(source.excerpt(finding.span()))
}

/// The words of all marks of a finding.
pub fn marked(source: &Source, finding: &Finding) -> Vec<String> {
    finding.marks.iter().map(|mark| tight(source.excerpt(mark.span))).collect()
}

/// Words without what the layout put between them: blanks, line ends, bars of a drawn table.
pub fn tight(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '|' | '│')).collect()
}

/// How many statements a test takes: the usual number, or as many times that as `JIHENG_TIMES` says,
/// for a long search.
pub fn many(usual: u64) -> u64 {
    let times = std::env::var("JIHENG_TIMES").ok().and_then(|times| times.parse::<u64>().ok());
    usual * times.unwrap_or(1)
}
