//! Puts a package together again with one part changed and all else as it was.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipResult;

use super::CorrectionError;
use crate::docx::package::Package;

/// The package with other bytes in the part `name`; all other files are copied as they are packed.
pub(super) fn with_part(
    package: &mut Package<'_>,
    name: &str,
    bytes: &[u8],
) -> Result<Vec<u8>, CorrectionError> {
    let part = package.find(name).ok_or(CorrectionError::Unpackable)?;
    if package.archive().has_duplicate_names() {
        return Err(CorrectionError::Unpackable);
    }
    copy(package, part, bytes).map_err(|_| CorrectionError::Unpackable)
}

fn copy(package: &mut Package<'_>, part: usize, bytes: &[u8]) -> ZipResult<Vec<u8>> {
    let archive = package.archive();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_raw_comment(archive.comment().into())?;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        if index != part {
            writer.raw_copy_file(file)?;
            continue;
        }
        // The time stays that of the original, so that the same corrections give the same bytes.
        let time = file.last_modified().unwrap_or_default();
        let options = file.options().last_modified_time(time);
        let name = file.name()?.into_owned();
        drop(file);
        writer.start_file(name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
