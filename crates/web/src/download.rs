//! Files that a browser saves: documents in any format, tables for a spreadsheet.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use office::OfficeError;
use write::document::Document;
use write::{Format, Pages};

use crate::{WebError, fonts};

/// The media type of workbooks.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A document in a format, under a Chinese name without its ending.
pub(crate) async fn document(
    document: Document,
    name: &str,
    format: Format,
) -> Result<Response, WebError> {
    // Typesetting takes longer than others may wait.
    let made = tokio::task::spawn_blocking(move || bytes(&document, format)).await;
    let bytes = made.map_err(|_| WebError::Broken)??;
    Ok(file(bytes, &format!("{name}.{}", format.ending()), media(format.ending())))
}

/// Bytes under a name.
pub(crate) fn file(bytes: Vec<u8>, name: &str, media: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name)),
    ];
    (headers, bytes).into_response()
}

/// A table as CSV.
pub(crate) fn csv(rows: &[Vec<String>], name: &str) -> Response {
    file(office::csv::table(rows).into_bytes(), name, "text/csv; charset=utf-8")
}

fn bytes(document: &Document, format: Format) -> Result<Vec<u8>, WebError> {
    let failed = |error: write::WriteError| {
        WebError::Office(OfficeError::Machine(format!("文件没有生成出来（{error}）")))
    };
    match format {
        Format::Docx => write::docx(document).map_err(failed),
        Format::Xlsx => write::xlsx(document).map_err(failed),
        Format::Html => Ok(write::html(document).into_bytes()),
        Format::Text => Ok(write::txt(document).into()),
        Format::Pdf => {
            let fonts = fonts::installed().map_err(OfficeError::Conflict)?;
            Ok(write::pdf(document, fonts, Pages::Real).map_err(failed)?.file.bytes)
        }
    }
}

fn media(ending: &str) -> &'static str {
    match ending {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => XLSX,
        "pdf" => "application/pdf",
        "html" => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

/// RFC 6266: a name in ASCII for old browsers, the Chinese one for all others.
pub(crate) fn disposition(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
    let encoded = crate::view::escaped(name);
    format!("attachment; filename=\"download.{ending}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_are_encoded() {
        let said = disposition("批复 1.docx");
        let expected =
            "attachment; filename=\"download.docx\"; filename*=UTF-8''%E6%89%B9%E5%A4%8D%201.docx";
        assert_eq!(said, expected);
    }
}
