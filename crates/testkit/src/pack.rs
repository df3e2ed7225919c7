//! Packs files into a zip archive: a package of parts, or a folder in one file.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The archive of these files; empty where it cannot be written.
pub fn zip<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let written = archive.start_file(name.as_ref(), SimpleFileOptions::default());
        if written.is_err() || archive.write_all(bytes.as_ref()).is_err() {
            return Vec::new();
        }
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}
