//! Where the values of a form come from.

use std::path::Path;

use anyhow::bail;
use ground::{Decimal, Severity};
use read::{Limits, Reading};
use review::{Config, Others};
use rulebook::{FormKind, FormSheet, Rulebook};
use serde_json::Value as Json;
use write::forms::data::{Data, Fault, Grade};
use write::forms::value::View;
use write::forms::views::{OpinionForm, shape};
use write::forms::{Fills, example, fills, of_project, of_statement};

use super::args::FormArgs;
use super::choose::Wanted;
use super::list;
use crate::company::Company;
use crate::examine::Examiner;
use crate::files;
use crate::formats::{Context, opinion_view};
use crate::settings;
use crate::trouble;
use crate::world::{World, io_words};

/// Until the end of this month the national form looks, where nobody says otherwise.
const USUAL_MONTH: u8 = 7;
/// More faults of one form than this are counted and not told.
const MOST_TOLD: usize = 20;

/// The sheet and what is to stand on it, once or several times; `None` where something was wrong and
/// has been said.
pub(super) fn gather<'b>(
    args: &FormArgs,
    wanted: &Wanted<'b>,
    book: &'b Rulebook,
    world: &World,
) -> anyhow::Result<Option<(&'b FormSheet, Vec<Data>)>> {
    let sheet = wanted.sheet(args.year, args.region.as_deref(), world)?;
    if let Some(path) = &args.statement {
        return of_file(args, path, wanted, book, world).map(Some);
    }
    if let Some(path) = &args.data {
        let all = of_json(args, path, sheet, world)?;
        return Ok(all.map(|all| (sheet, all)));
    }
    let mut data = match (args.example, args.blank) {
        (true, _) => example::data(sheet),
        (_, true) => Data::blank(shape(sheet.form)),
        _ => bail!(
            "请写明内容从哪里来：--statement 绩效文本、--data 数据文件、--example 示例或 --blank 空表（{}的内容来自{}）",
            sheet.title,
            list::source(sheet.form)
        ),
    };
    if let Some(year) = args.year {
        data.set_number("year", Decimal::from(year));
    }
    Ok(Some((sheet, vec![data])))
}

/// A form, or a list of forms, in JSON.
fn of_json(
    args: &FormArgs,
    path: &Path,
    sheet: &FormSheet,
    world: &World,
) -> anyhow::Result<Option<Vec<Data>>> {
    let name = files::shown(path);
    let bytes = bytes(path, &name)?;
    let json: Json = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
        .map_err(|error| {
            let (line, column) = (error.line(), error.column());
            anyhow::anyhow!("{name} 不是完整的 JSON：第{line}行第{column}字附近写错了，常见原因是缺逗号、缺引号或多了逗号")
        })?;
    let forms = match json {
        Json::Array(all) if !all.is_empty() => all,
        Json::Array(_) => bail!("{name} 里没有内容"),
        one => vec![one],
    };
    let several = forms.len() > 1;
    let (mut all, mut sound) = (Vec::new(), true);
    for (at, mut form) in forms.into_iter().enumerate() {
        if let (Some(year), Json::Object(fields)) = (args.year, &mut form) {
            fields.entry("year").or_insert_with(|| Json::from(year));
        }
        let (data, faults) = Data::from_json(shape(sheet.form), &form);
        let prefix = if several { format!("[{at}].") } else { String::new() };
        sound &= told(&faults, &format!("{name} 的 {prefix}"), world);
        all.push(data);
    }
    if !sound {
        world.say(&format!("没有写表。jiheng form {} --fields 列出全部栏目和写法。", sheet.id));
    }
    Ok(sound.then_some(all))
}

/// Says what is wrong, of very much the beginning; false where the form cannot be filled.
fn told(faults: &[Fault], prefix: &str, world: &World) -> bool {
    for Fault { path, message, grade } in faults.iter().take(MOST_TOLD) {
        let words = format!("{prefix}{path}：{message}");
        match grade {
            Grade::Error => world.complain(&words),
            Grade::Note => world.say(&format!("提示：{words}")),
        }
    }
    if faults.len() > MOST_TOLD {
        world.say(&format!("还有 {} 处，改正以上各处后再看", faults.len() - MOST_TOLD));
    }
    faults.iter().all(|fault| fault.grade != Grade::Error)
}

