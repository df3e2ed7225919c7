//! The performance statement: what stands in the document, leaf by leaf.
//!
//! ```text
//! Statement
//!   title, department, region, year, compiled_by, reviewed_by        the cover
//!   contents: heading, entries                                       目录
//!   overall: paragraphs                                              总体绩效目标
//!   sub_goals: items with goal and promised indicators               分项绩效目标
//!   safeguards: paragraphs                                           工作保障措施
//!   indicators                                                       部门整体绩效指标, where given
//!   projects: code, name, budget, purpose, plan, goals, indicators   预算项目绩效目标
//! ```
//!
//! A field that the document does not have is `None`; a field that stands there blank is a leaf with
//! empty text. Nothing is corrected on the way: what is wrong in the document is wrong here.

use ground::{Decimal, Money, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::ProjectCode;
use crate::document::Citation;
use crate::target::Target;

/// Words with what they mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Leaf<T> {
    /// What stands there.
    #[serde(flatten)]
    pub words: Words,
    /// What it means; `None` where the words have no meaning of this kind.
    pub value: Option<T>,
}

/// A whole 部门预算绩效文本.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Statement {
    /// 卢龙县总工会2023年部门预算绩效文本
    pub title: Option<Words>,
    /// The department that speaks, as the cover names it.
    pub department: Option<Words>,
    /// The region: code from the project codes, name from the cover.
    pub region: Region,
    /// The year of the plan.
    pub year: Option<Leaf<i16>>,
    /// Who drew it up (…编制).
    pub compiled_by: Option<Words>,
    /// Who checked it (…审核).
    pub reviewed_by: Option<Words>,
    /// 目录
    pub contents: Option<Contents>,
    /// 总体绩效目标
    pub overall: Option<Narrative>,
    /// 分项绩效目标
    pub sub_goals: Option<SubGoals>,
    /// 工作保障措施
    pub safeguards: Option<Narrative>,
    /// The total of all projects, where the document states one.
    pub stated_total: Option<Leaf<Money>>,
    /// Indicators of the department as a whole, where the document has such a table.
    pub indicators: Vec<Indicator>,
    /// 预算项目绩效目标, in the order of the document.
    pub projects: Vec<Project>,
    /// Paragraphs that belong to no part: kept, so that nothing is lost.
    pub unplaced: Vec<Words>,
}

/// The region a statement belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Six digits, as most of the project codes begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The county, as the cover names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
}

/// 目录
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contents {
    /// The words 目录.
    pub heading: Words,
    /// Its lines.
    pub entries: Vec<ContentsEntry>,
}

/// A line of the contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContentsEntry {
    /// The title with its number, without dots and page.
    pub title: Words,
    /// The page it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Whether it names a part (第一部分 …) and not a section of one.
    #[serde(default)]
    pub is_part: bool,
}

/// The way a paragraph is numbered.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// 第一部分
    Part,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1. or 1．
    Dot,
    /// 1、
    Comma,
    /// （1） or 1）
    InBrackets,
    /// ①
    Circled,
    /// 一是
    Spoken,
}

/// A paragraph's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Numbering {
    /// How it is written.
    pub style: NumberStyle,
    /// Which one it is.
    pub ordinal: u32,
    /// The sign as it stands, e.g. `（一）`. Numbers that Word makes by itself have an empty span.
    pub words: Words,
}

/// A paragraph of running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Paragraph {
    /// Its number, if it begins with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Numbering>,
    /// Whether it stands alone as a heading.
    #[serde(default)]
    pub is_heading: bool,
    /// Its words, the number included where it is typed.
    pub words: Words,
}

/// A part of running text under a heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Narrative {
    /// Its heading.
    pub heading: Words,
    /// Its paragraphs, headings included.
    pub paragraphs: Vec<Paragraph>,
}

/// 分项绩效目标
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubGoals {
    /// Its heading.
    pub heading: Words,
    /// Paragraphs before the first item.
    pub preamble: Vec<Paragraph>,
    /// The items.
    pub items: Vec<SubGoal>,
}

