//! What was the same project and the same indicator last year.

use ground::{Decimal, Money};
use model::statement::{Indicator, Project};
use model::target::Target;
use model::unit::Family;

use crate::Subject;
use crate::wording::{same_letters, shared_pairs};

/// A project of this year with the one it continues.
pub(super) struct Twins<'s> {
    pub(super) now: &'s Project,
    pub(super) then: &'s Project,
}

/// Every project that last year's statement has too: by code, by name without its numbers, or by a
/// name that is four fifths the same.
pub(super) fn twins<'s>(subject: &Subject<'s>) -> Vec<Twins<'s>> {
    let Some(previous) = subject.previous else { return Vec::new() };
    let mut left: Vec<&Project> = previous.projects.iter().collect();
    let mut found = Vec::new();
    let tests: [fn(&Project, &Project) -> bool; 3] = [same_code, same_name, like_name];
    let mut open: Vec<&'s Project> = subject.statement.projects.iter().collect();
    for test in tests {
        open.retain(|now| {
            let Some(at) = left.iter().position(|then| test(now, then)) else { return true };
            found.push(Twins { now, then: left.remove(at) });
            false
        });
    }
    found.sort_by_key(|twins| twins.now.code.as_ref().map(|code| code.words.at));
    found
}

fn same_code(now: &Project, then: &Project) -> bool {
    let code = |project: &Project| project.code.as_ref()?.value.clone();
    code(now).is_some_and(|known| code(then).as_ref() == Some(&known))
}

fn same_name(now: &Project, then: &Project) -> bool {
    let (now, then) = (bare(now.name()), bare(then.name()));
    !now.is_empty() && now == then
}

fn like_name(now: &Project, then: &Project) -> bool {
    let (now, then) = (bare(now.name()), bare(then.name()));
    let alike = |one: &str, other: &str| {
        let (shared, all) = shared_pairs(one, other);
        all > 0 && shared * 5 >= all * 4
    };
    alike(&now, &then) && alike(&then, &now)
}

/// A name without years and document numbers: 提前下达2026年…资金 is last year's project too.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic() && *c != '年' && *c != '号').collect()
}

impl<'s> Twins<'s> {
    /// Every indicator of this year with the one of the same name last year.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'s Indicator, &'s Indicator)> + use<'s> {
        let then = &self.then.indicators;
        self.now.indicators.iter().filter_map(move |row| {
            let same = |old: &&Indicator| {
                same_letters(old.name(), row.name()) && old.aspect() == row.aspect()
            };
            let old = then.iter().find(same).filter(|_| !row.name().is_empty())?;
            Some((row, old))
        })
    }

    /// Both budgets, where both are given.
    pub(super) fn budgets(&self) -> Option<(Money, Money)> {
        Some((self.now.total()?, self.then.total()?))
    }

    /// By how much of itself last year's budget has changed, in percent.
    pub(super) fn change(&self) -> Option<Decimal> {
        let (now, then) = self.budgets()?;
        let step = Decimal::from(now.fen()).checked_sub(Decimal::from(then.fen()))?;
        step.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(then.fen()))
    }

    /// How many measurable targets this year has, if every one of them is last year's.
    pub(super) fn all_unchanged(&self, subject: &Subject<'_>) -> Option<usize> {
        let measurable =
            |row: &&Indicator| row.target().is_some_and(|target| *target != Target::Qualitative);
        let count = self.now.indicators.iter().filter(measurable).count();
        let kept = self.rows().filter(|(row, _)| measurable(row));
        let same = kept.filter(|(row, old)| unchanged(subject, row, old)).count();
        (count > 0 && count == same).then_some(count)
    }
}

/// Whether a row sets the cost of the whole: that goes with the budget.
pub(super) fn is_whole_cost(row: &Indicator) -> bool {
    let quantity = row.target().and_then(Target::quantity);
    row.is_cost()
        && quantity
            .is_some_and(|quantity| quantity.family() == Some(Family::Money) && !quantity.is_per())
}

/// Whether a target is last year's, a deadline moved on by the year included.
fn unchanged(subject: &Subject<'_>, row: &Indicator, old: &Indicator) -> bool {
    let (Some(now), Some(then)) = (row.target(), old.target()) else { return false };
    if now == then {
        return true;
    }
    match (now, then) {
        (Target::Deadline(now), Target::Deadline(then)) => {
            let (now, then) = (now.due(subject.year), then.due(previous_year(subject)));
            now.zip(then)
                .is_some_and(|(now, then)| (now.month(), now.day()) == (then.month(), then.day()))
        }
        _ => false,
    }
}

/// The year of last year's statement.
pub(super) fn previous_year(subject: &Subject<'_>) -> i16 {
    let stated = subject.previous.and_then(model::statement::Statement::plan_year);
    stated.unwrap_or(subject.year - 1)
}
