//! Which files are meant: those named, and those found in folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::bail;
use ground::{Finding, Severity, Span};
use read::Limits;
use read::archive::{self, Packed};

use crate::formats::REPORT_MARK;
use crate::trouble;
use crate::world::io_words;

/// A file to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it is; `-` for standard input. Of a file in an archive the archive's path is its folder.
    pub(crate) path: PathBuf,
    /// Where it is unpacked from, if it stands in an archive.
    pub(crate) packed: Option<Packed>,
    /// How it came to be looked at.
    pub(crate) origin: Origin,
}

/// How a file came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was named.
    Named,
    /// It stands in a folder, and its name promises a document.
    Found,
    /// It stands in a folder; its name promises nothing, its content decides.
    Guessed,
}

/// The formats that are read, as messages name them.
pub(crate) const READ: &str =
    ".docx、.doc、.pdf、.xlsx、.xls、.html、.htm、.mht、.txt、.json，以及装着它们的 .zip";

/// Extensions of documents: what cannot be read of them is reported.
const DOCUMENTS: &[&str] = &[
    "txt", "text", "docx", "docm", "dotx", "doc", "wps", "pdf", "rtf", "ofd", "odt", "ods", "xls",
    "xlsx", "xlsm", "xlsb", "et", "zip", "rar", "7z",
];
/// Extensions of what never is a statement.
const OTHERS: &[&str] = &[
    "sarif", "toml", "md", "csv", "log", "bak", "tmp", "png", "jpg", "jpeg", "gif", "bmp", "tif",
    "tiff", "svg", "ico", "mp3", "mp4", "avi", "gz", "tar", "exe", "dll", "lnk", "db", "ini", "js",
    "css", "py", "rs", "sh", "bat", "xml", "ppt", "pptx",
];
/// So many bytes tell whether a page or data can be a statement.
const HEAD: u64 = 4096;

/// All files that the arguments mean, each once, in a fixed order.
pub(crate) fn gather(named: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in named {
        if path.as_os_str() == "-" {
            inputs.push(Input::new(path.clone(), Origin::Named));
            continue;
        }
        match fs::metadata(path) {
            Err(error) => bail!("{}：{}", path.display(), io_words(&error)),
            Ok(found) if found.is_dir() => walk(path, &mut inputs)?,
            Ok(_) => add(path.clone(), Origin::Named, &mut inputs),
        }
    }
    let mut seen = BTreeSet::new();
    inputs.retain(|input| seen.insert(input.path.clone()));
    Ok(inputs)
}

/// Adds the files of a folder and of the folders in it. Links to folders are not followed, so that
/// the walk ends; a folder within that cannot be opened is passed over.
fn walk(folder: &Path, inputs: &mut Vec<Input>) -> anyhow::Result<()> {
    let listed = fs::read_dir(folder)
        .map_err(|error| anyhow::anyhow!("{}：{}", folder.display(), io_words(&error)))?;
    let mut entries: Vec<fs::DirEntry> = listed.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if is_hidden(&name) {
            continue;
        }
        if kind.is_dir() {
            let _ = walk(&entry.path(), inputs);
        } else if let Some(origin) = origin(&name)
            && may_be_statement(&name, || head(&entry.path()))
        {
            add(entry.path(), origin, inputs);
        }
    }
    Ok(())
}

/// Adds a file; of an archive of files, those in it.
fn add(path: PathBuf, origin: Origin, inputs: &mut Vec<Input>) {
    let Some(archive) = archive_at(&path) else {
        inputs.push(Input::new(path, origin));
        return;
    };
    for packed in archive::unfold(&archive, Limits::default()) {
        let name = packed.name.rsplit('/').next().unwrap_or_default();
        let found = if packed.name.is_empty() { Some(Origin::Found) } else { self::origin(name) };
        let path = path.join(&packed.name);
        let found = found.filter(|_| may_be_statement(name, || packed.bytes().ok()));
        inputs.extend(found.map(|origin| Input { path, packed: Some(packed), origin }));
    }
}

/// The bytes of an archive of files; `None` for any other file, and for one that cannot be opened,
/// which is said when it is read.
fn archive_at(path: &Path) -> Option<Vec<u8>> {
    const PACKED_DOCUMENTS: [&str; 6] = ["docx", "docm", "dotx", "xlsx", "xlsm", "xltx"];
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if PACKED_DOCUMENTS.iter().any(|known| extension == *known) {
        return None;
    }
    let mut head = [0; 2];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    let bytes = bytes(path, Limits::default().packed).ok()?.ok().filter(|_| head == *b"PK")?;
    archive::is_archive(&bytes).then_some(bytes)
}

impl Input {
    fn new(path: PathBuf, origin: Origin) -> Input {
        Input { path, packed: None, origin }
    }

