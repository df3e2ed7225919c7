//! Finds out what a file is by its content.

use crate::compound::Compound;
use crate::foreign::{self, Foreign};

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
    /// A workbook, Office Open XML.
    Xlsx,
    /// A workbook of Excel 5 to 2003.
    Xls,
    /// A statement as `jiheng extract` prints it.
    Json,
    /// A zip archive of files.
    Archive,
    /// A PDF.
    Pdf,
    /// A zip archive of another kind: what it probably is.
    OtherZip(Foreign),
    /// A zip archive cut off before its directory.
    BrokenZip,
    /// An old Office file cut off before its directory.
    BrokenOffice,
    /// An Office file under a password.
    Encrypted,
    /// A format that is known and not read.
    Other(Foreign),
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
    if is_pdf(bytes) {
        return Kind::Pdf;
    }
    if let Some(known) = foreign::by_beginning(bytes) {
        return Kind::Other(known);
    }
    if let Some(page) = page_kind(bytes) {
        return page;
    }
    if is_statement(bytes) {
        return Kind::Json;
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

/// Our own JSON says what it is, usually in its first line.
fn is_statement(bytes: &[u8]) -> bool {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    body.trim_ascii_start().starts_with(b"{") && contains(body, b"\"jiheng/statement/")
}

/// The header may stand behind a few lines of mail or a byte order mark, but not behind a word.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let at = memchr::memmem::find(head, b"%PDF-");
    at.is_some_and(|at| at == 0 || contains(bytes, b"%%EOF") || contains(bytes, b" obj"))
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

fn zip_kind(bytes: &[u8]) -> Kind {
    let Some(end) = memchr::memmem::rfind(bytes, b"PK\x05\x06") else {
        return Kind::BrokenZip;
    };
    let mut found = Found::default();
    names(bytes, end).for_each(|name| found.look(name));
    if found.word_text || (found.word && found.types) {
        Kind::Docx
    } else if found.workbook {
        Kind::Xlsx
    } else if found.binary_workbook {
        Kind::OtherZip(foreign::XLSB)
    } else if found.slides && found.types {
        Kind::OtherZip(foreign::PPTX)
    } else if found.ofd {
        Kind::OtherZip(foreign::OFD)
    } else if found.odf {
        Kind::OtherZip(foreign::open_document(bytes))
    } else if found.types {
        Kind::OtherZip(foreign::OFFICE)
    } else {
        Kind::Archive
    }
}

/// What the names in an archive's directory promise.
#[derive(Default)]
struct Found {
    types: bool,
    word: bool,
    word_text: bool,
    workbook: bool,
    binary_workbook: bool,
    slides: bool,
    ofd: bool,
    odf: bool,
}

impl Found {
    fn look(&mut self, name: &[u8]) {
        let slashed = |byte: &u8| if *byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
        let name: Vec<u8> = name.iter().map(slashed).collect();
        let name = name.strip_prefix(b"/").unwrap_or(&name);
        self.types |= name == b"[content_types].xml";
        self.word |= name.starts_with(b"word/");
        self.word_text |= name.starts_with(b"word/document") && name.ends_with(b".xml");
        self.workbook |= name.starts_with(b"xl/workbook") && name.ends_with(b".xml");
        self.binary_workbook |= name == b"xl/workbook.bin";
        self.slides |= name.starts_with(b"ppt/");
        self.ofd |= name == b"ofd.xml";
        self.odf |= name == b"meta-inf/manifest.xml" || name == b"mimetype";
    }
}

/// The names of the files in the directory of an archive that ends with the record at `end`. Of an
/// archive whose directory is not where that record says, all entries that look like such.
fn names(bytes: &[u8], end: usize) -> impl Iterator<Item = &[u8]> {
    let number = |at: usize| -> Option<usize> {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let begins = |at: usize| bytes.get(at..at + 4) == Some(b"PK\x01\x02".as_slice());
    let size = number(end + 12);
    let named = number(end + 16).filter(|at| begins(*at));
    let moved = size.and_then(|size| end.checked_sub(size)).filter(|at| begins(*at));
    let mut at = named.or(moved).or_else(|| memchr::memmem::find(bytes, b"PK\x01\x02"));
    std::iter::from_fn(move || {
        let begin = at?;
        let length = |offset: usize| -> Option<usize> {
            let two: [u8; 2] = bytes.get(begin + offset..begin + offset + 2)?.try_into().ok()?;
            Some(usize::from(u16::from_le_bytes(two)))
        };
        let name = length(28)?;
        let next = begin + 46 + name + length(30)? + length(32)?;
        at = begins(next).then_some(next);
        bytes.get(begin + 46..begin + 46 + name)
    })
}

/// A document may hold another one within: its own streams stand in the root.
fn compound_kind(bytes: &[u8]) -> Kind {
    let root = Compound::root_names(bytes).unwrap_or_default();
    let in_root = |name: &str| root.iter().any(|known| known.eq_ignore_ascii_case(name));
    // Of a file whose directory is broken all that can be said is which names stand somewhere.
    let somewhere = |name: &str| {
        let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &utf16)
    };
    if let Some(kind) = office_kind(in_root).or_else(|| office_kind(somewhere)) {
        kind
    } else if is_cut_off(bytes) {
        Kind::BrokenOffice
    } else {
        Kind::Other(foreign::OLD_OFFICE)
    }
}

/// What an old Office file is by the names of its streams.
fn office_kind(has: impl Fn(&str) -> bool) -> Option<Kind> {
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Some(Kind::Encrypted)
    } else if has("WordDocument") {
        Some(Kind::Doc)
    } else if has("Workbook") || has("Book") {
        Some(Kind::Xls)
    } else if has("PowerPoint Document") {
        Some(Kind::Other(foreign::PPT))
    } else if has("__properties_version1.0") {
        Some(Kind::Other(foreign::MAIL))
    } else if has("WpsContent") {
        Some(Kind::Other(foreign::OLD_WPS))
    } else {
        None
    }
}

