//! The ways that statements have gone: step by step, each on its day.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use jiff::tz;
use office::workflow::Act;

use crate::department::Department;

/// Something that is done to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The first version is imported, with the faults planted in it.
    Import,
    /// An act of the workflow.
    Act(Act),
    /// The head accepts with a reason that words are those of last year, where a rule says so.
    Keep,
    /// The text as it shall be is saved.
    Mend,
    /// More is promised than was approved.
    Raise,
    /// The reviewer takes findings over as opinions and adds one.
    Opine,
    /// The department answers some of the opinions.
    AnswerSome,
    /// The department answers all that are left.
    AnswerAll,
    /// The reviewer closes the opinions.
    Settle,
    /// The reviewer gives marks.
    Grade,
}

/// A step of one statement with its moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) at: Timestamp,
    pub(crate) department: usize,
    pub(crate) year: usize,
    pub(crate) step: Step,
}

use Act as A;
use Step as S;

const TO_FINANCE: [Step; 4] =
    [S::Act(A::HandIn), S::Act(A::PassOn), S::Act(A::Decide), S::Act(A::Send)];

/// The steps of a way. Its last word says where it ends, one before that which detour it takes.
fn steps(way: &str) -> Result<Vec<Step>, String> {
    let (detour, end) = way.rsplit_once(' ').unwrap_or(("", way));
    let mut steps = vec![S::Import];
    match end {
        "draft" => return Ok(steps),
        "given_back" => {
            steps.extend([S::Act(A::HandIn), S::Act(A::GiveBack)]);
            return Ok(steps);
        }
        "rejected" => {
            steps.extend([S::Act(A::HandIn), S::Act(A::PassOn), S::Act(A::Reject)]);
            return Ok(steps);
        }
        _ => {}
    }
    if detour == "mended" {
        steps.extend([S::Act(A::HandIn), S::Act(A::GiveBack), S::Mend]);
    }
    let inside = ["internal_review", "collective", "ready", "finance_review"];
    if let Some(at) = inside.iter().position(|state| *state == end) {
        let [hand_in, rest @ ..] = TO_FINANCE;
        steps.push(hand_in);
        if at > 0 {
            steps.push(S::Keep);
        }
        steps.extend(rest.iter().take(at));
        return Ok(steps);
    }
    steps.extend(TO_FINANCE);
    if detour == "returned" || end == "returned" || end == "answered" {
        steps.extend([S::Opine, S::Act(A::Return), S::AnswerSome]);
        if end == "returned" {
            return Ok(steps);
        }
        steps.extend([S::AnswerAll, S::Mend]);
        steps.extend(TO_FINANCE);
        if end == "answered" {
            return Ok(steps);
        }
        steps.push(S::Settle);
    }
    steps.extend([S::Grade, S::Act(A::Approve)]);
    let after = match end {
        "approved" => Vec::new(),
        "published" => vec![S::Act(A::Publish)],
        "archived" => vec![S::Act(A::Publish), S::Act(A::Archive)],
        "adjusting" => vec![S::Act(A::Publish), S::Act(A::Adjust), S::Raise],
        "adjusted" => {
            let begun = [S::Act(A::Publish), S::Act(A::Adjust), S::Raise];
            let ended = [S::Act(A::Approve), S::Act(A::Publish)];
            begun.into_iter().chain(TO_FINANCE).chain(ended).collect()
        }
        _ => return Err(format!("{way}: no such way")),
    };
    steps.extend(after);
    Ok(steps)
}

/// The year of the plan that is being drawn up on a day: the next one from July on.
pub(crate) fn plan_on(today: Date) -> i16 {
    today.year() + i16::from(today.month() >= 7)
}

/// All steps of all statements up to a day, in the order of time.
pub(crate) fn events(departments: &[Department], today: Date) -> Result<Vec<Event>, String> {
    let mut all = Vec::new();
    for (at, department) in departments.iter().enumerate() {
        for (year, way) in department.ways.iter().enumerate() {
            let steps = steps(way)?;
            let days = match year {
                2 => days_before(&steps, today, at),
                _ => days_of(&steps, plan_on(today) - i16::from(year == 0) - 1, today, at),
            };
            for ((number, step), day) in (0..).zip(steps).zip(days) {
                all.push(Event { at: moment(day, at, number)?, department: at, year, step });
            }
        }
    }
    all.sort_by_key(|event| event.at);
    Ok(all)
}

/// The days of a year's round: drawn up in autumn, approved in January, public in February.
fn days_of(steps: &[Step], plan: i16, today: Date, department: usize) -> Vec<Date> {
    let offset = i64::try_from(department).unwrap_or_default();
    let mut day = date(plan - 1, 10, 9).saturating_add((offset / 2).days());
    let mut approvals = 0;
    let mut days = Vec::new();
    for step in steps {
        day = match step {
            S::Import => day,
            S::Act(A::Approve) if approvals == 0 => {
                approvals = 1;
                date(plan, 1, 19).saturating_add((offset / 2).days())
            }
            S::Act(A::Publish) if approvals == 1 => {
                approvals = 2;
                date(plan, 2, 4).saturating_add((offset / 4).days())
            }
            S::Act(A::Adjust) if steps.last() == Some(&S::Raise) => today.saturating_sub(12.days()),
            S::Act(A::Adjust) => date(plan, 5, 11),
            S::Act(A::Archive) => date(plan + 1, 3, 16).saturating_add((offset / 3).days()),
            S::AnswerAll | S::Raise | S::Act(A::Publish) => day.saturating_add(1.day()),
            S::Mend | S::Opine => day.saturating_add(3.days()),
            _ => day.saturating_add(2.days()),
        };
        days.push(work_day(day));
    }
    days
}

/// Days that end shortly before today.
fn days_before(steps: &[Step], today: Date, department: usize) -> Vec<Date> {
    let last = 1 + i64::try_from(department % 4).unwrap_or_default();
    let count = i64::try_from(steps.len()).unwrap_or_default();
    let back = (1..=count).map(|at| last + (count - at) * 2);
    back.map(|days| work_day(today.saturating_sub(days.days()))).collect()
}

/// The day itself, or the Friday before.
fn work_day(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_sub(1.day()),
        Weekday::Sunday => day.saturating_sub(2.days()),
        _ => day,
    }
}

/// A moment of a working day in China: later steps later.
fn moment(day: Date, department: usize, step: i8) -> Result<Timestamp, String> {
    let minutes = i64::from(step) * 14 + i64::try_from(department).unwrap_or_default();
    let time = day.at(9, 3, 0, 0).saturating_add(minutes.minutes());
    let at = tz::offset(8).to_timestamp(time);
    at.map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::department::departments;

    #[test]
    fn steps_of_a_statement_follow_each_other_and_end_before_today() {
        let departments = departments().expect("departments");
        for today in [date(2026, 11, 20), date(2026, 7, 1), date(2027, 2, 12)] {
            let events = events(&departments, today).expect("events");
            let end = tz::offset(8).to_timestamp(today.at(0, 0, 0, 0)).expect("a moment");
            for event in &events {
                assert!(event.at < end, "{today}: {event:?}");
            }
            for (number, department) in departments.iter().enumerate() {
                for (year, way) in department.ways.iter().enumerate() {
                    let of_one =
                        events.iter().filter(|one| (one.department, one.year) == (number, year));
                    let done: Vec<Step> = of_one.map(|one| one.step).collect();
                    assert_eq!(done, steps(way).expect("steps"), "{today}: {way}");
                }
            }
        }
    }
}
