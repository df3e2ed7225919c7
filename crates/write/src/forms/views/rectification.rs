//! 整改通知书 and 整改反馈表: what is to be put right, and what was done about it.

use ground::Day;

use crate::forms::value::view;

view! {
    /// 绩效问题整改通知书: a letter with the list of problems.
    RectificationNotice {
        /// 发文字号
        number: String,
        /// To whom it goes.
        department: String,
        /// What was looked at, e.g. 2026年1—7月绩效运行监控.
        occasion: String,
        /// What it found as a whole, a line a paragraph.
        findings: Vec<String>,
        /// The problems.
        problems: Vec<ProblemRow>,
        /// By when the answer is due.
        due: Day,
        /// What happens otherwise, and what else is to be said, a line a paragraph.
        demands: Vec<String>,
        /// The office that writes.
        issuer: String,
        /// When.
        date: Day,
        /// Whom to ask.
        contact: String,
        /// Telephone of the office.
        phone: String,
    }

    /// A problem.
    ProblemRow {
        /// 项目名称
        project: String,
        /// What is wrong, with the figures that show it.
        problem: String,
        /// Law or rule.
        basis: String,
        /// What is to be done.
        demand: String,
    }

    /// 绩效问题整改反馈表: the department's answer.
    RectificationReply {
        /// Number of the notice that it answers.
        number: String,
        /// 部门
        department: String,
        /// The problems with what was done.
        rows: Vec<ReplyRow>,
        /// What the office says to it, a line a paragraph; blank until it has.
        opinion: Vec<String>,
        /// Who answers for the department.
        head: String,
        /// Who filled it in.
        clerk: String,
        /// Telephone of the office.
        phone: String,
        /// When.
        date: Option<Day>,
    }

    /// A problem with what was done about it.
    ReplyRow {
        /// 项目名称
        project: String,
        /// What is wrong.
        problem: String,
        /// 整改要求
        demand: String,
        /// 整改措施
        measure: String,
        /// 整改结果
        result: String,
        /// When it was done; blank while it is under way.
        finished: Option<Day>,
        /// Who answers for it.
        responsible: String,
    }
}
