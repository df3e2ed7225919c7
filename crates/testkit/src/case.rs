//! Cases of rules, written in their manual pages: what to change in the base, what must be found.
//!
//! A case is a fenced block of a rule's page:
//!
//! ````text
//! ```case 成本写成下限
//! 指标 2.4 指标值 = ≥500元/人
//! 报 TGT001 “≥500元/人”
//! ```
//! ````
//!
//! Lines, applied in order to [`base::linhe`](crate::base::linhe); counts begin at 1:
//!
//! ```text
//! 部门 = 临河县教育局            年度 = 2026        编制 = …      审核 = …
//! 目录 = 行 | 行 | …             总体 = 段 | 段     总体 加 = 段   保障 = 段 | 段   保障 加 = 段
//! 分项 = 空 (none)               分项 2 = 段 | 段   分项 2 标题 = …
//! 分项 加 = （三） | 标题 | 段
//! 项目 1 名称 = …   (编码 编码标签 预算数 财政资金 其他资金 用途)
//! 项目 1 计划 = 25% 50% — 100%    (— blank; 月=值 to name the months: 3=25% 6=100%)
//! 项目 1 目标 = 甲 | 乙           项目 1 删          项目 加 = 1 (a copy of project 1)
//! 指标 1.4 指标值 = …             (一级指标 二级指标 三级指标 描述 指标值 依据)
//! 指标 1.4 = 产出指标 | 数量指标 | 名称 | 描述 | 值 | 依据
//! 指标 1.4 删                     指标 1 加 = 六栏      指标 1 空 (no rows)
//! 上年 …                          the same, applied to last year's statement
//! 别处 …                          the same, applied to another county's statement
//! 报 CODE “words”                 found, with these very words as the first mark
//! 报 CODE                         found anywhere
//! 不报                            nothing is found
//! ```

use crate::base::linhe;
use crate::draft::{Draft, DraftIndicator, DraftProject, DraftSubGoal};

/// A case of a rule.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The statement with the changes.
    pub draft: Draft,
    /// Last year's statement, if the case has one.
    pub previous: Option<Draft>,
    /// Another county's statement, if the case has one.
    pub other: Option<Draft>,
    /// Code and words of every finding at warning or above, and of every finding of the page's rule.
    pub expected: Vec<(String, Option<String>)>,
}

/// All cases of a manual page.
///
/// # Errors
/// The first line that cannot be understood.
pub fn cases(page: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("```case") {
            let body = lines.by_ref().take_while(|line| *line != "```");
            cases.push(case(name.trim(), body)?);
        }
    }
    Ok(cases)
}

fn case<'l>(name: &str, lines: impl Iterator<Item = &'l str>) -> Result<Case, String> {
    let mut case = Case {
        name: name.into(),
        draft: linhe(),
        previous: None,
        other: None,
        expected: Vec::new(),
    };
    let mut says = false;
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        if line == "不报" {
            says = true;
        } else if let Some(found) = line.strip_prefix("报 ") {
            says = true;
            let (code, words) = found.split_once(' ').unwrap_or((found, ""));
            let words = words.trim().strip_prefix('“').and_then(|words| words.strip_suffix('”'));
            case.expected.push((code.into(), words.map(str::to_owned)));
        } else if let Some(change) = line.strip_prefix("上年") {
            let previous = case.previous.get_or_insert_with(last_year);
            apply(previous, change.trim()).ok_or_else(|| wrong(name, line))?;
        } else if let Some(change) = line.strip_prefix("别处") {
            let other = case.other.get_or_insert_with(elsewhere);
            apply(other, change.trim()).ok_or_else(|| wrong(name, line))?;
        } else {
            apply(&mut case.draft, line).ok_or_else(|| wrong(name, line))?;
        }
    }
    if says { Ok(case) } else { Err(format!("case {name}: neither 报 nor 不报")) }
}

fn wrong(name: &str, line: &str) -> String {
    format!("case {name}: cannot apply “{line}”")
}

fn last_year() -> Draft {
    Draft { year: 2025, ..linhe() }
}

fn elsewhere() -> Draft {
    let department = "望川县总工会";
    Draft { department: department.into(), compiled_by: department.into(), ..linhe() }
}

