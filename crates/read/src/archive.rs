//! A folder in one file: a zip archive of statements, each read as a file of its own.
//!
//! Nothing an archive says of itself is believed: depth, number and size are bounded before anything
//! is unpacked, and again while it is.

use std::io::{Cursor, Read};
use std::sync::Arc;

use encoding_rs::GB18030;
use ground::{Finding, RuleCode, Severity, Span};
use zip::{CompressionMethod, ZipArchive};

use crate::sniff::{self, Kind};
use crate::{Limits, codes};

/// An archive in an archive in an archive: nobody packs deeper.
const DEEPEST: usize = 3;
/// More files than a city's departments have.
const MOST_FILES: usize = 5_000;
/// What all files together may unpack to.
const MOST_BYTES: u64 = 1 << 30;
/// No document packs better than this.
const HIGHEST_RATIO: u64 = 250;
/// Below this size a file may pack as well as it likes.
const HARMLESS: u64 = 8 << 20;

const PACK_AGAIN: &str = "请解压后提交里面的文件，或重新打包";

type Opened = ZipArchive<Cursor<Arc<[u8]>>>;

/// A file in an archive.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Its path in the archive, folders and inner archives between slashes.
    pub name: String,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    File { archive: Arc<Opened>, index: usize, limit: usize },
    Refused(Box<Finding>),
}

/// Whether a file is an archive of files, and not a document that happens to be packed.
pub fn is_archive(bytes: &[u8]) -> bool {
    sniff::kind(bytes) == Kind::Archive
}

/// The files in an archive, in the order of their names, those of inner archives among them. Where
/// something cannot be unpacked, an entry says so when its bytes are asked for.
pub fn unfold(bytes: &[u8], limits: Limits) -> Vec<Packed> {
    let mut unfolder = Unfolder { limits, files: Vec::new(), bytes: 0, held: limits.unpacked };
    if let Err(finding) = unfolder.archive("", bytes, 1) {
        unfolder.refuse("", finding);
    }
    let mut files = unfolder.files;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

impl Packed {
    /// Unpacks the file.
    ///
    /// # Errors
    /// Where it cannot be unpacked, or is more than may be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Finding> {
        match &self.content {
            Content::Refused(finding) => Err((**finding).clone()),
            Content::File { archive, index, limit } => {
                // The directory is shared; only what walks through the bytes is copied.
                unpacked(&mut Opened::clone(archive), *index, *limit)
            }
        }
    }
}

struct Unfolder {
    limits: Limits,
    files: Vec<Packed>,
    /// What the files found so far unpack to.
    bytes: u64,
    /// Bytes of inner archives that may still be held.
    held: usize,
}

impl Unfolder {
    fn archive(&mut self, folder: &str, bytes: &[u8], depth: usize) -> Result<(), Finding> {
        let damaged = |_| {
            let message = "压缩包已损坏，无法打开";
            refused(codes::FILE_DAMAGED, message, "请重新下载或从原电脑重新复制该文件")
        };
        let mut archive = ZipArchive::new(Cursor::new(Arc::from(bytes))).map_err(damaged)?;
        if archive.len() > MOST_FILES {
            return Err(too_many());
        }
        let shared = Arc::new(archive.clone());
        for index in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(index) else { continue };
            let Some(name) = name(file.name_raw()).filter(|_| !file.is_dir()) else { continue };
            let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            self.bytes = self.bytes.saturating_add(file.size());
            drop(file);
            if self.bytes > MOST_BYTES {
                return Err(too_much());
            }
            if self.files.len() >= MOST_FILES {
                return Err(too_many());
            }
            self.member(&shared, index, name, depth);
        }
        Ok(())
    }

    fn member(&mut self, archive: &Arc<Opened>, index: usize, name: String, depth: usize) {
        let limit = self.limits.packed;
        let is_inner =
            name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("zip"));
        if !is_inner {
            let content = Content::File { archive: Arc::clone(archive), index, limit };
            self.files.push(Packed { name, content });
            return;
        }
        let limit = limit.min(self.held);
        let unfolded = match unpacked(&mut Opened::clone(archive), index, limit) {
            Ok(_) if depth >= DEEPEST => Err(too_deep()),
            Ok(bytes) => {
                self.held = self.held.saturating_sub(bytes.len());
                self.archive(&name, &bytes, depth + 1)
            }
            Err(finding) => Err(finding),
        };
        if let Err(finding) = unfolded {
            self.refuse(&name, finding);
        }
    }

    fn refuse(&mut self, name: &str, finding: Finding) {
        let content = Content::Refused(Box::new(finding));
        self.files.push(Packed { name: name.to_owned(), content });
    }
}

