//! Serial numbers as dates and times.

use ground::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::code::{Section, Token};
use super::decimal::rounded;
use super::{Epoch, chinese};

/// 9999-12-31, behind which there are no dates.
const LAST_DAY: i64 = 2_958_465;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKDAYS: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

/// A point in time, taken apart.
struct Moment {
    serial: i64,
    year: i64,
    month: i64,
    day: i64,
    /// Seconds since midnight.
    seconds: i64,
    /// Thousandths of a second beyond.
    thousandths: i64,
}

/// Shows a date; `None` where the number lies outside the calendar.
pub(super) fn show(section: &Section, value: Decimal, epoch: Epoch) -> Option<String> {
    let moment = Moment::of(value, epoch, has_fraction(section))?;
    let half_days = section.tokens.iter().any(|token| matches!(token, Token::Noon(..)));
    let mut out = String::new();
    let mut behind_point = false;
    for token in &section.tokens {
        match token {
            Token::Literal(text) => out.push_str(text),
            Token::Slash => out.push('/'),
            Token::Comma => out.push(','),
            Token::Percent => out.push('%'),
            Token::Point => {
                behind_point = true;
                out.push('.');
            }
            Token::Digit(_) if behind_point => {
                let digits = format!("{:03}", moment.thousandths);
                let shown = out.len() - out.rfind('.').unwrap_or(out.len());
                out.extend(digits.chars().nth(shown.saturating_sub(1)));
            }
            Token::Noon(before, after) => {
                out.push_str(if moment.seconds < 43_200 { before } else { after });
            }
            Token::Elapsed(unit, width) => {
                let all = moment.serial * 86_400 + moment.seconds;
                let passed = all
                    / match unit {
                        'h' => 3600,
                        'm' => 60,
                        _ => 1,
                    };
                out.push_str(&format!("{passed:0>width$}"));
            }
            Token::Date(unit, count) => {
                out.push_str(&moment.part(*unit, *count, half_days, section));
            }
            _ => {}
        }
    }
    Some(out.trim().to_owned())
}

/// Whether seconds have places, so that they are not rounded to whole ones.
fn has_fraction(section: &Section) -> bool {
    section.tokens.contains(&Token::Point)
}

impl Moment {
    fn of(value: Decimal, epoch: Epoch, fine: bool) -> Option<Moment> {
        let day_thousandths = Decimal::from(86_400_000);
        let all = rounded(value.checked_mul(day_thousandths)?, 0).to_i64()?;
        let all = if fine { all } else { (all + 500) / 1000 * 1000 };
        let serial = all / 86_400_000;
        let of_day = all % 86_400_000;
        let shift = if epoch == Epoch::Of1904 { 1462 } else { 0 };
        let days = serial.checked_add(shift).filter(|days| (0..=LAST_DAY).contains(days))?;
        let (year, month, day) = match (epoch, days) {
            (Epoch::Of1900, 0) => (1900, 1, 0),
            (Epoch::Of1900, 60) => (1900, 2, 29),
            // The day that never was stands between: days before it count from the day after.
            (Epoch::Of1900, 1..60) => civil(days - 25_568),
            _ => civil(days - 25_569),
        };
        Some(Moment {
            serial: days,
            year,
            month,
            day,
            seconds: of_day / 1000,
            thousandths: of_day % 1000,
        })
    }

    fn part(&self, unit: char, count: usize, half_days: bool, section: &Section) -> String {
        let named = |names: &[&str], at: i64, short: usize| {
            let name = usize::try_from(at).ok().and_then(|at| names.get(at)).copied();
            let name = name.unwrap_or_default();
            if count == short { name.get(..3).unwrap_or(name) } else { name }.to_owned()
        };
        let weekday = (self.serial - 1).rem_euclid(7);
        let value = match (unit, count) {
            ('y', 1 | 2) => return self.digits(self.year % 100, 2, section, true),
            ('y', _) => return self.digits(self.year, 4, section, true),
            ('m', 3 | 4) => return named(&MONTHS, self.month - 1, 3),
            ('m', 5) => return named(&MONTHS, self.month - 1, 4).chars().take(1).collect(),
            ('d', 3 | 4..) => return named(&DAYS, weekday, 3),
            ('a', _) => {
                let head = if count == 3 { "周" } else { "星期" };
                return format!("{head}{}", named(&WEEKDAYS, weekday, 99));
            }
            ('m', _) => self.month,
            ('d', _) => self.day,
            ('h', _) if half_days => (self.seconds / 3600 + 11) % 12 + 1,
            ('h', _) => self.seconds / 3600,
            ('n', _) => self.seconds / 60 % 60,
            ('s', _) => self.seconds % 60,
            _ => return String::new(),
        };
        self.digits(value, count.min(2), section, false)
    }

    fn digits(&self, value: i64, width: usize, section: &Section, one_by_one: bool) -> String {
        let text = format!("{value:0>width$}");
        match (section.chinese, one_by_one) {
            (0, _) => text,
            (kind, true) => chinese::signs(&text, kind),
            (kind, false) => chinese::number(&value.to_string(), kind),
        }
    }
}

/// Year, month and day of the days since 1970-01-01, by the Gregorian calendar.
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
