//! A statement as a person types it: plain strings, field by field, nothing understood yet.
//!
//! [`Draft`] is what an editor holds and stores. It has a place for every field of the official form and
//! no spans, no meanings: `read::drafted` makes the statement of it that the review looks at. Fields are
//! addressed by paths such as `projects/1/indicators/3/target` (counts from 0), see [`Draft::get`]; those
//! of [`Locus::path`](crate::leaves::Locus::path) are among them.
//!
//! A blank string is a field left blank. A part without heading and without paragraphs is not there.

mod access;
mod blanks;
mod bounds;
mod fields;
mod keys;
mod label;
mod of;
mod shape;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use bounds::Bounds;
pub use fields::{Fields, label_of_field};
pub(crate) use shape::Piece;
pub use shape::Reshape;

/// A whole statement as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Draft {
    /// Year of the plan, e.g. 2026.
    pub year: String,
    /// Region code, six digits; blank where that of most project codes shall hold.
    pub region: String,
    /// The department, e.g. 临河县总工会.
    pub department: String,
    /// The title on the cover, e.g. 临河县总工会2026年部门预算绩效文本.
    pub title: String,
    /// Who drew it up (…编制).
    pub compiled_by: String,
    /// Who checked it (…审核).
    pub reviewed_by: String,
    /// 目录, line by line; kept as it was in a file that was read.
    pub contents: Vec<DraftEntry>,
    /// 总体绩效目标
    pub overall: DraftPart,
    /// 分项绩效目标
    pub sub_goals: DraftSubGoals,
    /// 工作保障措施
    pub safeguards: DraftPart,
    /// Indicators of the department as a whole.
    pub indicators: Vec<DraftIndicator>,
    /// 预算项目绩效目标
    pub projects: Vec<DraftProject>,
    /// Paragraphs that belong to no part.
    pub unplaced: Vec<DraftParagraph>,
}

/// A line of the contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftEntry {
    /// The title with its number.
    pub title: String,
    /// The page, blank where none is named.
    pub page: String,
}

/// A part of running text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftPart {
    /// Its heading with its number; blank for that of the official form.
    pub heading: String,
    /// Its paragraphs, headings included.
    pub paragraphs: Vec<DraftParagraph>,
}

/// A paragraph, its number included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftParagraph {
    /// A stable name of it, given by the caller; may be blank.
    pub key: String,
    /// What it says.
    pub text: String,
    /// Whether it is set as a heading. One that is numbered and short is one anyway.
    pub is_heading: bool,
}

/// 分项绩效目标
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftSubGoals {
    /// Its heading with its number; blank for that of the official form.
    pub heading: String,
    /// Paragraphs before the first item.
    pub preamble: Vec<DraftParagraph>,
    /// The items.
    pub items: Vec<DraftSubGoal>,
}

/// One sub-goal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftSubGoal {
    /// A stable name of it, given by the caller; may be blank.
    pub key: String,
    /// Its title with its number, on a line of its own; blank where the first paragraph begins with it.
    pub title: String,
    /// What it says.
    pub paragraphs: Vec<DraftParagraph>,
}

/// One budget project with its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftProject {
    /// A stable name of it, given by the caller; may be blank.
    pub key: String,
    /// The line over the table, number included; blank where there is none.
    pub heading: String,
    /// 部门编码, e.g. 711001
    pub unit_code: String,
    /// 单位名称
    pub unit_name: String,
    /// The unit of the three sums: 元, 千元, 万元 or 亿元; blank for 万元.
    pub money_unit: String,
    /// The label of the code; blank for 项目编码.
    pub code_label: String,
    /// 项目编码
    pub code: String,
    /// 项目名称
    pub name: String,
    /// 预算数
    pub total: String,
    /// 其中：财政资金
    pub fiscal: String,
    /// 其他资金
    pub other: String,
    /// 资金用途
    pub purpose: String,
    /// 资金支出计划
    pub plan: Vec<DraftCheckpoint>,
    /// 绩效目标, one by one, their numbers included.
    pub goals: Vec<DraftGoal>,
    /// The rows of the indicator table.
    pub indicators: Vec<DraftIndicator>,
}

/// A point of the spending plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftCheckpoint {
    /// The month whose end it is, 1 to 12.
    pub month: u8,
    /// Its label; blank for that of the form, e.g. 3月底.
    pub label: String,
    /// The cumulative share in percent, e.g. 25% or 25.
    pub share: String,
}

/// One goal of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftGoal {
    /// A stable name of it, given by the caller; may be blank.
    pub key: String,
    /// What it says, with its number where it has one.
    pub text: String,
}

/// One row of an indicator table. A blank level is that of the row above it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftIndicator {
    /// A stable name of it, given by the caller; may be blank.
    pub key: String,
    /// 一级指标
    pub dimension: String,
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// 绩效指标描述
    pub description: String,
    /// 指标值
    pub target: String,
    /// 指标值确定依据
    pub basis: String,
}

impl DraftPart {
    /// Whether nothing of it is there.
    pub fn is_absent(&self) -> bool {
        self.heading.is_empty() && self.paragraphs.is_empty()
    }
}

impl DraftSubGoals {
    /// Whether nothing of it is there.
    pub fn is_absent(&self) -> bool {
        self.heading.is_empty() && self.preamble.is_empty() && self.items.is_empty()
    }
}

impl DraftParagraph {
    /// A paragraph that is no heading, without key.
    pub fn new(text: &str) -> DraftParagraph {
        DraftParagraph { text: text.to_owned(), ..DraftParagraph::default() }
    }
}

impl DraftGoal {
    /// A goal without key.
    pub fn new(text: &str) -> DraftGoal {
        DraftGoal { text: text.to_owned(), ..DraftGoal::default() }
    }
}

impl DraftCheckpoint {
    /// The label that stands over its share; blank where neither a label nor a month is given.
    pub fn shown_label(&self) -> String {
        match self.label.as_str() {
            "" if self.month == 0 => String::new(),
            "" => format!("{}月底", self.month),
            label => label.to_owned(),
        }
    }
}
