//! Exact fractions: compared and multiplied before anything is divided, so that ties round as on paper.

use ground::Decimal;
use rust_decimal::RoundingStrategy::{MidpointAwayFromZero, ToZero};

/// `above ÷ below`; `below` is greater than nothing, and both are small enough to be multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    above: Decimal,
    below: Decimal,
}

impl Fraction {
    pub(crate) const ZERO: Fraction = Fraction { above: Decimal::ZERO, below: Decimal::ONE };
    pub(crate) const ONE: Fraction = Fraction { above: Decimal::ONE, below: Decimal::ONE };

    /// `None` where `below` is not greater than nothing.
    pub(crate) fn new(above: Decimal, below: Decimal) -> Option<Fraction> {
        if below <= Decimal::ZERO {
            return None;
        }
        // A product with a percentage or a weight must stay below 7.9 × 10²⁸.
        let most = Decimal::from(1_000_000_000_000_000_000_i64);
        let step = Decimal::from(1_000_000);
        let (mut above, mut below) = (above.normalize(), below.normalize());
        while above.abs() > most || below > most {
            above = above.checked_div(step)?;
            below = below.checked_div(step)?;
        }
        if below.is_zero() {
            let sign = if above.is_sign_negative() { -most } else { most };
            return Some(Fraction { above: sign, below: Decimal::ONE });
        }
        Some(Fraction { above, below })
    }

    /// So many percent.
    pub(crate) fn percent(percent: Decimal) -> Fraction {
        Fraction::new(percent, Decimal::ONE_HUNDRED).unwrap_or(Fraction::ZERO)
    }

    /// Whether it is at least so many percent.
    pub(crate) fn is_at_least(self, percent: Decimal) -> bool {
        let left = self.above.saturating_mul(Decimal::ONE_HUNDRED);
        left >= self.below.saturating_mul(percent)
    }

    /// Between nothing and one.
    pub(crate) fn capped(self) -> Fraction {
        if self.above <= Decimal::ZERO {
            Fraction::ZERO
        } else if self.above >= self.below {
            Fraction::ONE
        } else {
            self
        }
    }

    /// (this − pass) ÷ (1 − pass), the pass line in percent.
    pub(crate) fn above_pass(self, pass: Decimal) -> Fraction {
        let above = self.above.saturating_mul(Decimal::ONE_HUNDRED);
        let above = above.saturating_sub(self.below.saturating_mul(pass));
        let below = self.below.saturating_mul(Decimal::ONE_HUNDRED - pass);
        Fraction::new(above, below).unwrap_or(Fraction::ZERO).capped()
    }

    /// 1 − (this − bound), the bound in percent.
    pub(crate) fn less_beyond(self, bound: Decimal) -> Fraction {
        let above = self.below.saturating_mul(Decimal::ONE_HUNDRED.saturating_add(bound));
        let above = above.saturating_sub(self.above.saturating_mul(Decimal::ONE_HUNDRED));
        let below = self.below.saturating_mul(Decimal::ONE_HUNDRED);
        Fraction::new(above, below).unwrap_or(Fraction::ZERO).capped()
    }

    /// The greater of both.
    pub(crate) fn or_at_least(self, percent: Decimal) -> Fraction {
        if self.is_at_least(percent) { self } else { Fraction::percent(percent) }
    }

    /// So much of `whole`, not rounded beyond the 28 digits that a decimal has.
    pub(crate) fn of(self, whole: Decimal) -> Decimal {
        let product = self.above.checked_mul(whole).and_then(|all| all.checked_div(self.below));
        let divided = || self.above.checked_div(self.below)?.checked_mul(whole);
        product.or_else(divided).unwrap_or(Decimal::MAX)
    }

    /// In percent with two places.
    pub(crate) fn in_percent(self) -> Decimal {
        half_up(self.of(Decimal::ONE_HUNDRED), 2)
    }
}

/// Rounded half up to so many places, zeros kept.
pub(crate) fn half_up(value: Decimal, places: u32) -> Decimal {
    let mut rounded = value.round_dp_with_strategy(places, MidpointAwayFromZero);
    rounded.rescale(places);
    rounded
}

/// `total` in `count` parts that are as equal as so many places allow and add up to it exactly: what is left over goes
/// to the first parts, one unit of the last place each.
pub(crate) fn in_parts(total: Decimal, count: usize, places: u32) -> Vec<Decimal> {
    let many = Decimal::from(count.max(1));
    let base = (total / many).round_dp_with_strategy(places, ToZero);
    let unit = Decimal::new(1, places);
    let mut rest = total - base * many;
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        let more = if rest >= unit { unit } else { Decimal::ZERO };
        rest -= more;
        parts.push(base + more);
    }
    if let Some(first) = parts.first_mut() {
        *first += rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn ties_round_up() {
        let third = Fraction::new(Decimal::ONE, Decimal::from(3)).unwrap();
        assert_eq!(half_up(third.of(dec("0.015")), 2), dec("0.01"));
        assert_eq!(half_up(dec("2.345"), 2).to_string(), "2.35");
        assert_eq!(half_up(dec("9.6"), 2).to_string(), "9.60");
    }

    #[test]
    fn parts_add_up() {
        for (total, count) in [("50", 3), ("10", 7), ("0.05", 3), ("33.335", 2), ("0", 4)] {
            let parts = in_parts(dec(total), count, 2);
            assert_eq!(parts.len(), count);
            assert_eq!(parts.iter().sum::<Decimal>(), dec(total), "{total} in {count}");
        }
        assert_eq!(in_parts(dec("50"), 3, 2), [dec("16.67"), dec("16.67"), dec("16.66")]);
        assert!(in_parts(dec("5"), 0, 2).is_empty());
    }

    #[test]
    fn absurd_numbers_neither_panic_nor_turn_round() {
        let huge = Fraction::new(Decimal::MAX, dec("0.0000000000000000000000000001")).unwrap();
        assert!(huge.is_at_least(Decimal::from(1000)));
        let tiny = Fraction::new(dec("0.0000000000000000000000000001"), Decimal::MAX).unwrap();
        assert_eq!(half_up(tiny.of(Decimal::TEN), 2), Decimal::ZERO);
        assert!(Fraction::new(Decimal::MAX, Decimal::MAX).unwrap().is_at_least(dec("100")));
    }
}
