//! Any XML as the main part of a sound Word archive: paragraphs, tables, fields, revisions.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    let Some(archive) = archive(bytes) else { return };
    let reading = read::read("fuzz.docx", &archive);
    for (_, words) in reading.statement.leaves() {
        let range = words.at.range();
        assert!(reading.source.text.get(range).is_some(), "{words:?}");
    }
});

/// The bytes are the document's body, or, cut at the first zero byte, its body and its numbering.
fn archive(bytes: &[u8]) -> Option<Vec<u8>> {
    let (body, numbering) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => bytes.split_at(at),
        None => (bytes, &[][..]),
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("word/document.xml", body), ("word/numbering.xml", numbering)] {
        writer.start_file(name, stored).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
