//! A binding as a value: computed from the registers, from questionnaires, or as it was entered.

use ground::{Day, Decimal};
use measure::{Arguments, Outcome, Period, Refusal, Shape, Value, describe};
use model::actual::{Actual, Level};
use model::explain::grouped;
use store::Tx;
use store::performance::{Binding, Entered};
use tokio::sync::Mutex;

use super::{Computed, Row, Standing};
use crate::OfficeError;
use crate::measuring::Finder;
use crate::measuring::surveyed::Closed;
use crate::registers::Registers;

/// What is asked of the registers of a department and those below it.
pub(super) struct Asking<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) all: &'a Registers,
    pub(super) finder: Finder<'a>,
    pub(super) closed: &'a Mutex<Closed>,
    pub(super) year: i16,
    pub(super) as_of: Day,
}

/// A value, in words, and from where it comes.
type Told = (Actual, String, Standing);

impl Asking<'_> {
    /// The days that are looked at: from the first of the year, never beyond its last.
    pub(super) fn period(&self) -> Period {
        let year = Period::year(self.year);
        Period { last: self.as_of.clamp(year.first, year.last), ..year }
    }

    /// The value of a row.
    pub(super) async fn value(&mut self, row: &Row, project: &str) -> Result<Told, OfficeError> {
        let Some(binding) = &row.binding else { return Ok(self.entered(row, Standing::Unbound)) };
        if binding.measure.is_empty() {
            return Ok(self.entered(row, Standing::Awaited));
        }
        Ok(match self.computed(binding, row, project).await? {
            Ok((actual, computed)) => {
                (actual.clone(), computed_words(&actual, &computed), Standing::Computed(computed))
            }
            Err(why) => (Actual::Missing, words(&Actual::Missing), Standing::Refused(why)),
        })
    }

    /// The newest value that was entered by the day and holds; `otherwise` where there is none.
    fn entered(&self, row: &Row, otherwise: Standing) -> Told {
        let by = self.as_of.to_string();
        let holds = |one: &&Entered| one.void_at.is_empty() && one.as_of <= by;
        let Some(found) = row.entered.iter().find(holds) else {
            return (Actual::Missing, words(&Actual::Missing), otherwise);
        };
        let actual = serde_json::from_str(&found.value).unwrap_or_default();
        (actual, found.words.clone(), Standing::Entered(found.clone()))
    }

    /// What registers give for a binding; or why they give nothing, in Chinese.
    async fn computed(
        &mut self,
        binding: &Binding,
        row: &Row,
        project: &str,
    ) -> Result<Result<(Actual, Computed), String>, OfficeError> {
        let Some(measure) = self.all.measures().measure(&binding.measure) else {
            return Ok(Err(format!("没有取数办法“{}”，请重新绑定", binding.measure)));
        };
        let Ok(arguments) = serde_json::from_str::<Arguments>(&binding.arguments) else {
            return Ok(Err("绑定时选定的内容读不出来，请重新绑定".to_owned()));
        };
        let period = self.period();
        let value = match &measure.shape {
            Shape::Survey(asked) => {
                let about = [row.text.name(), project];
                // What is asked about a year when it is over tells of its end.
                let last = Period::year(self.year).last;
                let within = (self.year, Some(self.as_of).filter(|day| *day < last));
                let scope = &self.finder.scope;
                let mut closed = self.closed.lock().await;
                let share = closed.satisfied(self.tx, scope, asked, within, &about).await?;
                let Some(share) = share else {
                    return Ok(Err("没有已结束的满意度问卷，或者有效份数太少".to_owned()));
                };
                share_value(share.part, share.whole)
            }
            _ => {
                let plan = match measure.plan(&arguments, period) {
                    Ok(plan) => plan,
                    Err(Refusal(why)) => return Ok(Err(why)),
                };
                let readings = self.finder.readings(self.tx, self.all, (&plan, None)).await?;
                measure.value(&readings)
            }
        };
        let computed = Computed {
            code: measure.code.clone(),
            title: measure.title.clone(),
            unit: measure.unit.clone(),
            said: describe(measure, &arguments, period),
            arguments,
            period,
            value,
        };
        let is_share = matches!(measure.shape, Shape::Ratio { .. } | Shape::Survey(_));
        let is_share = is_share && measure.unit == "%";
        Ok(Ok((actual(&computed.value, &measure.unit, is_share, self.year), computed)))
    }
}

/// A share of answers as the value of a measure.
fn share_value(part: i64, whole: i64) -> Value {
    let (part, whole) = (Decimal::from(part), Decimal::from(whole));
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|all| all.checked_div(whole));
    Value {
        outcome: percent.map(|percent| Outcome::Number(percent.round_dp(2).normalize())),
        numerator: Some(part),
        denominator: Some(whole),
        entries: Vec::new(),
    }
}

/// The value of a measure as the scorer takes it. Shares keep numerator and denominator.
fn actual(value: &Value, unit: &str, is_share: bool, year: i16) -> Actual {
    match (&value.outcome, value.numerator, value.denominator) {
        (Some(Outcome::Number(_)), Some(numerator), Some(denominator)) if is_share => {
            Actual::Ratio { numerator, denominator }
        }
        (Some(Outcome::Number(number)), ..) => {
            let unit = if unit == "日期" { "" } else { unit };
            Actual::parse(&format!("{number}{unit}"), year).unwrap_or_default()
        }
        (Some(Outcome::Day(day)), ..) => Actual::Date { day: *day },
        (Some(Outcome::Level { .. }) | None, ..) => Actual::Missing,
    }
}

/// In the unit of the measure, as its page shows it; shares with their parts.
fn computed_words(actual: &Actual, computed: &Computed) -> String {
    match (&computed.value.outcome, actual) {
        (Some(Outcome::Level { label, .. }), _) => label.clone(),
        (Some(Outcome::Number(number)), Actual::Number { .. } | Actual::Missing) => {
            format!("{}{}", grouped(*number), computed.unit)
        }
        _ => words(actual),
    }
}

/// A value as people read it; a dash where there is none.
pub fn words(actual: &Actual) -> String {
    match actual {
        Actual::Missing => "—".to_owned(),
        Actual::Number { value, unit, per } => {
            let mut text = grouped(*value);
            text.extend(unit.iter().map(|unit| unit.name.as_str()));
            for unit in per {
                text.push('/');
                text.push_str(&unit.name);
            }
            text
        }
        Actual::Ratio { numerator, denominator } => {
            let percent = numerator
                .checked_mul(Decimal::ONE_HUNDRED)
                .and_then(|all| all.checked_div(*denominator));
            let Some(percent) = percent else { return "—".to_owned() };
            let percent = percent.round_dp_with_strategy(2, HALF_UP).normalize();
            format!("{percent}%（{}/{}）", grouped(*numerator), grouped(*denominator))
        }
        Actual::Level { level, share } => {
            let text = match level {
                Level::Reached => "达成预期指标",
                Level::Partly => "部分达成预期指标并具有一定效果",
                Level::Missed => "未达成预期指标且效果较差",
            };
            share.map_or_else(|| text.to_owned(), |share| format!("{text}（{share}%）"))
        }
        Actual::Date { day } => day.strftime("%Y年%-m月%-d日").to_string(),
        Actual::Parts { parts } => parts.iter().map(words).collect::<Vec<_>>().join("，"),
    }
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
