//! What is due, for the programs in which people keep their calendars.

use axum::extract::State;
use axum::response::Response;

use crate::signed::Subscriber;
use crate::{App, WebError, download};

/// The media type of calendars.
const CALENDAR: &str = "text/calendar; charset=utf-8";

/// What is due for whoever asks, as a calendar.
pub(crate) async fn export_calendar(
    State(app): State<App>,
    Subscriber(asker): Subscriber,
) -> Result<Response, WebError> {
    let events = app.office.calendar(&asker).await?;
    let text = office::calendar::text::text(&events, app.office.now());
    Ok(download::file(text.into_bytes(), "绩衡期限.ics", CALENDAR))
}
