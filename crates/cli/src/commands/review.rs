//! `jiheng review`: files are reviewed, in parallel, and shown as they come.

use std::path::{Path, PathBuf};

use anyhow::bail;
use ground::Severity;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rulebook::Rulebook;

use crate::Status;
use crate::args::{ReviewArgs, ReviewFormat};
use crate::company::Company;
use crate::examine::Examiner;
use crate::files::{self, Input};
use crate::formats::{Context, Html, Json, Line, OpinionForm, Paper, Pretty, Sarif, Show, summary};
use crate::mend::{self, Consent};
use crate::reviewed::Reviewed;
use crate::settings;
use crate::trouble;
use crate::world::{Durability, World, write_file};

pub(crate) const HELP: &str = "例子：
  jiheng review 绩效文本.docx
  jiheng review 各部门/ --format html --output 审核结果/
  jiheng review 绩效文本.txt --fix
  jiheng review 绩效文本.txt --accept TGT001 --at \"≥500元/人\" --reason \"市里规定了最低标准\"

退出状态：0 没有问题；1 有达到 --fail-on 级别的问题（已接受的不算）；2 没能完成。
接受记录保存在绩效文本旁边的“文件名.accept.toml”，写法见 jiheng explain ACC002。

配置文件 jiheng.toml：
  [review]
  ignore = [\"HIS\"]            # 不用的规则；select = [...] 则只用列出的
  [review.severity]
  BAS006 = \"note\"            # 改变级别：error、warning、note";

/// So many files per worker are in memory at a time; more would only wait to be printed.
const FILES_PER_WORKER: usize = 32;

/// Reviews what the arguments name.
pub(crate) fn run(args: &ReviewArgs, world: &World) -> anyhow::Result<Status> {
    let config = settings::load(args)?;
    let rulebook = Rulebook::embedded()?;
    let inputs = files::gather(&args.files)?;
    if inputs.is_empty() {
        bail!("没有找到可以审核的文件（{}）", files::READ);
    }
    workers(args.jobs)?;
    let (previous, others) = (args.previous.as_deref(), args.others.as_deref());
    let company = Company::read(previous, others, inputs.len())?;
    let others = company.others();
    let examiner = Examiner {
        rulebook: &rulebook,
        config: &config,
        company: &company,
        others: &others,
        min_severity: args.min_severity.into(),
    };
    if let Some(code) = &args.accept {
        super::accept::run(args, code, &inputs, &examiner, world)?;
    }
    if args.fix {
        let consent = if args.yes { Consent::Given } else { Consent::of(world) };
        mend::run(&inputs, &examiner, consent, world)?;
    }
    let context = Context { rulebook: &rulebook, today: world.today };
    let lines = if writes_pages(args, &inputs) {
        pages(args, &inputs, &examiner, context, world)?
    } else {
        one_report(args, &inputs, &examiner, context, world)?
    };
    if lines.is_empty() {
        bail!("没有找到绩效文本：这些文件都不是");
    }
    Ok(status(&lines, args.fail_on.into()))
}

/// 2 where no file could be opened at all, 1 where something open is grave enough.
fn status(lines: &[Seen], fail_on: Severity) -> Status {
    if lines.iter().all(|line| line.failed) {
        return Status::Failed;
    }
    let found = lines.iter().any(|line| line.line.tally.at_least(fail_on) > 0);
    if found { Status::Found } else { Status::Clean }
}

/// A file that has been shown.
struct Seen {
    line: Line,
    /// It could not be opened, or the program failed over it.
    failed: bool,
}

fn workers(jobs: Option<usize>) -> anyhow::Result<()> {
    let Some(jobs) = jobs else { return Ok(()) };
    if jobs == 0 {
        bail!("--jobs 至少是 1");
    }
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    Ok(())
}

/// Formats with a page per statement go to a folder where there are more statements than one.
fn writes_pages(args: &ReviewArgs, inputs: &[Input]) -> bool {
    let paged = matches!(args.format, ReviewFormat::Html | ReviewFormat::Opinion);
    paged && (inputs.len() > 1 || args.output.as_deref().is_some_and(Path::is_dir))
}

fn format<'c>(
    args: &ReviewArgs,
    context: Context<'c>,
    inputs: &[Input],
    world: &World,
) -> Box<dyn Show + 'c> {
    match args.format {
        ReviewFormat::Pretty => {
            Box::new(Pretty { context, width: world.width, files: inputs.len(), quiet: args.quiet })
        }
        ReviewFormat::Json => Box::new(Json(context)),
        ReviewFormat::Sarif => Box::new(Sarif(context)),
        ReviewFormat::Html => Box::new(Html(context)),
        ReviewFormat::Opinion => Box::new(OpinionForm { context, paper: paper(args, inputs) }),
    }
}

/// The opinion is a page where its file is called so, or where it goes to a folder; else it is text.
fn paper(args: &ReviewArgs, inputs: &[Input]) -> Paper {
    let extension = args.output.as_deref().and_then(Path::extension);
    let is_page = extension.is_some_and(|extension| extension == "html" || extension == "htm");
    if is_page || writes_pages(args, inputs) { Paper::Html } else { Paper::Text }
}

