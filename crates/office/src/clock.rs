//! What time it is, asked in one place.

use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A moment: written in UTC with milliseconds, so that moments as text sort by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Timestamp);

/// The clock that an office goes by.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    set: Option<Arc<Mutex<Timestamp>>>,
}

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that stands until it is moved: for tests, and for making up a year that has passed.
    pub fn set_to(at: Timestamp) -> Clock {
        Clock { set: Some(Arc::new(Mutex::new(at))) }
    }

    /// Moves a clock that was set; the clock of the machine goes on as it does.
    pub fn move_to(&self, at: Timestamp) {
        if let Some(set) = &self.set {
            *set.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        }
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        Moment(match &self.set {
            Some(set) => *set.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
            None => Timestamp::now(),
        })
    }
}

impl Moment {
    /// The moment that a text names, as the store keeps it.
    pub fn from_text(text: &str) -> Option<Moment> {
        text.parse().ok().map(Moment)
    }

    /// So many seconds later; earlier, if negative.
    pub fn plus_seconds(self, seconds: i64) -> Moment {
        let later = self.0.checked_add(jiff::SignedDuration::from_secs(seconds));
        Moment(later.unwrap_or(Timestamp::MAX))
    }

    /// The same moment in China, where days begin eight hours earlier than in UTC.
    pub fn in_china(self) -> Zoned {
        self.0.to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
    }

    /// The day it is in China, 2026-03-01.
    pub fn day(self) -> jiff::civil::Date {
        self.in_china().date()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_alike_and_read_back() {
        let moment = Moment::from_text("2026-03-01T16:30:00Z").expect("a moment");
        assert_eq!(moment.to_string(), "2026-03-01T16:30:00.000Z");
        assert_eq!(Moment::from_text(&moment.to_string()), Some(moment));
        assert_eq!(moment.day().to_string(), "2026-03-02");
    }
}
