//! `jiheng convert`: a statement in another format.

pub(crate) mod args;
mod folder;

use std::path::Path;

use anyhow::bail;
use ground::{Finding, Severity};
use model::statement::Statement;
use read::{Limits, Reading};
use write::Format;

use self::args::ConvertArgs;
use crate::Status;
use crate::files::{self, Origin};
use crate::paper::{self, Overwriting, Printer};
use crate::report::extract::{Extract, SCHEMA};
use crate::trouble;
use crate::world::{Durability, World, io_words, write_file};

/// What the new file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// A document in a format.
    Printed(Format),
    /// What `jiheng extract` prints.
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
    let target = target(&args.output)?;
    let may_write =
        || paper::refuse(&args.output, Overwriting::by(args.force), &[args.input.as_path()]);
    may_write()?;
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
    let press = Press { args, printer: Printer::new(&args.fonts) };
    press.finish(&reading, &name, (&args.output, target), may_write)?;
    let mut out = world.open(None)?;
    out.write(&format!("已写好 {output}\n"))?;
    out.close()?;
    Ok(Status::Clean)
}

/// Writes statements as the arguments say.
struct Press<'a> {
    args: &'a ConvertArgs,
    printer: Printer,
}

impl Press<'_> {
    /// Writes what was read if it still may be written, and says where it is not read back equal.
    fn finish(
        &self,
        reading: &Reading,
        name: &str,
        (path, target): (&Path, Target),
        may_write: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let output = files::shown(path);
        let bytes = self.bytes(reading, target)?;
        may_write()?;
        write_file(path, &bytes, Durability::Kept)?;
        for finding in &reading.findings {
            tell(reading, finding, name);
        }
        let Target::Printed(format) = target else { return Ok(()) };
        if let Some(parts) = differing(&reading.statement, &output, &bytes, format) {
            let words = format!("{output} 读回来与原文有出入（{parts}），请对照原文核对这些部分");
            anstream::eprintln!("警告：{words}");
        }
        Ok(())
    }

    fn bytes(&self, reading: &Reading, target: Target) -> anyhow::Result<Vec<u8>> {
        let Target::Printed(format) = target else { return json(reading) };
        let mut document = write::statement(&reading.statement);
        document.properties.created = self.args.date;
        self.printer.bytes(&document, format)
    }
}

fn target(path: &Path) -> anyhow::Result<Target> {
    match paper::ending(path).as_str() {
        "json" => Ok(Target::Json),
        _ => paper::format(path).map(Target::Printed),
    }
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

/// The parts that are not read back equal from what was written, `None` if all are.
fn differing(statement: &Statement, name: &str, bytes: &[u8], format: Format) -> Option<String> {
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
