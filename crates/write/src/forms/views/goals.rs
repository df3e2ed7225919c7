//! What is declared with the budget: 项目绩效目标表, 部门整体绩效目标表.

use crate::forms::value::{Amount, view};

view! {
    /// 项目绩效目标表: a project's budget, goals and indicators.
    ProjectGoals {
        /// Year of the plan.
        year: Option<i16> = "年度",
        /// The department (主管部门).
        department: String = "主管部门",
        /// The unit that runs it, its code before its name where it has one.
        unit: String = "实施单位",
        /// 项目名称
        project: String = "项目名称",
        /// 项目编码
        code: String = "项目编码",
        /// 预算数, the whole.
        total: Option<Amount> = "预算数",
        /// 其中：财政资金
        fiscal: Option<Amount> = "财政资金",
        /// 其他资金
        other: Option<Amount> = "其他资金",
        /// 资金用途
        purpose: String = "资金用途",
        /// 资金支出计划
        plan: Vec<PlanPoint> = "资金支出计划",
        /// 绩效目标, a line a goal.
        goals: Vec<String> = "绩效目标",
        /// The rows of the indicator table.
        indicators: Vec<IndicatorRow> = "绩效指标",
    }

    /// A point of the spending plan.
    PlanPoint {
        /// 3月底
        label: String = "节点",
        /// What share is to be spent by then, all told, as the plan says it: 25%.
        share: String = "累计支出比例",
    }

    /// An indicator as it is declared. All are words as they stand.
    IndicatorRow {
        /// 一级指标
        dimension: String = "一级指标",
        /// 二级指标
        aspect: String = "二级指标",
        /// 三级指标
        name: String = "三级指标",
        /// 绩效指标描述
        description: String = "绩效指标描述",
        /// 指标值
        target: String = "指标值",
        /// 指标值确定依据
        basis: String = "指标值确定依据",
    }
    // Forms of whole departments and approvals leave them out.
    => optional { description, basis }

    /// 部门整体绩效目标表: what the department as a whole will do and reach.
    DepartmentGoals {
        /// Year of the plan.
        year: Option<i16> = "年度",
        /// 部门名称
        department: String = "部门名称",
        /// 总体绩效目标, a line a paragraph.
        overall: Vec<String> = "总体绩效目标",
        /// 分项绩效目标
        tasks: Vec<Task> = "分项绩效目标",
        /// 工作保障措施, a line a paragraph.
        safeguards: Vec<String> = "工作保障措施",
        /// The sum of all projects.
        total: Option<Amount> = "项目预算合计",
        /// The budget projects.
        projects: Vec<ProjectRow> = "预算项目",
        /// Indicators of the department as a whole.
        indicators: Vec<IndicatorRow> = "年度绩效指标",
    }

    /// A sub-goal of a department.
    Task {
        /// Its title, number included.
        title: String = "任务名称",
        /// What is to be done and reached, a line a paragraph.
        content: Vec<String> = "主要内容和预期成果",
    }

    /// A budget project among those of the department.
    ProjectRow {
        /// 项目名称
        name: String = "项目名称",
        /// 项目编码
        code: String = "项目编码",
        /// 预算数
        total: Option<Amount> = "预算数",
        /// 财政资金
        fiscal: Option<Amount> = "财政资金",
        /// 其他资金
        other: Option<Amount> = "其他资金",
    }
}
