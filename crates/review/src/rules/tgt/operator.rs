//! Which operator a target without one should have: what the same statement says, or what is usual.

use std::ops::Range;

use ground::{Sureness, Words};
use model::quantity::{Figure, Operator, Quantity};
use model::target::figures;
use rulebook::WordList;

use crate::Subject;
use crate::row::Row;
use crate::wording::shared_pairs;

/// An operator to offer.
pub(super) struct Proposal<'s> {
    pub(super) operator: Operator,
    pub(super) sureness: Sureness,
    /// Where the statement itself gives it: the leaf and the figure there.
    pub(super) proof: Option<(&'s Words, Range<usize>)>,
}

/// The operator that the statement gives elsewhere for the same figure of the same thing; else the
/// usual one, which a person has to confirm.
pub(super) fn propose<'s>(
    subject: &Subject<'s>,
    row: &Row<'s>,
    quantity: &Quantity,
) -> Proposal<'s> {
    let mut proofs: Vec<Proof<'s>> = Vec::new();
    for words in row.labels() {
        let figures = figures(&words.text).into_iter();
        proofs.extend(figures.filter_map(|figure| proof(words, &figure, quantity)));
    }
    let facts = subject.facts();
    let goals = facts
        .projects
        .iter()
        .filter(|facts| row.project.is_some_and(|project| std::ptr::eq(project, facts.project)));
    let goals = goals.flat_map(|facts| &facts.claims);
    for claim in goals.chain(facts.sub_goals.iter().flatten()) {
        // Another figure of the same size may count another thing.
        let (shared, all) = shared_pairs(row.indicator.name(), claim.clause_text());
        if shared >= 2 && shared * 5 >= all * 2 {
            proofs.extend(proof(claim.words, &claim.figure, quantity));
        }
    }
    let agree = proofs.windows(2).all(|pair| matches!(pair, [one, other] if one.1 == other.1));
    match proofs.into_iter().next() {
        Some((words, operator, range)) => Proposal {
            operator,
            sureness: if agree { Sureness::Safe } else { Sureness::Suggested },
            proof: Some((words, range)),
        },
        None => {
            Proposal { operator: usual(row, quantity), sureness: Sureness::Suggested, proof: None }
        }
    }
}

type Proof<'s> = (&'s Words, Operator, Range<usize>);

/// The figure as a proof of the operator that belongs to `quantity`.
fn proof<'s>(words: &'s Words, figure: &Figure, quantity: &Quantity) -> Option<Proof<'s>> {
    let other = &figure.quantity;
    let same = other.upper.is_none()
        && other.value == quantity.value
        && other.unit.is_some()
        && other.unit == quantity.unit
        && other.per == quantity.per;
    other.operator.filter(|_| same).map(|operator| (words, operator, figure.range.clone()))
}

/// Costs and what is better the less there is of it have a ceiling; all else has a floor.
pub(super) fn usual(row: &Row<'_>, quantity: &Quantity) -> Operator {
    let money = quantity.family() == Some(model::unit::Family::Money);
    let ceiling = row.indicator.is_cost() && (money || !row.says(WordList::MoreIsBetter));
    if ceiling || row.says(WordList::LessIsBetter) { Operator::AtMost } else { Operator::AtLeast }
}
