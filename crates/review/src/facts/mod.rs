//! Facts about a statement that several rules need: worked out once, when first asked for.
//!
//! [`Terms`] tell what a passage is about; a [`Claim`] is a figure promised in running text; a
//! [`ProjectFacts`] holds a project's claims and what its indicators are about; [`Links`] tell which
//! sub-goal speaks of which project.

mod claims;
mod costs;
mod links;
mod terms;

use std::ops::Range;

use ground::Words;
use model::statement::{Indicator, Project};
use model::unit::Family;

use crate::Subject;
pub use claims::{Claim, claims, rate_key};
pub use costs::{Costs, Pair, Spending, costs, counted_family, price};
pub use links::Links;
pub use terms::{Terms, permille};

/// What rules know of the whole statement beyond its leaves.
#[derive(Debug)]
pub struct Facts<'s> {
    /// The projects, in order.
    pub projects: Vec<ProjectFacts<'s>>,
    /// The indicators of the department as a whole, where the statement has such a table.
    pub department: Vec<RowFacts<'s>>,
    /// The figures of each sub-goal, in order.
    pub sub_goals: Vec<Vec<Claim<'s>>>,
    /// Which sub-goal speaks of which project.
    pub links: Links,
}

/// What rules know of one project.
#[derive(Debug)]
pub struct ProjectFacts<'s> {
    /// The project.
    pub project: &'s Project,
    /// Its indicators, with what they are about.
    pub rows: Vec<RowFacts<'s>>,
    /// The figures of its goals.
    pub claims: Vec<Claim<'s>>,
}

/// What rules know of one indicator.
#[derive(Debug)]
pub struct RowFacts<'s> {
    /// The row.
    pub row: &'s Indicator,
    /// What its name is about.
    pub name: Terms,
    /// What name and description are about.
    pub whole: Terms,
    /// The kind of rate it measures, e.g. 满意 for 职工满意度; `None` for what is no rate.
    pub rate: Option<String>,
}

impl<'s> Facts<'s> {
    pub(crate) fn of(subject: &Subject<'s>) -> Facts<'s> {
        let projects: Vec<ProjectFacts<'s>> =
            subject.projects().map(|(_, project)| project_facts(subject, project)).collect();
        let items = subject.statement.sub_goals.iter().flat_map(|part| &part.items);
        let sub_goals = items.clone().map(|item| {
            let from = item.paragraphs.iter();
            from.flat_map(|words| claims(subject.rulebook, words)).collect()
        });
        let sub_goals = sub_goals.collect();
        let links = Links::of(subject, items);
        let department = subject.statement.indicators.iter();
        let department = department.map(|row| row_facts(subject, row)).collect();
        Facts { projects, department, sub_goals, links }
    }
}

fn project_facts<'s>(subject: &Subject<'s>, project: &'s Project) -> ProjectFacts<'s> {
    let goals = project.goals.iter();
    ProjectFacts {
        project,
        rows: project.indicators.iter().map(|row| row_facts(subject, row)).collect(),
        claims: goals.flat_map(|goal| claims(subject.rulebook, &goal.words)).collect(),
    }
}

fn row_facts<'s>(subject: &Subject<'s>, row: &'s Indicator) -> RowFacts<'s> {
    let name = Terms::of(subject.rulebook, row.name());
    let whole = name.clone().with(&Terms::of(subject.rulebook, row.description()));
    let is_rate = row.target().is_some_and(|target| {
        target.quantities().iter().any(|quantity| quantity.family() == Some(Family::Share))
    });
    let rate = is_rate.then(|| rate_key(row.name()).or(rate_key(row.description()))).flatten();
    RowFacts { row, name, whole, rate: rate.map(str::to_owned) }
}

impl RowFacts<'_> {
    /// How much a claim and this row are about the same thing, in thousandths.
    pub fn kinship(&self, claim: &Claim<'_>) -> u32 {
        let close = claim.terms.within(&self.whole).max(self.name.within(&claim.terms));
        let wide = self.name.within(&claim.context) * 7 / 10;
        close.max(wide)
    }

    /// Whether a claim's number counts the same kind of thing as a quantity of this row.
    pub fn comparable(&self, claim: &Claim<'_>) -> bool {
        let quantity = claim.quantity();
        let Some(family) = quantity.family() else { return false };
        self.row.target().is_some_and(|target| {
            target.quantities().iter().any(|own| {
                let same_kind = own.family().is_some_and(|own| own.comparable(family));
                let money = family == Family::Money;
                same_kind && (!money || own.is_per() == quantity.is_per() || self.is_unit_cost())
            })
        })
    }

    /// Whether one of its quantities has the claim's value.
    pub fn has_value_of(&self, claim: &Claim<'_>) -> bool {
        let Some(value) = claim.quantity().in_base() else { return false };
        self.row.target().is_some_and(|target| {
            target.quantities().iter().any(|own| {
                let same = own.in_base() == Some(value);
                same && own
                    .family()
                    .zip(claim.quantity().family())
                    .is_some_and(|(a, b)| a.comparable(b))
            })
        })
    }

    /// Whether it is the cost of one unit, by its unit or by its words.
    pub fn is_unit_cost(&self) -> bool {
        let per = self
            .row
            .target()
            .is_some_and(|target| target.quantities().iter().any(|quantity| quantity.is_per()));
        let words = [
            "人均", "户均", "每人", "每户", "单价", "每名", "每次", "每场", "每亩", "每份", "每套",
        ];
        per || words
            .iter()
            .any(|word| self.row.name().contains(word) || self.row.description().contains(word))
    }
}

/// The words of `range` in `words` as they stand.
pub(crate) fn excerpt<'w>(words: &'w Words, range: &Range<usize>) -> &'w str {
    words.text.get(range.clone()).unwrap_or_default()
}
