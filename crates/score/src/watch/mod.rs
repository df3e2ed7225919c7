//! A running year against its plan: lights with their reasons, the worst first.
//!
//! Suggested reading order: [`Watched`] (what comes in), [`watch`], [`Reading`] (what is said of payments and of each
//! indicator), then `plan` (what is expected by a day), `forecast`, `plausible`.

mod forecast;
mod payments;
mod plan;
mod plausible;
mod values;

use std::fmt;

use ground::{Day, Decimal, Money};
use model::actual::Actual;
use rulebook::{Light, MonitoringScheme};
use serde::{Deserialize, Serialize};

use crate::indicator::{Indicator, PlanPoint};

pub use forecast::{Forecast, Projection};
pub use plausible::{Suspicion, SuspicionKind};

/// A project in its year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// Its name.
    pub name: String,
    /// The year of the plan.
    pub year: i16,
    /// 资金支出计划: cumulative shares by the end of months; blank nodes are left out.
    pub plan: Vec<PlanPoint>,
    /// 调整后预算数
    pub budget: Money,
    /// Payments in any order; those after the day that is asked for are not yet known. None: nobody records what is
    /// paid, which is another thing than that nothing was.
    #[serde(default)]
    pub payments: Option<Vec<Payment>>,
    /// What share of its money was spent by when last year; empty where that is not known.
    #[serde(default)]
    pub last_year: Vec<PlanPoint>,
    /// Its indicators.
    pub rows: Vec<WatchedRow>,
}

/// A payment, or a refund below nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// When.
    pub day: Day,
    /// How much.
    pub amount: Money,
}

/// An indicator in its year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchedRow {
    /// What is promised.
    pub indicator: Indicator,
    /// The value as of the day that is asked for.
    #[serde(default)]
    pub actual: Actual,
    /// Earlier values of this year, in the target's unit, by day.
    #[serde(default)]
    pub earlier: Vec<(Day, Decimal)>,
    /// What share of it was reached by when last year; empty where that is not known.
    #[serde(default)]
    pub last_year: Vec<PlanPoint>,
}

/// What is said of a project on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Watch {
    /// The scheme's identifier.
    pub scheme: String,
    /// The day.
    pub as_of: Day,
    /// The worst of all lights; blue and grey only where there is nothing else.
    pub light: Light,
    /// What is said of payments.
    pub payments: Reading,
    /// What is said of the indicators, the most urgent first.
    pub rows: Vec<RowReading>,
    /// What looks wrong though every light may be green.
    pub suspicions: Vec<Suspicion>,
}

/// What is said of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowReading {
    /// Its place among the indicators.
    pub row: usize,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub reading: Reading,
}

/// A light with its reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// The light.
    pub light: Light,
    /// What was reached, as a share of the whole year in percent with two places, where there is such a share.
    pub reached: Option<Decimal>,
    /// What was expected by this day, likewise.
    pub expected: Option<Decimal>,
    /// One sentence without its full stop.
    pub because: String,
    /// What the year may end with, where that can be told.
    pub forecast: Option<Forecast>,
}

/// Watches a project as of a day: the same day, payments and values always give the same lights.
pub fn watch(project: &Watched, as_of: Day, scheme: &MonitoringScheme) -> Watch {
    let payments = payments::reading(project, as_of, scheme);
    let read = |(row, one): (usize, &WatchedRow)| RowReading {
        row,
        name: one.indicator.name.clone(),
        reading: values::reading(project, one, as_of, scheme),
    };
    let mut rows: Vec<RowReading> = project.rows.iter().enumerate().map(read).collect();
    let suspicions = plausible::suspicions(project, &payments, &rows, as_of, scheme);
    rows.sort_by_key(|row| (attention(row.reading.light), row.reading.lag(), row.row));
    let lights = rows.iter().map(|row| row.reading.light).chain([payments.light]);
    let light = lights.min().unwrap_or(Light::Grey);
    Watch { scheme: scheme.id.clone(), as_of, light, payments, rows, suspicions }
}

/// Places of projects, the most urgent first: by light, then by how many of their indicators are red and yellow, then
/// by how far payments are behind.
pub fn worst_first(all: &[Watch]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|at| {
        all.get(*at).map(|watch| {
            let count = |light| {
                std::cmp::Reverse(watch.rows.iter().filter(|r| r.reading.light == light).count())
            };
            let lag = watch.payments.lag();
            (attention(watch.light), count(Light::Red), count(Light::Yellow), lag, *at)
        })
    });
    places
}

/// The order in which lights want to be looked at: too far ahead before as planned.
fn attention(light: Light) -> u8 {
    match light {
        Light::Red => 0,
        Light::Yellow => 1,
        Light::Blue => 2,
        Light::Green => 3,
        Light::Grey => 4,
    }
}

impl Reading {
    /// Reached less expected: the further below nothing, the further behind.
    fn lag(&self) -> Decimal {
        let expected = self.expected.unwrap_or_default();
        self.reached.unwrap_or_default().saturating_sub(expected)
    }

    fn grey(because: impl Into<String>) -> Reading {
        Reading::of(Light::Grey, because)
    }

    fn of(light: Light, because: impl Into<String>) -> Reading {
        Reading { light, reached: None, expected: None, because: because.into(), forecast: None }
    }
}

/// One Chinese sentence.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.light.label(), self.because)?;
        if let Some(forecast) = &self.forecast {
            write!(f, "。{forecast}")?;
        }
        f.write_str("。")
    }
}
