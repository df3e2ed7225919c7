//! The budget years (预算年度) that can be worked with.

use std::ops::RangeInclusive;

use crate::Faults;

/// The first and the last of them: what lies beyond was mistyped.
pub const YEARS: RangeInclusive<i64> = 2000..=2100;

/// What is said of a year beyond them.
pub const BEYOND: &str = "年度是2000到2100之间的四位数字";

/// The year that somebody typed, if it is one of them.
pub fn typed(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|year| YEARS.contains(year))
}

/// The year that stands in a form, or a fault of its field.
pub(crate) fn in_form(text: &str, faults: &mut Faults) -> Option<i64> {
    let year = typed(text);
    if year.is_none() {
        faults.add("year", BEYOND);
    }
    year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_taken_within_the_bounds_that_are_told() {
        assert_eq!(typed(" 2026 "), Some(2026));
        for text in ["", "1999", "2101", "二〇二六", "26", "-2026", "2026.0"] {
            assert_eq!(typed(text), None, "{text}");
        }
        for bound in [YEARS.start(), YEARS.end()] {
            assert_eq!(typed(&bound.to_string()), Some(*bound));
            assert!(BEYOND.contains(&bound.to_string()), "{BEYOND}");
        }
    }
}
