//! What is expected of a year by a day.

use ground::{Day, Decimal};
use rulebook::Between;

use crate::fraction::Fraction;
use crate::indicator::PlanPoint;

/// What is expected by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// In percent of the year.
    pub(super) share: Decimal,
    /// The point that was passed last.
    pub(super) passed: Option<PlanPoint>,
    /// The point that comes next.
    pub(super) next: Option<PlanPoint>,
}

/// The last day of a month.
pub(super) fn month_end(year: i16, month: u8) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, 1).ok().map(Day::last_of_month)
}

/// The day as sentences print it.
pub(super) fn said(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// What a plan asks for by a day; `None` where there is no plan. Points of no month are passed over.
///
/// A point binds from the end of its month on, that day included. Between two points either the last one passed
/// counts, or a straight line by days, which begins with nothing on the last day of the year before.
pub(super) fn expected(
    plan: &[PlanPoint],
    year: i16,
    day: Day,
    between: Between,
) -> Option<Expected> {
    let mut points: Vec<(Day, PlanPoint)> = plan
        .iter()
        .filter_map(|point| month_end(year, point.month).map(|end| (end, *point)))
        .collect();
    points.sort_by_key(|(end, _)| *end);
    if points.is_empty() {
        return None;
    }
    let passed = points.iter().rev().find(|(end, _)| *end <= day).copied();
    let next = points.iter().find(|(end, _)| *end > day).copied();
    let share = match (between, passed, next) {
        (Between::Line, passed, Some((end, point))) => {
            let begin = month_end(year - 1, 12)?;
            let (start, from) = passed.map_or((begin, Decimal::ZERO), |(end, p)| (end, p.share));
            let gone = Fraction::new(days(start, day), days(start, end))?.capped();
            from.saturating_add(gone.of(point.share.saturating_sub(from)))
        }
        (_, passed, _) => passed.map_or(Decimal::ZERO, |(_, point)| point.share),
    };
    Some(Expected { share, passed: passed.map(|(_, p)| p), next: next.map(|(_, p)| p) })
}

/// Days from one to the other.
pub(super) fn days(from: Day, to: Day) -> Decimal {
    Decimal::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(points: &[(u8, i64)], day: &str, between: Between) -> Option<String> {
        let points: Vec<PlanPoint> = points
            .iter()
            .map(|(month, share)| PlanPoint { month: *month, share: Decimal::from(*share) })
            .collect();
        let found = expected(&points, 2025, day.parse().unwrap(), between)?;
        Some(found.share.round_dp(2).normalize().to_string())
    }

    #[test]
    fn a_step_asks_for_the_last_node_and_a_line_for_what_lies_between() {
        let plan = [(3, 25), (6, 50), (10, 75), (12, 100)];
        let cases = [
            ("2025-02-14", "0", "12.5"),
            ("2025-03-30", "0", "24.72"),
            ("2025-03-31", "25", "25"),
            ("2025-05-20", "25", "38.74"),
            ("2025-06-30", "50", "50"),
            ("2025-12-31", "100", "100"),
            ("2026-02-01", "100", "100"),
        ];
        for (day, step, line) in cases {
            assert_eq!(share(&plan, day, Between::Step).as_deref(), Some(step), "{day}");
            assert_eq!(share(&plan, day, Between::Line).as_deref(), Some(line), "{day}");
        }
    }

    #[test]
    fn a_plan_with_gaps_is_taken_as_it_stands() {
        assert_eq!(share(&[(6, 100)], "2025-06-30", Between::Step).as_deref(), Some("100"));
        assert_eq!(share(&[(6, 100)], "2025-05-01", Between::Step).as_deref(), Some("0"));
        assert_eq!(share(&[], "2025-05-01", Between::Step), None);
        assert_eq!(share(&[(13, 100)], "2025-05-01", Between::Step), None);
    }
}
