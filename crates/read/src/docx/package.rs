//! The package of a Word document: a zip archive of parts, opened within limits.

use std::io::{Cursor, Read};

use encoding_rs::{UTF_16BE, UTF_16LE};
use zip::{CompressionMethod, ZipArchive};

use super::fault::Fault;
use crate::Limits;

/// Word writes about twenty files, and one for each picture.
const MOST_FILES: usize = 10_000;
/// No text packs better than this.
const HIGHEST_RATIO: u64 = 250;
/// Below this size a part may pack as well as it likes.
const HARMLESS: u64 = 8 << 20;

/// The first part of a part that is unpacked: what is needed mostly stands in it.
const FIRST_STEP: usize = 48 << 10;

/// A package whose directory has been read.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limit: usize,
    left: usize,
}

/// A part, unpacked as far as it could be.
pub(crate) struct Part {
    pub(crate) name: String,
    /// Its XML in UTF-8, the byte order mark left out.
    pub(crate) bytes: Vec<u8>,
    /// What was cut from its beginning or turned into UTF-8.
    pub(crate) prologue: Prologue,
    /// Why the bytes end early.
    pub(crate) fault: Option<Fault>,
}

/// How the bytes of a part were made ready for reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prologue {
    /// They are as they were.
    None,
    /// A byte order mark of UTF-8 was left out.
    Mark,
    /// They were UTF-16.
    Recoded,
}

/// The byte order mark of UTF-8.
pub(crate) const MARK: &[u8] = b"\xef\xbb\xbf";

impl<'b> Package<'b> {
    /// Opens the archive in `bytes`.
    pub(crate) fn open(bytes: &'b [u8], limits: Limits) -> Result<Package<'b>, Fault> {
        let declared = declared_files(bytes);
        if declared > MOST_FILES {
            return Err(Fault::too_many_files(declared, MOST_FILES));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::archive())?;
        if archive.len() > MOST_FILES {
            return Err(Fault::too_many_files(archive.len(), MOST_FILES));
        }
        Ok(Package { archive, limit: limits.unpacked, left: limits.unpacked })
    }

    /// The archive itself.
    pub(crate) fn archive(&mut self) -> &mut ZipArchive<Cursor<&'b [u8]>> {
        &mut self.archive
    }

    /// The number of the file with this name, whatever its case and its slashes.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        if let Some(index) = self.archive.index_for_name(name) {
            return Some(index);
        }
        let same = |raw: &[u8]| {
            let slashed = raw.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte });
            let slashed = slashed.skip_while(|byte| *byte == b'/');
            slashed
                .map(|byte| byte.to_ascii_lowercase())
                .eq(name.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        self.archive.file_names_raw().position(same)
    }

    /// Whether a file stands in a folder of this name.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.archive.file_names_raw().any(|name| name.starts_with(folder.as_bytes()))
    }

    /// Unpacks the part `name`; `None` if there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part>, Fault> {
        self.part_until(name, |_| false)
    }

    /// Unpacks the part `name` step by step until `enough` says that no more of it is needed.
    pub(crate) fn part_until(
        &mut self,
        name: &str,
        mut enough: impl FnMut(&[u8]) -> bool,
    ) -> Result<Option<Part>, Fault> {
        let Some(index) = self.find(name) else { return Ok(None) };
        self.admit(index, name)?;
        let Ok(mut file) = self.archive.by_index(index) else {
            return Err(Fault::broken(name));
        };
        let expected = usize::try_from(file.size()).unwrap_or(usize::MAX).min(self.left);
        let mut bytes = Vec::with_capacity(expected.min(1 << 20) + 1);
        let most = self.left.saturating_add(1);
        let mut step = FIRST_STEP.min(most);
        let outcome = loop {
            let more = u64::try_from(step - bytes.len()).unwrap_or(u64::MAX);
            let outcome = (&mut file).take(more).read_to_end(&mut bytes);
            if outcome.is_err() || bytes.len() < step || step == most || enough(&bytes) {
                break outcome;
            }
            step = step.saturating_mul(4).min(most);
        };
        if bytes.len() > self.left {
            return Err(Fault::too_large(name, self.limit));
        }
        self.left -= bytes.len();
        let fault = outcome.is_err().then(|| Fault::broken(name));
        let (bytes, prologue) = in_utf8(bytes);
        Ok(Some(Part { name: name.to_owned(), bytes, prologue, fault }))
    }

    /// The part `name` as a stream, which its reader bounds; `None` if there is no such part.
    pub(crate) fn stream<'p>(
        &'p mut self,
        name: &str,
    ) -> Result<Option<impl Read + use<'p, 'b>>, Fault> {
        let Some(index) = self.find(name) else { return Ok(None) };
        self.admit(index, name)?;
        self.archive.by_index(index).map(Some).map_err(|_| Fault::broken(name))
    }

    /// Looks at what the archive says of a file before unpacking any of it.
    fn admit(&mut self, index: usize, name: &str) -> Result<(), Fault> {
        let Ok(file) = self.archive.by_index_raw(index) else {
            return Err(Fault::broken(name));
        };
        if file.encrypted() {
            return Err(Fault::encrypted(name));
        }
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Fault::method(name));
        }
        if file.size() > u64::try_from(self.left).unwrap_or(u64::MAX) {
            return Err(Fault::too_large(name, self.limit));
        }
        let ratio = file.size() / file.compressed_size().max(1);
        if file.size() > HARMLESS && ratio > HIGHEST_RATIO {
            return Err(Fault::inflated(name, ratio));
        }
        Ok(())
    }
}

/// How many files the archive's directory claims to list.
fn declared_files(bytes: &[u8]) -> usize {
    let Some(at) = memchr::memmem::rfind(bytes, b"PK\x05\x06") else { return 0 };
    match bytes.get(at + 10..at + 12) {
        Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    }
}

fn in_utf8(mut bytes: Vec<u8>) -> (Vec<u8>, Prologue) {
    if bytes.starts_with(MARK) {
        bytes.drain(..MARK.len());
        return (bytes, Prologue::Mark);
    }
    let encoding = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', ..] => UTF_16BE,
        _ => return (bytes, Prologue::None),
    };
    let (text, _) = encoding.decode_with_bom_removal(&bytes);
    (text.into_owned().into_bytes(), Prologue::Recoded)
}

/// The target of a relation as the name of a part: relative to `folder`, or from the root.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_or_from_the_root() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "../other/./styles.xml"), "other/styles.xml");
        assert_eq!(resolve("", "word\\document.xml"), "word/document.xml");
        assert_eq!(resolve("word", "../../../x.xml"), "x.xml");
    }
}
