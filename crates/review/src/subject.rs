//! What a rule may look at.

use std::cell::OnceCell;

use crate::Others;
use crate::facts::Facts;
use ground::{Day, Source, Words};
use model::leaves::Locus;
use model::statement::{Indicator, Project, Statement};
use rulebook::{Department, Framework, Hit, Parameter, Rulebook, WordList};

/// A statement under review, with all that rules share.
#[derive(Debug)]
pub struct Subject<'s> {
    /// The linear text that spans count in.
    pub source: &'s Source,
    /// The statement.
    pub statement: &'s Statement,
    /// The law and the catalogues.
    pub rulebook: &'s Rulebook,
    /// Last year's statement of the same department, if it was given.
    pub previous: Option<&'s Statement>,
    /// Statements of others that were given to compare with.
    pub others: Option<&'s Others<'s>>,
    /// Its own number among the others, where it is one of them.
    pub itself: Option<usize>,
    /// The year of the plan; that of most project codes where the cover names none.
    pub year: i16,
    /// Region code; empty where it is unknown.
    pub region: &'s str,
    /// The kind of the department, if it is a known one.
    pub department: Option<&'s Department>,
    /// Every leaf of the statement with the words of the lists found in it, in document order.
    pub passages: Vec<Passage<'s>>,
    facts: OnceCell<Facts<'s>>,
}

/// A leaf with what the word lists find in it.
#[derive(Debug)]
pub struct Passage<'s> {
    /// Its address.
    pub locus: Locus,
    /// Its words.
    pub words: &'s Words,
    /// Words of the lists in it.
    pub hits: Vec<Hit<'s>>,
}

impl<'s> Subject<'s> {
    /// Prepares a statement for review.
    pub fn new(
        source: &'s Source,
        statement: &'s Statement,
        rulebook: &'s Rulebook,
    ) -> Subject<'s> {
        let passages = statement
            .leaves()
            .into_iter()
            .map(|(locus, words)| Passage {
                locus,
                words,
                hits: rulebook.words().find(&words.text),
            })
            .collect();
        let name = statement.department.as_ref().or(statement.title.as_ref());
        Subject {
            source,
            statement,
            rulebook,
            previous: None,
            others: None,
            itself: None,
            year: plan_year(statement),
            region: statement.region.code.as_deref().unwrap_or_default(),
            department: name.and_then(|name| rulebook.department(&name.text)),
            passages,
            facts: OnceCell::new(),
        }
    }

    /// With last year's statement beside it.
    pub fn with_previous(mut self, previous: Option<&'s Statement>) -> Subject<'s> {
        self.previous = previous;
        self
    }

    /// With the statements of others beside it, among which it may have the number `itself`.
    pub fn with_others(mut self, others: &'s Others<'s>, itself: Option<usize>) -> Subject<'s> {
        self.others = Some(others);
        self.itself = itself;
        self
    }

    /// What several rules need to know of the whole, worked out when first asked for.
    pub fn facts(&self) -> &Facts<'s> {
        self.facts.get_or_init(|| Facts::of(self))
    }

    /// First day of the plan year: the day for which parameters and law are asked.
    pub fn day(&self) -> Day {
        Day::new(self.year, 1, 1).unwrap_or_default()
    }

    /// The value of a parameter for this year and region; zero where none is in force.
    pub fn number(&self, parameter: Parameter) -> ground::Decimal {
        let found = self.rulebook.parameter(parameter, self.day(), self.region);
        found.map(rulebook::ParameterValue::number).unwrap_or_default()
    }

    /// The indicator tree by which this statement is judged: of those in force the one it follows.
    pub fn framework(&self) -> Option<&'s Framework> {
        let in_force = self.rulebook.frameworks(self.year, self.region);
        let cost_is_a_dimension = self
            .indicators()
            .any(|(_, _, row)| row.dimension() == Some(model::statement::Dimension::Cost));
        let has_cost = |framework: &&&Framework| {
            framework.dimensions.iter().any(|dimension| dimension.key == "cost")
        };
        let fitting = in_force.iter().find(|framework| has_cost(framework) == cost_is_a_dimension);
        fitting.or(in_force.first()).copied()
    }

    /// Every project with its number, from 0.
    pub fn projects(&self) -> impl Iterator<Item = (usize, &'s Project)> + use<'s> {
        self.statement.projects.iter().enumerate()
    }

    /// Every indicator of every project: number of the project, number of the row, the row.
    pub fn indicators(&self) -> impl Iterator<Item = (usize, usize, &'s Indicator)> + use<'s> {
        self.projects().flat_map(|(number, project)| {
            project
                .indicators
                .iter()
                .enumerate()
                .map(move |(row, indicator)| (number, row, indicator))
        })
    }

    /// Every word of a list, with the leaf it stands in.
    pub fn hits(&self, list: WordList) -> impl Iterator<Item = (&Passage<'s>, &Hit<'s>)> {
        self.passages.iter().flat_map(move |passage| {
            passage.hits.iter().filter(move |hit| hit.list == list).map(move |hit| (passage, hit))
        })
    }
}

fn plan_year(statement: &Statement) -> i16 {
    statement.plan_year().or_else(|| coded_year(statement)).unwrap_or(2026)
}

/// The year in most of the project codes; of equally many the latest.
fn coded_year(statement: &Statement) -> Option<i16> {
    let codes = || {
        let codes = statement.projects.iter().filter_map(|project| project.code.as_ref());
        codes.filter_map(|code| code.value.as_ref()).map(|code| code.year)
    };
    codes().max_by_key(|year| (codes().filter(|other| other == year).count(), *year))
}
