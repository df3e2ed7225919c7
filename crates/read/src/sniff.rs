//! Finds out what a file is by its content.

/// What a file turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No bytes, or white space only.
    Empty,
    /// Characters of some encoding.
    Text,
    /// A Word document, Office Open XML.
    Docx,
    /// A web page.
    Html,
    /// A web page with its parts in one file, MHTML.
    Mhtml,
    /// A Word document of the binary format.
    Doc,
    /// A zip archive of another kind, with the Chinese name of what it probably is.
    OtherZip(&'static str),
    /// A zip archive cut off before its directory.
    BrokenZip,
    /// An Office file under a password.
    Encrypted,
    /// A format that is known and not read.
    Other(&'static str),
    /// Bytes of no known format.
    Binary,
}

/// Looks at the bytes of a file.
pub(crate) fn kind(bytes: &[u8]) -> Kind {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return compound_kind(bytes);
    }
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", "PDF 文件"),
        (b"{\\rtf", "RTF 文件"),
        (b"\x89PNG", "PNG 图片"),
        (b"\xff\xd8\xff", "JPEG 图片"),
        (b"GIF8", "GIF 图片"),
        (b"Rar!", "RAR 压缩包"),
        (b"7z\xbc\xaf", "7z 压缩包"),
        (b"\x1f\x8b", "gzip 压缩包"),
    ];
    if let Some((_, name)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Other(name);
    }
    if let Some(page) = page_kind(bytes) {
        return page;
    }
    if is_binary(bytes) { Kind::Binary } else { Kind::Text }
}

/// A page begins with a tag, a message with its headers.
fn page_kind(bytes: &[u8]) -> Option<Kind> {
    const TAGS: &[&[u8]] = &[
        b"<html",
        b"<!doctype html",
        b"<table",
        b"<head",
        b"<body",
        b"<meta",
        b"<title",
        b"<div",
        b"<style",
        b"<script",
        b"<p>",
        b"<p ",
        b"<h1",
        b"<h2",
        b"<center",
        b"<font",
        b"<span",
        b"<ol",
        b"<ul",
        b"<frameset",
    ];
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    // Pages in UTF-16 show their tags once the zero bytes are out.
    let head: Vec<u8> = head.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let marks: &[u8] = &[0xef, 0xbb, 0xbf, 0xff, 0xfe];
    let begin = head.iter().position(|b| !b.is_ascii_whitespace() && !marks.contains(b))?;
    let start = head.get(begin..)?;
    if start.starts_with(b"<") && !contains(start, b"mso-application progid=\"word.document") {
        let near = start.get(..start.len().min(2048)).unwrap_or_default();
        if TAGS.iter().any(|tag| contains(near, tag)) {
            return Some(Kind::Html);
        }
    }
    let is_message =
        [b"mime-version:".as_slice(), b"from:", b"content-type:", b"subject:", b"date:"]
            .iter()
            .any(|name| start.starts_with(name));
    let has_parts = contains(start, b"multipart/") || contains(start, b"text/html");
    if is_message && contains(start, b"content-type:") && has_parts {
        return Some(Kind::Mhtml);
    }
    let near = start.get(..start.len().min(512)).unwrap_or_default();
    let has_page =
        [b"<html".as_slice(), b"<!doctype html", b"<table"].iter().any(|t| contains(near, t));
    has_page.then_some(Kind::Html)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

fn zip_kind(bytes: &[u8]) -> Kind {
    if !contains(bytes, b"PK\x05\x06") {
        return Kind::BrokenZip;
    }
    // Names stand uncompressed in the archive's directory.
    if contains(bytes, b"word/document") || contains(bytes, b"word/") {
        Kind::Docx
    } else if contains(bytes, b"xl/workbook") {
        Kind::OtherZip("Excel 工作簿（.xlsx）")
    } else if contains(bytes, b"ppt/") {
        Kind::OtherZip("演示文稿（.pptx）")
    } else if contains(bytes, b"OFD.xml") {
        Kind::OtherZip("OFD 版式文件")
    } else if contains(bytes, b"opendocument") {
        Kind::OtherZip("ODF 文档（.odt/.ods）")
    } else {
        Kind::OtherZip("ZIP 压缩包")
    }
}

fn compound_kind(bytes: &[u8]) -> Kind {
    let named = |name: &str| {
        let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &utf16)
    };
    if named("EncryptedPackage") || named("EncryptionInfo") {
        Kind::Encrypted
    } else if named("WordDocument") {
        Kind::Doc
    } else if named("Workbook") || named("Book") {
        Kind::Other("旧版 Excel 工作簿（.xls）")
    } else {
        Kind::Other("旧版 Office 文件")
    }
}

/// Text has no zero bytes but in UTF-16, and few controls.
fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    let controls =
        head.iter().filter(|byte| matches!(byte, 1..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    let wide_text =
        zeros * 5 > head.len() && zeros * 3 < head.len() * 2 && controls * 50 < head.len();
    (zeros > 0 && !wide_text) || controls * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_by_content() {
        assert_eq!(kind(b""), Kind::Empty);
        assert_eq!(kind(b" \r\n"), Kind::Empty);
        assert_eq!(kind("临河县".as_bytes()), Kind::Text);
        assert_eq!(kind(b"PK\x03\x04abc"), Kind::BrokenZip);
        assert_eq!(kind(b"%PDF-1.7"), Kind::Other("PDF 文件"));
        assert_eq!(kind(b"<!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(kind(b"\xef\xbb\xbf\r\n<?xml version='1.0'?><html>"), Kind::Html);
        assert_eq!(kind(b"<meta charset=gbk><h1>a"), Kind::Html);
        assert_eq!(kind("<临河县> 2026年\n".as_bytes()), Kind::Text);
        assert_eq!(kind(b"MIME-Version: 1.0\r\nContent-Type: multipart/related"), Kind::Mhtml);
        assert_eq!(kind(&[1, 2, 3, 0, 0, 200, 4, 5]), Kind::Binary);
        let utf16: Vec<u8> = "项目 code 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&utf16), Kind::Text);
    }
}
