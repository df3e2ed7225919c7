//! Whether a measure's unit can be what a target asks for, and whether it stands under the target's aspect.

use model::quantity::Quantity;
use model::statement::Aspect;
use model::target::Target;
use model::unit::{Family, unit_named};

use super::lexicon::{Lexicon, says};
use super::likeness::Likeness;
use super::{Wanted, said};
use crate::definition::{Measure, Shape};
use crate::read::UNIT_OF_DAYS;

/// How the unit of a measure goes with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// They count the same.
    Fits,
    /// They may be compared, somebody has to look: 人 and 人次, 家 and 户.
    Near,
    /// The target has no unit.
    Open,
    /// It is to be done in time; no day is written.
    Undated,
    /// It is to be more than the year before, and the measure is a rate of growth.
    Compared,
    /// The target is words; the value is entered, and the measure is evidence for it.
    Evidence,
    /// They cannot both be right.
    Contradicts,
}

/// What a value counts, and what it is counted by.
type Counted = (Family, Option<Family>);

impl Fit {
    /// What it costs, in thousandths; `None` where it excludes.
    pub(super) fn costs(self) -> Option<u32> {
        match self {
            Fit::Fits => Some(0),
            Fit::Near | Fit::Undated | Fit::Compared | Fit::Evidence => Some(60),
            Fit::Open => Some(30),
            Fit::Contradicts => None,
        }
    }
}

/// How a measure goes with what is wanted.
pub(super) fn fit(
    measure: &Measure,
    wanted: &Wanted<'_>,
    likeness: &Likeness<'_>,
    lexicon: &Lexicon,
) -> Fit {
    match wanted.target {
        Target::Qualitative => of_words(measure, wanted, likeness, lexicon),
        Target::Deadline(_) => of_a_day(measure),
        Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
            of_a_number(measure, quantity, wanted, lexicon)
        }
        Target::Compound { .. } => {
            let all = wanted.target.quantities();
            let fits = all.into_iter().map(|one| of_a_number(measure, one, wanted, lexicon));
            let best = fits.min_by_key(|fit| fit.costs().unwrap_or(u32::MAX));
            best.unwrap_or_else(|| of_a_day(measure))
        }
    }
}

/// A day is asked for: a share done by that day, or the day on which it was done.
fn of_a_day(measure: &Measure) -> Fit {
    if measure.needs_deadline() {
        return Fit::Fits;
    }
    let is_timely = measure.aspects.contains(&Aspect::Timeliness);
    match (measure.unit.as_str(), is_timely) {
        (UNIT_OF_DAYS, _) | ("%", true) => Fit::Near,
        _ => Fit::Contradicts,
    }
}

/// Only words: evidence where the measure lists the name, where growth is asked for, where it is to be done in time.
fn of_words(
    measure: &Measure,
    wanted: &Wanted<'_>,
    likeness: &Likeness<'_>,
    lexicon: &Lexicon,
) -> Fit {
    let words = said(wanted);
    let is_timely = measure.aspects.contains(&Aspect::Timeliness)
        && matches!(measure.unit.as_str(), "%" | UNIT_OF_DAYS)
        && (wanted.aspect == Some(Aspect::Timeliness) || says(&words, &lexicon.timely));
    let is_growth = matches!(measure.shape, Shape::Growth(_)) && says(&words, &lexicon.compared);
    let is_satisfaction = measure.aspects.contains(&Aspect::Satisfaction);
    match (is_timely, is_growth) {
        (true, _) => Fit::Undated,
        (_, true) => Fit::Compared,
        _ if likeness.is_listed || is_satisfaction => Fit::Evidence,
        _ => Fit::Contradicts,
    }
}

fn of_a_number(
    measure: &Measure,
    quantity: &Quantity,
    wanted: &Wanted<'_>,
    lexicon: &Lexicon,
) -> Fit {
    let Some((has, has_per)) = counted(&measure.unit) else { return Fit::Contradicts };
    let by = quantity.per.iter().map(|unit| unit.family);
    let by = by.into_iter().find(|family| *family != Family::Duration);
    let Some(asked) = quantity.family() else {
        let is_alike = lexicon.is_rate(wanted.name) == (has == Family::Share);
        return if is_alike { Fit::Open } else { Fit::Contradicts };
    };
    if has == Family::Money && asked == Family::Money {
        return of_money(has_per, by.or_else(|| lexicon.per_named(&said(wanted))));
    }
    if has_per.is_some() || (by.is_some() && asked == Family::Money) {
        return Fit::Contradicts;
    }
    match (asked, has) {
        (one, other) if one == other => Fit::Fits,
        // 20个, 30台: what is counted in pieces.
        (Family::Item, Family::Person | Family::Household | Family::Organisation)
        | (Family::Person | Family::Household | Family::Organisation, Family::Item) => Fit::Fits,
        (one, other) if one.comparable(other) => Fit::Near,
        (Family::SharePoint, Family::Share) => Fit::Near,
        _ => Fit::Contradicts,
    }
}

fn of_money(has: Option<Family>, asked: Option<Family>) -> Fit {
    match (has, asked) {
        (one, other) if one == other => Fit::Fits,
        (Some(one), Some(other)) if one.comparable(other) => Fit::Near,
        _ => Fit::Contradicts,
    }
}

/// What a measure's unit counts; of days and levels nothing.
fn counted(unit: &str) -> Option<Counted> {
    let (above, below) = unit.split_once('/').unwrap_or((unit, ""));
    let above = above.trim_start_matches(['百', '千', '万', '亿']);
    let family = |name: &str| unit_named(name).map(|unit| unit.family);
    Some((family(above)?, family(below)))
}

/// What it costs, in thousandths, that a measure does not stand under the aspect.
pub(super) fn aspect_costs(measure: &Measure, aspect: Option<Aspect>) -> u32 {
    const SAME_LEVEL: u32 = 60;
    const OTHER_LEVEL: u32 = 120;
    let Some(aspect) = aspect else { return 0 };
    let is_cost = |one: Aspect| matches!(one, Aspect::Cost | Aspect::EconomicCost);
    let is_it = |one: &Aspect| *one == aspect || (is_cost(*one) && is_cost(aspect));
    if measure.aspects.iter().any(is_it) {
        return 0;
    }
    let is_near = measure.aspects.iter().any(|one| one.dimension() == aspect.dimension());
    if is_near { SAME_LEVEL } else { OTHER_LEVEL }
}
