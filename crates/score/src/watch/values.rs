//! Indicators against their own due dates and expected curves.

use ground::{Day, Decimal};
use model::actual::{Actual, Level};
use model::quantity::{Operator, Quantity};
use model::target::Target;
use rulebook::{Between, Light, MonitoringScheme, WithoutCurve, Yardstick};

use super::forecast::{Forecast, SoFar, forecast, pace_start};
use super::payments::{against, half, linear, planned};
use super::plan::{days, expected, month_end, said};
use super::{Reading, Watched, WatchedRow};
use crate::completion::{Values, bare, binding, shown, together};
use crate::fraction::Fraction;
use crate::indicator::{Course, Indicator, PlanPoint, aspect_key};

/// What is said of an indicator.
pub(super) fn reading(
    project: &Watched,
    row: &WatchedRow,
    as_of: Day,
    scheme: &MonitoringScheme,
) -> Reading {
    let due = due(&row.indicator);
    match &row.indicator.target {
        Target::Deadline(_) => dated(row, due, as_of, scheme),
        Target::Qualitative => judged(row, due, as_of, scheme),
        Target::Compound { parts } => compound(project, row, parts, as_of, scheme),
        target => match target.quantity() {
            Some(quantity) => Counted { project, row, quantity, due, as_of, scheme }.reading(),
            None => Reading::grey("指标值读不懂，请核对绩效目标"),
        },
    }
}

/// The day by which an indicator is to be reached: its target's, its own, the end of the year.
pub(super) fn due(indicator: &Indicator) -> Option<Day> {
    let named = indicator.target.deadline().and_then(|deadline| deadline.due(indicator.year));
    named.or(indicator.due).or_else(|| month_end(indicator.year, 12))
}

/// How a value grows: as told; otherwise what is counted adds up, unless it is a cost, has a limit or is counted per
/// head.
pub(super) fn course(indicator: &Indicator, quantity: &Quantity) -> Course {
    let adds_up = matches!(indicator.target, Target::Quantity(_) | Target::Compound { .. })
        && !quantity.is_per()
        && !indicator.is_cost()
        && !binding(indicator, quantity).is_some_and(Operator::is_ceiling);
    let by_itself = if adds_up { Course::Cumulative } else { Course::Level };
    indicator.course.unwrap_or(by_itself)
}

/// Each part for itself; the worst counts.
fn compound(
    project: &Watched,
    row: &WatchedRow,
    parts: &[Target],
    as_of: Day,
    scheme: &MonitoringScheme,
) -> Reading {
    let values: &[Actual] = match &row.actual {
        Actual::Parts { parts } => parts,
        _ => &[],
    };
    let read = |(nth, target): (usize, &Target)| {
        let text = target.quantity().map_or_else(|| "时限".into(), ToString::to_string);
        let indicator =
            Indicator { target: target.clone(), target_text: text, ..row.indicator.clone() };
        let actual = values.get(nth).cloned().unwrap_or_default();
        let part =
            WatchedRow { indicator, actual, earlier: Vec::new(), last_year: row.last_year.clone() };
        reading(project, &part, as_of, scheme)
    };
    let all: Vec<Reading> = parts.iter().enumerate().map(read).collect();
    let light = all.iter().map(|one| one.light).min().unwrap_or(Light::Grey);
    let said: Vec<String> = all.into_iter().map(|one| one.because).collect();
    Reading::of(light, format!("共{}项：{}", said.len(), said.join("；")))
}

/// A deadline: nothing is late before its day.
fn dated(row: &WatchedRow, due: Option<Day>, as_of: Day, scheme: &MonitoringScheme) -> Reading {
    let Some(due) = due else { return Reading::grey("没有期限，无从比较") };
    let until = said(due);
    match &row.actual {
        Actual::Date { day } if *day <= as_of => {
            let (light, how) = if *day <= due {
                (Light::Green, "按时完成".to_owned())
            } else {
                (Light::Red, format!("逾期{}天完成", bare(days(due, *day))))
            };
            Reading::of(light, format!("要求{until}前，{}，{how}", shown(&row.actual)))
        }
        Actual::Level { level: Level::Reached, .. } => {
            Reading::of(Light::Green, format!("要求{until}前，认定已经完成"))
        }
        _ => not_yet(due, as_of, scheme, "没有完成"),
    }
}

