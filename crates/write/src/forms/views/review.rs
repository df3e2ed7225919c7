//! What the finance office answers: 绩效目标审核意见表, 绩效目标批复表.

use ground::{Day, Decimal};

use super::goals::IndicatorRow;
use crate::forms::value::{Amount, view};

view! {
    /// 绩效目标审核意见表: points and opinions by facet.
    OpinionForm {
        /// Year of the plan.
        year: i16,
        /// Whose goals were reviewed.
        department: String,
        /// Which project, blank where it is the whole department.
        project: String,
        /// The items of the score sheet, those of a facet together.
        items: Vec<OpinionRow>,
        /// Full points of all items.
        points: Decimal,
        /// Points given, all told.
        score: Decimal,
        /// 优, 良, 中, 差
        grade: String,
        /// What follows from the grade.
        follows: String,
        /// The opinion as a whole, a line a paragraph.
        opinion: Vec<String>,
        /// Where the points come from, e.g. 系统建议分，以审核人核定为准.
        remark: String,
        /// The office that reviewed.
        issuer: String,
        /// Who reviewed.
        reviewer: String,
        /// Who answers for it.
        head: String,
        /// When.
        date: Option<Day>,
    }

    /// An item of the score sheet.
    OpinionRow {
        /// 完整性, with its points.
        facet: String,
        /// 规范完整性
        item: String,
        /// What the reviewer is to look at, a line each.
        checks: Vec<String>,
        /// Full points.
        points: Decimal,
        /// Points given; blank before it is decided.
        score: Option<Decimal>,
        /// What was found, a line each.
        findings: Vec<String>,
    }

    /// 绩效目标批复表: the goals as they were approved with the budget.
    ApprovalForm {
        /// Year of the plan.
        year: i16,
        /// 批复文号
        number: String,
        /// The department (主管部门).
        department: String,
        /// The unit that runs it.
        unit: String,
        /// 项目名称
        project: String,
        /// 项目编码
        code: String,
        /// 批复预算数
        total: Option<Amount>,
        /// 其中：财政资金
        fiscal: Option<Amount>,
        /// 其他资金
        other: Option<Amount>,
        /// 年度绩效目标, a line a goal.
        goals: Vec<String>,
        /// The approved indicators.
        indicators: Vec<IndicatorRow>,
        /// What the office asks of the department, a line each.
        demands: Vec<String>,
        /// The office that approves.
        issuer: String,
        /// When.
        date: Option<Day>,
    }
}

impl OpinionForm {
    /// Full points and points given of all items.
    pub fn sums(items: &[OpinionRow]) -> (Decimal, Decimal) {
        let points = items.iter().map(|item| item.points).sum();
        (points, items.iter().filter_map(|item| item.score).sum())
    }
}