fn unpacked(archive: &mut Opened, index: usize, limit: usize) -> Result<Vec<u8>, Finding> {
    let broken = || {
        let message = "压缩包里的这个文件已损坏，无法解压";
        refused(codes::FILE_DAMAGED, message, "请重新打包，或直接提交这个文件")
    };
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    {
        let file = archive.by_index_raw(index).map_err(|_| broken())?;
        let (size, packed) = (file.size(), file.compressed_size().max(1));
        if file.encrypted() {
            let help = "请解压后提交里面的文件，或打包时不设密码";
            return Err(refused(codes::FILE_ENCRYPTED, "压缩包设有密码，无法解压", help));
        }
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let message = "压缩包用了不支持的压缩方式";
            return Err(refused(codes::FORMAT_UNSUPPORTED, message, PACK_AGAIN));
        }
        if size > HARMLESS && size / packed > HIGHEST_RATIO {
            let message = format!("文件解压后膨胀 {} 倍，疑似压缩炸弹，不予读取", size / packed);
            return Err(refused(codes::FILE_TOO_LARGE, &message, PACK_AGAIN));
        }
        if size > most {
            return Err(too_large(size, limit));
        }
    }
    let file = archive.by_index(index).map_err(|_| broken())?;
    let expected = file.size();
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(1 << 20)).unwrap_or(0));
    file.take(expected.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| broken())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length == expected) {
        Ok(bytes)
    } else {
        Err(broken())
    }
}

/// The path of a file: in UTF-8, or in the GBK of a Chinese Windows. `None` for what is no document:
/// folders, and what systems leave in archives.
fn name(raw: &[u8]) -> Option<String> {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    let plain: String = name.chars().filter(|c| !c.is_control()).collect();
    let steps = plain.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | ".."));
    let steps: Vec<&str> = steps.collect();
    let last = steps.last()?;
    let is_litter = steps.contains(&"__MACOSX") || last.starts_with(['.', '~']);
    (!is_litter && !plain.ends_with(['/', '\\'])).then(|| steps.join("/"))
}

fn refused(code: RuleCode, message: &str, help: &str) -> Finding {
    Finding::new(code, Severity::Error, Span::at(0), message).help(help)
}

fn too_large(size: u64, limit: usize) -> Finding {
    let message = format!("文件解压后有 {} MB，超过 {} MB 的上限", size >> 20, limit >> 20);
    refused(codes::FILE_TOO_LARGE, &message, "请删去文件中的图片和附件，只保留绩效文本")
}

fn too_many() -> Finding {
    let message = format!("压缩包里的文件超过 {MOST_FILES} 个，其余没有读取");
    refused(codes::FILE_TOO_LARGE, &message, "请分成几个压缩包提交")
}

fn too_much() -> Finding {
    let message = format!("压缩包里的文件解压后共超过 {} MB，其余没有读取", MOST_BYTES >> 20);
    refused(codes::FILE_TOO_LARGE, &message, "请分成几个压缩包提交，或删去文件中的图片和附件")
}

fn too_deep() -> Finding {
    let message = format!("压缩包套压缩包超过 {DEEPEST} 层，不再往里读取");
    refused(codes::FILE_TOO_LARGE, &message, PACK_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_readable() {
        let gbk = GB18030.encode("总工会/绩效文本.docx").0.into_owned();
        assert_eq!(name(&gbk).as_deref(), Some("总工会/绩效文本.docx"));
        assert_eq!(name("教育局\\a.txt".as_bytes()).as_deref(), Some("教育局/a.txt"));
        assert_eq!(name(b"../../etc/./passwd").as_deref(), Some("etc/passwd"));
        for litter in ["a/", "__MACOSX/._a.docx", ".DS_Store", "b/~$a.docx", "", "..", "/"] {
            assert_eq!(name(litter.as_bytes()), None, "{litter}");
        }
    }
}
