//! Where a finding stands: the leaf of the statement that holds its decisive words.

use ground::{Finding, Span, Words};
use model::leaves::Locus;
use model::statement::Statement;

/// Finds the leaf in which words stand.
#[derive(Debug)]
pub struct Loci<'s>(Vec<(Locus, &'s Words)>);

impl<'s> Loci<'s> {
    /// Over the leaves of a statement.
    pub fn new(statement: &'s Statement) -> Loci<'s> {
        Loci(statement.leaves())
    }

    /// The smallest leaf that holds the span.
    pub fn at(&self, span: Span) -> Option<Locus> {
        let holds = |at: Span| at.start <= span.start && span.end <= at.end;
        let holding = self.0.iter().filter(|(_, words)| holds(words.at));
        holding.min_by_key(|(_, words)| words.at.end - words.at.start).map(|(locus, _)| *locus)
    }
}

/// A finding with the leaf in which its decisive words stand.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The finding.
    pub finding: Finding,
    /// The leaf; `None` where they stand in none.
    pub locus: Option<Locus>,
}

/// Finds the leaf of every finding of a statement; the order stays.
pub fn placed(statement: &Statement, findings: Vec<Finding>) -> Vec<Placed> {
    let loci = Loci::new(statement);
    let place = |finding: Finding| Placed { locus: loci.at(finding.span()), finding };
    findings.into_iter().map(place).collect()
}