/// What is still to come: grey, yellow shortly before, red afterwards.
fn not_yet(due: Day, as_of: Day, scheme: &MonitoringScheme, what: &str) -> Reading {
    let left = days(as_of, due);
    let until = said(due);
    if left.is_sign_negative() {
        return Reading::of(Light::Red, format!("期限{until}已过{}天，{what}", bare(-left)));
    }
    let soon = scheme.values.soon > 0 && left <= Decimal::from(scheme.values.soon);
    let light = if soon { Light::Yellow } else { Light::Grey };
    Reading::of(light, format!("期限{until}，还有{}天，{what}", bare(left)))
}

/// A judgement.
fn judged(row: &WatchedRow, due: Option<Day>, as_of: Day, scheme: &MonitoringScheme) -> Reading {
    let light = match &row.actual {
        Actual::Level { level: Level::Reached, .. } => Light::Green,
        Actual::Level { level: Level::Partly, .. } => Light::Yellow,
        Actual::Level { level: Level::Missed, .. } => Light::Red,
        _ => {
            let none = || Reading::grey("没有提供达成程度");
            return due.map_or_else(none, |due| not_yet(due, as_of, scheme, "没有提供达成程度"));
        }
    };
    let target = row.indicator.promised();
    Reading::of(light, format!("指标值“{target}”，现在{}", shown(&row.actual)))
}

/// A number on its way.
struct Counted<'w> {
    project: &'w Watched,
    row: &'w WatchedRow,
    quantity: &'w Quantity,
    due: Option<Day>,
    as_of: Day,
    scheme: &'w MonitoringScheme,
}

