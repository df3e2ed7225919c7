//! Styles, scripts, icons: compiled in, sent with a validator.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::WebError;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// Pictures of the manual, made by the browser tests.
#[derive(RustEmbed)]
#[folder = "../../docs/manual/pictures"]
struct Pictures;

/// Addresses bear the version, so that browsers may keep what they have for a day and ask then.
const KEEP: &str = "public, max-age=86400";

/// Sends a file.
pub(crate) async fn show(Path(path): Path<String>, asked: HeaderMap) -> Result<Response, WebError> {
    send(Assets::get(&path), &asked)
}

/// Sends a picture of the manual.
pub(crate) async fn show_picture(
    Path(name): Path<String>,
    asked: HeaderMap,
) -> Result<Response, WebError> {
    send(Pictures::get(&name), &asked)
}

/// The names of all pictures of the manual.
#[cfg(test)]
pub(crate) fn pictures() -> impl Iterator<Item = String> {
    Pictures::iter().map(std::borrow::Cow::into_owned).filter(|name| !name.starts_with("narrow-"))
}

fn send(file: Option<EmbeddedFile>, asked: &HeaderMap) -> Result<Response, WebError> {
    let file = file.ok_or(WebError::NotFound)?;
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
