//! What would change a grade: the smallest single change of one value that lifts or drops it.

use std::fmt;

use ground::{Decimal, Money};
use jiff::ToSpan;
use model::actual::{Actual, Execution, Level};
use model::quantity::{Operator, Quantity};
use model::target::Target;
use model::unit::Family;
use serde::Serialize;

use crate::completion::{bare, binding, shown};
use crate::evaluation::{Evaluation, Project, Row};
use crate::execution::mark_execution;
use crate::indicator::{Indicator, Scheme};
use crate::mark::mark;

/// One change of one value that gives the project another grade.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What is changed, in words.
    pub name: String,
    /// The value that stands.
    pub from: String,
    /// The value that would do.
    pub to: String,
    /// The words before that value.
    how: &'static str,
    /// The total then.
    pub total: Decimal,
    /// The grade that stands.
    pub grade: String,
    /// The grade then.
    pub becomes: String,
    /// Whether the grade rises.
    pub rises: bool,
    /// How far the value has to move, as a share of itself: the order of changes.
    effort: Decimal,
}

/// Where a change lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Budget execution.
    Execution,
    /// The indicator at this place.
    Row(usize),
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Steps beyond this many are not searched: no value is that finely counted.
const MOST_STEPS: u64 = 1 << 60;

/// The smallest single changes that lift the grade, then those that drop it, the easiest first in both.
///
/// Numbers move in steps of their last written place, money in fen, days one by one, judgements from level to level; a
/// missing value is taken as nothing done. Several changes at once are not looked for.
pub fn changes(project: &Project, evaluation: &Evaluation, scheme: Scheme<'_>) -> Vec<Change> {
    let mut all = Vec::new();
    for way in [Way::Up, Way::Down] {
        let search = Search { project, evaluation, scheme, way };
        let rows = (0..project.rows.len()).filter_map(|at| search.row(at));
        let mut found: Vec<Change> = rows.chain(search.money()).collect();
        found.sort_by_key(|change| change.effort);
        all.extend(found);
    }
    all
}

#[derive(Clone, Copy)]
struct Search<'s> {
    project: &'s Project,
    evaluation: &'s Evaluation,
    scheme: Scheme<'s>,
    way: Way,
}

impl Search<'_> {
    /// The total and the grade with other points in one place, if the grade moves the wanted way.
    fn moved(&self, was: Decimal, becomes: Decimal) -> Option<(Decimal, String)> {
        let before = self.evaluation.grade.as_ref()?;
        let total = self.evaluation.total - was + becomes;
        let grade = self.scheme.rules.grade(total)?;
        let right = match self.way {
            Way::Up => becomes > was,
            Way::Down => becomes < was,
        };
        (right && grade.name != *before).then(|| (total, grade.name.clone()))
    }

    fn row(&self, at: usize) -> Option<Change> {
        let row = self.project.rows.get(at)?;
        let stands = self.evaluation.marks.get(at)?;
        let try_one = |actual: &Actual| {
            let points = mark(&row.indicator, actual, stands.of, self.scheme).points;
            self.moved(stands.points, points)
        };
        let (to, effort) = self.nearest(row, &try_one)?;
        let (total, becomes) = try_one(&to)?;
        Some(Change {
            place: Place::Row(at),
            name: row.indicator.name.clone(),
            from: shown(&row.actual),
            to: shown(&to),
            how: how(self.way, &row.indicator, &to),
            total,
            grade: self.evaluation.grade.clone()?,
            becomes,
            rises: self.way == Way::Up,
            effort,
        })
    }

    fn nearest(
        &self,
        row: &Row,
        try_one: &impl Fn(&Actual) -> Option<(Decimal, String)>,
    ) -> Option<(Actual, Decimal)> {
        match &row.indicator.target {
            Target::Qualitative => self.level(row, try_one),
            Target::Deadline(deadline) => {
                let due = deadline.due(row.indicator.year).or(row.indicator.due);
                self.day(due?, try_one)
            }
            Target::Compound { .. } => None,
            target => self.number(row, target.quantity()?, try_one),
        }
    }

    fn level(
        &self,
        row: &Row,
        try_one: &impl Fn(&Actual) -> Option<(Decimal, String)>,
    ) -> Option<(Actual, Decimal)> {
        let order = match self.way {
            Way::Up => [Level::Missed, Level::Partly, Level::Reached],
            Way::Down => [Level::Reached, Level::Partly, Level::Missed],
        };
        let stands = match &row.actual {
            Actual::Level { level, .. } => order.iter().position(|one| one == level)?,
            _ => 0,
        };
        let further = order.iter().enumerate().skip(stands);
        let mut tried =
            further.map(|(at, level)| (at, Actual::Level { level: *level, share: None }));
        let (at, found) = tried.find(|(_, actual)| try_one(actual).is_some())?;
        Some((found, Decimal::from(at.saturating_sub(stands).max(1))))
    }

    fn day(
        &self,
        due: ground::Day,
        try_one: &impl Fn(&Actual) -> Option<(Decimal, String)>,
    ) -> Option<(Actual, Decimal)> {
        let wanted = match self.way {
            Way::Up => Some(due),
            Way::Down => due.checked_add(1.day()).ok(),
        };
        let actual = Actual::Date { day: wanted? };
        try_one(&actual).map(|_| (actual, Decimal::ONE))
    }

    fn number(
        &self,
        row: &Row,
        quantity: &Quantity,
        try_one: &impl Fn(&Actual) -> Option<(Decimal, String)>,
    ) -> Option<(Actual, Decimal)> {
        let (stands, steps) = standing(&row.actual, quantity)?;
        let goals = self.goals(row, quantity, &row.actual);
        let found = goals.into_iter().filter_map(|goal| {
            let to = first(stands, goal, steps, |value| {
                try_one(&with(&row.actual, quantity, value)).is_some()
            })?;
            let distance = (to - stands).abs();
            let size = stands.abs().max(to.abs());
            Some((with(&row.actual, quantity, to), distance.checked_div(size).unwrap_or(distance)))
        });
        found.min_by_key(|(_, effort)| *effort)
    }

    /// Values beyond which nothing more changes.
    fn goals(&self, row: &Row, quantity: &Quantity, actual: &Actual) -> Vec<Decimal> {
        let operator = binding(&row.indicator, quantity);
        let scale = match actual {
            Actual::Ratio { denominator, .. } => denominator.checked_div(Decimal::ONE_HUNDRED),
            _ => Some(Decimal::ONE),
        };
        let Some(scale) = scale else { return Vec::new() };
        let high = quantity.upper.unwrap_or(quantity.value);
        let most = if quantity.family() == Some(Family::Share) {
            Decimal::ONE_HUNDRED
        } else {
            high.saturating_add(Decimal::ONE)
        };
        let goals = match (self.way, operator.is_some_and(Operator::is_ceiling)) {
            (Way::Up, false) => vec![quantity.value, high, most],
            (Way::Up, true) => vec![high, Decimal::ZERO],
            (Way::Down, false) => vec![Decimal::ZERO],
            (Way::Down, true) => vec![high.saturating_mul(Decimal::TEN)],
        };
        goals.into_iter().filter_map(|goal| goal.checked_mul(scale)).collect()
    }

    fn money(&self) -> Option<Change> {
        // Only the sums count, so the change may lie in any source of funds.
        let all = &self.project.execution;
        let (budget, before) = (all.budget()?, all.spent()?);
        let stands = &self.evaluation.execution;
        let spending = |fen: Decimal| {
            let spent = Money::from_fen(i64::try_from(fen).ok()?);
            let execution = Execution::fiscal(budget, budget, spent);
            let points = mark_execution(&execution, self.scheme).points;
            Some((spent, self.moved(stands.points, points)?))
        };
        let from = Decimal::from(before.fen());
        let goal = match self.way {
            Way::Up => Decimal::from(budget.fen()),
            Way::Down => Decimal::ZERO,
        };
        let to = first(from, goal, Decimal::ONE, |fen| spending(fen).is_some())?;
        let (spent, (total, becomes)) = spending(to)?;
        Some(Change {
            place: Place::Execution,
            name: "预算执行".into(),
            from: before.to_string(),
            to: spent.to_string(),
            how: amount(self.way),
            total,
            grade: self.evaluation.grade.clone()?,
            becomes,
            rises: self.way == Way::Up,
            effort: (to - from).abs().checked_div(from.abs().max(to.abs())).unwrap_or_default(),
        })
    }
}