impl Counted<'_> {
    fn reading(&self) -> Reading {
        let indicator = &self.row.indicator;
        if self.row.actual.is_missing() {
            let missing = || Reading::grey("没有提供完成值");
            return self.due.map_or_else(missing, |due| {
                not_yet(due, self.as_of, self.scheme, "没有提供完成值")
            });
        }
        let text = &indicator.target_text;
        let values = match together(self.quantity, &self.row.actual, text, &mut Vec::new()) {
            Ok(values) => values,
            Err(refusal) => return Reading::grey(refusal.to_string()),
        };
        let operator = binding(indicator, self.quantity);
        if operator.is_some_and(Operator::is_ceiling) || operator.is_none() || self.only_within() {
            return self.within(&values, operator);
        }
        let Some(done) = Fraction::new(values.actual, values.target) else {
            return self.within(&values, operator);
        };
        let scales = self.scheme.values.yardstick == Yardstick::Month;
        if course(indicator, self.quantity) == Course::Level && !scales {
            return self.standing(&values, operator, done);
        }
        self.on_its_way(&values, done)
    }

    fn only_within(&self) -> bool {
        let aspect = self.row.indicator.aspect.map(aspect_key);
        aspect.is_some_and(|key| self.scheme.values.within_only.iter().any(|one| one == key))
    }

    /// Inside its range at any time.
    fn within(&self, values: &Values, operator: Option<Operator>) -> Reading {
        let inside = is_inside(values, operator);
        let light = if inside { Light::Green } else { Light::Red };
        let how = if inside { "在范围以内" } else { "超出范围" };
        Reading::of(light, format!("{}，{how}", self.compared()))
    }

    fn compared(&self) -> String {
        format!("指标值{}，现在{}", self.row.indicator.promised(), shown(&self.row.actual))
    }

    /// A height that is there or not: a rate.
    fn standing(&self, values: &Values, operator: Option<Operator>, done: Fraction) -> Reading {
        let reached = Some(done.in_percent());
        if is_inside(values, operator) {
            let because = format!("{}，已经达到", self.compared());
            return Reading { reached, ..Reading::of(Light::Green, because) };
        }
        let late = self.due.is_some_and(|due| due < self.as_of);
        let light = if late { Light::Red } else { Light::Yellow };
        let until = self.due.map_or_else(String::new, |due| {
            format!("，期限{}{}", said(due), if late { "已过" } else { "" })
        });
        let because = format!("{}，还没有达到{until}", self.compared());
        Reading { reached, ..Reading::of(light, because) }
    }

    /// A count that adds up: against what is expected by this day.
    fn on_its_way(&self, values: &Values, done: Fraction) -> Reading {
        let reached = done.in_percent();
        let base = Reading {
            reached: Some(reached),
            forecast: self.forecast(values).filter(|_| !done.is_at_least(Decimal::ONE_HUNDRED)),
            ..Reading::grey(String::new())
        };
        let progress = format!("{}，完成{reached}%", self.compared());
        let own = self.scheme.values.yardstick == Yardstick::Own;
        let overdue = own && self.due.is_some_and(|due| due < self.as_of);
        if overdue && !done.is_at_least(Decimal::ONE_HUNDRED) {
            let due = self.due.map(said).unwrap_or_default();
            let because = format!("{progress}；期限{due}已过，没有完成");
            return Reading {
                light: Light::Red,
                expected: Some(half(Decimal::ONE_HUNDRED)),
                because,
                ..base
            };
        }
        let Some((share, by, borrowed)) = self.expected() else {
            return match self.due {
                Some(due) if !done.is_at_least(Decimal::ONE_HUNDRED) => {
                    let rest = not_yet(due, self.as_of, self.scheme, "还没有完成");
                    let because = format!("{progress}；{}", rest.because);
                    Reading { light: rest.light, because, ..base }
                }
                _ => Reading {
                    light: Light::Green,
                    because: format!("{progress}，已经达到"),
                    ..base
                },
            };
        };
        let expected = Some(half(share));
        let Some(ratio) = against(done, share) else {
            let light = if values.actual > Decimal::ZERO { Light::Green } else { Light::Grey };
            return Reading { light, expected, because: format!("{progress}；{by}"), ..base };
        };
        let rule = &self.scheme.values;
        let light = rule.light(|percent| ratio.is_at_least(percent));
        let light = if borrowed { light.max(rule.borrowed_at_worst) } else { light };
        // Ahead of a plan for money is no sign of a low target while the target itself is not far exceeded.
        let far = || rule.light(|percent| done.is_at_least(percent)) == Light::Blue;
        let tame = borrowed && light == Light::Blue && !far();
        let light = if tame { Light::Green } else { light };
        // On its last day what is not wholly done is not as planned.
        let last_day = own && self.due == Some(self.as_of);
        let short = last_day && !done.is_at_least(Decimal::ONE_HUNDRED);
        let light = if short { light.min(Light::Yellow) } else { light };
        let because = format!("{progress}；{by}，为应完成的{}%", ratio.in_percent());
        Reading { light, expected, because, ..base }
    }

    /// What share is expected by this day, why, and whether the yardstick is borrowed.
    fn expected(&self) -> Option<(Decimal, String, bool)> {
        let indicator = &self.row.indicator;
        let year = indicator.year;
        if self.scheme.values.yardstick == Yardstick::Month {
            let share = linear(self.as_of, year);
            let by = format!("按月份均摊应为{}%", share.in_percent());
            return Some((share.of(Decimal::ONE_HUNDRED), by, false));
        }
        if let Some(found) = expected(&indicator.curve, year, self.as_of, Between::Line) {
            let by = planned(&found, Between::Line);
            return Some((found.share, by, false));
        }
        if self.due.is_some_and(|due| due <= self.as_of) {
            return Some((Decimal::ONE_HUNDRED, "已经到期，应当全部完成".into(), false));
        }
        if self.scheme.values.without_curve == WithoutCurve::Due {
            return None;
        }
        let found = expected(&self.project.plan, year, self.as_of, self.scheme.payments.between)?;
        let by = planned(&found, self.scheme.payments.between);
        Some((found.share, format!("没有填预期进度，借用资金支出计划：{by}"), true))
    }

    fn forecast(&self, values: &Values) -> Option<Forecast> {
        let row = self.row;
        if course(&row.indicator, self.quantity) != Course::Cumulative {
            return None;
        }
        let year = row.indicator.year;
        let start = pace_start(year, self.as_of, self.scheme.forecast.pace_days)?;
        let before = row.earlier.iter().filter(|(day, _)| *day >= start && *day < self.as_of);
        let earlier = before.min_by_key(|(day, _)| *day).copied();
        let curve: &[PlanPoint] = &row.indicator.curve;
        let unit = self.quantity.unit.as_ref().map_or("", |unit| unit.name.as_str());
        // Where units had to be brought together the number is in base units: no unit is printed.
        let unit = if values.target == self.quantity.value { unit } else { "" };
        forecast(&SoFar {
            year,
            as_of: self.as_of,
            now: values.actual,
            earlier,
            plan: if curve.is_empty() { &self.project.plan } else { curve },
            last_year: &row.last_year,
            most: None,
            unit,
            places: 1,
        })
    }
}

fn is_inside(values: &Values, operator: Option<Operator>) -> bool {
    let Values { target, upper, actual } = *values;
    match operator {
        Some(Operator::AtLeast) => actual >= target,
        Some(Operator::MoreThan) => actual > target,
        Some(Operator::AtMost) => actual <= target,
        Some(Operator::LessThan) => actual < target,
        Some(Operator::Equal) | None => actual >= target && actual <= upper.unwrap_or(target),
    }
}
