//! 部门整体绩效自评报告: a text with tables.

use ground::{Day, Decimal, Money};

use super::self_evaluation::EvaluationFunds;
use crate::forms::value::view;

view! {
    /// 部门整体绩效自评报告. Texts are a line a paragraph.
    DepartmentReport {
        /// Year of the budget.
        year: i16,
        /// The department that reports.
        department: String,
        /// What the department is for and how it is staffed.
        profile: Vec<String>,
        /// What was done in the year.
        work: Vec<String>,
        /// 整体支出, by kind.
        funds: Vec<EvaluationFunds>,
        /// How money was kept in order.
        management: Vec<String>,
        /// How special funds and projects stand.
        projects: Vec<ProjectResult>,
        /// How the goals were reached, in words.
        results: Vec<String>,
        /// Targets that were missed or far exceeded.
        missed: Vec<MissedTarget>,
        /// 问题分析
        problems: Vec<String>,
        /// 自评结论
        conclusion: Vec<String>,
        /// 整改情况 and what is to be done.
        measures: Vec<String>,
        /// What else is to be said.
        other: Vec<String>,
        /// When.
        date: Option<Day>,
    }

    /// A project of the department at the end of the year.
    ProjectResult {
        /// 项目名称
        name: String,
        /// 全年预算数
        budget: Money,
        /// 全年执行数
        executed: Money,
        /// 自评得分
        score: Option<Decimal>,
        /// 自评等级
        grade: String,
    }

    /// A target that was missed or far exceeded.
    MissedTarget {
        /// 项目名称
        project: String,
        /// 三级指标
        name: String,
        /// 指标值
        target: String,
        /// 实际完成值
        actual: String,
        /// 原因
        reason: String,
        /// 改进措施
        measure: String,
    }
}
