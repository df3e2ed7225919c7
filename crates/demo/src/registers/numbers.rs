//! Numbers with check digits that belong to nobody: identity documents of an unassigned region, credit codes,
//! bank cards, telephones.

use ground::Day;
use jiff::ToSpan;

use crate::expand::REGION;

/// The day, or the last one before it that there is.
pub(super) fn day(year: i16, month: i64, day: i64) -> Day {
    let month = i8::try_from(month.clamp(1, 12)).unwrap_or(1);
    let day = i8::try_from(day.clamp(1, 28)).unwrap_or(1);
    Day::new(year, month, day).unwrap_or(Day::ZERO)
}

/// So many days later.
pub(super) fn later(day: Day, days: i64) -> Day {
    day.saturating_add(days.days())
}

/// The day itself, or the Friday before.
pub(super) fn work_day(day: Day) -> Day {
    later(day, -i64::from(day.weekday().to_monday_zero_offset() - 4).max(0))
}

/// The identity number of somebody born on this day; `serial` parts those of one day, and tells the sex.
pub(super) fn identity(born: Day, serial: u32, is_female: bool) -> String {
    let parted = serial % 499 * 2 + u32::from(!is_female);
    let place = ["990124", "990124", "990124", "990123", "990130", "990201"];
    let region = place.get(serial as usize / 499 % place.len()).unwrap_or(&REGION);
    let (year, month, of_month) = (born.year(), born.month(), born.day());
    let mut number = format!("{region}{year:04}{month:02}{of_month:02}{parted:03}");
    number.extend(register::check_digit(&number));
    number
}

/// The credit code of a union (`81`) or an enterprise (`91`).
pub(super) fn credit(kind: &str, serial: usize) -> String {
    let mut code = format!("{kind}{REGION}{:09}", 100_000 + serial);
    code.extend(register::credit_check(&code));
    code
}

/// The number of a bank card; no card begins so.
pub(super) fn card(serial: u32) -> String {
    let body = format!("{REGION}{serial:012}");
    let fits = |digit: &char| register::luhn(&format!("{body}{digit}"));
    let digit = ('0'..='9').find(fits).unwrap_or_default();
    format!("{body}{digit}")
}

/// A number of a mobile telephone of a range that is given to nobody.
pub(super) fn phone(serial: u32) -> String {
    format!("142{serial:08}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_their_checks() {
        let id = identity(day(1980, 2, 28), 1234, true);
        let read = register::IdDocument::parse(&id).expect("an identity number");
        assert_eq!((read.born(), read.is_female()), (Some(day(1980, 2, 28)), Some(true)));
        assert_eq!(read.kind, register::DocumentKind::Resident);
        assert!(register::luhn(&card(77)));
        assert_eq!(register::credit_code(&credit("81", 5)), Ok(credit("81", 5)));
    }

    #[test]
    fn work_days_are_no_weekends() {
        // A Friday, the Saturday and the Sunday behind it, and the Monday.
        let days = [day(2025, 3, 7), day(2025, 3, 8), day(2025, 3, 9), day(2025, 3, 10)];
        assert_eq!(days.map(work_day), [days[0], days[0], days[0], days[3]]);
    }
}
