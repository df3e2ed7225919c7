//! What the finance office answers: 绩效目标审核意见表, 绩效目标批复表.

use ground::{Day, Decimal};

use super::goals::IndicatorRow;
use crate::forms::value::{Amount, view};

view! {
    /// 绩效目标审核意见表: points and opinions by facet.
    OpinionForm {
        /// Year of the plan.
        year: i16 = "年度",
        /// Whose goals were reviewed.
        department: String = "部门名称",
        /// Which project, blank where it is the whole department.
        project: String = "项目名称",
        /// The items of the score sheet, those of a facet together.
        items: Vec<OpinionRow> = "审核项目",
        /// Full points of all items.
        points: Option<Decimal> = "分值合计",
        /// Points given, all told.
        score: Option<Decimal> = "得分合计",
        /// 优, 良, 中, 差
        grade: String = "审核等级",
        /// What follows from the grade.
        follows: String = "审核结论",
        /// The opinion as a whole, a line a paragraph.
        opinion: Vec<String> = "综合意见",
        /// Where the points come from, e.g. 系统建议分，以审核人核定为准.
        remark: String = "说明",
        /// The office that reviewed.
        issuer: String = "审核单位",
        /// Who reviewed.
        reviewer: String = "审核人",
        /// Who answers for it.
        head: String = "负责人",
        /// When.
        date: Option<Day> = "审核日期",
    }

    /// An item of the score sheet.
    OpinionRow {
        /// 完整性, with its points.
        facet: String = "审核方面",
        /// 规范完整性
        item: String = "审核项目",
        /// What the reviewer is to look at, a line each.
        checks: Vec<String> = "审核要点",
        /// Full points.
        points: Decimal = "分值",
        /// Points given; blank before it is decided.
        score: Option<Decimal> = "得分",
        /// What was found, a line each.
        findings: Vec<String> = "审核意见",
    }

    /// 绩效目标批复表: the goals as they were approved with the budget.
    ApprovalForm {
        /// Year of the plan.
        year: i16 = "年度",
        /// 批复文号
        number: String = "批复文号",
        /// The department (主管部门).
        department: String = "主管部门",
        /// The unit that runs it.
        unit: String = "实施单位",
        /// 项目名称
        project: String = "项目名称",
        /// 项目编码
        code: String = "项目编码",
        /// 批复预算数
        total: Option<Amount> = "预算数",
        /// 其中：财政资金
        fiscal: Option<Amount> = "财政资金",
        /// 其他资金
        other: Option<Amount> = "其他资金",
        /// 年度绩效目标, a line a goal.
        goals: Vec<String> = "年度绩效目标",
        /// The approved indicators.
        indicators: Vec<IndicatorRow> = "绩效指标",
        /// What the office asks of the department, a line each.
        demands: Vec<String> = "批复要求",
        /// The office that approves.
        issuer: String = "批复单位",
        /// When.
        date: Option<Day> = "批复日期",
    }
}

impl OpinionForm {
    /// Full points and points given of all items.
    pub fn sums(items: &[OpinionRow]) -> (Decimal, Decimal) {
        let points = items.iter().map(|item| item.points).sum();
        (points, items.iter().filter_map(|item| item.score).sum())
    }
}
