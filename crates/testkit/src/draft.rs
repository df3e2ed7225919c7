//! What a statement shall contain, as plain strings: the truth that tests compare with.

/// A whole statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Region code, six digits.
    pub region: String,
    /// The department's name, e.g. 临河县总工会.
    pub department: String,
    /// Year of the plan.
    pub year: i16,
    /// Who drew it up.
    pub compiled_by: String,
    /// Who checked it.
    pub reviewed_by: String,
    /// The lines of the contents; `None` to have them made from the body.
    pub contents: Option<Vec<String>>,
    /// Paragraphs of the overall goals, numbers included.
    pub overall: Vec<String>,
    /// The sub-goals.
    pub sub_goals: Vec<DraftSubGoal>,
    /// Paragraphs of the safeguards, numbers included.
    pub safeguards: Vec<String>,
    /// The projects.
    pub projects: Vec<DraftProject>,
}

/// One sub-goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSubGoal {
    /// Number with its mark, e.g. （一）.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Paragraphs under the title; empty where the title runs on in one paragraph.
    pub paragraphs: Vec<String>,
}

/// One project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftProject {
    /// 711001
    pub unit_code: String,
    /// 临河县总工会本级
    pub unit_name: String,
    /// 项目编码, 项目编号 or 项目代码
    pub code_label: String,
    /// Project code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Sum in 万元, as it is written.
    pub total: String,
    /// Fiscal part, as it is written.
    pub fiscal: String,
    /// Other part, as it is written; may be blank.
    pub other: String,
    /// Purpose.
    pub purpose: String,
    /// Month and share in percent; a blank share stands blank.
    pub plan: Vec<(u8, String)>,
    /// Goals without their numbers.
    pub goals: Vec<String>,
    /// Rows of the indicator table.
    pub indicators: Vec<DraftIndicator>,
}

/// One row of the indicator table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftIndicator {
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

impl Draft {
    /// The title of the cover.
    pub fn title(&self) -> String {
        format!("{}{}年部门预算绩效文本", self.department, self.year)
    }

    /// The lines of the contents, without pages: as given, or made from the body.
    pub fn contents_lines(&self) -> Vec<String> {
        self.contents.clone().unwrap_or_else(|| {
            let sections = ["一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"];
            let projects = self.projects.iter().enumerate();
            let titles = projects.map(|(index, project)| project.heading(index + 1));
            sections.into_iter().map(str::to_owned).chain(titles).collect()
        })
    }
}

impl DraftProject {
    /// The line over the table.
    pub fn heading(&self, number: usize) -> String {
        format!("{number}.{}绩效目标表", self.name)
    }
}

impl DraftIndicator {
    /// A row from its six cells.
    pub fn new(cells: [&str; 6]) -> DraftIndicator {
        let [dimension, aspect, name, description, target, basis] = cells.map(str::to_owned);
        DraftIndicator { dimension, aspect, name, description, target, basis }
    }
}
