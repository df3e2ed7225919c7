//! The tables of a project that is still to be planned.

use rulebook::{Framework, FrameworkAspect, FrameworkDimension, Need};

use super::{Outline, TargetColumns, given};
use crate::document::{Blank, Cell, Paragraph, Row, Run, Table, Takes};
use crate::page::mm;
use crate::style::Style;

/// Widths of the columns of the head: labels, then six that the rows share.
const HEAD: [u32; 7] = [160, 115, 140, 170, 130, 125, 160];
const SHARED: u16 = 6;
/// The columns of the indicators with their widths, but for the target.
const LEVELS: [(&str, u32); 4] =
    [("一级指标", 110), ("二级指标", 130), ("三级指标", 190), ("绩效指标描述", 210)];
const TARGET: [(&str, u32); 1] = [("指标值", 200)];
const TARGET_IN_THREE: [(&str, u32); 3] = [("计算符号", 60), ("指标值", 80), ("计量单位", 60)];
const BASIS: [(&str, u32); 1] = [("指标值确定依据", 160)];
/// The comparison signs of the official form.
const SIGNS: [&str; 5] = ["≥", "≤", "＝", "＞", "＜"];
/// Units that are offered; another may be typed.
const UNITS: [&str; 22] = [
    "%",
    "人",
    "人次",
    "户",
    "家",
    "个",
    "项",
    "次",
    "场",
    "期",
    "件",
    "份",
    "台",
    "套",
    "亩",
    "公里",
    "平方米",
    "万元",
    "元/人",
    "元/户",
    "元/次",
    "个工作日",
];

/// Code, name, sums, purpose, spending plan, goals.
pub(super) fn head(outline: &Outline<'_>, name: &str) -> Table {
    let name = vec![given(name, Blank::words("项目名称"))];
    let mut rows = vec![
        Row::new(vec![
            Cell::label("项目编码"),
            blank("21位项目编码").across(2),
            Cell::label("项目名称"),
            Cell::new(vec![Paragraph::of(Style::CellCentred, name)]).across(3),
        ]),
        Row::new(vec![
            Cell::label("预算规模及资金用途").down(2),
            Cell::label("预算数"),
            blank("总额"),
            Cell::label("其中：财政资金"),
            blank("财政资金"),
            Cell::label("其他资金"),
            blank("没有填 0"),
        ]),
        roomy(vec![words("资金用在哪些人、哪些事上").across(SHARED)]),
    ];
    rows.extend(plan(&outline.months));
    rows.push(roomy(vec![
        Cell::label("绩效目标"),
        words("1.做多少、做到什么程度；2.什么时候完成、有什么效果").across(SHARED),
    ]));
    Table {
        caption: "预算、支出计划和绩效目标".into(),
        widths: HEAD.to_vec(),
        header_rows: 0,
        rows,
    }
}

/// The points of the spending plan share the row.
fn plan(months: &[String]) -> [Row; 2] {
    let count = u16::try_from(months.len()).unwrap_or(SHARED).clamp(1, SHARED);
    let mut labels = vec![Cell::label("资金支出计划（%）").down(2)];
    let mut shares = Vec::new();
    for (at, month) in (0..count).zip(months) {
        let wide = SHARED / count + u16::from(at < SHARED % count);
        labels.push(Cell::label(format!("{month}月底")).across(wide));
        shares.push(blank("累计%").across(wide));
    }
    [Row::new(labels), Row::new(shares)]
}

/// A row for each aspect that a project usually has; of a dimension whose aspects are at choice one
/// row in which it is chosen.
pub(super) fn indicators(tree: &Framework, targets: TargetColumns) -> Table {
    let target = match targets {
        TargetColumns::One => &TARGET[..],
        TargetColumns::Three => &TARGET_IN_THREE[..],
    };
    let columns = LEVELS.iter().chain(target).chain(&BASIS);
    let (headings, widths): (Vec<Cell>, Vec<u32>) =
        columns.map(|(heading, width)| (Cell::label(*heading), *width)).unzip();
    let mut rows = vec![Row::new(headings)];
    for dimension in &tree.dimensions {
        let usual = dimension.aspects.iter().filter(|aspect| aspect.need != Need::Optional);
        let usual: Vec<&FrameworkAspect> = usual.collect();
        match usual.as_slice() {
            [] => rows.push(indicator(tree, dimension, None, targets)),
            usual => {
                let row =
                    |aspect: &&FrameworkAspect| indicator(tree, dimension, Some(*aspect), targets);
                rows.extend(usual.iter().map(row));
            }
        }
    }
    Table { caption: "绩效指标".into(), widths, header_rows: 1, rows }
}

fn indicator(
    tree: &Framework,
    dimension: &FrameworkDimension,
    aspect: Option<&FrameworkAspect>,
    targets: TargetColumns,
) -> Row {
    let dimensions = tree.dimensions.iter().map(|dimension| dimension.name.clone());
    let aspects = tree.dimensions.iter().flat_map(|of| &of.aspects);
    let aspects = aspects.map(|aspect| aspect.name.clone());
    let choice = |hint: &str, choices: Vec<String>, chosen: &str| {
        let blank = Blank { hint: hint.into(), choices, takes: Takes::Choice };
        Cell::new(vec![Paragraph::of(Style::CellCentred, vec![given(chosen, blank)])])
    };
    let mut cells = vec![
        choice("选择一级指标", dimensions.collect(), &dimension.name),
        choice("选择二级指标", aspects.collect(), aspect.map_or("", |aspect| &aspect.name)),
        words("指标名称"),
        words("怎么算、算什么"),
    ];
    cells.extend(target(targets));
    cells.push(words("文件名称和文号、历史数据等"));
    roomy(cells)
}

/// Sign, number and unit, which together are the target.
fn target(columns: TargetColumns) -> Vec<Cell> {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let sign = Blank { hint: "符号".into(), choices: owned(&SIGNS), takes: Takes::Choice };
    let unit = Blank { hint: "单位".into(), choices: owned(&UNITS), takes: Takes::Words };
    let runs = vec![Run::blank(sign), Run::blank(Blank::words("数值或日期")), Run::blank(unit)];
    let cell = |runs| Cell::new(vec![Paragraph::of(Style::CellCentred, runs)]);
    match columns {
        TargetColumns::One => vec![cell(runs)],
        TargetColumns::Three => runs.into_iter().map(|run| cell(vec![run])).collect(),
    }
}

/// A row with room for some lines: workbooks do not grow rows by themselves.
fn roomy(cells: Vec<Cell>) -> Row {
    Row { cells, height: mm(13) }
}

fn blank(hint: &str) -> Cell {
    Cell::new(vec![Paragraph::of(Style::CellCentred, vec![Run::blank(Blank::words(hint))])])
}

fn words(hint: &str) -> Cell {
    Cell::new(vec![Paragraph::of(Style::CellText, vec![Run::blank(Blank::words(hint))])])
}
