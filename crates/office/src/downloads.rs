//! Files to take away: a version in other formats, the original of an import.

use store::files::{self, FileKind};
use store::statements;
use write::Format;

use crate::{Asker, Office, OfficeError, Permission, examine};

/// A file to take away.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The formats that a version can be had in, by the ending of their files.
pub const ENDINGS: [(&str, &str); 5] = [
    ("docx", "Word"),
    ("xlsx", "Excel"),
    ("html", "网页"),
    ("txt", "纯文本"),
    ("json", "数据（JSON）"),
];

impl Office {
    /// A version as a file of the format whose names end so.
    ///
    /// # Errors
    /// If the version is not there or not in sight, or it cannot be had in that format.
    pub async fn download_version(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
        ending: &str,
    ) -> Result<Download, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这个版本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let version = statements::version(&mut tx, &scope, id, number).await.map_err(missing())?;
        drop(tx);
        let title = &listed.statement.title;
        let name = format!("{}（第{number}版）.{ending}", file_name(title));
        let known = ENDINGS.iter().find(|(known, _)| *known == ending);
        let Some((ending, _)) = known else {
            return Err(OfficeError::Invalid(format!("不能下载成“{ending}”格式")));
        };
        let ending = *ending;
        let made = tokio::task::spawn_blocking(move || made(&version.body, ending));
        let made = made.await.map_err(|error| OfficeError::Machine(error.to_string()))?;
        let (media, bytes) = made.map_err(|error| OfficeError::Machine(error.to_string()))?;
        Ok(Download { name, media, bytes })
    }

    /// The file that a statement was imported from.
    ///
    /// # Errors
    /// If there is none, or it is not in sight.
    pub async fn download_original(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<Download, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let all = files::of_statement(&mut tx, &scope, id).await?;
        let original = all.into_iter().rfind(|file| file.kind == FileKind::Original);
        let original = original.ok_or(OfficeError::Missing { what: "导入的原文件" })?;
        let (file, bytes) = files::get(&mut tx, &scope, &original.id).await?;
        Ok(Download { name: file.name, media: "application/octet-stream", bytes })
    }
}

fn made(body: &str, ending: &str) -> Result<(&'static str, Vec<u8>), write::WriteError> {
    if ending == "json" {
        return Ok(("application/json", body.as_bytes().to_vec()));
    }
    let document = write::statement(&examine::reading(body).statement);
    Ok(match Format::of_ending(ending) {
        Some(Format::Docx) => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            write::docx(&document)?,
        ),
        Some(Format::Xlsx) => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write::xlsx(&document)?,
        ),
        // Sent as a file to keep: what is in it never runs as a page of ours.
        Some(Format::Html) => ("text/html; charset=utf-8", write::html(&document).into_bytes()),
        _ => ("text/plain; charset=utf-8", write::txt(&document).into_bytes()),
    })
}

/// A title as the name of a file: without what file systems refuse.
fn file_name(title: &str) -> String {
    let refused = |sign: char| sign.is_control() || "\\/:*?\"<>|".contains(sign);
    let name: String = title.chars().filter(|sign| !refused(*sign)).take(80).collect();
    if name.trim().is_empty() { "绩效文本".to_owned() } else { name.trim().to_owned() }
}