/// The number that can move, and how finely.
fn standing(actual: &Actual, quantity: &Quantity) -> Option<(Decimal, Decimal)> {
    match actual {
        Actual::Number { value, .. } => {
            let places = value.normalize().scale().max(quantity.value.normalize().scale());
            Some((*value, Decimal::new(1, places.min(6))))
        }
        Actual::Ratio { numerator, .. } => Some((*numerator, Decimal::ONE)),
        Actual::Missing => {
            Some((Decimal::ZERO, Decimal::new(1, quantity.value.normalize().scale().min(6))))
        }
        _ => None,
    }
}

/// The same value with another number.
fn with(actual: &Actual, quantity: &Quantity, value: Decimal) -> Actual {
    match actual {
        Actual::Number { unit, per, .. } => {
            Actual::Number { value, unit: unit.clone(), per: per.clone() }
        }
        Actual::Ratio { denominator, .. } => {
            Actual::Ratio { numerator: value, denominator: *denominator }
        }
        _ => Actual::Number { value, unit: quantity.unit.clone(), per: quantity.per.clone() },
    }
}

/// The first value on the way from one to the other that does it, where all beyond it do.
fn first(
    from: Decimal,
    goal: Decimal,
    step: Decimal,
    does: impl Fn(Decimal) -> bool,
) -> Option<Decimal> {
    let step = if goal < from { -step } else { step };
    let steps = goal.checked_sub(from)?.checked_div(step)?.ceil();
    let most = u64::try_from(steps).ok().filter(|steps| *steps > 0 && *steps < MOST_STEPS)?;
    let value = |nth: u64| from.checked_add(step.checked_mul(Decimal::from(nth))?);
    if !does(value(most)?) {
        return None;
    }
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if does(value(middle)?) { high = middle } else { low = middle }
    }
    value(high)
}

fn amount(way: Way) -> &'static str {
    match way {
        Way::Up => "如果达到",
        Way::Down => "如果只有",
    }
}

/// The words before the value that would do.
fn how(way: Way, indicator: &Indicator, to: &Actual) -> &'static str {
    let operator = indicator.target.quantity().and_then(|quantity| binding(indicator, quantity));
    if operator.is_some_and(Operator::is_ceiling) {
        return match way {
            Way::Up => "如果降到",
            Way::Down => "如果升到",
        };
    }
    match (to, way) {
        (Actual::Date { .. }, Way::Up) => "如果不晚于",
        (Actual::Date { .. }, Way::Down) => "如果拖到",
        (Actual::Level { .. }, Way::Up) => "如果评为",
        (Actual::Level { .. }, Way::Down) => "如果只评为",
        _ => amount(way),
    }
}

/// One Chinese sentence.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { name, from, to, how, total, grade, becomes, .. } = self;
        let total = bare(*total);
        write!(
            f,
            "“{name}”现为{from}，{how}{to}，总分为{total}分，等级由“{grade}”变为“{becomes}”。"
        )
    }
}
