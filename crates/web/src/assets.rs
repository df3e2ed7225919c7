//! Styles, scripts, icons: compiled in, sent with a validator.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::WebError;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// Addresses bear the version, so that browsers may keep what they have for a day and ask then.
const KEEP: &str = "public, max-age=86400";

/// Sends a file.
pub(crate) async fn show(Path(path): Path<String>, asked: HeaderMap) -> Result<Response, WebError> {
    let file = Assets::get(&path).ok_or(WebError::NotFound)?;
    let digest = file.metadata.sha256_hash();
    let tag =
        digest.iter().take(12).fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"))
            + "\"";
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let headers = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, KEEP.to_owned()),
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
    ];
    if known == Some(tag.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, file.data.into_owned()).into_response())
}
