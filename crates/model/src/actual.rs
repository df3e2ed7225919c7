//! What was reached: the actual value of an indicator, and how much of a budget was spent.

use ground::{Day, Decimal, Money};
use rust_decimal::RoundingStrategy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::target::Target;
use crate::unit::Unit;

/// The actual value of an indicator (实际完成值).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actual {
    /// Nobody has given one. That is not the same as nothing having been done.
    #[default]
    Missing,
    /// 480人
    Number {
        /// The exact value in `unit`; money in 元.
        #[schemars(with = "String")]
        value: Decimal,
        /// The unit, if one is written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Unit>,
        /// What the unit is counted by: 人 in 元/人.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        per: Vec<Unit>,
    },
    /// A share whose parts are known: 92 of 100.
    Ratio {
        /// What fits.
        #[schemars(with = "String")]
        numerator: Decimal,
        /// What it is a part of.
        #[schemars(with = "String")]
        denominator: Decimal,
    },
    /// A judgement.
    Level {
        /// How far.
        level: Level,
        /// The share of the points that the judge gives, in percent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        share: Option<Decimal>,
    },
    /// The day on which it was done.
    Date {
        /// That day.
        #[schemars(with = "String")]
        day: Day,
    },
    /// One for each part of a target of several.
    Parts {
        /// In the order of the target's parts.
        parts: Vec<Actual>,
    },
}

/// How far a target without numbers was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 达成预期指标
    Reached,
    /// 部分达成预期指标并具有一定效果
    Partly,
    /// 未达成预期指标且效果较差
    Missed,
}

/// Where money comes from, as the self-evaluation form tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundSource {
    /// 本年财政拨款
    Fiscal,
    /// 上年结转资金
    CarriedOver,
    /// 其他资金
    Other,
}

/// A line of the money rows: one source of funds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FundUse {
    /// Which source.
    pub source: FundSource,
    /// 年初预算数
    pub initial: Money,
    /// 全年预算数, after adjustments.
    pub budget: Money,
    /// 全年执行数
    pub spent: Money,
}

/// How much of a budget was spent, by source of funds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Execution {
    /// The sources.
    pub lines: Vec<FundUse>,
}

impl Actual {
    /// Reads what somebody typed: `480人`, `95%`, `2025年6月20日`, `部分达成`; blank is missing, and `None` is
    /// what nothing can be made of.
    pub fn parse(text: &str, year: i16) -> Option<Actual> {
        let text = text.trim();
        if text.is_empty() || text == "未提供" {
            return Some(Actual::Missing);
        }
        Actual::of_target(Target::parse(text), year).or_else(|| level(text))
    }

    fn of_target(target: Target, year: i16) -> Option<Actual> {
        match target {
            Target::Quantity(quantity) | Target::Rate(quantity) | Target::Duration(quantity) => {
                Some(Actual::Number {
                    value: quantity.value,
                    unit: quantity.unit,
                    per: quantity.per,
                })
            }
            Target::Deadline(deadline) => deadline.due(year).map(|day| Actual::Date { day }),
            Target::Compound { parts } => {
                let parts: Option<Vec<Actual>> =
                    parts.into_iter().map(|part| Actual::of_target(part, year)).collect();
                parts.map(|parts| Actual::Parts { parts })
            }
            Target::Qualitative => None,
        }
    }

    /// Whether there is none.
    pub fn is_missing(&self) -> bool {
        matches!(self, Actual::Missing)
    }
}

/// 未达成, 部分达成, 达成: the longer word first.
fn level(text: &str) -> Option<Actual> {
    const WORDS: [(&str, Level); 9] = [
        ("未完成", Level::Missed),
        ("未达成", Level::Missed),
        ("没有完成", Level::Missed),
        ("部分达成", Level::Partly),
        ("部分完成", Level::Partly),
        ("达成", Level::Reached),
        ("已完成", Level::Reached),
        ("完成", Level::Reached),
        ("全部完成", Level::Reached),
    ];
    let found = WORDS.iter().find(|(word, _)| text.starts_with(word));
    found.map(|(_, level)| Actual::Level { level: *level, share: None })
}

impl FundSource {
    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            FundSource::Fiscal => "本年财政拨款",
            FundSource::CarriedOver => "上年结转资金",
            FundSource::Other => "其他资金",
        }
    }
}

impl Execution {
    /// Everything from one source.
    pub fn fiscal(initial: Money, budget: Money, spent: Money) -> Execution {
        Execution { lines: vec![FundUse { source: FundSource::Fiscal, initial, budget, spent }] }
    }

    /// 全年预算数 of all sources; `None` where no 64 bits hold it.
    pub fn budget(&self) -> Option<Money> {
        self.sum(|line| line.budget)
    }

    /// 年初预算数 of all sources.
    pub fn initial(&self) -> Option<Money> {
        self.sum(|line| line.initial)
    }

    /// 全年执行数 of all sources.
    pub fn spent(&self) -> Option<Money> {
        self.sum(|line| line.spent)
    }

    /// 执行率: 全年执行数 of 全年预算数 in percent with two places, half rounded up; `None` without a budget.
    pub fn rate(&self) -> Option<Decimal> {
        let (spent, budget) = (self.spent()?.yuan(), self.budget()?.yuan());
        let percent = spent.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(budget)?;
        let away = RoundingStrategy::MidpointAwayFromZero;
        Some(percent.round_dp_with_strategy(2, away).normalize())
    }

    fn sum(&self, of: impl Fn(&FundUse) -> Money) -> Option<Money> {
        self.lines.iter().try_fold(Money::ZERO, |sum, line| sum.checked_add(of(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_execution() {
        let rate = |budget, spent| {
            let (budget, spent) = (Money::from_fen(budget), Money::from_fen(spent));
            Execution::fiscal(budget, budget, spent).rate().map(|rate| rate.to_string())
        };
        assert_eq!(rate(300, 200).as_deref(), Some("66.67"));
        assert_eq!(rate(300, 300).as_deref(), Some("100"));
        assert_eq!(rate(0, 300), None);
        assert_eq!(Execution::default().rate(), None);
    }

    #[test]
    fn typed_values() {
        let said = |text: &str| match Actual::parse(text, 2025) {
            None => "不懂".to_owned(),
            Some(Actual::Missing) => "缺".into(),
            Some(Actual::Number { value, unit, .. }) => {
                format!("{value}{}", unit.map_or(String::new(), |unit| unit.name))
            }
            Some(Actual::Date { day }) => day.to_string(),
            Some(Actual::Level { level, .. }) => format!("{level:?}"),
            Some(Actual::Parts { parts }) => format!("{}项", parts.len()),
            Some(Actual::Ratio { .. }) => "比".into(),
        };
        for (text, expected) in [
            ("480人", "480人"),
            ("96.5%", "96.5%"),
            ("", "缺"),
            ("2025年6月20日", "2025-06-20"),
            ("6月20日", "2025-06-20"),
            ("部分达成预期指标", "Partly"),
            ("未完成", "Missed"),
            ("达成预期指标", "Reached"),
            ("先进集体18个，先进劳模100名", "2项"),
            ("情况良好", "不懂"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
