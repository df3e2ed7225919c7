//! Rows of the indicator tables, those of the projects and those of the whole department alike.

use ground::Words;
use model::quantity::Quantity;
use model::statement::{Aspect, Dimension, Indicator, Project, Statement};
use model::target::Target;
use model::unit::Family;
use rulebook::{WordBook, WordList};

use crate::Subject;

/// A row with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'s> {
    /// The project whose table it stands in; `None` in the table of the whole department.
    pub(crate) project: Option<&'s Project>,
    /// The row.
    pub(crate) indicator: &'s Indicator,
    book: &'s WordBook,
}

/// A table of indicators.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'s> {
    /// The project; `None` for the whole department.
    pub(crate) project: Option<&'s Project>,
    indicators: &'s [Indicator],
    book: &'s WordBook,
}

/// Every row of every table.
pub(crate) fn rows<'s>(subject: &Subject<'s>) -> impl Iterator<Item = Row<'s>> + use<'s> {
    tables(subject).flat_map(Table::rows)
}

/// Every table: that of the whole department first, then the projects'.
pub(crate) fn tables<'s>(subject: &Subject<'s>) -> impl Iterator<Item = Table<'s>> + use<'s> {
    let book = subject.rulebook.words();
    let statement: &'s Statement = subject.statement;
    let whole = Table { project: None, indicators: &statement.indicators, book };
    let projects = statement.projects.iter().map(move |project| Table {
        project: Some(project),
        indicators: &project.indicators,
        book,
    });
    std::iter::once(whole).chain(projects)
}

impl<'s> Table<'s> {
    /// Its rows.
    pub(crate) fn rows(self) -> impl Iterator<Item = Row<'s>> + Clone + use<'s> {
        let Table { project, indicators, book } = self;
        indicators.iter().map(move |indicator| Row { project, indicator, book })
    }
}

impl<'s> Row<'s> {
    /// The words of its target, if it has a target that is not blank.
    pub(crate) fn target_words(&self) -> Option<&'s Words> {
        self.indicator.target.as_ref().map(|leaf| &leaf.words).filter(|words| !words.is_blank())
    }

    /// What its target means.
    pub(crate) fn target(&self) -> Option<&'s Target> {
        self.indicator.target.as_ref().and_then(|leaf| leaf.value.as_ref())
    }

    /// Name and description, those that say something.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &'s Words> + use<'s> {
        let both = [self.indicator.name.as_ref(), self.indicator.description.as_ref()];
        both.into_iter().flatten().filter(|words| !words.is_blank())
    }

    /// The word lists.
    pub(crate) fn book(&self) -> &'s WordBook {
        self.book
    }

    /// The unit that a name asks for by its end: 人 for …人数, % for …率.
    pub(crate) fn unit_asked_by(&self, name: &str) -> Option<&'s str> {
        let asked = self.book.ending(WordList::CountedBy, name)?.instead.as_str();
        (!asked.is_empty()).then_some(asked)
    }

    /// Whether name or description holds a word of the list.
    pub(crate) fn says(&self, list: WordList) -> bool {
        self.labels().any(|words| self.book.has(list, &words.text))
    }

    /// Whether the name ends in a word of the list, remarks in brackets behind it left out.
    pub(crate) fn name_ends_in(&self, list: WordList) -> bool {
        let name = crate::wording::without_remark(self.indicator.name());
        self.book.ending(list, name).is_some()
    }

    /// Whether it measures satisfaction.
    pub(crate) fn is_satisfaction(&self) -> bool {
        self.indicator.dimension() == Some(Dimension::Satisfaction)
            || self.indicator.aspect() == Some(Aspect::Satisfaction)
    }

    /// Whether it measures timeliness.
    pub(crate) fn is_timeliness(&self) -> bool {
        self.indicator.aspect() == Some(Aspect::Timeliness)
    }

    /// Whether its target names a number of people or things that can be counted one by one.
    pub(crate) fn counts(&self) -> bool {
        self.target().is_some_and(|target| {
            let quantities = target.quantities();
            // 110株/亩 is a density, 4次/年 is still a count.
            let plain = |q: &&Quantity| q.per.iter().all(|per| per.family == Family::Duration);
            !quantities.is_empty()
                && quantities.iter().all(|q| plain(q) && q.family().is_some_and(is_count))
        })
    }
}

/// Whether it counts people or things one by one.
pub(crate) fn is_count(family: Family) -> bool {
    matches!(
        family,
        Family::Person
            | Family::PersonTime
            | Family::Household
            | Family::Organisation
            | Family::Occasion
            | Family::Document
            | Family::Item
    )
}
