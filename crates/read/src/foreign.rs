//! Formats that are known and not read: what they are called, and what to do with such a file.

/// A format that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// What a file of it is called.
    pub(crate) what: &'static str,
    /// What to do.
    pub(crate) help: &'static str,
}

const AS_TEXT: &str = "请另存为 Word 文档（.docx）或纯文本（.txt）后重新提交";
const AS_WORD: &str = "请用 Word 或 WPS 打开，另存为 Word 文档（.docx）后重新提交";
const AS_SHEET: &str = "请用 Excel 或 WPS 表格打开，另存为 Excel 工作簿（.xlsx）后重新提交";
const NO_PICTURE: &str =
    "图片里的文字读不出来。请提交做成它的 Word 或 Excel 文件；只有纸质件的，请先录成电子文档";
const UNPACK: &str = "请解压后提交里面的文件，或改用 ZIP 格式打包";

const fn foreign(what: &'static str, help: &'static str) -> Foreign {
    Foreign { what, help }
}

pub(crate) const XLSB: Foreign = foreign("Excel 二进制工作簿（.xlsb）", AS_SHEET);
pub(crate) const PPTX: Foreign = foreign("演示文稿（.pptx）", AS_TEXT);
pub(crate) const PPT: Foreign = foreign("演示文稿（.ppt）", AS_TEXT);
pub(crate) const MAIL: Foreign =
    foreign("Outlook 邮件（.msg）", "请把邮件里的附件保存出来，提交其中的绩效文本");
pub(crate) const OFD: Foreign = foreign("OFD 版式文件", "请提交转成 OFD 之前的 Word 或 Excel 文件");
pub(crate) const ODT: Foreign = foreign("OpenDocument 文字文档（.odt）", AS_WORD);
pub(crate) const ODS: Foreign = foreign("OpenDocument 电子表格（.ods）", AS_SHEET);
pub(crate) const ODF: Foreign = foreign("OpenDocument 文档", AS_TEXT);
pub(crate) const OFFICE: Foreign = foreign("Office 文件", AS_TEXT);
pub(crate) const OLD_OFFICE: Foreign = foreign("旧版 Office 文件", AS_TEXT);
pub(crate) const OLD_WPS: Foreign = foreign("早期的 WPS 文件（.wps）", AS_WORD);
pub(crate) const CSV: Foreign = foreign("CSV 表格（.csv）", AS_SHEET);
const WORD_XML: Foreign = foreign("Word 2003 XML 文档", AS_WORD);
const SHEET_XML: Foreign = foreign("Excel 2003 XML 表格", AS_SHEET);

/// How files of such formats begin.
const BEGINNINGS: &[(&[u8], Foreign)] = &[
    (b"{\\rtf", foreign("RTF 文件", AS_WORD)),
    (b"\x89PNG", foreign("PNG 图片", NO_PICTURE)),
    (b"\xff\xd8\xff", foreign("JPEG 图片", NO_PICTURE)),
    (b"GIF8", foreign("GIF 图片", NO_PICTURE)),
    (b"II*\0", foreign("TIFF 图片", NO_PICTURE)),
    (b"MM\0*", foreign("TIFF 图片", NO_PICTURE)),
    (b"Rar!", foreign("RAR 压缩包", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", foreign("7z 压缩包", UNPACK)),
    (b"\x1f\x8b", foreign("gzip 压缩包", UNPACK)),
    (b"BZh", foreign("bzip2 压缩包", UNPACK)),
    (b"\xfd7zXZ\0", foreign("xz 压缩包", UNPACK)),
    (b"\x28\xb5\x2f\xfd", foreign("zstd 压缩包", UNPACK)),
];

/// The format that a file has by how it begins.
pub(crate) fn by_beginning(bytes: &[u8]) -> Option<Foreign> {
    let known = BEGINNINGS.iter().find(|(begin, _)| bytes.starts_with(begin));
    known.map(|(_, foreign)| *foreign).or_else(|| picture(bytes)).or_else(|| office_xml(bytes))
}

/// Pictures whose first bytes alone could also be those of a text.
fn picture(bytes: &[u8]) -> Option<Foreign> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // Of a bitmap the bytes 6 to 9 are zero, and its headers have one of few sizes.
    let is_bitmap = bytes.starts_with(b"BM")
        && bytes.get(6..10) == Some(&[0; 4])
        && matches!(bytes.get(14), Some(12 | 40 | 56 | 64 | 108 | 124));
    if is_webp {
        return Some(foreign("WebP 图片", NO_PICTURE));
    }
    is_bitmap.then_some(foreign("BMP 图片", NO_PICTURE))
}

/// Word and Excel 2003 could save a document as one XML file.
fn office_xml(bytes: &[u8]) -> Option<Foreign> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !body.starts_with(b"<?xml") {
        return None;
    }
    let head = body.get(..body.len().min(2048))?;
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    if has(b"Excel.Sheet") || has(b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(SHEET_XML);
    }
    let is_word = has(b"Word.Document")
        || has(b"schemas.microsoft.com/office/word/2003/wordml")
        || has(b"schemas.microsoft.com/office/2006/xmlPackage");
    is_word.then_some(WORD_XML)
}

/// Which document of `OpenDocument` a zip archive is: it names its kind in its first file.
pub(crate) fn open_document(bytes: &[u8]) -> Foreign {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    if has(b"opendocument.spreadsheet") {
        ODS
    } else if has(b"opendocument.text") {
        ODT
    } else {
        ODF
    }
}

/// Whether text is a table between commas: most of its lines have several.
pub(crate) fn is_comma_table(bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n').take(200);
    let filled = lines.filter(|line| !line.trim_ascii().is_empty());
    let (mut all, mut between) = (0, 0);
    for line in filled {
        all += 1;
        between += usize::from(memchr::memchr_iter(b',', line).count() >= 2);
    }
    between * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_beginning() {
        let what = |bytes: &[u8]| by_beginning(bytes).map(|foreign| foreign.what);
        let cases: [(&[u8], &str); 11] = [
            (b"{\\rtf1\\ansi", "RTF 文件"),
            (b"\xff\xd8\xff\xe0", "JPEG 图片"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP 图片"),
            (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "BMP 图片"),
            (b"II*\0\x08", "TIFF 图片"),
            (b"Rar!\x1a\x07", "RAR 压缩包"),
            (b"7z\xbc\xaf\x27\x1c\0", "7z 压缩包"),
            (
                b"<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?><Workbook>",
                "Excel 2003 XML 表格",
            ),
            (
                b"\xef\xbb\xbf<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                "Excel 2003 XML 表格",
            ),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>",
                "Word 2003 XML 文档",
            ),
            (
                b"<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">",
                "Word 2003 XML 文档",
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(what(bytes), Some(expected));
        }
        for text in ["BM 是缩写", "BMW", "II 级", "临河县", "<?xml version=\"1.0\"?><html>"]
        {
            assert_eq!(what(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn tables_between_commas() {
        assert!(is_comma_table("项目编码,项目名称,预算数\r\n1,甲,24\r\n".as_bytes()));
        assert!(!is_comma_table("项目编码\t项目名称\n甲,乙,丙\n\n丁\n".as_bytes()));
        assert!(!is_comma_table(b""));
    }
}
