//! `jiheng extract`: statements as JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use ground::{Finding, Severity};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::Status;
use crate::args::{ExtractArgs, ExtractFormat};
use crate::files::{self, Input, Origin};
use crate::report::extract::{Extract, SCHEMA};
use crate::trouble;
use crate::world::{Durability, Out, World, write_file};

pub(crate) const HELP: &str = "例子：
  jiheng extract 绩效文本.docx --output 绩效文本.json
  jiheng extract 各部门/ 补报.zip --output 提取结果/
  jiheng extract 各部门/ --format jsonl > 全部.jsonl

一个文件得到一份 JSON；几个文件、文件夹或压缩包得到一个列表，或每行一份（jsonl），或写到文件夹里每份一个文件。
退出状态：0 全部读成；2 有文件没有读成，或没能完成。";

/// So many files are in memory at a time; more would only wait to be printed.
const FILES_AT_ONCE: usize = 64;

/// A file as it is printed.
struct Printed {
    json: String,
    /// Why it is no statement, or not a whole one.
    complaints: Vec<String>,
}

/// Reads the files and prints them. Exit status 2 where one could not be read as a statement.
pub(crate) fn run(args: &ExtractArgs, world: &World) -> anyhow::Result<Status> {
    let inputs = files::gather(&args.files)?;
    if inputs.is_empty() {
        bail!("没有找到可以提取的文件（{}）", files::READ);
    }
    let mut sink = Sink::open(args, &inputs, world)?;
    let mut status = Status::Clean;
    for batch in inputs.chunks(FILES_AT_ONCE) {
        let read: Vec<_> = batch.par_iter().map(|input| printed(input, args)).collect();
        for (input, outcome) in batch.iter().zip(read) {
            let complaints = match outcome {
                Ok(None) => continue,
                Ok(Some(printed)) => {
                    sink.add(input, &printed.json)?;
                    printed.complaints
                }
                Err(error) if matches!(sink.shape, Shape::One) => return Err(error),
                Err(error) => vec![error.to_string()],
            };
            for complaint in complaints {
                world.complain(&complaint);
                status = Status::Failed;
            }
        }
    }
    if sink.count == 0 && matches!(status, Status::Clean) {
        bail!("没有找到绩效文本：这些文件都不是");
    }
    sink.close()?;
    Ok(status)
}

/// Reads a file. `None`: it was only guessed to be a statement, and is none.
fn printed(input: &Input, args: &ExtractArgs) -> anyhow::Result<Option<Printed>> {
    let extract = extract(input)
        .map_err(|found| anyhow::anyhow!("{}：{}", files::shown(&input.path), found.message))?;
    let wrong = extract.findings.iter().filter(|found| found.severity == Severity::Error);
    let told =
        |found: &Finding| format!("{}：{}。{}", extract.source.name, found.message, found.help);
    let complaints: Vec<String> = wrong.map(told).collect();
    if input.origin == Origin::Guessed && !complaints.is_empty() {
        return Ok(None);
    }
    let is_line = args.compact || matches!(args.format, ExtractFormat::Jsonl);
    let json = if is_line {
        serde_json::to_string(&extract)?
    } else {
        serde_json::to_string_pretty(&extract)?
    };
    Ok(Some(Printed { json, complaints }))
}

fn extract(input: &Input) -> Result<Extract, Finding> {
    let name = files::shown(&input.path);
    let bytes = input.bytes()?;
    let reading = trouble::guarded(|| read::read(&name, &bytes))?;
    Ok(Extract {
        schema: SCHEMA.into(),
        source: reading.source,
        statement: reading.statement,
        findings: reading.findings,
    })
}

/// How the files are put together.
enum Shape {
    /// One file was named: it stands alone.
    One,
    /// A list in one text.
    List,
    /// A line each.
    Lines,
    /// A file each in this folder, called so.
    Folder(PathBuf, BTreeMap<String, String>),
}

/// Where the files go.
struct Sink {
    shape: Shape,
    out: Out,
    count: usize,
}

impl Sink {
    fn open(args: &ExtractArgs, inputs: &[Input], world: &World) -> anyhow::Result<Sink> {
        let is_one =
            args.files.len() == 1 && matches!(inputs, [input] if input.origin == Origin::Named);
        let folder = args.output.as_deref().filter(|path| is_folder(path));
        let is_lines = matches!(args.format, ExtractFormat::Jsonl);
        let shape = match folder {
            Some(folder) => Shape::Folder(folder.to_owned(), files::page_names(inputs, "json")),
            None if is_lines => Shape::Lines,
            None if is_one => Shape::One,
            None => Shape::List,
        };
        let file = args.output.as_deref().filter(|_| folder.is_none());
        Ok(Sink { shape, out: world.open(file)?, count: 0 })
    }

    fn add(&mut self, input: &Input, json: &str) -> anyhow::Result<()> {
        self.count += 1;
        match &self.shape {
            Shape::Folder(folder, names) => {
                let name = names.get(&files::shown(&input.path)).cloned().unwrap_or_default();
                let text = format!("{json}\n");
                return write_file(&folder.join(name), text.as_bytes(), Durability::Remade);
            }
            Shape::List => self.out.write(if self.count == 1 { "[\n" } else { ",\n" })?,
            Shape::Lines if self.count > 1 => self.out.write("\n")?,
            Shape::One | Shape::Lines => {}
        }
        self.out.write(json)
    }

    fn close(mut self) -> anyhow::Result<()> {
        match self.shape {
            // Nothing goes to standard output; what was written stands in the folder.
            Shape::Folder(..) => return Ok(()),
            Shape::List => self.out.write(if self.count == 0 { "[]" } else { "\n]" })?,
            Shape::One | Shape::Lines => {}
        }
        if self.count > 0 || matches!(self.shape, Shape::List) {
            self.out.write("\n")?;
        }
        self.out.close()
    }
}

/// A folder is one that is there, or a path that ends as folders are written.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', '\\'])
}
