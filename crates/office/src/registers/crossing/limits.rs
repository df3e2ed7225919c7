//! What groups may come to: a number, a figure by date and region, or what another register says.

use ground::{Day, Decimal};
use register::plan::{Grouped, Limit, Measure, Window};
use register::{Definition, FieldType};
use rulebook::{ParameterEntry, ParameterValue};
use store::registers::crossing::{Dated, Most, Side};

use super::{Against, Told, columns};

/// What groups may come to.
pub(super) fn most<'a>(
    plan: &Grouped,
    subject: &Definition,
    against: &Against<'a>,
) -> Told<Most<'a>> {
    match &plan.limit {
        Limit::Count(most) => Ok(Most::Always(*most)),
        Limit::Figure(name) => {
            let figure = against.rulebook.figure(name);
            let figure = figure.ok_or_else(|| format!("data/figures/ 里没有“{name}”"))?;
            figures(figure, plan, subject, against)
        }
        Limit::Field { register, join, field } => {
            let other = against.definition(register)?;
            let Measure::Sum(summed) = plan.measure else {
                return Err(format!("台账“{}”的个数不能和金额比较", subject.title));
            };
            if columns::decimals(subject, summed) != columns::decimals(other, *field) {
                return Err("两边合计的小数位数不同".to_owned());
            }
            let mut joined = Vec::new();
            for (one, two) in join {
                joined.extend(columns::joined((subject, *one), (other, *two))?);
            }
            let of = Side {
                table: against.table(register)?,
                conditions: Vec::new(),
                persons: super::persons(other),
            };
            Ok(Most::Sum { of, join: joined, column: columns::number(other, *field)? })
        }
    }
}

/// The figure at the last day of each stretch of time; for all time the one in force today.
fn figures<'a>(
    figure: &ParameterEntry,
    plan: &Grouped,
    subject: &Definition,
    against: &Against<'_>,
) -> Told<Most<'a>> {
    let values = figure.in_region(against.region);
    let most = |value: &ParameterValue| scaled(figure, value, plan, subject);
    if plan.window == Window::Ever {
        let in_force = |value: &&&ParameterValue| {
            value.from <= against.today && value.until.is_none_or(|until| against.today <= until)
        };
        let value = values.iter().find(in_force);
        // Nothing is more than the greatest number, so nothing is found.
        return Ok(Most::Always(value.map_or(Ok(i64::MAX), |value| most(value))?));
    }
    let dated = |value: &&ParameterValue| {
        Ok(Dated {
            from: stretch_of(value.from, plan.window),
            until: value.until.map(|until| last_whole(until, plan.window)),
            most: most(value)?,
        })
    };
    Ok(Most::InStretches(values.iter().map(dated).collect::<Told<_>>()?))
}

/// The stretch in which a day lies, as its days begin.
fn stretch_of(day: Day, window: Window) -> String {
    match window {
        Window::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Window::Year | Window::Ever => format!("{:04}", day.year()),
    }
}

/// The last stretch that is over on a day. A figure counts where it is in force on the last day.
fn last_whole(day: Day, window: Window) -> String {
    let last = match window {
        Window::Month => day.last_of_month(),
        Window::Year | Window::Ever => day.last_of_year(),
    };
    if last == day {
        return stretch_of(day, window);
    }
    let first = match window {
        Window::Month => day.first_of_month(),
        Window::Year | Window::Ever => day.first_of_year(),
    };
    first.yesterday().map_or_else(|_| String::new(), |before| stretch_of(before, window))
}

/// A figure as what is measured is kept: money in fen, a number as a whole one of its last decimal. What is less
/// than that is cut off, which for whole numbers that are more or not comes to the same.
fn scaled(
    figure: &ParameterEntry,
    value: &ParameterValue,
    plan: &Grouped,
    subject: &Definition,
) -> Told<i64> {
    use rust_decimal::prelude::ToPrimitive;
    let is_wan = figure.unit.starts_with("万元");
    let is_money = is_wan || figure.unit.starts_with('元');
    let (measures_money, decimals) = match plan.measure {
        Measure::Sum(field) => {
            let holds = subject.at(field).map(|field| field.holds.plain());
            let is_money = matches!(holds, Some(FieldType::Money { .. }));
            (is_money, columns::decimals(subject, field))
        }
        Measure::Rows | Measure::Distinct(_) => (false, 0),
    };
    if is_money != measures_money {
        return Err(format!("“{}”的单位与合计的不同", figure.title));
    }
    let factor = 10_i64.checked_pow(decimals).unwrap_or(i64::MAX);
    let factor = Decimal::from(factor) * Decimal::from(if is_wan { 10_000 } else { 1 });
    let most = value.number().checked_mul(factor).and_then(|most| most.floor().to_i64());
    most.ok_or_else(|| format!("“{}”的取值太大", figure.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_counts_for_stretches_whose_last_day_it_is_in_force_on() {
        let day = |month, day| Day::constant(2025, month, day);
        let cases = [
            (day(12, 31), Window::Year, "2025"),
            (day(12, 30), Window::Year, "2024"),
            (day(2, 28), Window::Month, "2025-02"),
            (day(2, 27), Window::Month, "2025-01"),
            (day(1, 30), Window::Month, "2024-12"),
        ];
        for (until, window, last) in cases {
            assert_eq!(last_whole(until, window), last, "{until}");
        }
    }
}
