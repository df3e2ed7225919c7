//! `jiheng new`: the official statement of a region, still to be written.

use std::path::PathBuf;

use ::office::budget_year::YEARS;
use anyhow::bail;
use clap::Args;
use ground::Day;
use rulebook::{Framework, Parameter, Rulebook};
use write::Format;
use write::skeleton::{Outline, TargetColumns, skeleton};

use crate::Status;
use crate::paper::{self, Overwriting, Printer};
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng new --region 130324 --department 县总工会 --year 2027 绩效文本.docx
  jiheng new --region 130324 --department 县教育局 --year 2027 --projects 校舍维修,营养改善 绩效文本.xlsx

写好的文件可以直接填：Word 里灰色的【】是要填的内容，填了就消失；一级指标、二级指标、符号、单位可以下拉选择。
Excel 里选中空格会显示要填什么。没有填的地方，审核时当作空白。填好后用 jiheng review 审核。
退出状态：0 写好了；2 没能完成，什么也没有写。";

/// More projects than this are a slip of the pen.
const MOST_PROJECTS: usize = 200;

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct NewArgs {
    #[arg(value_name = "新文件", help = "要写的文件：.docx 或 .xlsx", help_heading = "参数")]
    output: PathBuf,

    #[arg(long, value_name = "代码", help = "六位区划代码，如 130324；决定地名和用哪套指标框架")]
    region: String,

    #[arg(long, value_name = "名称", help = "部门名称，如 县总工会；前面自动加上地名")]
    department: String,

    #[arg(long, value_name = "年", value_parser = clap::value_parser!(i16).range(YEARS), help = "预算年度")]
    year: i16,

    #[arg(
        long,
        value_name = "个数或名称",
        default_value = "1",
        hide_default_value = true,
        help = "项目个数（默认 1），或逗号分隔的项目名称"
    )]
    projects: String,

    #[arg(long, value_name = "编号", help = "指标框架的编号，如 t2021；不写时用当地优先的一套")]
    framework: Option<String>,

    #[arg(long, help = "新文件已经存在时覆盖它")]
    force: bool,
}

/// Writes the skeleton.
pub(crate) fn run(args: &NewArgs, world: &World) -> anyhow::Result<Status> {
    let targets = match paper::format(&args.output)? {
        Format::Docx => TargetColumns::One,
        Format::Xlsx => TargetColumns::Three,
        _ => bail!("待填的文本只写成 .docx 或 .xlsx"),
    };
    paper::refuse(&args.output, Overwriting::by(args.force), &[])?;
    let book = Rulebook::embedded()?;
    if args.region.len() != 6 || !args.region.bytes().all(|b| b.is_ascii_digit()) {
        bail!("--region 应当是六位区划代码，如 130324；现在是“{}”", args.region);
    }
    let place = book.regions().name(&args.region);
    if place.is_none() {
        world.say(&format!(
            "提示：区划代码表里没有 {}，部门名称照写，请核对封面上的地名",
            args.region
        ));
    }
    let trees = book.frameworks(args.year, &args.region);
    let tree = chosen(&trees, args)?;
    let department = full_name(place.unwrap_or_default(), args.department.trim());
    if department.is_empty() {
        bail!("--department 不能是空的");
    }
    let outline = Outline {
        reviewer: place.map_or(String::new(), |place| format!("{place}财政局")),
        department,
        year: args.year,
        tree,
        months: months(&book, args.year, &args.region),
        projects: projects(&args.projects)?,
        targets,
    };
    Printer::default().write(&skeleton(&outline), &args.output, world)?;
    let others = trees.iter().filter(|other| other.id != tree.id);
    let others: Vec<String> =
        others.map(|other| format!("--framework {} 用{}", other.id, other.title)).collect();
    let others =
        if others.is_empty() { String::new() } else { format!("（{}）", others.join("，")) };
    world.say(&format!("提示：指标按{}，请核对当地今年的表样{others}", tree.title));
    Ok(Status::Clean)
}

/// The tree that is named, else the one that the region prefers.
fn chosen<'t>(trees: &[&'t Framework], args: &NewArgs) -> anyhow::Result<&'t Framework> {
    let names = || trees.iter().map(|tree| format!("{}（{}）", tree.id, tree.title));
    match &args.framework {
        None => trees
            .first()
            .copied()
            .ok_or_else(|| anyhow::anyhow!("没有 {} 年可用的指标框架", args.year)),
        Some(id) => trees.iter().copied().find(|tree| tree.id == *id).ok_or_else(|| {
            let names = names().collect::<Vec<_>>().join("、");
            anyhow::anyhow!("{} 年没有指标框架“{id}”；可以写 {names}", args.year)
        }),
    }
}

/// 卢龙县 and 县总工会 are 卢龙县总工会; a name that has its place keeps it.
fn full_name(place: &str, department: &str) -> String {
    if place.is_empty() || department.starts_with(place) {
        return department.to_owned();
    }
    let level = place.chars().next_back().filter(|level| "省市县区旗".contains(*level));
    let rest = level.and_then(|level| department.strip_prefix(level)).unwrap_or(department);
    format!("{place}{rest}")
}

/// The months of the spending plan where a province has its own, else the ends of the quarters.
fn months(book: &Rulebook, year: i16, region: &str) -> Vec<String> {
    let day = Day::new(year, 1, 1).unwrap_or_default();
    let known = book.parameter(Parameter::Checkpoints, day, region);
    let months = known.map(|value| value.numbers().iter().map(ToString::to_string).collect());
    months.unwrap_or_else(|| ["3", "6", "9", "12"].map(str::to_owned).into())
}

/// So many projects without a name, or those named.
fn projects(text: &str) -> anyhow::Result<Vec<String>> {
    if let Ok(count) = text.trim().parse::<usize>() {
        if count == 0 || count > MOST_PROJECTS {
            bail!("--projects 应当是 1 至 {MOST_PROJECTS} 个，或逗号分隔的项目名称");
        }
        return Ok(vec![String::new(); count]);
    }
    let names = text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.is_empty() || names.len() > MOST_PROJECTS {
        bail!("--projects 应当是 1 至 {MOST_PROJECTS} 个，或逗号分隔的项目名称");
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_bear_the_name_of_their_place_once() {
        assert_eq!(full_name("临河县", "县总工会"), "临河县总工会");
        assert_eq!(full_name("临河县", "总工会"), "临河县总工会");
        assert_eq!(full_name("临河县", "临河县总工会"), "临河县总工会");
        assert_eq!(full_name("临河市", "县总工会"), "临河市县总工会");
        assert_eq!(full_name("", "临河县总工会"), "临河县总工会");
    }

    #[test]
    fn projects_are_counted_or_named() {
        assert_eq!(projects("2").unwrap(), ["", ""]);
        assert_eq!(projects("校舍维修，营养改善").unwrap(), ["校舍维修", "营养改善"]);
        assert!(projects("0").is_err() && projects("，").is_err());
    }
}
