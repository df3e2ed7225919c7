//! `jiheng convert`: a statement in another format.

mod folder;

use std::path::Path;

use anyhow::{Context, anyhow, bail};
use ground::{Finding, Severity};
use model::statement::Statement;
use read::{Limits, Reading};
use write::Pages;
use write::document::Document;

use crate::Status;
use crate::args::ConvertArgs;
use crate::files::{self, Origin};
use crate::fonts;
use crate::report::extract::{Extract, SCHEMA};
use crate::trouble;
use crate::world::{Durability, World, io_words, write_file};

/// A format that is written, by the ending of the new file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Docx,
    Pdf,
    Xlsx,
    Html,
    Text,
    Json,
}

/// Reads the one file and writes the other, which at no moment stands there by half. Exit status 2
/// where nothing could be written.
pub(crate) fn run(args: &ConvertArgs, world: &World) -> anyhow::Result<Status> {
    // What was named is either the one statement, or holds statements.
    match files::gather(std::slice::from_ref(&args.input))?.as_slice() {
        [input] if input.origin == Origin::Named => {}
        inputs => return folder::run(args, inputs, world),
    }
    if args.to.is_some() {
        bail!("--to 只用于转换文件夹或压缩包；转换一个文件时，新文件的扩展名决定格式");
    }
    let (name, output) = (files::shown(&args.input), files::shown(&args.output));
    let format = format(&args.output)?;
    refuse_overwriting(args, &output)?;
    let reading = read(&args.input, &name)?;
    let failed: Vec<&Finding> =
        reading.findings.iter().filter(|found| found.severity == Severity::Error).collect();
    if !failed.is_empty() {
        for finding in failed {
            world.complain(&format!("{name}：{}。{}", finding.message, finding.help));
        }
        world.complain(&format!("{name} 没有读全，没有写 {output}"));
        return Ok(Status::Failed);
    }
    let may_write = || refuse_overwriting(args, &output);
    finish(&reading, &name, (&args.output, format), args, may_write)?;
    let mut out = world.open(None)?;
    out.write(&format!("已写好 {output}\n"))?;
    out.close()?;
    Ok(Status::Clean)
}

/// Writes what was read if it still may be written, and says where it is not read back equal.
fn finish(
    reading: &Reading,
    name: &str,
    (target, format): (&Path, Format),
    args: &ConvertArgs,
    may_write: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let output = files::shown(target);
    let bytes = bytes(reading, format, args)?;
    may_write()?;
    write_file(target, &bytes, Durability::Kept)?;
    for finding in &reading.findings {
        tell(reading, finding, name);
    }
    if let Some(parts) = differing(&reading.statement, &output, &bytes, format) {
        let words = format!("{output} 读回来与原文有出入（{parts}），请对照原文核对这些部分");
        anstream::eprintln!("警告：{words}");
    }
    Ok(())
}

fn format(path: &Path) -> anyhow::Result<Format> {
    const KNOWN: &str = "docx、pdf、xlsx、html、txt、json";
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    Ok(match ending.as_deref() {
        Some("docx") => Format::Docx,
        Some("pdf") => Format::Pdf,
        Some("xlsx") => Format::Xlsx,
        Some("html" | "htm") => Format::Html,
        Some("txt") => Format::Text,
        Some("json") => Format::Json,
        Some("doc" | "xls" | "wps") => {
            bail!("不写旧格式 .{}；请改用 {KNOWN}", ending.unwrap_or_default())
        }
        Some(other) => bail!("不会写 .{other} 文件；扩展名可以是 {KNOWN}"),
        None => bail!("{} 没有扩展名，不知道要写成什么格式；可以是 {KNOWN}", path.display()),
    })
}

/// A file that is there stays as it is, unless the user says otherwise; the one that is read always.
fn refuse_overwriting(args: &ConvertArgs, output: &str) -> anyhow::Result<()> {
    if std::fs::symlink_metadata(&args.output).is_err() {
        return Ok(());
    }
    if args.output.is_dir() {
        bail!("{output} 是文件夹；请写明新文件的名称");
    }
    if is_same_file(&args.input, &args.output) {
        bail!("原文件和新文件是同一个文件 {output}；请给新文件另取一个名称");
    }
    if !args.force {
        bail!("{output} 已经存在，没有改动；要覆盖它，请加上 --force");
    }
    Ok(())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

fn read(path: &Path, name: &str) -> anyhow::Result<Reading> {
    let bytes = match files::bytes(path, Limits::default().packed) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => bail!("{name}：文件有 {} MB，太大", size >> 20),
        Err(error) => bail!("{name}：{}", io_words(&error)),
    };
    trouble::guarded(|| read::read(name, &bytes))
        .map_err(|found| anyhow::anyhow!("{name}：{}", found.message))
}

