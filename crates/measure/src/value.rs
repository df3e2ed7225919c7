//! What the store found, as the value of a measure: exact arithmetic over whole numbers.

use ground::{Day, Decimal};
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Serialize};

use crate::definition::{Measure, Part, Shape, Take};
use crate::read::is_money;

/// What the store found for one question of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The figure.
    pub figure: Figured,
    /// In how many entries the column asked of is filled.
    pub filled: i64,
    /// How many entries count.
    pub entries: i64,
}

/// A figure as the store has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figured {
    /// None: there is no entry that has one.
    Nothing,
    /// A whole number: entries, persons, fen, the last decimal that a field has, the place of a level.
    Number(i64),
    /// A day.
    Day(Day),
}

/// The value of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The value in the measure's unit; `None` where there is none: nothing was entered, or the denominator is 0.
    pub outcome: Option<Outcome>,
    /// Of quotients: what stands above the line, money in 元. Of growth: this year's figure.
    pub numerator: Option<Decimal>,
    /// Of quotients: what stands below the line, money in 元. Of growth: that of the year before.
    pub denominator: Option<Decimal>,
    /// How many entries stand behind each of its figures.
    pub entries: Vec<i64>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A number in the measure's unit.
    Number(Decimal),
    /// A day.
    Day(Day),
    /// A level.
    Level {
        /// Its code.
        key: String,
        /// Its Chinese label.
        label: String,
    },
}

impl Measure {
    /// The value, from what the store found for the questions of the plan, in their order.
    pub fn value(&self, readings: &[Reading]) -> Value {
        let entries = readings.iter().map(|reading| reading.entries).collect();
        let figure = |part: &Part, at: usize| outcome(&part.take, readings.get(at)?);
        let number = |part: &Part, at: usize| match figure(part, at) {
            Some(Outcome::Number(number)) => Some(number),
            _ => None,
        };
        match &self.shape {
            Shape::Plain(part) => {
                let outcome = figure(part, 0).map(|outcome| self.in_unit(part, outcome));
                Value { outcome, entries, ..Value::default() }
            }
            Shape::Ratio { numerator, denominator } => {
                let (above, below) = (number(numerator, 0), number(denominator, 1));
                let outcome = above.zip(below).and_then(|(above, below)| {
                    self.quotient(above, below, is_money(&numerator.take))
                });
                Value { outcome, numerator: above, denominator: below, entries }
            }
            Shape::Growth(part) => {
                let (this, before) = (number(part, 0), number(part, 1));
                let more = this.zip(before).and_then(|(this, before)| {
                    self.quotient(this.checked_sub(before)?, before, is_money(&part.take))
                });
                Value { outcome: more, numerator: this, denominator: before, entries }
            }
            Shape::Survey(_) => Value { entries, ..Value::default() },
        }
    }

    fn in_unit(&self, part: &Part, outcome: Outcome) -> Outcome {
        let Outcome::Number(number) = outcome else { return outcome };
        let is_wan = self.unit.starts_with("万元") && is_money(&part.take);
        let number = if is_wan { number / Decimal::from(10_000) } else { number };
        let is_mean = matches!(part.take, Take::Average(_));
        Outcome::Number(if is_mean { self.rounded(number) } else { number.normalize() })
    }

    /// One number by another in the measure's unit; `None` by 0.
    fn quotient(&self, above: Decimal, below: Decimal, of_money: bool) -> Option<Outcome> {
        let above = match self.unit.as_str() {
            "%" => above.checked_mul(Decimal::ONE_HUNDRED)?,
            unit if unit.starts_with("万元") && of_money => {
                above.checked_div(Decimal::from(10_000))?
            }
            _ => above,
        };
        Some(Outcome::Number(self.rounded(above.checked_div(below)?)))
    }

    fn rounded(&self, number: Decimal) -> Decimal {
        let away = RoundingStrategy::MidpointAwayFromZero;
        number.round_dp_with_strategy(self.decimals, away).normalize()
    }
}