/// All files in one report.
fn one_report(
    args: &ReviewArgs,
    inputs: &[Input],
    examiner: &Examiner<'_>,
    context: Context<'_>,
    world: &World,
) -> anyhow::Result<Vec<Seen>> {
    let format = format(args, context, inputs, world);
    let mut out = world.open(args.output.as_deref())?;
    out.write(&format.begin())?;
    let mut seen: Vec<Seen> = Vec::new();
    let mut is_first = true;
    let show = |reviewed: &Reviewed| (format.file(reviewed), shown(reviewed, None));
    in_order(inputs, examiner, &progress(args, inputs, world), show, |(text, line)| {
        seen.push(line);
        if text.is_empty() {
            return Ok(());
        }
        let between = if is_first { "" } else { format.between() };
        is_first = false;
        out.write(between)?;
        out.write(&text)
    })?;
    let lines: Vec<Line> = seen.iter().map(|seen| seen.line.clone()).collect();
    out.write(&format.end(&lines))?;
    out.close()?;
    Ok(seen)
}

/// A page for each file in a folder, and one that lists them.
fn pages(
    args: &ReviewArgs,
    inputs: &[Input],
    examiner: &Examiner<'_>,
    context: Context<'_>,
    world: &World,
) -> anyhow::Result<Vec<Seen>> {
    let Some(folder) = args.output.as_deref() else {
        bail!("审核多个文件时，html 和 opinion 要写到文件夹：请加 --output 文件夹");
    };
    if folder.is_file() {
        bail!("{} 是文件；审核多个文件时，--output 应当是文件夹", folder.display());
    }
    let format = format(args, context, inputs, world);
    let names = files::page_names(inputs, format.extension());
    let show = |reviewed: &Reviewed| -> (anyhow::Result<()>, Seen) {
        let page = names.get(&reviewed.name).cloned().unwrap_or_default();
        let text = format!("{}{}{}", format.begin(), format.file(reviewed), format.end(&[]));
        let mut seen = shown(reviewed, Some(page.clone()));
        seen.line.remark = format.remark(reviewed);
        (write_file(&folder.join(&page), text.as_bytes(), Durability::Remade), seen)
    };
    let mut seen: Vec<Seen> = Vec::new();
    in_order(inputs, examiner, &progress(args, inputs, world), show, |(written, line)| {
        seen.push(line);
        written
    })?;
    let lines: Vec<Line> = seen.iter().map(|seen| seen.line.clone()).collect();
    if let Some((name, index)) = format.index(&lines) {
        write_file(&folder.join(name), index.as_bytes(), Durability::Remade)?;
    }
    if !args.quiet {
        let summary = summary(&lines);
        let (errors, warnings, notes) = (summary.errors, summary.warnings, summary.notes);
        let shown = folder.display();
        world.say(&format!(
            "{} 个文件已审核：错误 {errors}，警告 {warnings}，提示 {notes}。结果在 {shown}",
            lines.len()
        ));
    }
    Ok(seen)
}

fn shown(reviewed: &Reviewed, page: Option<String>) -> Seen {
    let codes = [trouble::FILE_UNOPENED, trouble::REVIEW_CRASHED];
    let failed = reviewed.judged.iter().any(|judged| codes.contains(&judged.finding.code));
    Seen { line: Line::new(reviewed, page), failed }
}

fn progress(args: &ReviewArgs, inputs: &[Input], world: &World) -> ProgressBar {
    let length = u64::try_from(inputs.len()).unwrap_or(u64::MAX);
    if args.quiet || inputs.len() < 2 || !world.shows_progress {
        return ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("审核 {bar:30} {pos}/{len}  剩余 {eta}");
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Reviews the files in parallel and hands on the results in the order of the files.
///
/// Results are made in batches, so that no more of them are held than the workers need to be busy.
fn in_order<R: Send>(
    inputs: &[Input],
    examiner: &Examiner<'_>,
    bar: &ProgressBar,
    show: impl Fn(&Reviewed) -> R + Sync,
    mut take: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let batch = FILES_PER_WORKER * rayon::current_num_threads();
    for inputs in inputs.chunks(batch) {
        let results: Vec<Option<R>> = inputs
            .par_iter()
            .map(|input| {
                let reviewed = examiner.file(input);
                bar.inc(1);
                reviewed.as_ref().map(&show)
            })
            .collect();
        for result in results.into_iter().flatten() {
            bar.suspend(|| take(result))?;
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// The path of the only file that is meant.
pub(super) fn only(inputs: &[Input]) -> anyhow::Result<&PathBuf> {
    match inputs {
        [input] if input.packed.is_some() => {
            bail!("压缩包里的文件不能记接受：请先解压")
        }
        [input] if input.path.as_os_str() != "-" => Ok(&input.path),
        _ => bail!("--accept 一次只能用于一个文件"),
    }
}