/// One sub-goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubGoal {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Numbering>,
    /// What it is about: its heading, or its first sentence where that is short.
    pub title: Words,
    /// Everything it says, the title included where it runs on.
    pub paragraphs: Vec<Words>,
    /// What stands behind 绩效目标：
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Words>,
    /// What stands behind 绩效指标：
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<Words>,
}

/// One budget project with its table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Project {
    /// The line over the table, number included.
    pub heading: Option<Words>,
    /// Its number.
    pub number: Option<Numbering>,
    /// 部门编码, e.g. 711001
    pub unit_code: Option<Words>,
    /// The unit that runs it.
    pub unit_name: Option<Words>,
    /// 单位：万元, the unit of all sums in the table's head.
    pub money_unit: Option<Leaf<MoneyUnit>>,
    /// The label of the code: 项目编码, 项目编号 or 项目代码.
    pub code_label: Option<Words>,
    /// 项目编码
    pub code: Option<Leaf<ProjectCode>>,
    /// 项目名称
    pub name: Option<Words>,
    /// 预算规模
    pub budget: Budget,
    /// 资金用途
    pub purpose: Option<Words>,
    /// 资金支出计划, in the order of the document.
    pub plan: Vec<Checkpoint>,
    /// The whole field 绩效目标.
    pub goals_field: Option<Words>,
    /// Its items, numbers taken off.
    pub goals: Vec<Goal>,
    /// The rows of the indicator table.
    pub indicators: Vec<Indicator>,
}

/// The unit in which a table's sums are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 千元
    Thousand,
    /// 万元
    Wan,
    /// 亿元
    Yi,
}

/// 预算数 and its parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Budget {
    /// 预算数
    pub total: Option<Leaf<Money>>,
    /// 其中：财政资金
    pub fiscal: Option<Leaf<Money>>,
    /// 其他资金
    pub other: Option<Leaf<Money>>,
}

/// A point of the spending plan: what share is to be spent by then, all told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Checkpoint {
    /// The month whose end it is, 1 to 12.
    pub month: u8,
    /// Its label, e.g. 3月底.
    pub label: Words,
    /// The cumulative share in percent, as a decimal string.
    #[schemars(with = "Leaf<String>")]
    pub share: Leaf<Decimal>,
}

/// One goal of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// Its number; a second number typed behind the first is part of `numbers`.
    pub numbers: Vec<Numbering>,
    /// What it says.
    pub words: Words,
}

/// First level of the indicator tree (一级指标).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// 成本指标
    Cost,
    /// 产出指标
    Output,
    /// 效益指标
    Benefit,
    /// 满意度指标
    Satisfaction,
}

/// Second level of the indicator tree (二级指标).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// 数量指标
    Quantity,
    /// 质量指标
    Quality,
    /// 时效指标
    Timeliness,
    /// 成本指标
    Cost,
    /// 经济成本指标
    EconomicCost,
    /// 社会成本指标
    SocialCost,
    /// 生态环境成本指标
    EcologicalCost,
    /// 经济效益指标
    Economic,
    /// 社会效益指标
    Social,
    /// 生态效益指标
    Ecological,
    /// 可持续影响指标
    Sustainability,
    /// 服务对象满意度指标
    Satisfaction,
}

impl Aspect {
    /// The first level under which it usually stands; cost by itself under 产出指标.
    pub fn dimension(self) -> Dimension {
        match self {
            Aspect::Quantity | Aspect::Quality | Aspect::Timeliness | Aspect::Cost => {
                Dimension::Output
            }
            Aspect::EconomicCost | Aspect::SocialCost | Aspect::EcologicalCost => Dimension::Cost,
            Aspect::Economic | Aspect::Social | Aspect::Ecological | Aspect::Sustainability => {
                Dimension::Benefit
            }
            Aspect::Satisfaction => Dimension::Satisfaction,
        }
    }
}

