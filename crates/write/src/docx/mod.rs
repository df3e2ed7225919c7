//! Word documents: the parts of the package, put together so that Word opens them without repair.
//!
//! Children stand in the order of the ECMA-376 schemas; [`styles`] makes real styles of ours, so that
//! navigation and contents work; [`body`] writes the text; [`parts`] the rest.

mod body;
mod contents;
mod control;
mod parts;
mod section;
mod styles;
mod table;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::WriteError;
use crate::document::Document;

/// The namespaces that the text and its companions use.
const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// The bytes of a .docx.
///
/// # Errors
/// Where the parts could not be packed.
pub fn docx(document: &Document) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of a file is that of its making, which would differ from run to run.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in files(document) {
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Every part with its name, the content types first.
fn files(document: &Document) -> Vec<(&'static str, String)> {
    let [odd, even, blank] = section::footers();
    vec![
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::package_relations()),
        ("docProps/core.xml", parts::core_properties(&document.properties)),
        ("docProps/app.xml", parts::app_properties()),
        ("word/document.xml", body::text(document)),
        ("word/_rels/document.xml.rels", parts::text_relations()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", parts::settings()),
        ("word/fontTable.xml", parts::fonts()),
        (section::ODD.file, odd),
        (section::EVEN.file, even),
        (section::BLANK.file, blank),
    ]
}
