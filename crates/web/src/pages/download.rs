//! Files to take away.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use office::downloads::Download;

use crate::signed::Signed;
use crate::view::escaped;
use crate::{App, WebError};

/// A version in some format.
pub(crate) async fn send_version(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number, ending)): Path<(String, i64, String)>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.download_version(&asker, &id, number, &ending).await?))
}

/// The file that a statement was imported from.
pub(crate) async fn send_original(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    Ok(sent(app.office.download_original(&asker, &id).await?))
}

/// A file under its name, Chinese as it is: RFC 6266 with the encoding of RFC 8187.
pub(crate) fn sent(file: Download) -> Response {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain = ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let plain = if is_plain { format!("statement.{ending}") } else { "statement".to_owned() };
    let named =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(&file.name));
    let headers =
        [(header::CONTENT_TYPE, file.media.to_owned()), (header::CONTENT_DISPOSITION, named)];
    (headers, file.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sent_as_they_are_and_break_no_header() {
        let named = |name: &str| {
            let file = Download { name: name.into(), media: "text/plain", bytes: Vec::new() };
            let sent = sent(file);
            let named = sent.headers().get(header::CONTENT_DISPOSITION).expect("named");
            named.to_str().expect("plain").to_owned()
        };
        let expected = "attachment; filename=\"statement.docx\"; filename*=UTF-8''%E7%94%B2.docx";
        assert_eq!(named("甲.docx"), expected);
        assert!(!named("a\r\nSet-Cookie: b.txt").contains('\n'));
        assert!(!named("a\".\"; x=").contains("x="));
    }
}
