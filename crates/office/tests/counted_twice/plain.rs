//! The second computation: every entry is looked at, one by one, and fractions are reckoned in whole numbers.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Day, Decimal};
use register::{Definition, Definitions, Entry, FieldType};

use super::fitting::{dated_by, first_day};
use super::values::{Plain, decimals, least, most};
use super::written::{Part, Question, Written};

/// An entry that stands.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) owner: String,
    pub(crate) register: String,
    pub(crate) id: i64,
    pub(crate) version: i64,
    pub(crate) entry: Entry,
}

/// What organisations have: entries that stand, by register, and which two numbers each noted to be one person's.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) entries: BTreeMap<String, Vec<Kept>>,
    pub(crate) links: Vec<(String, String, String)>,
}

/// What a measure comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// A number, a day or the key of a level, as text.
    pub(crate) outcome: Option<String>,
    pub(crate) numerator: Option<Decimal>,
    pub(crate) denominator: Option<Decimal>,
    /// The entries behind each of its figures: owner and number.
    pub(crate) behind: Vec<Vec<(String, i64)>>,
    /// How many entries count in each.
    pub(crate) entries: Vec<i64>,
}

/// What a part comes to.
enum Figure {
    Nothing,
    /// One whole number by another, which is above 0.
    Number(i128, i128),
    Day(Day),
    Level(String),
}

/// Who looks, and at what.
pub(crate) struct Looking<'w> {
    pub(crate) definitions: &'w Definitions,
    pub(crate) world: &'w World,
    /// The organisations whose entries count; all where none is named.
    pub(crate) owners: &'w [String],
    /// The organisations whose links count; all where none is named.
    pub(crate) linked_by: &'w [String],
}

/// The entries behind a figure, and how many count in it.
type Behind = (Vec<(String, i64)>, i64);

impl Looking<'_> {
    /// What a measure comes to.
    pub(crate) fn answer(&self, measure: &Written, question: &Question) -> Answer {
        if let Some(part) = &measure.value {
            let (figure, behind) = self.figure(part, question);
            let outcome = self.alone(figure, measure, part);
            return Answer::of(outcome, (None, None), vec![behind]);
        }
        let ((above, behind_above), (below, behind_below)) = match &measure.growth {
            Some(part) => {
                let before = Question {
                    first: a_year_before(question.first),
                    last: a_year_before(question.last),
                    ..question.clone()
                };
                (self.figure(part, question), self.figure(part, &before))
            }
            None => {
                let below = measure.denominator.as_ref().unwrap();
                let above = measure.numerator().unwrap();
                (self.figure(&above, question), self.figure(below, question))
            }
        };
        let (above, below) = (number(&above), number(&below));
        let outcome = above.zip(below).and_then(|both| self.quotient(measure, both));
        let exact = |one: Option<(i128, i128)>| {
            one.map(|(above, below)| rounded(above, below, 9).parse::<Decimal>().unwrap())
        };
        Answer::of(outcome, (exact(above), exact(below)), vec![behind_above, behind_below])
    }

    /// A figure in the unit of its measure; means are rounded, nothing else is.
    fn alone(&self, figure: Figure, measure: &Written, part: &Part) -> Option<String> {
        let is_wan = measure.unit.starts_with("万元") && self.is_money(part);
        let is_mean = part.take.as_deref() == Some("average");
        match figure {
            Figure::Nothing => None,
            Figure::Number(above, below) => {
                let below = if is_wan { below * 10_000 } else { below };
                Some(rounded(above, below, if is_mean { measure.decimals } else { 9 }))
            }
            Figure::Day(day) => Some(day.to_string()),
            Figure::Level(key) => Some(key),
        }
    }

    /// One figure by the other, or by how much it is more; none by 0.
    fn quotient(
        &self,
        measure: &Written,
        ((a, b), (c, d)): ((i128, i128), (i128, i128)),
    ) -> Option<String> {
        let is_growth = measure.growth.is_some();
        let (a, b) = if is_growth { (a * d - c * b, b * d) } else { (a, b) };
        let is_money = measure.numerator().is_some_and(|part| self.is_money(&part));
        let hundred = if measure.unit == "%" { 100 } else { 1 };
        let wan = if measure.unit.starts_with("万元") && is_money { 10_000 } else { 1 };
        (c != 0).then(|| rounded(a * d * hundred, b * c * wan, measure.decimals))
    }

    /// What a part comes to, the entries behind it, and how many count.
    fn figure(&self, part: &Part, question: &Question) -> (Figure, Behind) {
        let of = self.definition(&part.register);
        let take = part.take.as_deref().unwrap_or("entries");
        let mut all: Vec<&Kept> = self.counting(&part.register, &part.which, question);
        all.retain(|kept| {
            part.having.iter().all(|having| self.is_there(kept, having, question) != having.missing)
        });
        all.sort_by(|a, b| (&a.owner, a.id).cmp(&(&b.owner, b.id)));
        if take == "last" {
            all = of_the_last_day(of, part, &all);
        }
        let field = part.of.as_deref().unwrap_or_default();
        let values: Vec<Option<Plain>> =
            all.iter().map(|kept| self.plain(of, &kept.entry, field)).collect();
        let figure = taken(part, take, &values, 10_i128.pow(decimals(of, field)));
        let is_behind = |value: &Option<Plain>| is_behind(&figure, take, value.as_ref());
        let behind = all.iter().zip(&values).filter(|(_, value)| is_behind(value));
        let behind = behind.map(|(kept, _)| (kept.owner.clone(), kept.id)).collect();
        (figure, (behind, i64::try_from(all.len()).unwrap()))
    }

    fn is_money(&self, part: &Part) -> bool {
        let Some(field) = part.of.as_deref().filter(|_| part.take.as_deref() != Some("distinct"))
        else {
            return false;
        };
        let field = self.definition(&part.register).field(field);
        field.is_some_and(|(_, field)| matches!(field.holds.plain(), FieldType::Money { .. }))
    }

    pub(crate) fn definition(&self, register: &str) -> &Definition {
        self.definitions.definition(register).unwrap_or_else(|| panic!("no register {register}"))
    }
}

