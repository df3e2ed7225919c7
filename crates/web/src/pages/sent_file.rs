//! Forms that send a file for an organisation.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use office::beginning::Upload;

use crate::WebError;

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// The organisation and the file of a form.
pub(crate) async fn owner_and_file(mut sent: Multipart) -> Result<(String, Upload), WebError> {
    let broken = |error: MultipartError| broken(&error);
    let (mut owner, mut upload) =
        (String::new(), Upload { name: String::new(), bytes: Vec::new() });
    while let Some(field) = sent.next_field().await.map_err(broken)? {
        match field.name() {
            Some("owner") => owner = field.text().await.map_err(broken)?,
            Some("file") => {
                let name = field.file_name().unwrap_or_default();
                // Some browsers send the whole path.
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
                upload.name = name.chars().take(LONGEST_NAME).collect();
                upload.bytes = field.bytes().await.map_err(broken)?.to_vec();
            }
            _ => {}
        }
    }
    Ok((owner, upload))
}

/// What is said of a form that did not come whole.
fn broken(error: &MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadRequest("文件没有传完整，请重新选择文件".to_owned()),
    }
}