/// Whether the directory of a compound file would lie behind its end.
fn is_cut_off(bytes: &[u8]) -> bool {
    let shift = bytes.get(30).copied().unwrap_or(9);
    let sector = bytes.get(48..52).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let end = u64::from(sector.unwrap_or(0)) + 2;
    end << shift.min(16) > u64::try_from(bytes.len()).unwrap_or(u64::MAX)
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
        assert_eq!(kind(b"<!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(kind(b"\xef\xbb\xbf\r\n<?xml version='1.0'?><html>"), Kind::Html);
        assert_eq!(kind(b"<meta charset=gbk><h1>a"), Kind::Html);
        assert_eq!(kind("<临河县> 2026年\n".as_bytes()), Kind::Text);
        assert_eq!(kind(b"MIME-Version: 1.0\r\nContent-Type: multipart/related"), Kind::Mhtml);
        assert_eq!(kind(b"%PDF-1.7"), Kind::Pdf);
        assert_eq!(kind(&[1, 2, 3, 0, 0, 200, 4, 5]), Kind::Binary);
        let utf16: Vec<u8> = "项目 code 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&utf16), Kind::Text);
    }

    /// A compound file of these streams.
    fn compound(streams: &[&str]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        for path in streams {
            if let Some((storage, _)) =
                path.rsplit_once('/').filter(|(storage, _)| !storage.is_empty())
            {
                file.create_storage_all(storage).unwrap();
            }
            let mut stream = file.create_stream(path).unwrap();
            std::io::Write::write_all(&mut stream, &[7; 5000]).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn an_embedded_document_is_not_the_document() {
        let what = |streams: &[&str]| kind(&compound(streams));
        assert_eq!(what(&["/Workbook", "/MBD00A1/WordDocument", "/MBD00A1/1Table"]), Kind::Xls);
        assert_eq!(what(&["/MBD00A1/WordDocument", "/Book"]), Kind::Xls);
        assert_eq!(what(&["/WordDocument", "/ObjectPool/_1/Workbook", "/1Table"]), Kind::Doc);
        assert_eq!(what(&["/Workbook", "/MBD00A1/EncryptedPackage"]), Kind::Xls);
        assert_eq!(what(&["/EncryptedPackage", "/EncryptionInfo"]), Kind::Encrypted);
        let slides = what(&["/PowerPoint Document", "/MBD00A1/WordDocument"]);
        assert!(matches!(slides, Kind::Other(found) if found == foreign::PPT));
        // With the directory gone its names are gone; cut before its end they may still stand.
        let mut broken = compound(&["/WordDocument", "/1Table"]);
        let name: Vec<u8> = "Root Entry".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let root = memchr::memmem::find(&broken, &name).unwrap();
        broken[root + 76..root + 80].copy_from_slice(&[0xff, 0xff, 0, 0]);
        assert_eq!(kind(&broken), Kind::Doc);
    }

    #[test]
    fn open_documents_tell_their_kind() {
        let packed = |mime: &str| {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            let stored = zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Stored);
            zip.start_file("mimetype", stored).unwrap();
            std::io::Write::write_all(&mut zip, mime.as_bytes()).unwrap();
            kind(&zip.finish().unwrap().into_inner())
        };
        let kinds = ["text", "spreadsheet"]
            .map(|kind| format!("application/vnd.oasis.opendocument.{kind}"));
        assert_eq!(packed(&kinds[0]), Kind::OtherZip(foreign::ODT));
        assert_eq!(packed(&kinds[1]), Kind::OtherZip(foreign::ODS));
    }
}