impl Answer {
    fn of(
        outcome: Option<String>,
        (numerator, denominator): (Option<Decimal>, Option<Decimal>),
        behind: Vec<Behind>,
    ) -> Answer {
        let (behind, entries) = behind.into_iter().unzip();
        Answer { outcome, numerator, denominator, behind, entries }
    }
}

/// Those of the last day that their owner has.
fn of_the_last_day<'k>(of: &Definition, part: &Part, all: &[&'k Kept]) -> Vec<&'k Kept> {
    let on = part.which.on.clone().or_else(|| dated_by(of)).unwrap();
    let day = |kept: &Kept| first_day(of, &kept.entry, &on);
    let is_last = |kept: &&&Kept| {
        let own = all.iter().filter(|other| other.owner == kept.owner);
        day(kept).is_some() && day(kept) == own.filter_map(|other| day(other)).max()
    };
    all.iter().filter(is_last).copied().collect()
}

/// What is taken of values; `scale`: how many of the last decimal are one.
fn taken(part: &Part, take: &str, values: &[Option<Plain>], scale: i128) -> Figure {
    let whole = |many: usize| i128::try_from(many).unwrap();
    let filled = values.iter().flatten().count();
    let sum = |empty: i64| -> i128 {
        let each = values.iter().map(|value| match value {
            Some(Plain::Number(number)) => *number,
            _ => i128::from(empty) * scale,
        });
        each.sum()
    };
    let filled_ones = || values.iter().flatten();
    match take {
        "entries" => Figure::Number(whole(values.len()), 1),
        "distinct" => {
            let different = filled_ones().collect::<BTreeSet<&Plain>>().len();
            let empty = whole(values.len() - filled) * i128::from(part.empty_counts);
            Figure::Number(whole(different) + empty, 1)
        }
        "sum" | "last" => Figure::Number(sum(part.empty_counts), scale),
        "average" if filled == 0 => Figure::Nothing,
        "average" => Figure::Number(sum(0), scale * whole(filled)),
        "least" | "earliest" => edge(filled_ones().map(least).min().as_ref(), scale),
        "most" | "latest" => edge(filled_ones().map(most).max().as_ref(), scale),
        "highest" => {
            let place = |rank: &&String| values.contains(&Some(Plain::Words((*rank).clone())));
            part.ranks
                .iter()
                .rfind(place)
                .map_or(Figure::Nothing, |rank| Figure::Level(rank.clone()))
        }
        other => panic!("{other} is not taken"),
    }
}

/// Whether an entry with this value stands behind a figure: of the least, the most and the highest only those that
/// have it.
fn is_behind(figure: &Figure, take: &str, value: Option<&Plain>) -> bool {
    match (take, figure, value) {
        ("highest", Figure::Level(key), Some(Plain::Words(word))) => word == key,
        ("earliest", Figure::Day(day), Some(value)) => least(value) == Plain::Days(*day, *day),
        ("latest", Figure::Day(day), Some(value)) => most(value) == Plain::Days(*day, *day),
        ("least" | "most", Figure::Number(number, _), Some(value)) => {
            *value == Plain::Number(*number)
        }
        _ => !matches!(take, "least" | "earliest" | "most" | "latest" | "highest"),
    }
}

fn number(figure: &Figure) -> Option<(i128, i128)> {
    if let Figure::Number(above, below) = figure { Some((*above, *below)) } else { None }
}

/// One number by another to so many decimals, half away from zero, without zeros at its end.
fn rounded(above: i128, below: i128, decimals: u32) -> String {
    let (above, below) = if below < 0 { (-above, -below) } else { (above, below) };
    let scaled = above * 10_i128.pow(decimals);
    let half = (2 * scaled.abs() + below) / (2 * below);
    Decimal::from_i128_with_scale(half * scaled.signum(), decimals).normalize().to_string()
}

fn edge(value: Option<&Plain>, scale: i128) -> Figure {
    match value {
        None | Some(Plain::Words(_)) => Figure::Nothing,
        Some(Plain::Number(number)) => Figure::Number(*number, scale),
        Some(Plain::Days(day, _)) => Figure::Day(*day),
    }
}

/// The same day a year before; the last day of a month stays one.
fn a_year_before(day: Day) -> Day {
    let last = |year, month| Day::new(year, month, 1).unwrap().last_of_month();
    let month = last(day.year() - 1, day.month());
    if day == day.last_of_month() {
        return month;
    }
    Day::new(day.year() - 1, day.month(), day.day().min(month.day())).unwrap()
}
