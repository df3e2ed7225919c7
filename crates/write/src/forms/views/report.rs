//! 部门整体绩效自评报告: a text with tables.

use ground::{Day, Decimal, Money};

use super::self_evaluation::EvaluationFunds;
use crate::forms::value::view;

view! {
    /// 部门整体绩效自评报告. Texts are a line a paragraph.
    DepartmentReport {
        /// Year of the budget.
        year: i16 = "年度",
        /// The department that reports.
        department: String = "部门名称",
        /// What the department is for and how it is staffed.
        profile: Vec<String> = "部门基本情况",
        /// What was done in the year.
        work: Vec<String> = "工作开展情况",
        /// 整体支出, by kind.
        funds: Vec<EvaluationFunds> = "部门整体支出",
        /// How money was kept in order.
        management: Vec<String> = "资金管理情况",
        /// How special funds and projects stand.
        projects: Vec<ProjectResult> = "项目自评结果",
        /// How the goals were reached, in words.
        results: Vec<String> = "绩效目标完成情况",
        /// Targets that were missed or far exceeded.
        missed: Vec<MissedTarget> = "未完成或偏离较大的指标",
        /// 问题分析
        problems: Vec<String> = "问题分析",
        /// 自评结论
        conclusion: Vec<String> = "自评结论",
        /// 整改情况 and what is to be done.
        measures: Vec<String> = "整改情况和下一步措施",
        /// What else is to be said.
        other: Vec<String> = "其他需要说明的问题",
        /// When.
        date: Option<Day> = "报告日期",
    }

    /// A project of the department at the end of the year.
    ProjectResult {
        /// 项目名称
        name: String = "项目名称",
        /// 全年预算数
        budget: Option<Money> = "全年预算数",
        /// 全年执行数
        executed: Option<Money> = "全年执行数",
        /// 自评得分
        score: Option<Decimal> = "得分",
        /// 自评等级
        grade: String = "等级",
    }

    /// A target that was missed or far exceeded.
    MissedTarget {
        /// 项目名称
        project: String = "项目名称",
        /// 三级指标
        name: String = "指标名称",
        /// 指标值
        target: String = "指标值",
        /// 实际完成值
        actual: String = "完成值",
        /// 原因
        reason: String = "原因",
        /// 改进措施
        measure: String = "改进措施",
    }
}
