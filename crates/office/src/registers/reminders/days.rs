//! From the day of a field to the day of its row, and back.

use ground::Day;
use jiff::Span;
use store::Cell;
use store::registers::conditions::{Condition, Test};

/// The days that a field may hold for its row to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first, if what is long past is forgotten.
    pub(super) from: Option<Day>,
    /// The last.
    pub(super) until: Day,
}

/// What is added to the day of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Added {
    Days(i64),
    Months(i64),
}

/// From the day of a field to the day of its row, and back.
pub(super) struct Ways {
    pub(super) plus: Added,
    pub(super) told: Stretch,
    pub(super) past: Stretch,
}

impl Ways {
    pub(super) fn due(&self, day: Day) -> Day {
        moved(day, self.plus)
    }
}

impl Added {
    /// The last day to which this can be added without coming behind `day`. Months are of different lengths: a month
    /// after the 31st of January is the 28th of February, and so is one after the 28th.
    pub(super) fn before(self, day: Day) -> Day {
        let back = match self {
            Added::Days(days) => return moved(day, Added::Days(days.saturating_neg())),
            Added::Months(months) => Added::Months(months.saturating_neg()),
        };
        let mut last = moved(day, back);
        for _ in 0..3 {
            let next = moved(last, Added::Days(1));
            if next == last || moved(next, self) > day {
                break;
            }
            last = next;
        }
        last
    }
}

impl Stretch {
    pub(super) fn conditions(&self, column: &str) -> Vec<Condition> {
        let cell = |day: Day| Cell::Text(day.to_string());
        let until = Condition::new(column, Test::AtMost(cell(self.until)));
        let from = self.from.map(|day| Condition::new(column, Test::AtLeast(cell(day))));
        std::iter::once(until).chain(from).collect()
    }
}

/// A day some time later; the day itself where the calendar ends.
pub(super) fn moved(day: Day, by: Added) -> Day {
    let span = match by {
        Added::Days(days) => Span::new().try_days(days),
        Added::Months(months) => Span::new().try_months(months),
    };
    span.and_then(|span| day.checked_add(span)).unwrap_or(day)
}

pub(super) fn days_between(from: Day, until: Day) -> i64 {
    from.until(until).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_that_is_told_is_the_last_one() {
        let day = |text: &str| -> Day { text.parse().expect("a day") };
        for months in [1, 12, 13] {
            let added = Added::Months(months);
            for at in 0..800 {
                let today = moved(day("2024-01-01"), Added::Days(at));
                let last = added.before(today);
                assert!(moved(last, added) <= today, "{last} {today}");
                assert!(moved(moved(last, Added::Days(1)), added) > today, "{last} {today}");
            }
        }
        assert_eq!(Added::Days(10).before(day("2025-01-11")), day("2025-01-01"));
    }

    #[test]
    fn days_are_counted_to_both_sides() {
        let day = |text: &str| -> Day { text.parse().expect("a day") };
        assert_eq!(days_between(day("2025-01-31"), day("2025-03-01")), 29);
        assert_eq!(days_between(day("2025-03-01"), day("2025-01-31")), -29);
    }
}
