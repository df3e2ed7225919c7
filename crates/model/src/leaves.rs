//! A walk over every leaf of a statement, in the order of the document.

use std::fmt;

use ground::Words;
use serde::Serialize;

use crate::statement::{Indicator, Project, Statement};

/// Which leaf of a statement: its address in the model. Counts begin at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Locus {
    /// Title, department, sign-offs.
    Cover,
    /// A line of the contents.
    Contents(usize),
    /// A heading of a part.
    PartHeading,
    /// A paragraph of the overall goals.
    Overall(usize),
    /// A paragraph of the sub-goals: which item, `None` before the first.
    SubGoal(Option<usize>),
    /// A paragraph of the safeguards.
    Safeguard(usize),
    /// A field of an indicator of the whole department.
    Department(usize, Column),
    /// The line over a project's table.
    ProjectHeading(usize),
    /// A field of a project's head.
    Project(usize, Field),
    /// A goal of a project.
    Goal(usize, usize),
    /// A field of an indicator: project, row, column.
    Indicator(usize, usize, Column),
    /// Text that belongs to no part.
    Unplaced,
}

/// A field of a project's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Field {
    /// 部门编码
    UnitCode,
    /// 单位名称
    UnitName,
    /// 项目编码
    Code,
    /// 项目名称
    Name,
    /// 预算数
    Total,
    /// 财政资金
    Fiscal,
    /// 其他资金
    Other,
    /// 资金用途
    Purpose,
    /// 资金支出计划, which checkpoint
    Plan(usize),
}

/// A column of the indicator table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Column {
    /// 一级指标
    Dimension,
    /// 二级指标
    Aspect,
    /// 三级指标
    Name,
    /// 绩效指标描述
    Description,
    /// 指标值
    Target,
    /// 指标值确定依据
    Basis,
}

impl Locus {
    /// Whether it is free text: what the author words himself. Names, bases and headings are given.
    pub fn is_free_text(self) -> bool {
        matches!(
            self,
            Locus::Overall(_)
                | Locus::SubGoal(_)
                | Locus::Safeguard(_)
                | Locus::Goal(..)
                | Locus::Project(_, Field::Purpose)
                | Locus::Indicator(_, _, Column::Description | Column::Target)
                | Locus::Department(_, Column::Description | Column::Target)
        )
    }

    /// Whether it is a designation or a citation: titles, names of projects and units, bases. What
    /// they say was laid down elsewhere.
    pub fn is_designation(self) -> bool {
        matches!(
            self,
            Locus::Cover
                | Locus::Contents(_)
                | Locus::ProjectHeading(_)
                | Locus::Project(_, Field::Name | Field::UnitName)
                | Locus::Indicator(_, _, Column::Basis)
                | Locus::Department(_, Column::Basis)
        )
    }
}

impl Statement {
    /// Every leaf with its address, in the order of the document.
    pub fn leaves(&self) -> Vec<(Locus, &Words)> {
        let mut all: Vec<(Locus, &Words)> = Vec::with_capacity(64 + 150 * self.projects.len());
        let cover = [&self.title, &self.compiled_by, &self.reviewed_by];
        all.extend(cover.into_iter().flatten().map(|words| (Locus::Cover, words)));
        if let Some(contents) = &self.contents {
            let entries = contents.entries.iter().enumerate();
            all.extend(entries.map(|(index, entry)| (Locus::Contents(index), &entry.title)));
        }
        if let Some(overall) = &self.overall {
            all.push((Locus::PartHeading, &overall.heading));
            let paragraphs = overall.paragraphs.iter().enumerate();
            all.extend(paragraphs.map(|(index, text)| (Locus::Overall(index), &text.words)));
        }
        if let Some(sub_goals) = &self.sub_goals {
            all.push((Locus::PartHeading, &sub_goals.heading));
            let preamble = sub_goals.preamble.iter();
            all.extend(preamble.map(|paragraph| (Locus::SubGoal(None), &paragraph.words)));
            for (index, item) in sub_goals.items.iter().enumerate() {
                if item.paragraphs.first().is_none_or(|first| first.at.start > item.title.at.start)
                {
                    all.push((Locus::SubGoal(Some(index)), &item.title));
                }
                let paragraphs = item.paragraphs.iter();
                all.extend(paragraphs.map(|words| (Locus::SubGoal(Some(index)), words)));
            }
        }
        if let Some(safeguards) = &self.safeguards {
            all.push((Locus::PartHeading, &safeguards.heading));
            let paragraphs = safeguards.paragraphs.iter().enumerate();
            all.extend(paragraphs.map(|(index, text)| (Locus::Safeguard(index), &text.words)));
        }
        for (row, indicator) in self.indicators.iter().enumerate() {
            indicator.each_cell(|column, words| all.push((Locus::Department(row, column), words)));
        }
        for (index, project) in self.projects.iter().enumerate() {
            project.push_leaves(index, &mut all);
        }
        all.extend(self.unplaced.iter().map(|words| (Locus::Unplaced, words)));
        all
    }
}