    /// Its bytes, or the finding that says why there are none.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Finding> {
        if let Some(packed) = &self.packed {
            return packed.bytes();
        }
        let limit = Limits::default().packed;
        match bytes(&self.path, limit) {
            Ok(bytes) => bytes.map_err(|size| too_large(size, limit)),
            Err(error) => Err(trouble::unopened(&io_words(&error))),
        }
    }
}

fn too_large(size: u64, limit: usize) -> Finding {
    let message = format!("文件有 {} MB，超过 {} MB 的上限", size >> 20, limit >> 20);
    Finding::new(read::codes::FILE_TOO_LARGE, Severity::Error, Span::at(0), message)
        .help("请删去文件中的图片和附件，只保留绩效文本")
}

/// Hidden files, and the locks that Word and WPS leave beside open documents.
fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '~'])
}

fn origin(name: &str) -> Option<Origin> {
    let Some((_, extension)) = name.rsplit_once('.') else { return Some(Origin::Guessed) };
    let extension = extension.to_ascii_lowercase();
    let is_backup =
        extension.strip_prefix("bak").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if is_backup || OTHERS.contains(&extension.as_str()) {
        None
    } else if DOCUMENTS.contains(&extension.as_str()) {
        Some(Origin::Found)
    } else {
        Some(Origin::Guessed)
    }
}

/// Whether a page or data found in a folder can be a statement, by its first bytes: no report of
/// ours, and no data of others. Of a file that cannot be opened it is said when it is read.
fn may_be_statement(name: &str, head: impl FnOnce() -> Option<Vec<u8>>) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let (mark, is_wanted) = match extension.as_deref() {
        Some("html" | "htm") => (REPORT_MARK, false),
        Some("json") => ("\"jiheng/statement/", true),
        _ => return true,
    };
    let Some(bytes) = head() else { return true };
    let most = usize::try_from(HEAD).unwrap_or(usize::MAX);
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(most)).unwrap_or_default());
    head.contains(mark) == is_wanted
}

fn head(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    Some(head)
}

/// A file for each input in a folder of results, by what the input is called: its own name, with a
/// number where two have the same.
pub(crate) fn page_names(inputs: &[Input], extension: &str) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::from(["index".to_owned()]);
    let name = |input: &Input| {
        let own = input.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let own = own.unwrap_or_else(|| "标准输入".into());
        let mut free = own.clone();
        let mut number = 1;
        while !taken.insert(free.to_lowercase()) {
            number += 1;
            free = format!("{own}-{number}");
        }
        (shown(&input.path), format!("{free}.{extension}"))
    };
    inputs.iter().map(name).collect()
}

/// The bytes of a file, or how large it is where that is more than `limit`.
pub(crate) fn bytes(path: &Path, limit: usize) -> io::Result<Result<Vec<u8>, u64>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        return Ok(fits(bytes, limit, 0));
    }
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("不是普通文件"));
    }
    if found.len() >= most {
        return Ok(Err(found.len()));
    }
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(fits(bytes, limit, found.len()))
}

fn fits(bytes: Vec<u8>, limit: usize, size: u64) -> Result<Vec<u8>, u64> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes.len() > limit { Err(size.max(length)) } else { Ok(bytes) }
}

/// What a file is called in reports.
pub(crate) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "标准输入".into();
    }
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_outputs_and_locks_are_passed_over() {
        assert_eq!(origin("绩效.txt"), Some(Origin::Found));
        assert_eq!(origin("绩效.DOCX"), Some(Origin::Found));
        assert_eq!(origin("绩效"), Some(Origin::Guessed));
        assert_eq!(origin("2026.总工会"), Some(Origin::Guessed));
        assert_eq!(origin("绩效.html"), Some(Origin::Guessed));
        assert_eq!(origin("各部门.RAR"), Some(Origin::Found));
        for name in ["绩效.txt.accept.toml", "绩效.txt.bak", "绩效.txt.bak2", "绩效.sarif"]
        {
            assert_eq!(origin(name), None, "{name}");
        }
        let taken = |name: &str, head: &str| may_be_statement(name, || Some(head.into()));
        assert!(!taken("绩效.html", &format!("<!DOCTYPE html><head>{REPORT_MARK}")));
        assert!(taken("绩效.HTM", "<html><meta name=\"generator\" content=\"Word\">"));
        assert!(taken("绩效.json", "{\"schema\": \"jiheng/statement/1\""));
        assert!(!taken("结果.json", "{\"schema\": \"jiheng/report/1\""));
        assert!(taken("绩效.txt", REPORT_MARK));
        assert!(is_hidden("~$绩效.docx") && is_hidden(".git"));
    }
}
