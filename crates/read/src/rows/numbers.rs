//! What a number in a cell is: a number, a day, or words that only its format makes of it.

use ground::{Day, Decimal};

use crate::sheet::number::{Epoch, Format, Meaning, civil, parse};
use crate::sheet::styles::Styles;

/// Days from 1970-01-01 back to the day before Excel's first.
const TO_1970: i64 = 25_569;
/// Excel's calendar on old Macintosh begins so many days later.
const LATER: i64 = 1462;
/// 9999-12-31, behind which there are no dates.
const LAST_DAY: i64 = 2_958_465;

/// The styles of a workbook, each with what it makes of a number.
#[derive(Debug)]
pub(super) struct Numbers {
    epoch: Epoch,
    /// `None` for the general format.
    styles: Vec<Option<(Meaning, Format)>>,
}

/// A number as a cell means it.
#[derive(Debug, PartialEq)]
pub(super) enum Meant {
    Number(f64),
    Day(Day),
    Words(String),
}

impl Numbers {
    pub(super) fn new(styles: &Styles) -> Numbers {
        let formats = styles.formats().into_iter();
        let styled = formats.map(|format| format.map(|format| (format.meaning(), format)));
        Numbers { epoch: styles.epoch(), styles: styled.collect() }
    }

    /// What a number means in a style. `raw` gives it as the file writes it.
    pub(super) fn of<R: AsRef<str>>(
        &self,
        style: usize,
        number: f64,
        raw: impl FnOnce() -> R,
    ) -> Meant {
        let Some(Some((meaning, format))) = self.styles.get(style) else {
            return Meant::Number(number);
        };
        let words = match meaning {
            Meaning::Number => None,
            Meaning::Day => {
                return day(raw().as_ref(), self.epoch).map_or(Meant::Number(number), Meant::Day);
            }
            Meaning::Percent => parse(raw().as_ref())
                .and_then(|value| value.checked_mul(Decimal::ONE_HUNDRED))
                .map(|percent| format!("{}%", percent.normalize())),
            Meaning::Words => parse(raw().as_ref()).map(|value| format.number(value, self.epoch)),
        };
        words.map_or(Meant::Number(number), Meant::Words)
    }
}

/// The day of a serial number; its time of day is left out.
fn day(raw: &str, epoch: Epoch) -> Option<Day> {
    let whole = parse(raw)?.trunc();
    let whole = i64::try_from(whole).ok()?;
    let serial = match epoch {
        Epoch::Of1904 => whole.checked_add(LATER).filter(|_| whole >= 0)?,
        // The day that never was stands between: days before it count from the day after.
        Epoch::Of1900 if (1..60).contains(&whole) => whole + 1,
        Epoch::Of1900 if whole < 1 || whole == 60 => return None,
        Epoch::Of1900 => whole,
    };
    let (year, month, day) = civil((serial <= LAST_DAY).then_some(serial)? - TO_1970);
    let small = |number| i8::try_from(number).ok();
    Day::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_days_of_their_calendar() {
        let of = |raw, epoch| day(raw, epoch).map(|day| day.to_string());
        let since_1900 = |raw| of(raw, Epoch::Of1900);
        assert_eq!(since_1900("46203").as_deref(), Some("2026-06-30"));
        assert_eq!(since_1900("46203.75").as_deref(), Some("2026-06-30"));
        assert_eq!(since_1900("4.6203E4").as_deref(), Some("2026-06-30"));
        assert_eq!(since_1900("1").as_deref(), Some("1900-01-01"));
        assert_eq!(since_1900("59").as_deref(), Some("1900-02-28"));
        assert_eq!(since_1900("61").as_deref(), Some("1900-03-01"));
        assert_eq!(since_1900("2958465").as_deref(), Some("9999-12-31"));
        for raw in ["0", "60", "-3", "2958466", "1E300", "x"] {
            assert_eq!(since_1900(raw), None, "{raw}");
        }
        assert_eq!(of("44741", Epoch::Of1904).as_deref(), Some("2026-06-30"));
        assert_eq!(of("0", Epoch::Of1904).as_deref(), Some("1904-01-01"));
    }
}
