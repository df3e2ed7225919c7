//! A document goes to a file: the ending of its name says the format, what stands there stays.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use typeset::Fonts;
use write::document::Document;
use write::{Format, Pages};

use crate::files;
use crate::fonts;
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
        None if matches!(ending.as_str(), "doc" | "xls" | "wps") => {
            bail!("不写旧格式 .{ending}；请改用 {known}")
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
        bail!("要读的和要写的是同一个文件 {shown}；请给新文件另取一个名称");
    }
    if allowed == Overwriting::Refused {
        bail!("{shown} 已经存在，没有改动；要覆盖它，请加上 --force");
    }
    Ok(())
}

/// Makes files of documents; what it needs for that is found once.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    /// Folders whose fonts come first.
    folders: Vec<PathBuf>,
    fonts: OnceCell<Fonts>,
}

impl Printer {
    /// A printer that takes fonts from these folders before those of the system.
    pub(crate) fn new(folders: &[PathBuf]) -> Printer {
        Printer { folders: folders.to_vec(), fonts: OnceCell::new() }
    }

    /// The bytes of a document in a format. Fonts that stand in for others are told.
    pub(crate) fn bytes(&self, document: &Document, format: Format) -> anyhow::Result<Vec<u8>> {
        Ok(match format {
            Format::Docx => write::docx(document).context("写不成 Word 文档")?,
            Format::Pdf => self.pdf(document)?,
            Format::Xlsx => write::xlsx(document).context("写不成 Excel 工作簿")?,
            Format::Html => write::html(document).into_bytes(),
            Format::Text => write::txt(document).into_bytes(),
        })
    }

    fn pdf(&self, document: &Document) -> anyhow::Result<Vec<u8>> {
        let fonts = self.fonts()?;
        let pdf = write::pdf(document, fonts, Pages::Real)
            .map_err(|error| anyhow!("写不成 PDF：{error}{}", fonts::advice(&error)))?;
        if let Some(words) = fonts::replaced(&pdf.replaced) {
            anstream::eprintln!("提示：{words}");
        }
        Ok(pdf.file.bytes)
    }

    fn fonts(&self) -> anyhow::Result<&Fonts> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let fonts = fonts::find(&self.folders)?;
        if let Some(words) = fonts::stand_ins(&fonts) {
            anstream::eprintln!("提示：{words}");
        }
        Ok(self.fonts.get_or_init(|| fonts))
    }

    /// Writes the document in the format that the file's name asks for, and says so.
    pub(crate) fn write(
        &self,
        document: &Document,
        path: &Path,
        world: &World,
    ) -> anyhow::Result<()> {
        put(&self.bytes(document, format(path)?)?, path, world)
    }
}

/// Writes the bytes and says so.
pub(crate) fn put(bytes: &[u8], path: &Path, world: &World) -> anyhow::Result<()> {
    write_file(path, bytes, Durability::Kept)?;
    let mut out = world.open(None)?;
    out.write(&format!("已写好 {}\n", files::shown(path)))?;
    out.close()
}
