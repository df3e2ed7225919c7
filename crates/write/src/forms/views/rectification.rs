//! 整改通知书 and 整改反馈表: what is to be put right, and what was done about it.

use ground::Day;

use crate::forms::value::view;

view! {
    /// 绩效问题整改通知书: a letter with the list of problems.
    RectificationNotice {
        /// 发文字号
        number: String = "发文字号",
        /// To whom it goes.
        department: String = "主送部门",
        /// What was looked at, e.g. 2026年1—7月绩效运行监控.
        occasion: String = "检查事项",
        /// What it found as a whole, a line a paragraph.
        findings: Vec<String> = "总体情况",
        /// The problems.
        problems: Vec<ProblemRow> = "问题清单",
        /// By when the answer is due.
        due: Day = "整改期限",
        /// What happens otherwise, and what else is to be said, a line a paragraph.
        demands: Vec<String> = "工作要求",
        /// The office that writes.
        issuer: String = "发文机关",
        /// When.
        date: Day = "发文日期",
        /// Whom to ask.
        contact: String = "联系人",
        /// Telephone of the office.
        phone: String = "联系电话",
    }

    /// A problem.
    ProblemRow {
        /// 项目名称
        project: String = "项目名称",
        /// What is wrong, with the figures that show it.
        problem: String = "存在问题",
        /// Law or rule.
        basis: String = "依据",
        /// What is to be done.
        demand: String = "整改要求",
    }

    /// 绩效问题整改反馈表: the department's answer.
    RectificationReply {
        /// Number of the notice that it answers.
        number: String = "整改通知书文号",
        /// 部门
        department: String = "填报部门",
        /// The problems with what was done.
        rows: Vec<ReplyRow> = "整改情况",
        /// What the office says to it, a line a paragraph; blank until it has.
        opinion: Vec<String> = "财政部门意见",
        /// Who answers for the department.
        head: String = "部门负责人",
        /// Who filled it in.
        clerk: String = "经办人",
        /// Telephone of the office.
        phone: String = "联系电话",
        /// When.
        date: Option<Day> = "填报日期",
    }

    /// A problem with what was done about it.
    ReplyRow {
        /// 项目名称
        project: String = "项目名称",
        /// What is wrong.
        problem: String = "存在问题",
        /// 整改要求
        demand: String = "整改要求",
        /// 整改措施
        measure: String = "整改措施",
        /// 整改结果
        result: String = "整改结果",
        /// When it was done; blank while it is under way.
        finished: Option<Day> = "完成时间",
        /// Who answers for it.
        responsible: String = "责任人",
    }
}
