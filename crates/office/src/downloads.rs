//! Files to take away: a version in other formats, the original of an import.

use store::files::{self, FileKind};
use store::statements::{self, Version};
use write::document::Document;

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
pub const ENDINGS: [(&str, &str); 6] = [
    ("docx", "Word"),
    ("pdf", "PDF"),
    ("xlsx", "Excel"),
    ("html", "网页"),
    ("txt", "纯文本"),
    ("json", "数据（JSON）"),
];

impl Office {
    /// A version as a document to be written in some format, and its name without ending.
    ///
    /// # Errors
    /// If the version is not there or not in sight.
    pub async fn version_document(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<(Document, String), OfficeError> {
        let (version, name) = self.named_version(asker, id, number).await?;
        Ok((write::statement(&examine::reading(&version.body).statement), name))
    }

    /// A version as data, in the stable exchange form.
    ///
    /// # Errors
    /// If the version is not there or not in sight.
    pub async fn version_data(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<Download, OfficeError> {
        let (version, name) = self.named_version(asker, id, number).await?;
        let bytes = version.body.into_bytes();
        Ok(Download { name: format!("{name}.json"), media: "application/json", bytes })
    }

    async fn named_version(
        &self,
        asker: &Asker,
        id: &str,
        number: i64,
    ) -> Result<(Version, String), OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let missing = || OfficeError::missing("这个版本");
        let listed = statements::get(&mut tx, &scope, id).await.map_err(missing())?;
        let version = statements::version(&mut tx, &scope, id, number).await.map_err(missing())?;
        Ok((version, format!("{}（第{number}版）", file_name(&listed.statement.title))))
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

/// A title as the name of a file: without what file systems refuse.
fn file_name(title: &str) -> String {
    let refused = |sign: char| sign.is_control() || "\\/:*?\"<>|".contains(sign);
    let name: String = title.chars().filter(|sign| !refused(*sign)).take(80).collect();
    if name.trim().is_empty() { "绩效文本".to_owned() } else { name.trim().to_owned() }
}
