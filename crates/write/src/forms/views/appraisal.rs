//! 绩效评价报告 and 绩效评价评分表: what experts found of a project, a department, a policy.

use ground::{Day, Decimal};

use super::rectification::ProblemRow;
use crate::forms::value::view;

view! {
    /// 绩效评价报告. Texts are a line a paragraph.
    AppraisalReport {
        /// What was appraised.
        subject: String = "评价对象",
        /// The year whose work was appraised.
        year: i16 = "年度",
        /// 重点评价 or 部门评价.
        kind: String = "评价方式",
        /// The department whose work it is.
        department: String = "被评价单位",
        /// What it is about.
        overview: Vec<String> = "基本情况",
        /// How much was budgeted and spent.
        money: Vec<String> = "资金情况",
        /// By what it was appraised.
        basis: String = "评价依据",
        /// How it was appraised.
        work: Vec<String> = "评价工作开展情况",
        /// How total and grade come about.
        conclusion: Vec<String> = "评价结论",
        /// The items of the indicator system with their points.
        items: Vec<AppraisedItem> = "得分汇总",
        /// 总分; blank until all experts have reported.
        score: Option<Decimal> = "总分",
        /// 优, 良, 中, 差
        grade: String = "评价等级",
        /// What the marks say, dimension by dimension.
        analysis: Vec<String> = "评价指标分析",
        /// What was done well.
        experience: Vec<String> = "主要经验及做法",
        /// What was found wrong.
        problems: Vec<ProblemRow> = "存在的问题",
        /// What is advised.
        advice: Vec<String> = "有关建议",
        /// What the department said to the result, and what was said to that.
        consulted: Vec<String> = "征求意见情况",
        /// What else is to be said.
        other: Vec<String> = "其他需要说明的问题",
        /// Who marked.
        experts: String = "评价专家",
        /// The office that appraises.
        issuer: String = "评价单位",
        /// When it was settled; blank until it is.
        date: Option<Day> = "审定日期",
    }

    /// An item with its points.
    AppraisedItem {
        /// 一级指标
        dimension: String = "一级指标",
        /// 二级指标
        aspect: String = "二级指标",
        /// 三级指标
        name: String = "三级指标",
        /// 分值
        points: Decimal = "分值",
        /// 得分
        score: Option<Decimal> = "得分",
        /// What each expert gave, the highest and the lowest.
        spread: String = "各专家评分",
    }

    /// 绩效评价评分表: every mark of every expert.
    AppraisalMarks {
        /// What was appraised.
        subject: String = "评价对象",
        /// The year whose work was appraised.
        year: i16 = "年度",
        /// 重点评价 or 部门评价.
        kind: String = "评价方式",
        /// The department whose work it is.
        department: String = "被评价单位",
        /// A row for each item and expert.
        marks: Vec<ExpertMark> = "评分",
        /// Full points of all items.
        points: Decimal = "总分值",
        /// How the total comes about.
        conclusion: String = "汇总办法",
        /// 总分; blank until all experts have reported.
        score: Option<Decimal> = "总分",
        /// 优, 良, 中, 差
        grade: String = "评价等级",
        /// The office that appraises.
        issuer: String = "评价单位",
        /// When it was settled; blank until it is.
        date: Option<Day> = "审定日期",
    }

    /// An expert's mark of an item.
    ExpertMark {
        /// 一级指标
        dimension: String = "一级指标",
        /// 二级指标
        aspect: String = "二级指标",
        /// 三级指标
        name: String = "三级指标",
        /// 分值
        points: Decimal = "分值",
        /// How a mark is given.
        how: String = "评分办法",
        /// Who marks.
        expert: String = "专家",
        /// The mark; blank until it is reported.
        mark: Option<Decimal> = "评分",
        /// Why.
        opinion: String = "专家意见",
        /// What the experts' marks come to.
        score: Option<Decimal> = "得分",
    }
}
