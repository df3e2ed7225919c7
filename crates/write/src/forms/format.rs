//! How values are printed: 24.00 for a sum in 万元, 98.50%, 2026年7月31日.

use ground::{Day, Decimal, Money};
use rulebook::SumUnit;

use super::value::Value;

/// The lines of a value; a list has none.
pub(super) fn lines(value: &Value<'_>, unit: SumUnit) -> Vec<String> {
    match value {
        Value::Blank | Value::List(_) => Vec::new(),
        Value::Text(text) => text.lines().map(str::to_owned).collect(),
        Value::Lines(lines) => lines.to_vec(),
        Value::Money(sum) => vec![money(*sum, unit)],
        Value::Percent(share) => vec![format!("{}%", at_least_two_places(share.round_dp(2)))],
        Value::Number(number) => vec![number.normalize().to_string()],
        Value::Day(day) => vec![self::day(*day)],
    }
}

/// A sum with two places, with more where two would change it.
pub(crate) fn money(sum: Money, unit: SumUnit) -> String {
    at_least_two_places(match unit {
        SumUnit::Wan => sum.wan(),
        SumUnit::Yuan => sum.yuan(),
    })
}

/// 2026年7月31日
pub(crate) fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn at_least_two_places(number: Decimal) -> String {
    let mut number = number.normalize();
    number.rescale(number.scale().max(2));
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_what_they_are() {
        let wan = |fen| money(Money::from_fen(fen), SumUnit::Wan);
        assert_eq!(wan(24_000_000), "24.00");
        assert_eq!(wan(13_190_000), "13.19");
        assert_eq!(wan(13_195_000), "13.195");
        assert_eq!(wan(-1_000_001), "-1.000001");
        assert_eq!(money(Money::from_fen(300_050), SumUnit::Yuan), "3000.50");
    }

    #[test]
    fn shares_numbers_and_days() {
        let shown = |value: Value<'_>| lines(&value, SumUnit::Wan).concat();
        assert_eq!(shown(Value::Percent("98.5".parse().unwrap())), "98.50%");
        assert_eq!(shown(Value::Percent("66.666667".parse().unwrap())), "66.67%");
        assert_eq!(shown(Value::Number("10.00".parse().unwrap())), "10");
        assert_eq!(shown(Value::Day(jiff::civil::date(2026, 7, 31))), "2026年7月31日");
        assert_eq!(shown(Value::Blank), "");
    }
}
