//! The deadlines that the finance bureau set for the three years.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use office::deadlines::DeadlineText;
use office::{Office, OfficeError};
use store::deadlines::Stage;

use crate::county;
use crate::expand::fill;
use crate::people::Town;

/// Sets the deadlines of the plan that is being drawn up and of the two before it.
pub(super) async fn set(
    office: &Office,
    town: &Town,
    plan: i16,
    today: Date,
) -> Result<(), OfficeError> {
    let wording = county::wording().map_err(OfficeError::Machine)?;
    let reviewer = town.asker("caizheng.wang")?;
    for year in [plan - 2, plan - 1, plan] {
        for (stage, day) in days(year, plan, today) {
            let typed = DeadlineText {
                owner: town.place("")?.to_owned(),
                year: i64::from(year),
                stage,
                due_on: day.to_string(),
                warn_days: 7,
                basis: fill(&wording.notice, year, &|_| None),
            };
            office.set_deadline(reviewer, &typed).await?;
        }
    }
    Ok(())
}

/// Those of a year that is over by the calendar, those of the year under way around today.
fn days(year: i16, plan: i16, today: Date) -> Vec<(Stage, Date)> {
    if year == plan {
        let after = |days: i64| today.saturating_add(days.days());
        // The budget is approved in winter, whenever the demo begins.
        let approved = after(70);
        return vec![
            (Stage::Send, after(5)),
            (Stage::Resend, after(3)),
            (Stage::Review, after(12)),
            (Stage::Publish, approved.min(date(plan + 1, 12, 31))),
        ];
    }
    vec![
        (Stage::Send, date(year - 1, 11, 10)),
        (Stage::Resend, date(year - 1, 12, 10)),
        (Stage::Review, date(year - 1, 12, 31)),
        (Stage::Publish, date(year, 2, 20)),
        (
            Stage::Adjust,
            if year + 1 == plan { today.saturating_add(10.days()) } else { date(year, 9, 30) },
        ),
        (Stage::Archive, date(year + 1, 4, 30)),
    ]
}