impl Project {
    fn push_leaves<'s>(&'s self, project: usize, all: &mut Vec<(Locus, &'s Words)>) {
        let heading = self.heading.iter();
        all.extend(heading.map(|words| (Locus::ProjectHeading(project), words)));
        let budget = &self.budget;
        let fields = [
            (Field::UnitCode, self.unit_code.as_ref()),
            (Field::UnitName, self.unit_name.as_ref()),
            (Field::Code, self.code.as_ref().map(|leaf| &leaf.words)),
            (Field::Name, self.name.as_ref()),
            (Field::Total, budget.total.as_ref().map(|leaf| &leaf.words)),
            (Field::Fiscal, budget.fiscal.as_ref().map(|leaf| &leaf.words)),
            (Field::Other, budget.other.as_ref().map(|leaf| &leaf.words)),
            (Field::Purpose, self.purpose.as_ref()),
        ];
        for (field, words) in fields {
            all.extend(words.map(|words| (Locus::Project(project, field), words)));
        }
        for (index, checkpoint) in self.plan.iter().enumerate() {
            all.push((Locus::Project(project, Field::Plan(index)), &checkpoint.share.words));
        }
        let goals = self.goals.iter().enumerate();
        all.extend(goals.map(|(index, goal)| (Locus::Goal(project, index), &goal.words)));
        for (row, indicator) in self.indicators.iter().enumerate() {
            indicator.each_cell(|column, words| {
                all.push((Locus::Indicator(project, row, column), words));
            });
        }
    }
}

impl Indicator {
    /// Calls `visit` for every cell the row has, from left to right.
    pub fn each_cell<'s>(&'s self, mut visit: impl FnMut(Column, &'s Words)) {
        let cells = [
            (Column::Dimension, self.dimension.as_ref().map(|leaf| &leaf.words)),
            (Column::Aspect, self.aspect.as_ref().map(|leaf| &leaf.words)),
            (Column::Name, self.name.as_ref()),
            (Column::Description, self.description.as_ref()),
            (Column::Target, self.target.as_ref().map(|leaf| &leaf.words)),
            (Column::Basis, self.basis.as_ref().map(|leaf| &leaf.words)),
        ];
        for (column, words) in cells {
            if let Some(words) = words {
                visit(column, words);
            }
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Column::Dimension => "一级指标",
            Column::Aspect => "二级指标",
            Column::Name => "三级指标",
            Column::Description => "绩效指标描述",
            Column::Target => "指标值",
            Column::Basis => "指标值确定依据",
        })
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::UnitCode => "单位编码",
            Field::UnitName => "单位名称",
            Field::Code => "项目编码",
            Field::Name => "项目名称",
            Field::Total => "预算数",
            Field::Fiscal => "财政资金",
            Field::Other => "其他资金",
            Field::Purpose => "资金用途",
            Field::Plan(_) => "资金支出计划",
        })
    }
}

/// Prints the address as a reader of the document would say it.
impl fmt::Display for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locus::Cover => f.write_str("封面"),
            Locus::Contents(_) => f.write_str("目录"),
            Locus::PartHeading => f.write_str("部分标题"),
            Locus::Overall(_) => f.write_str("总体绩效目标"),
            Locus::SubGoal(None) => f.write_str("分项绩效目标"),
            Locus::SubGoal(Some(item)) => write!(f, "分项绩效目标第{}项", item + 1),
            Locus::Safeguard(_) => f.write_str("工作保障措施"),
            Locus::Department(row, column) => write!(f, "部门整体指标第{}行{column}", row + 1),
            Locus::ProjectHeading(project) => write!(f, "项目{}标题", project + 1),
            Locus::Project(project, field) => write!(f, "项目{}{field}", project + 1),
            Locus::Goal(project, _) => write!(f, "项目{}绩效目标", project + 1),
            Locus::Indicator(project, row, column) => {
                write!(f, "项目{}第{}行{column}", project + 1, row + 1)
            }
            Locus::Unplaced => f.write_str("未归入任何部分的文字"),
        }
    }
}
