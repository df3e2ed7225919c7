//! Packs the parts of a document into a file.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A part of the package: its name and its bytes.
pub(super) type Part = (String, String);

/// The file. Times are left at their beginning, so that the same parts give the same bytes.
///
/// # Panics
/// Never: memory takes every part.
#[expect(clippy::expect_used, reason = "writing to memory does not fail")]
pub(super) fn packed(parts: Vec<Part>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        writer.start_file(name, options).expect("a part in memory");
        writer.write_all(text.as_bytes()).expect("a part in memory");
    }
    writer.finish().expect("an archive in memory").into_inner()
}
