//! What looks wrong though every light may be green.

use ground::{Day, Decimal};
use model::actual::Actual;
use model::quantity::Operator;
use model::statement::Dimension;
use model::target::Target;
use rulebook::{Light, MonitoringScheme};
use serde::Serialize;

use super::payments::half;
use super::plan::{month_end, said};
use super::values::{course, due};
use super::{Reading, RowReading, Watched};
use crate::completion::{bare, binding};
use crate::indicator::Course;

/// Something that does not fit together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspicion {
    /// What kind.
    pub kind: SuspicionKind,
    /// The indicator, where it is about one.
    pub row: Option<usize>,
    /// One sentence.
    pub text: String,
}

/// What does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspicionKind {
    /// Outputs are far ahead of money.
    OutputAhead,
    /// Money is far ahead of outputs.
    MoneyAhead,
    /// A day has passed and the work is not done.
    DeadlinePassed,
    /// A target was met early or by far.
    MetTooEasily,
}

/// Everything that looks wrong.
pub(super) fn suspicions(
    project: &Watched,
    payments: &Reading,
    rows: &[RowReading],
    as_of: Day,
    scheme: &MonitoringScheme,
) -> Vec<Suspicion> {
    let mut all: Vec<Suspicion> = ahead(project, payments, rows, scheme).into_iter().collect();
    for row in rows {
        all.extend(passed(project, row, as_of));
        all.extend(easy(project, row, as_of, scheme));
    }
    all
}

/// The mean completion of counted outputs, each at most all of it, against the share of the money that is paid.
fn ahead(
    project: &Watched,
    payments: &Reading,
    rows: &[RowReading],
    scheme: &MonitoringScheme,
) -> Option<Suspicion> {
    let paid = payments.reached?;
    let outputs: Vec<Decimal> = rows
        .iter()
        .filter(|row| {
            let of = project.rows.get(row.row).map(|one| &one.indicator);
            of.is_some_and(|one| one.dimension == Dimension::Output && !one.is_cost())
                && is_counted(project, row)
        })
        .filter_map(|row| row.reading.reached)
        .map(|share| share.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))
        .collect();
    let many = Decimal::from(outputs.len());
    let done = outputs.iter().sum::<Decimal>().checked_div(many).map(half)?;
    let bound = scheme.plausibility.ahead;
    let (kind, what) = if done.saturating_sub(paid) >= bound {
        (
            SuspicionKind::OutputAhead,
            "产出明显快于支付：核对是否有未付的欠款，或者预算编多了、产出报多了",
        )
    } else if paid.saturating_sub(done) >= bound {
        (SuspicionKind::MoneyAhead, "支付明显快于产出：核对是否有预付，或者产出没有登记")
    } else {
        return None;
    };
    let text = format!("数量类产出平均完成{done}%，支付{paid}%，{what}。");
    Some(Suspicion { kind, row: None, text })
}

/// Whether it adds up to a number that is to be reached.
fn is_counted(project: &Watched, row: &RowReading) -> bool {
    let Some(indicator) = project.rows.get(row.row).map(|one| &one.indicator) else { return false };
    let Target::Quantity(quantity) = &indicator.target else { return false };
    course(indicator, quantity) == Course::Cumulative
        && !binding(indicator, quantity).is_some_and(Operator::is_ceiling)
}

fn passed(project: &Watched, row: &RowReading, as_of: Day) -> Option<Suspicion> {
    let watched = project.rows.get(row.row)?;
    let due = due(&watched.indicator)?;
    let open = match &watched.actual {
        Actual::Missing => true,
        Actual::Date { day } => *day > as_of,
        _ => row.reading.light == Light::Red,
    };
    (due < as_of && open).then(|| Suspicion {
        kind: SuspicionKind::DeadlinePassed,
        row: Some(row.row),
        text: format!("“{}”的期限{}已过，还没有完成或没有登记。", row.name, said(due)),
    })
}

/// Met before its time, unless its own plan asks for that.
fn easy(
    project: &Watched,
    row: &RowReading,
    as_of: Day,
    scheme: &MonitoringScheme,
) -> Option<Suspicion> {
    let reached = row.reading.reached.filter(|_| is_counted(project, row))?;
    let rule = scheme.plausibility;
    let far = reached >= rule.easy_from;
    let early = month_end(project.year, rule.easy_before).is_some_and(|end| as_of < end);
    let planned = row.reading.expected.is_some_and(|expected| expected >= Decimal::ONE_HUNDRED);
    // A bare number (14人) may be a state and no goal: being at it is no sign of anything.
    let watched = project.rows.get(row.row)?;
    let is_goal = watched.indicator.target.quantity().is_some_and(|q| q.operator.is_some());
    let before_its_time = early && is_goal && reached >= Decimal::ONE_HUNDRED && !planned;
    if !far && !before_its_time {
        return None;
    }
    let how = if far {
        format!("已经完成{}%", bare(reached))
    } else {
        format!("{}就已经完成", said(as_of))
    };
    let text = format!("“{}”{how}，指标值可能定低了，请说明原因，下年调整。", row.name);
    Some(Suspicion { kind: SuspicionKind::MetTooEasily, row: Some(row.row), text })
}