/// What a figure comes to: money in 元, numbers in their field's unit.
fn outcome(take: &Take, reading: &Reading) -> Option<Outcome> {
    let whole = match (&reading.figure, take) {
        (Figured::Nothing, _) => return None,
        (Figured::Day(day), _) => return Some(Outcome::Day(*day)),
        (Figured::Number(number), _) => *number,
    };
    Some(match take {
        Take::Entries | Take::Distinct { .. } => Outcome::Number(Decimal::from(whole)),
        Take::Sum { field, .. }
        | Take::Last { field, .. }
        | Take::Least(field)
        | Take::Most(field) => {
            Outcome::Number(Decimal::try_new(whole, field.decimals()).ok()?.normalize())
        }
        Take::Average(field) => {
            let sum = Decimal::try_new(whole, field.decimals()).ok()?;
            Outcome::Number(sum.checked_div(Decimal::from(reading.filled))?)
        }
        Take::Highest { ranks, .. } => {
            let (key, label) = ranks.get(usize::try_from(whole).ok()?)?.clone();
            Outcome::Level { key, label }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::{Book, Field, Holds};
    use crate::{Grouping, Time};

    fn money() -> Field {
        Field {
            name: "amount".into(),
            label: "金额".into(),
            holds: Holds::Money,
            column: "amount".into(),
            filled: "amount".into(),
            last: "amount".into(),
        }
    }

    fn part(take: Take) -> Part {
        Part {
            words: "发放".into(),
            register: "aid".into(),
            title: "救助发放台账".into(),
            book: Book::Journal,
            take,
            time: Time::Ever,
            states: vec![],
            tests: vec![],
            having: vec![],
            takes: vec![],
        }
    }

    fn measure(unit: &str, decimals: u32, shape: Shape) -> Measure {
        Measure {
            code: "a".into(),
            title: "甲".into(),
            about: "乙".into(),
            also: vec![],
            aspects: vec![],
            unit: unit.into(),
            decimals,
            groups: Vec::<Grouping>::new(),
            needs: vec![],
            shape,
        }
    }

    fn read(number: i64) -> Reading {
        Reading { figure: Figured::Number(number), filled: 3, entries: 4 }
    }

    fn number(text: &str) -> Option<Outcome> {
        text.parse().ok().map(Outcome::Number)
    }

    #[test]
    fn values_come_out_in_their_unit_and_rounded() {
        let sum = || part(Take::Sum { field: money(), empty: 0 });
        let count = || part(Take::Entries);
        let ratio = |numerator, denominator| {
            let denominator = Box::new(denominator);
            Shape::Ratio { numerator, denominator }
        };
        let cases = [
            ("元", 2, Shape::Plain(sum()), vec![123_456_789], "1234567.89"),
            ("万元", 2, Shape::Plain(sum()), vec![123_456_789], "123.456789"),
            ("元", 2, Shape::Plain(part(Take::Average(money()))), vec![1000], "3.33"),
            ("人", 2, Shape::Plain(count()), vec![7], "7"),
            ("%", 2, ratio(count(), count()), vec![2, 3], "66.67"),
            ("%", 1, ratio(count(), count()), vec![1, 8], "12.5"),
            ("%", 0, ratio(count(), count()), vec![1, 8], "13"),
            ("元/户", 2, ratio(sum(), count()), vec![100_001, 2], "500.01"),
            ("万元/户", 4, ratio(sum(), count()), vec![100_000_000, 3], "33.3333"),
            ("%", 2, Shape::Growth(count()), vec![9, 12], "-25"),
            ("%", 2, Shape::Growth(sum()), vec![150, 100], "50"),
        ];
        for (unit, decimals, shape, figures, expected) in cases {
            let measure = measure(unit, decimals, shape);
            let readings: Vec<Reading> = figures.into_iter().map(read).collect();
            assert_eq!(measure.value(&readings).outcome, number(expected), "{measure:?}");
        }
    }

    #[test]
    fn nothing_and_zero_below_the_line_have_no_value() {
        let denominator = Box::new(part(Take::Entries));
        let ratio = Shape::Ratio { numerator: part(Take::Entries), denominator };
        let of_none = measure("%", 2, ratio).value(&[read(3), read(0)]);
        assert_eq!(of_none.outcome, None);
        assert_eq!(of_none.numerator, Some(Decimal::from(3)));
        let nothing = Reading { figure: Figured::Nothing, filled: 0, entries: 0 };
        let least = measure("元", 2, Shape::Plain(part(Take::Least(money()))));
        assert_eq!(least.value(&[nothing]).outcome, None);
    }
}
