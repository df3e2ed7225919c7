//! The formats that are read: what people call them, and how names of such files end.

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFormat {
    /// What people call it.
    pub name: &'static str,
    /// The endings of its files, the usual one first, without the dot.
    pub endings: &'static [&'static str],
}

const fn format(name: &'static str, endings: &'static [&'static str]) -> FileFormat {
    FileFormat { name, endings }
}

pub(crate) const DOCX: FileFormat = format("Word 文档", &["docx", "docm", "dotx"]);
pub(crate) const DOC: FileFormat = format("旧版 Word 文档", &["doc", "dot", "wps", "wpt"]);
pub(crate) const PDF: FileFormat = format("PDF 文件", &["pdf"]);
pub(crate) const XLSX: FileFormat = format("Excel 工作簿", &["xlsx", "xlsm", "xltx", "xltm"]);
pub(crate) const XLS: FileFormat = format("旧版 Excel 工作簿", &["xls", "xlt", "et"]);
pub(crate) const HTML: FileFormat = format("网页", &["html", "htm", "xhtml", "shtml"]);
pub(crate) const MHTML: FileFormat = format("单个文件网页", &["mht", "mhtml"]);
pub(crate) const TEXT: FileFormat = format("纯文本", &["txt", "text"]);
pub(crate) const JSON: FileFormat = format("本系统导出的 JSON", &["json"]);

/// All formats of statements that are read, the usual ones first. Archives of them are unfolded by
/// [`crate::archive`].
pub const FORMATS: &[FileFormat] = &[DOCX, DOC, PDF, XLSX, XLS, HTML, MHTML, TEXT, JSON];

/// The format whose files end like this, written small and without the dot.
pub fn of_ending(ending: &str) -> Option<FileFormat> {
    FORMATS.iter().copied().find(|format| format.endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_belongs_to_one_format() {
        let mut all: Vec<&str> = FORMATS.iter().flat_map(|it| it.endings).copied().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(of_ending("docx"), Some(DOCX));
        for other in ["csv", "rtf", "zip", "DOCX", ""] {
            assert_eq!(of_ending(other), None, "{other}");
        }
    }

    #[test]
    fn files_of_these_endings_are_not_called_misnamed() {
        let text = "临河县总工会2026年部门预算绩效文本";
        for ending in TEXT.endings {
            let reading = crate::read(&format!("文本.{ending}"), text.as_bytes());
            let misnamed = crate::codes::NAME_AND_CONTENT_DIFFER;
            assert!(reading.findings.iter().all(|it| it.code != misnamed), "{ending}");
        }
    }
}
