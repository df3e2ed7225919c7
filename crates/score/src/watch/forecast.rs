//! What the year may end with: several simple projections, the middle of them, and how far they lie apart.
//!
//! No projection is called right. Each says how it comes about; the interval is from the least to the greatest of
//! them, and it closes by itself as the year goes on.

use std::fmt;

use ground::{Day, Decimal};
use jiff::ToSpan;
use rulebook::Between;
use serde::Serialize;

use super::plan::{days, expected, month_end};
use crate::completion::bare;
use crate::fraction::{Fraction, half_up};
use crate::indicator::PlanPoint;

/// What the year may end with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// The middle projection.
    pub middle: Decimal,
    /// The least.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
    /// The unit of all three.
    pub unit: String,
    /// How each projection comes about.
    pub projections: Vec<Projection>,
}

/// One way of going on from here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Projection {
    /// How.
    pub method: String,
    /// What comes out.
    pub value: Decimal,
}

/// What is known of the year so far.
pub(super) struct SoFar<'y> {
    pub(super) year: i16,
    pub(super) as_of: Day,
    /// What has been reached.
    pub(super) now: Decimal,
    /// What had been reached some days earlier, as a pace.
    pub(super) earlier: Option<(Day, Decimal)>,
    /// The own plan.
    pub(super) plan: &'y [PlanPoint],
    /// Last year's curve.
    pub(super) last_year: &'y [PlanPoint],
    /// It cannot end with more.
    pub(super) most: Option<Decimal>,
    pub(super) unit: &'y str,
    /// Decimal places.
    pub(super) places: u32,
}

/// The forecast; `None` before the year has begun or where no projection can be made.
pub(super) fn forecast(so_far: &SoFar<'_>) -> Option<Forecast> {
    let begin = month_end(so_far.year - 1, 12)?;
    let end = month_end(so_far.year, 12)?;
    if so_far.as_of <= begin || so_far.now.is_sign_negative() {
        return None;
    }
    let mut projections = Vec::new();
    let mut add = |method: String, value: Option<Decimal>| {
        if let Some(value) = value {
            // What is done is done, and more than all there is cannot be spent.
            let value = value.max(so_far.now);
            let value = so_far.most.map_or(value, |most| value.min(most.max(so_far.now)));
            projections.push(Projection { method, value: half_up(value, so_far.places) });
        }
    };
    if so_far.as_of >= end {
        add("全年已经结束".into(), Some(so_far.now));
    } else {
        let by = |curve: &[PlanPoint]| {
            let share = expected(curve, so_far.year, so_far.as_of, Between::Line)?.share;
            let whole = last_share(curve);
            Fraction::new(whole, share).filter(|_| share > Decimal::ONE).map(|f| f.of(so_far.now))
        };
        add("按自己的计划节奏".into(), by(so_far.plan));
        add("按上年的节奏".into(), by(so_far.last_year));
        let gone = Fraction::new(days(begin, end), days(begin, so_far.as_of))?;
        add("按全年匀速".into(), Some(gone.of(so_far.now)));
        let pace = so_far.earlier.and_then(|(from, was)| {
            let left = Fraction::new(days(so_far.as_of, end), days(from, so_far.as_of))?;
            Some(so_far.now.saturating_add(left.of(so_far.now.saturating_sub(was))))
        });
        let length =
            so_far.earlier.map_or_else(String::new, |(from, _)| bare(days(from, so_far.as_of)));
        add(format!("按最近{length}天的速度"), pace);
    }
    summed(projections, so_far)
}

fn last_share(curve: &[PlanPoint]) -> Decimal {
    curve.iter().max_by_key(|point| point.month).map_or(Decimal::ZERO, |point| point.share)
}

fn summed(projections: Vec<Projection>, so_far: &SoFar<'_>) -> Option<Forecast> {
    let mut values: Vec<Decimal> = projections.iter().map(|one| one.value).collect();
    values.sort();
    let (low, high) = (*values.first()?, *values.last()?);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    let middle = lower.saturating_add(upper.saturating_sub(lower) / Decimal::TWO);
    let middle = half_up(middle, so_far.places);
    Some(Forecast { middle, low, high, unit: so_far.unit.into(), projections })
}

/// The day from which the recent pace is counted, if it lies in the year.
pub(super) fn pace_start(year: i16, as_of: Day, length: i32) -> Option<Day> {
    let begin = month_end(year - 1, 12)?;
    let start = as_of.checked_sub(length.days()).ok()?;
    Some(start.max(begin)).filter(|start| *start < as_of)
}

/// 预计全年…，in a sentence without its full stop.
impl fmt::Display for Forecast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Forecast { middle, low, high, unit, projections } = self;
        let bare = |value: &Decimal| bare(*value);
        write!(f, "预计全年{}{unit}", bare(middle))?;
        if low != high {
            write!(f, "（{}—{}{unit}）", bare(low), bare(high))?;
        }
        let each: Vec<String> = projections
            .iter()
            .map(|one| format!("{}{}{unit}", one.method, bare(&one.value)))
            .collect();
        write!(f, "：{}", each.join("，"))?;
        if projections.len() > 1 {
            f.write_str("，取中位数")?;
        }
        Ok(())
    }
}