/// One row of an indicator table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[derive(Default)]
pub struct Indicator {
    /// 一级指标; of a cell merged over several rows, each row has it.
    pub dimension: Option<Leaf<Dimension>>,
    /// 二级指标
    pub aspect: Option<Leaf<Aspect>>,
    /// 三级指标
    pub name: Option<Words>,
    /// 绩效指标描述
    pub description: Option<Words>,
    /// 指标值
    pub target: Option<Leaf<Target>>,
    /// 指标值确定依据
    pub basis: Option<Leaf<Vec<Citation>>>,
}

impl<T> Leaf<T> {
    /// Words with their meaning.
    pub fn new(words: Words, value: Option<T>) -> Leaf<T> {
        Leaf { words, value }
    }

    /// The words as a string slice.
    pub fn text(&self) -> &str {
        &self.words.text
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        self.words.is_blank()
    }
}

impl Statement {
    /// The year of the plan, if the document says one.
    pub fn plan_year(&self) -> Option<i16> {
        self.year.as_ref().and_then(|year| year.value)
    }

    /// The sum of all project budgets; `None` if one of them is not given.
    pub fn sum_of_projects(&self) -> Option<Money> {
        self.projects.iter().try_fold(Money::ZERO, |sum, project| {
            sum.checked_add(project.budget.total.as_ref()?.value?)
        })
    }
}

impl Narrative {
    /// The headings of the first level: those numbered like the first heading.
    pub fn headings(&self) -> Vec<&Paragraph> {
        let is_numbered = |paragraph: &&Paragraph| paragraph.is_heading;
        let style = self
            .paragraphs
            .iter()
            .find(is_numbered)
            .map(|first| first.number.as_ref().map(|number| number.style));
        self.paragraphs
            .iter()
            .filter(is_numbered)
            .filter(|paragraph| Some(paragraph.number.as_ref().map(|n| n.style)) == style)
            .collect()
    }
}

impl Indicator {
    /// What the first level means.
    pub fn dimension(&self) -> Option<Dimension> {
        self.dimension.as_ref().and_then(|leaf| leaf.value)
    }

    /// What the second level means.
    pub fn aspect(&self) -> Option<Aspect> {
        self.aspect.as_ref().and_then(|leaf| leaf.value)
    }

    /// What the target means.
    pub fn target(&self) -> Option<&Target> {
        self.target.as_ref().and_then(|leaf| leaf.value.as_ref())
    }

    /// Its name, empty where it has none.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", |words| &words.text)
    }

    /// Its description, empty where it has none.
    pub fn description(&self) -> &str {
        self.description.as_ref().map_or("", |words| &words.text)
    }

    /// The words of its target, empty where it has none.
    pub fn target_text(&self) -> &str {
        self.target.as_ref().map_or("", Leaf::text)
    }

    /// The words of its basis, empty where it has none.
    pub fn basis_text(&self) -> &str {
        self.basis.as_ref().map_or("", Leaf::text)
    }

    /// Whether it measures cost, under either tree.
    pub fn is_cost(&self) -> bool {
        self.dimension() == Some(Dimension::Cost)
            || matches!(
                self.aspect(),
                Some(
                    Aspect::Cost
                        | Aspect::EconomicCost
                        | Aspect::SocialCost
                        | Aspect::EcologicalCost
                )
            )
    }
}

impl Project {
    /// Its name, empty where it has none.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", |words| &words.text)
    }

    /// Its whole budget, if it is given and readable.
    pub fn total(&self) -> Option<Money> {
        self.budget.total.as_ref().and_then(|leaf| leaf.value)
    }

    /// The checkpoint at the end of `month`.
    pub fn checkpoint(&self, month: u8) -> Option<&Checkpoint> {
        self.plan.iter().find(|checkpoint| checkpoint.month == month)
    }
}

impl MoneyUnit {
    /// How many fen one of it is.
    pub fn fen(self) -> i64 {
        match self {
            MoneyUnit::Yuan => 100,
            MoneyUnit::Thousand => 100_000,
            MoneyUnit::Wan => 1_000_000,
            MoneyUnit::Yi => 10_000_000_000,
        }
    }

    /// Its Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            MoneyUnit::Yuan => "元",
            MoneyUnit::Thousand => "千元",
            MoneyUnit::Wan => "万元",
            MoneyUnit::Yi => "亿元",
        }
    }
}
