//! Sums of money, exact to the fen.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Decimal;

/// A sum of money in fen (分, 1/100 元). Never a float: sums of money are compared exactly.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// So many fen.
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// `amount` 元, if it is a whole number of fen that 64 bits hold.
    pub fn from_yuan(amount: Decimal) -> Option<Money> {
        exact_fen(amount.checked_mul(Decimal::from(100))?)
    }

    /// `amount` 万元, if it is a whole number of fen that 64 bits hold.
    pub fn from_wan(amount: Decimal) -> Option<Money> {
        exact_fen(amount.checked_mul(Decimal::from(1_000_000))?)
    }

    /// The sum in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum in 元.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2).normalize()
    }

    /// The sum in 万元.
    pub fn wan(self) -> Decimal {
        Decimal::new(self.0, 6).normalize()
    }

    /// The sum of both, if 64 bits hold it.
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, if 64 bits hold it.
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }
}

fn exact_fen(fen: Decimal) -> Option<Money> {
    let whole = fen.normalize();
    (whole.scale() == 0).then(|| i64::try_from(whole.mantissa()).ok().map(Money)).flatten()
}

/// Prints 元 below 1 万元 and 万元 from there on, without needless zeros.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.unsigned_abs() >= 1_000_000 {
            write!(f, "{}万元", self.wan())
        } else {
            write!(f, "{}元", self.yuan())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wan(text: &str) -> Option<Money> {
        Money::from_wan(text.parse().unwrap())
    }

    #[test]
    fn wan_and_yuan_are_exact() {
        assert_eq!(wan("13.19").unwrap().fen(), 13_190_000);
        assert_eq!(wan("13.19").unwrap().to_string(), "13.19万元");
        assert_eq!(Money::from_yuan(Decimal::from(500)).unwrap().to_string(), "500元");
        assert_eq!(wan("100.00").unwrap().to_string(), "100万元");
    }

    #[test]
    fn what_is_no_whole_fen_or_too_large_is_no_money() {
        assert_eq!(wan("0.0000001"), None);
        assert_eq!(wan("99999999999999999"), None);
    }
}