fn bytes(reading: &Reading, format: Format, args: &ConvertArgs) -> anyhow::Result<Vec<u8>> {
    if format == Format::Json {
        return json(reading);
    }
    let mut document = write::statement(&reading.statement);
    document.properties.created = args.date;
    Ok(match format {
        Format::Docx => write::docx(&document).context("写不成 Word 文档")?,
        Format::Pdf => pdf(&document, args)?,
        Format::Xlsx => write::xlsx(&document).context("写不成 Excel 工作簿")?,
        Format::Html => write::html(&document).into_bytes(),
        Format::Text | Format::Json => write::txt(&document).into_bytes(),
    })
}

/// A PDF, and a word about the fonts that had to stand in for others.
fn pdf(document: &Document, args: &ConvertArgs) -> anyhow::Result<Vec<u8>> {
    let fonts = fonts::find(&args.fonts)?;
    let pdf = write::pdf(document, &fonts, Pages::Real)
        .map_err(|error| anyhow!("写不成 PDF：{error}{}", fonts::advice(&error)))?;
    for words in fonts::stand_ins(&fonts).into_iter().chain(fonts::replaced(&pdf.replaced)) {
        anstream::eprintln!("提示：{words}");
    }
    Ok(pdf.file.bytes)
}

/// What `jiheng extract` prints.
fn json(reading: &Reading) -> anyhow::Result<Vec<u8>> {
    let extract = Extract {
        schema: SCHEMA.into(),
        source: reading.source.clone(),
        statement: reading.statement.clone(),
        findings: reading.findings.clone(),
    };
    let mut bytes = serde_json::to_vec_pretty(&extract)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What was wrong with the file that was read, without keeping it from being written.
fn tell(reading: &Reading, finding: &Finding, name: &str) {
    let grade = if finding.severity == Severity::Warning { "警告" } else { "提示" };
    let place = reading.source.place(finding.span().start);
    anstream::eprintln!("{grade}：{name} {place}：{}。{}", finding.message, finding.help);
}

/// The parts that are not read back equal from what was written, `None` if all are. Of a format
/// that is not read nothing can be said.
fn differing(statement: &Statement, name: &str, bytes: &[u8], format: Format) -> Option<String> {
    if format == Format::Json {
        return None;
    }
    let back = trouble::guarded(|| read::read(name, bytes)).ok()?;
    let unread = back.findings.iter().any(|finding| finding.severity == Severity::Error);
    let parts = match format {
        Format::Pdf => parts(&unpaged(statement), &unpaged(&back.statement)),
        _ => parts(statement, &back.statement),
    };
    (!unread && !parts.is_empty()).then(|| parts.join("、"))
}

/// A statement without the pages of its contents: a PDF names those on which things really stand.
fn unpaged(statement: &Statement) -> Statement {
    let mut statement = statement.clone();
    let entries = statement.contents.iter_mut().flat_map(|contents| &mut contents.entries);
    entries.for_each(|entry| entry.page = None);
    statement
}

/// The parts in which two statements differ, as a reader would call them.
fn parts(one: &Statement, other: &Statement) -> Vec<String> {
    if one == other {
        return Vec::new();
    }
    let cover = |statement: &Statement| {
        let Statement { title, compiled_by, reviewed_by, .. } = statement.clone();
        (title, compiled_by, reviewed_by)
    };
    let named = [
        ("封面", cover(one) == cover(other)),
        ("目录", one.contents == other.contents),
        ("总体绩效目标", one.overall == other.overall),
        ("分项绩效目标", one.sub_goals == other.sub_goals),
        ("工作保障措施", one.safeguards == other.safeguards),
        ("部门整体绩效指标", one.indicators == other.indicators),
        ("项目数量", one.projects.len() == other.projects.len()),
        ("未归入任何部分的文字", one.unplaced == other.unplaced),
    ];
    let mut parts: Vec<String> =
        named.iter().filter(|(_, same)| !same).map(|(name, _)| (*name).to_owned()).collect();
    let projects = (1..).zip(one.projects.iter().zip(&other.projects));
    parts.extend(projects.filter(|(_, (a, b))| a != b).map(|(index, _)| format!("项目{index}")));
    if parts.is_empty() {
        parts.push("由全文推出的内容".into());
    }
    parts
}
