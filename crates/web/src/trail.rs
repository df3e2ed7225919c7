//! The audit trail as a file, sent piece by piece: it may be longer than what memory should hold.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use office::trail::{CSV_HEAD, csv_line, json_line};
use office::{Asker, OfficeError};
use store::audit::Filter;

use crate::{App, WebError};

/// How many entries are looked up at a time.
const A_TIME: u64 = 2_000;

/// What passes the filter, for spreadsheets, the newest first.
pub(crate) async fn csv(app: App, asker: Asker, filter: Filter) -> Result<Response, WebError> {
    app.office.note_export(&asker, "CSV").await?;
    let filter = Filter { take: A_TIME, before: None, ..filter };
    let rest = stream::try_unfold(Some(filter), move |filter| {
        let (app, asker) = (app.clone(), asker.clone());
        async move {
            let Some(filter) = filter else { return Ok(None) };
            let (entries, _) = app.office.list_trail(&asker, &filter).await?;
            let Some(last) = entries.last() else { return Ok(None) };
            let next = Filter { before: Some(last.number), ..filter };
            let text: String = entries.iter().map(csv_line).collect();
            Ok::<_, OfficeError>(Some((text, Some(next))))
        }
    });
    let head = stream::iter([Ok(CSV_HEAD.to_owned())]);
    Ok(file("text/csv; charset=utf-8", "audit.csv", Body::from_stream(head.chain(rest))))
}

/// The whole chain in its order, a line of JSON for each entry.
pub(crate) async fn lines(app: App, asker: Asker) -> Result<Response, WebError> {
    app.office.note_export(&asker, "JSON").await?;
    let lines = stream::try_unfold(0, move |after| {
        let (app, asker) = (app.clone(), asker.clone());
        async move {
            let entries = app.office.trail_behind(&asker, after).await?;
            let Some(last) = entries.last() else { return Ok(None) };
            let text = entries.iter().map(json_line).collect::<Result<String, _>>()?;
            Ok::<_, OfficeError>(Some((text, last.number)))
        }
    });
    Ok(file("application/x-ndjson; charset=utf-8", "audit.jsonl", Body::from_stream(lines)))
}

fn file(media: &'static str, name: &'static str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}
