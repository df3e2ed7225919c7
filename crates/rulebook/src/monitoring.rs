//! How a running year is watched: yardsticks, thresholds and colours, by year and region.

use ground::{Day, Decimal};
use serde::{Deserialize, Serialize};

use crate::dated::{Reference, Standing, day};
use crate::entries::{Entry, Misplaced, local};

/// A monitoring scheme, a file of `data/monitoring/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitoringScheme {
    /// Identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub title: String,
    /// First plan year.
    pub from: i16,
    /// Last plan year, if it ended.
    #[serde(default)]
    pub until: Option<i16>,
    /// `CN`, or first digits of region codes, where it is used; empty: only where it is asked for by name.
    pub jurisdictions: Vec<String>,
    /// Where it comes from.
    pub reference: Reference,
    /// How sure that is.
    pub standing: Standing,
    /// When it was last looked at.
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    /// What is printed beside every light made by it.
    pub note: String,
    /// Months at whose end the year is compared with its plan.
    pub nodes: Vec<u8>,
    /// How payments are judged.
    pub payments: PaymentRule,
    /// How values of indicators are judged.
    pub values: ValueRule,
    /// How the end of the year is foretold.
    pub forecast: ForecastRule,
    /// What looks wrong though every light is green.
    pub plausibility: PlausibilityRule,
}

/// A colour, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 红灯: far behind, or out of its range.
    Red,
    /// 黄灯: behind.
    Yellow,
    /// 绿灯: as planned.
    Green,
    /// 蓝灯: so far ahead that the plan was probably too low.
    Blue,
    /// 灰灯: nothing can be said yet.
    Grey,
}

impl Light {
    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Light::Red => "红灯",
            Light::Yellow => "黄灯",
            Light::Green => "绿灯",
            Light::Blue => "蓝灯",
            Light::Grey => "灰灯",
        }
    }
}

/// What a year so far is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Yardstick {
    /// The department's own plan, the indicator's own due date and expected curve.
    Own,
    /// The month's number ÷ 12.
    Month,
}

/// What is expected between two points of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Between {
    /// What the last point passed asks for.
    Step,
    /// What a straight line between both points asks for.
    Line,
}

/// What an indicator without an expected curve is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutCurve {
    /// The project's spending plan.
    Plan,
    /// Nothing before it is due.
    Due,
}

/// How payments are judged.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRule {
    /// What they are measured by.
    pub yardstick: Yardstick,
    /// What is expected between two nodes of the plan.
    pub between: Between,
    /// Lights by paid ÷ planned in percent, the highest first.
    pub bands: Vec<LightBand>,
}

/// How values of indicators are judged.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// What they are measured by.
    pub yardstick: Yardstick,
    /// What one without a curve is measured by, where the yardstick is its own.
    pub without_curve: WithoutCurve,
    /// The worst light that may follow from such a borrowed curve.
    pub borrowed_at_worst: Light,
    /// Keys of the second levels that are only inside (green) or outside (red) at any day.
    #[serde(default)]
    pub within_only: Vec<String>,
    /// Lights by value ÷ expected value in percent, the highest first.
    pub bands: Vec<LightBand>,
    /// So many days before it is due an indicator that is not reached is worth a look.
    pub soon: i32,
}

/// A light from a bound on, this included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightBand {
    /// The bound in percent.
    pub from: Decimal,
    /// The light.
    pub light: Light,
}

/// How the end of the year is foretold.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastRule {
    /// So many days back tell the recent pace.
    pub pace_days: i32,
}

/// What looks wrong though every light is green.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlausibilityRule {
    /// Outputs ahead of money, or money ahead of outputs, by so many percentage points.
    pub ahead: Decimal,
    /// A target reached before the end of this month was met too easily.
    pub easy_before: u8,
    /// So is one reached to this percentage at any time.
    pub easy_from: Decimal,
}

/// The light of such a rate in percent; grey where there are no bands.
pub(crate) fn light(bands: &[LightBand], is_at_least: impl Fn(Decimal) -> bool) -> Light {
    let band = bands.iter().find(|band| is_at_least(band.from)).or(bands.last());
    band.map_or(Light::Grey, |band| band.light)
}

impl PaymentRule {
    /// The light of payments, told by whether they are at least so many percent of what was planned.
    pub fn light(&self, is_at_least: impl Fn(Decimal) -> bool) -> Light {
        light(&self.bands, is_at_least)
    }
}

impl ValueRule {
    /// The light of a value, told by whether it is at least so many percent of what was expected.
    pub fn light(&self, is_at_least: impl Fn(Decimal) -> bool) -> Light {
        light(&self.bands, is_at_least)
    }
}

impl Entry for MonitoringScheme {
    const FOLDER: &'static str = "monitoring";

    fn named(self, id: &str) -> MonitoringScheme {
        MonitoringScheme { id: id.into(), ..self }
    }

    fn misplaced(&self) -> Option<Misplaced> {
        let found = |path: &str, message: &str| {
            Some(Misplaced { path: path.into(), message: message.into() })
        };
        let in_order = self.nodes.is_sorted_by(|one, next| one < next);
        if !in_order
            || self.nodes.last() != Some(&12)
            || self.nodes.iter().any(|n| !(1..=12).contains(n))
        {
            return found("nodes", "监控节点应当是从小到大的月份，最后一个是12");
        }
        for (path, bands) in
            [("payments.bands", &self.payments.bands), ("values.bands", &self.values.bands)]
        {
            let descends = bands.is_sorted_by(|one, next| one.from > next.from);
            if !descends || bands.last().is_none_or(|last| !last.from.is_zero()) {
                return found(path, "各档应当从高到低，最低一档从0起");
            }
            if bands.iter().any(|band| band.light == Light::Grey) {
                return found(path, "灰灯表示无从判断，不能作为一档");
            }
        }
        if self.plausibility.ahead <= Decimal::ZERO
            || self.plausibility.easy_from < Decimal::ONE_HUNDRED
        {
            return found("plausibility", "ahead 应当大于0，easy_from 应当不低于100");
        }
        if self.forecast.pace_days < 1 || self.values.soon < 0 {
            return found("forecast", "天数不能小于0，推算天数至少1天");
        }
        None
    }
}

local!(MonitoringScheme);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rulebook;
    use crate::entries::load;

    const TEXT: &str = include_str!("../../../data/monitoring/own-plan.toml");

    #[test]
    fn the_own_plan_is_in_force_and_the_linear_one_is_there_by_name() {
        let rulebook = Rulebook::embedded().unwrap();
        assert_eq!(rulebook.monitoring(2025, "130324").unwrap().id, "own-plan");
        let linear = rulebook.monitoring_named("deployed-linear").unwrap();
        assert_eq!(linear.values.yardstick, Yardstick::Month);
        assert!(linear.jurisdictions.is_empty());
    }

    #[test]
    fn a_wrong_scheme_is_refused_with_line_and_reason() {
        for (from, to, reason) in [
            ("nodes = [3, 6, 10, 12]", "nodes = [3, 6, 10]", "最后一个是12"),
            ("from = \"80\"", "from = \"50\"", "从高到低"),
            ("ahead = \"20\"", "ahead = \"0\"", "ahead"),
            ("pace_days = 90", "pace_days = 0", "至少1天"),
        ] {
            let wrong = TEXT.replacen(from, to, 1);
            assert_ne!(wrong, TEXT, "{from} does not stand there");
            let error = load::<MonitoringScheme>(&[("monitoring/x.toml", wrong.as_str())]);
            let said = error.unwrap_err().to_string();
            assert!(said.contains(reason) && said.contains('第'), "{said}");
        }
    }
}
