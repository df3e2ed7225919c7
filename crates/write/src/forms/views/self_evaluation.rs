//! 项目支出绩效自评表: what was spent and reached, and the points for it.

use ground::{Day, Decimal, Money};
use rust_decimal::RoundingStrategy;

use super::monitoring::execution_rate;
use crate::forms::value::{Percent, view};

view! {
    /// 项目支出绩效自评表 (财预〔2020〕10号), with the fields of its variants.
    SelfEvaluation {
        /// Year of the budget.
        year: i16 = "年度",
        /// 项目名称
        project: String = "项目名称",
        /// 项目编码
        code: String = "项目编码",
        /// 主管部门
        department: String = "主管部门",
        /// 主管部门代码
        department_code: String = "主管部门代码",
        /// 实施单位
        unit: String = "实施单位",
        /// 年度资金总额, then what it is made of.
        funds: Vec<EvaluationFunds> = "项目资金",
        /// Why less than 90 % was spent, or why the budget was changed in the year.
        funds_reason: String = "执行率偏低原因及年中调整说明",
        /// 年度总体目标：预期目标, a line a goal.
        goals: Vec<String> = "年度总体目标：预期目标",
        /// 年度总体目标：实际完成情况, a line a goal.
        reached: Vec<String> = "年度总体目标：实际完成情况",
        /// The indicators.
        rows: Vec<EvaluationRow> = "绩效指标",
        /// Full points, those of the money among them.
        total_points: Option<Decimal> = "总分值",
        /// Points reached.
        total_score: Option<Decimal> = "总得分",
        /// 评价结论
        conclusion: String = "评价结论",
        /// 存在问题
        problems: String = "存在问题",
        /// 改进措施
        measures: String = "改进措施",
        /// 项目负责人
        head: String = "项目负责人",
        /// 财务负责人
        finance_head: String = "财务负责人",
        /// Who filled it in.
        clerk: String = "经办人",
        /// When.
        date: Option<Day> = "填报日期",
    }

    /// A row of money.
    EvaluationFunds {
        /// 年度资金总额 or what it is made of.
        name: String = "资金类别",
        /// 年初预算数
        initial: Option<Money> = "年初预算数",
        /// 全年预算数, after changes.
        budget: Option<Money> = "全年预算数",
        /// 全年执行数
        executed: Option<Money> = "全年执行数",
        /// 执行率: executed / budget.
        rate: Option<Percent> = "执行率",
        /// Full points; only the total has them.
        points: Option<Decimal> = "分值",
        /// Points reached.
        score: Option<Decimal> = "得分",
    }
    // The report of a whole department gives no points for money.
    => optional { points, score }

    /// An indicator at the end of the year.
    EvaluationRow {
        /// 一级指标
        dimension: String = "一级指标",
        /// 二级指标
        aspect: String = "二级指标",
        /// 三级指标
        name: String = "三级指标",
        /// 年度指标值, whole: ≥95%.
        target: String = "年度指标值",
        /// 指标性质: ≥, ≤, ＝, 定性.
        nature: String = "指标性质",
        /// 指标值 without sign and unit: 95.
        value: String = "指标值",
        /// 度量单位: %.
        measure: String = "度量单位",
        /// 实际完成值
        actual: String = "实际完成值",
        /// 分值
        points: Option<Decimal> = "分值",
        /// 得分
        score: Option<Decimal> = "得分",
        /// 偏差原因分析及改进措施
        deviation: String = "偏差原因分析及改进措施",
    }
}

/// Points for the money spent: the share of the budget times the full points with two places, no more
/// than all of them; none where there is no budget.
pub fn execution_score(executed: Money, budget: Money, points: Decimal) -> Decimal {
    numeric_score(Decimal::from(executed.fen()), Decimal::from(budget.fen()), points)
}

/// Points for a number that should be at least the target: all where it is reached, else in
/// proportion with two places; none for a target of zero, which proportion cannot judge.
pub fn numeric_score(actual: Decimal, target: Decimal, points: Decimal) -> Decimal {
    let share = actual.checked_div(target).unwrap_or_default();
    let score = share.clamp(Decimal::ZERO, Decimal::ONE) * points;
    score.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

impl EvaluationFunds {
    /// A row with its rate, without points.
    pub fn new(name: &str, sums: [Money; 3]) -> EvaluationFunds {
        let rate = Some(execution_rate(sums[2], sums[1]));
        let [initial, budget, executed] = sums.map(Some);
        let name = name.into();
        EvaluationFunds { name, initial, budget, executed, rate, points: None, score: None }
    }

    /// The same row with its points.
    pub fn scored(self, points: Decimal) -> EvaluationFunds {
        let sums = self.executed.zip(self.budget);
        let score = sums.map(|(executed, budget)| execution_score(executed, budget, points));
        EvaluationFunds { points: Some(points), score, ..self }
    }
}

impl SelfEvaluation {
    /// Full points and points reached of money and indicators together.
    pub fn totals(funds: &[EvaluationFunds], rows: &[EvaluationRow]) -> (Decimal, Decimal) {
        let money = funds.iter().filter_map(|row| Some((row.points?, row.score?)));
        let all = money.chain(rows.iter().filter_map(|row| Some((row.points?, row.score?))));
        all.fold((Decimal::ZERO, Decimal::ZERO), |(points, score), (more, reached)| {
            (points + more, score + reached)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn points_are_in_proportion_and_never_more_than_all() {
        let score = |actual, target| numeric_score(number(actual), number(target), number("10"));
        assert_eq!(score("95", "100").to_string(), "9.50");
        assert_eq!(score("2", "3").to_string(), "6.67");
        assert_eq!(score("120", "100"), number("10"));
        assert_eq!(score("-1", "100"), Decimal::ZERO);
        assert_eq!(score("5", "0"), Decimal::ZERO);
    }

    #[test]
    fn totals_take_money_and_indicators_together() {
        let wan = |text: &str| Money::from_wan(number(text)).unwrap();
        let total = EvaluationFunds::new("年度资金总额", ["24", "24", "22.8"].map(wan));
        let funds = [total.scored(number("10")), EvaluationFunds::new("其他", [Money::ZERO; 3])];
        assert_eq!(funds[0].score, Some(number("9.5")));
        assert_eq!(SelfEvaluation::totals(&funds, &[]), (number("10"), number("9.5")));
    }
}