fn of_file<'b>(
    args: &FormArgs,
    path: &Path,
    wanted: &Wanted<'b>,
    book: &'b Rulebook,
    world: &World,
) -> anyhow::Result<(&'b FormSheet, Vec<Data>)> {
    let kind = wanted.named().form;
    if kind != FormKind::Opinion && fills(kind) == Fills::Nothing {
        bail!(
            "{}的内容不在绩效文本里，请用 --data 数据文件；--example 可以写出数据文件的样子",
            wanted.title()
        );
    }
    let name = files::shown(path);
    let bytes = bytes(path, &name)?;
    let reading = read(&name, &bytes)?;
    let own_region = reading.statement.region.code.clone();
    let region = args.region.clone().or(own_region);
    let year = args.year.or(reading.statement.plan_year());
    let sheet = wanted.sheet(year, region.as_deref().or(Some("00")), world)?;
    let all = match (kind, fills(kind)) {
        (FormKind::Opinion, _) => vec![opinion(path, &name, &bytes, book, world)?],
        (_, Fills::EachProject) => projects(args, &reading, sheet, &name)?,
        _ => of_statement(sheet, &reading.statement).into_iter().collect(),
    };
    if args.project.is_some() && fills(kind) != Fills::EachProject {
        bail!("{}是整个部门一张，不能用 --project", wanted.title());
    }
    let with_year = |mut data: Data| {
        if let Some(year) = args.year {
            data.set_number("year", Decimal::from(year));
        }
        data
    };
    Ok((sheet, all.into_iter().map(with_year).collect()))
}

fn projects(
    args: &FormArgs,
    reading: &Reading,
    sheet: &FormSheet,
    name: &str,
) -> anyhow::Result<Vec<Data>> {
    let statement = &reading.statement;
    let count = statement.projects.len();
    if count == 0 {
        bail!("{name} 里没有找到预算项目");
    }
    if args.project.is_some_and(|number| number == 0 || number > count) {
        let names = (1..).zip(&statement.projects);
        let names = names.map(|(number, project)| format!("{number} {}", project.name()));
        bail!(
            "{name} 有 {count} 个项目：{}；--project 从 1 数起",
            names.collect::<Vec<_>>().join("，")
        );
    }
    let month = args.month.unwrap_or(USUAL_MONTH);
    let chosen = (1..).zip(&statement.projects);
    let chosen = chosen.filter(|(number, _)| args.project.is_none_or(|only| only == *number));
    let data = chosen.filter_map(|(_, project)| of_project(sheet, statement, project, month));
    Ok(data.collect())
}

/// The reviewer's form of a statement.
fn opinion(
    path: &Path,
    name: &str,
    bytes: &[u8],
    book: &Rulebook,
    world: &World,
) -> anyhow::Result<Data> {
    let config: Config = settings::found()?;
    let company = Company::read(None, None, 1)?;
    let others: Others<'_> = company.others();
    let examiner = Examiner {
        rulebook: book,
        config: &config,
        company: &company,
        others: &others,
        min_severity: Severity::Note,
    };
    let reviewed = trouble::guarded(|| examiner.bytes(path, name, bytes))
        .map_err(|found| anyhow::anyhow!("{name}：{}", found.message))?;
    let context = Context { rulebook: book, today: world.today };
    let view = opinion_view(&reviewed, context);
    let view = view.ok_or_else(|| anyhow::anyhow!("{name} 没有读成，无法填审核意见表"))?;
    Ok(Data::of(&view, const { &OpinionForm::SHAPE }))
}

fn read(name: &str, bytes: &[u8]) -> anyhow::Result<Reading> {
    let reading = trouble::guarded(|| read::read(name, bytes))
        .map_err(|found| anyhow::anyhow!("{name}：{}", found.message))?;
    let failed = reading.findings.iter().find(|found| found.severity == Severity::Error);
    match failed {
        Some(found) => bail!("{name}：{}。{}", found.message, found.help),
        None => Ok(reading),
    }
}

fn bytes(path: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    match files::bytes(path, Limits::default().packed) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(size)) => bail!("{name}：文件有 {} MB，太大", size >> 20),
        Err(error) => bail!("{name}：{}", io_words(&error)),
    }
}
