//! Files that a browser saves: documents in any format, tables for a spreadsheet.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use office::OfficeError;
use office::registers::exporting::{Ending, Exported};
use tokio::io::AsyncReadExt;
use write::document::Document;
use write::{Format, Pages};

use crate::{WebError, fonts};

/// The media type of workbooks.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The media type of lines for a spreadsheet.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";
/// Bytes that are read from a file at a time.
const PIECE: usize = 64 << 10;

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

/// A register's table, sent piece by piece: it may be longer than what memory should hold.
pub(crate) fn table(made: Exported, ending: Ending) -> Result<Response, WebError> {
    let Exported { name, file, .. } = made;
    let length = file.metadata().map_err(|_| WebError::Broken)?.len();
    let media = match ending {
        Ending::Xlsx => XLSX,
        Ending::Csv => CSV,
    };
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
    ];
    let pieces = stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((piece, file)))
    });
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// A table as CSV.
pub(crate) fn csv(rows: &[Vec<String>], name: &str) -> Response {
    file(office::csv::table(rows).into_bytes(), name, CSV)
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
