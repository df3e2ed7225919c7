//! `jiheng convert` of a folder or an archive: a file in the other format for each statement in it.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use ground::{Finding, Severity};

use super::args::ConvertArgs;
use super::{Press, Target, target};
use crate::Status;
use crate::files::{self, Input, Origin};
use crate::paper::Printer;
use crate::trouble;
use crate::world::World;

/// Converts each statement in the folder, its folders kept. Exit status 2 where one could not be
/// converted; the others are.
pub(super) fn run(args: &ConvertArgs, inputs: &[Input], world: &World) -> anyhow::Result<Status> {
    let (input, output) = (files::shown(&args.input), files::shown(&args.output));
    let Some(ending) = args.to.as_deref() else {
        bail!("{input} 里可能不止一份绩效文本；请加 --to 写明要转成的格式，如 --to docx");
    };
    let kind = target(Path::new(&format!("x.{ending}")))?;
    if args.output.is_file() {
        bail!("{output} 是文件；转换文件夹时，新文件要写到文件夹里");
    }
    if inputs.is_empty() {
        bail!("{input} 里没有可以转换的文件（{}）", files::READ);
    }
    let originals: BTreeSet<PathBuf> =
        inputs.iter().filter_map(|input| input.path.canonicalize().ok()).collect();
    let press = Press { args, printer: Printer::new(&args.fonts) };
    let mut taken = BTreeSet::new();
    let (mut written, mut failed) = (0, 0);
    for input in inputs {
        let path = place(args, input, ending, &mut taken);
        match one(&press, input, (&path, kind), &originals) {
            Ok(true) => written += 1,
            Ok(false) => {}
            Err(error) => {
                world.complain(&error.to_string());
                failed += 1;
            }
        }
    }
    if written == 0 && failed == 0 {
        bail!("没有找到绩效文本：这些文件都不是");
    }
    let mut out = world.open(None)?;
    let missed = if failed == 0 { String::new() } else { format!("，{failed} 个没有写成") };
    out.write(&format!("已写好 {written} 个文件{missed}，在 {output}\n"))?;
    out.close()?;
    Ok(if failed == 0 { Status::Clean } else { Status::Failed })
}

/// Converts one statement; `false` where the file was only guessed to be one, and is none.
fn one(
    press: &Press<'_>,
    input: &Input,
    (path, target): (&Path, Target),
    originals: &BTreeSet<PathBuf>,
) -> anyhow::Result<bool> {
    let name = files::shown(&input.path);
    let refused = |found: &Finding| anyhow::anyhow!("{name}：{}。{}", found.message, found.help);
    let bytes = input.bytes().map_err(|found| refused(&found))?;
    let reading =
        trouble::guarded(|| read::read(&name, &bytes)).map_err(|found| refused(&found))?;
    if let Some(wrong) = reading.findings.iter().find(|found| found.severity == Severity::Error) {
        return if input.origin == Origin::Guessed { Ok(false) } else { Err(refused(wrong)) };
    }
    let may_write = || refuse_overwriting(press.args, path, originals);
    may_write()?;
    press.finish(&reading, &name, (path, target), may_write)?;
    Ok(true)
}

/// A file that is there stays as it is, unless the user says otherwise; those that are read always.
fn refuse_overwriting(
    args: &ConvertArgs,
    target: &Path,
    originals: &BTreeSet<PathBuf>,
) -> anyhow::Result<()> {
    if std::fs::symlink_metadata(target).is_err() {
        return Ok(());
    }
    if target.canonicalize().is_ok_and(|target| originals.contains(&target)) {
        let name = files::shown(target);
        bail!("新文件会盖掉原文件 {name}，没有改动；请写到另一个文件夹");
    }
    if !args.force {
        bail!("{} 已经存在，没有改动；要覆盖它，请加上 --force", files::shown(target));
    }
    Ok(())
}

/// Where the new file stands: as the old one in its folder, with a number where two would be called
/// the same. Nothing an archive says leads out of the folder.
fn place(args: &ConvertArgs, input: &Input, ending: &str, taken: &mut BTreeSet<String>) -> PathBuf {
    let inner = input.path.strip_prefix(&args.input).unwrap_or(&input.path);
    let steps = inner.components().filter(|step| matches!(step, Component::Normal(_)));
    let inner: PathBuf = steps.collect();
    let stem = inner.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut free = inner.with_file_name(format!("{stem}.{ending}"));
    let mut number = 1;
    while !taken.insert(free.to_string_lossy().to_lowercase()) {
        number += 1;
        free = inner.with_file_name(format!("{stem}-{number}.{ending}"));
    }
    args.output.join(free)
}
