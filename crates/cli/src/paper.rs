//! A document goes to a file: the ending of its name says the format, what stands there stays.

use std::path::Path;

use anyhow::{Context, bail};
use write::Format;
use write::document::Document;

use crate::files;
use crate::world::{Durability, World, write_file};

/// The format that the name of a file asks for.
pub(crate) fn format(path: &Path) -> anyhow::Result<Format> {
    let ending = ending(path);
    let known = Format::ALL.map(Format::ending).join("、");
    match Format::of_ending(&ending) {
        Some(format) => Ok(format),
        None if ending.is_empty() => {
            bail!("{} 没有扩展名，不知道要写成什么格式；可以是 {known}", path.display())
        }
        None => bail!("不会写 .{ending} 文件；扩展名可以是 {known}"),
    }
}

/// How the name of a file ends, in small letters.
pub(crate) fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a file that stands there may be overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overwriting {
    /// The user said so.
    Allowed,
    /// It stays.
    Refused,
}

impl Overwriting {
    /// As the option `--force` says.
    pub(crate) fn by(force: bool) -> Overwriting {
        if force { Overwriting::Allowed } else { Overwriting::Refused }
    }
}

/// Refuses a name under which something stands that is not to be overwritten; the files that are
/// read never are.
pub(crate) fn refuse(path: &Path, allowed: Overwriting, read: &[&Path]) -> anyhow::Result<()> {
    let shown = files::shown(path);
    if std::fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    if path.is_dir() {
        bail!("{shown} 是文件夹；请写明新文件的名称");
    }
    let own = path.canonicalize().ok();
    let same = read.iter().any(|read| own.is_some() && read.canonicalize().ok() == own);
    if same {
        bail!("{shown} 是要读的文件；请给新文件另取一个名称");
    }
    if allowed == Overwriting::Refused {
        bail!("{shown} 已经存在，没有改动；要覆盖它，请加上 --force");
    }
    Ok(())
}

/// Writes the document and says so.
pub(crate) fn write(document: &Document, path: &Path, world: &World) -> anyhow::Result<()> {
    let bytes = write::file(document, format(path)?).context("写不成这份文件")?;
    put(&bytes, path, world)
}

/// Writes the bytes and says so.
pub(crate) fn put(bytes: &[u8], path: &Path, world: &World) -> anyhow::Result<()> {
    write_file(path, bytes, Durability::Kept)?;
    let mut out = world.open(None)?;
    out.write(&format!("已写好 {}\n", files::shown(path)))?;
    out.close()
}