/// Applies one change. `None` where the line is not understood or names what is not there.
fn apply(draft: &mut Draft, line: &str) -> Option<()> {
    if line.is_empty() {
        return Some(());
    }
    let (left, right) = match line.split_once('=') {
        Some((left, right)) => (left.trim(), right.trim()),
        None => (line, ""),
    };
    let mut words = left.split_whitespace();
    let what = words.next()?;
    let rest: Vec<&str> = words.collect();
    match (what, rest.as_slice()) {
        ("部门", []) => draft.department = right.into(),
        ("年度", []) => draft.year = right.parse().ok()?,
        ("编制", []) => draft.compiled_by = right.into(),
        ("审核", []) => draft.reviewed_by = right.into(),
        ("目录", []) => draft.contents = Some(several(right)),
        ("总体", []) => draft.overall = several(right),
        ("总体", ["加"]) => draft.overall.push(right.into()),
        ("保障", []) => draft.safeguards = several(right),
        ("保障", ["加"]) => draft.safeguards.push(right.into()),
        ("分项", ["加"]) => draft.sub_goals.push(sub_goal(right)?),
        ("分项", []) if right == "空" => draft.sub_goals.clear(),
        ("分项", [item]) => nth(&mut draft.sub_goals, item)?.paragraphs = several(right),
        ("分项", [item, "标题"]) => nth(&mut draft.sub_goals, item)?.title = right.into(),
        ("分项", [item, "序号"]) => nth(&mut draft.sub_goals, item)?.number = right.into(),
        ("项目", ["加"]) => {
            let copy = nth(&mut draft.projects, right)?.clone();
            draft.projects.push(copy);
        }
        ("项目", ["空"]) => draft.projects.clear(),
        ("项目", [item, "删"]) => {
            let at = index(item)?;
            (at < draft.projects.len()).then(|| draft.projects.remove(at))?;
        }
        ("项目", [item, field]) => project_field(nth(&mut draft.projects, item)?, field, right)?,
        ("指标", [project, "加"]) => {
            nth(&mut draft.projects, project)?.indicators.push(row(right)?);
        }
        ("指标", [project, "空"]) => nth(&mut draft.projects, project)?.indicators.clear(),
        ("指标", [address, rest @ ..]) => {
            let (project, number) = address.split_once('.')?;
            let rows = &mut nth(&mut draft.projects, project)?.indicators;
            indicator(rows, number, rest, right)?;
        }
        _ => return None,
    }
    Some(())
}

fn index(number: &str) -> Option<usize> {
    number.parse::<usize>().ok()?.checked_sub(1)
}

fn nth<'i, T>(items: &'i mut [T], number: &str) -> Option<&'i mut T> {
    items.get_mut(index(number)?)
}

fn several(text: &str) -> Vec<String> {
    let parts = text.split('|').map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

fn sub_goal(text: &str) -> Option<DraftSubGoal> {
    let mut parts = several(text).into_iter();
    Some(DraftSubGoal { number: parts.next()?, title: parts.next()?, paragraphs: parts.collect() })
}

fn project_field(project: &mut DraftProject, field: &str, value: &str) -> Option<()> {
    let slot = match field {
        "名称" => &mut project.name,
        "编码" => &mut project.code,
        "编码标签" => &mut project.code_label,
        "预算数" => &mut project.total,
        "财政资金" => &mut project.fiscal,
        "其他资金" => &mut project.other,
        "用途" => &mut project.purpose,
        "单位编码" => &mut project.unit_code,
        "单位名称" => &mut project.unit_name,
        "目标" => {
            project.goals = several(value);
            return Some(());
        }
        "计划" => {
            project.plan = plan(value)?;
            return Some(());
        }
        _ => return None,
    };
    *slot = value.into();
    Some(())
}

fn plan(text: &str) -> Option<Vec<(u8, String)>> {
    let months = [3, 6, 10, 12];
    text.split_whitespace()
        .enumerate()
        .map(|(at, part)| {
            let (month, share) = match part.split_once('=') {
                Some((month, share)) => (month.parse().ok()?, share),
                None => (*months.get(at)?, part),
            };
            Some((month, if share == "—" { String::new() } else { share.into() }))
        })
        .collect()
}

fn row(text: &str) -> Option<DraftIndicator> {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    Some(DraftIndicator::new(cells.try_into().ok()?))
}

fn indicator(
    rows: &mut Vec<DraftIndicator>,
    number: &str,
    rest: &[&str],
    value: &str,
) -> Option<()> {
    let at = index(number)?;
    match rest {
        ["删"] => {
            (at < rows.len()).then(|| rows.remove(at))?;
        }
        [] => *rows.get_mut(at)? = row(value)?,
        [column] => {
            let row = rows.get_mut(at)?;
            let slot = match *column {
                "一级指标" => &mut row.dimension,
                "二级指标" => &mut row.aspect,
                "三级指标" => &mut row.name,
                "描述" | "绩效指标描述" => &mut row.description,
                "指标值" => &mut row.target,
                "依据" | "指标值确定依据" => &mut row.basis,
                _ => return None,
            };
            *slot = value.into();
        }
        _ => return None,
    }
    Some(())
}
