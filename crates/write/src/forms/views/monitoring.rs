//! 绩效运行监控表: how money and goals stand in the middle of the year.

use ground::{Day, Decimal, Money};
use rust_decimal::RoundingStrategy;

use crate::forms::value::{Percent, view};

view! {
    /// 绩效运行监控表 of a project (财预〔2019〕136号, 附件).
    MonitoringForm {
        /// Year of the budget.
        year: i16 = "年度",
        /// The last month that is looked at, 1 to 12; its columns are named after it.
        through_month: u8 = "监控截止月份",
        /// 项目名称
        project: String = "项目名称",
        /// 项目编码
        code: String = "项目编码",
        /// 主管部门
        department: String = "主管部门",
        /// 项目实施单位
        unit: String = "实施单位",
        /// 年度资金总额, then what it is made of.
        funds: Vec<MonitoringFunds> = "项目资金",
        /// 项目年度绩效目标, a line a goal.
        goals: Vec<String> = "项目年度绩效目标",
        /// 项目绩效目标执行总体情况, a line a paragraph.
        progress: Vec<String> = "绩效目标执行总体情况",
        /// The indicators.
        rows: Vec<MonitoringRow> = "监控指标",
        /// Who answers for the unit.
        head: String = "单位负责人",
        /// Who filled it in.
        clerk: String = "经办人",
        /// Telephone of the office.
        phone: String = "联系电话",
        /// When.
        date: Option<Day> = "填报日期",
    }

    /// A row of money.
    MonitoringFunds {
        /// 年度资金总额, 财政资金, 其他资金
        name: String = "资金类别",
        /// 年初预算数
        initial: Option<Money> = "年初预算数",
        /// 调整后预算数
        adjusted: Option<Money> = "调整后预算数",
        /// 1—X月执行数
        executed: Option<Money> = "1—X月执行数",
        /// 执行率: executed / adjusted.
        rate: Option<Percent> = "执行率",
        /// 全年预计执行数
        forecast: Option<Money> = "全年预计执行数",
    }

    /// An indicator half way.
    MonitoringRow {
        /// 一级指标
        dimension: String = "一级指标",
        /// 二级指标
        aspect: String = "二级指标",
        /// 三级指标
        name: String = "三级指标",
        /// 年度指标值
        target: String = "年度指标值",
        /// 1—X月执行情况
        done: String = "1—X月执行情况",
        /// 全年预计完成情况
        forecast: String = "全年预计完成情况",
        /// 偏差原因：经费保障
        by_funds: String = "经费保障",
        /// 偏差原因：制度保障
        by_rules: String = "制度保障",
        /// 偏差原因：人员保障
        by_staff: String = "人员保障",
        /// 偏差原因：硬件条件保障
        by_equipment: String = "硬件条件保障",
        /// 偏差原因：其他
        by_other: String = "其他原因",
        /// 原因说明
        explanation: String = "原因说明",
        /// 完成目标可能性: 确定能, 有可能, 完全不可能.
        likelihood: String = "完成目标可能性",
    }
}

/// 执行率 in percent with two places, half a hundredth rounded up; 0 where there is no budget.
pub fn execution_rate(executed: Money, adjusted: Money) -> Percent {
    let whole = Decimal::from(adjusted.fen());
    let rate = (Decimal::from(executed.fen()) * Decimal::ONE_HUNDRED).checked_div(whole);
    let rate = rate.unwrap_or_default();
    Percent(rate.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

impl MonitoringFunds {
    /// A row with its rate.
    pub fn new(name: &str, sums: [Money; 4]) -> MonitoringFunds {
        let rate = Some(execution_rate(sums[2], sums[1]));
        let [initial, adjusted, executed, forecast] = sums.map(Some);
        MonitoringFunds { name: name.into(), initial, adjusted, executed, rate, forecast }
    }

    /// 年度资金总额 with the parts that it is the sum of under it; `None` if 64 bits do not hold it.
    pub fn with_total(parts: Vec<MonitoringFunds>) -> Option<Vec<MonitoringFunds>> {
        let sum = |of: fn(&MonitoringFunds) -> Option<Money>| {
            let mut sums = parts.iter().map(|part| of(part).unwrap_or_default());
            sums.try_fold(Money::ZERO, Money::checked_add)
        };
        let sums = [
            sum(|part| part.initial)?,
            sum(|part| part.adjusted)?,
            sum(|part| part.executed)?,
            sum(|part| part.forecast)?,
        ];
        let mut rows = vec![MonitoringFunds::new("年度资金总额", sums)];
        rows.extend(parts);
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wan(text: &str) -> Money {
        Money::from_wan(text.parse().unwrap()).unwrap()
    }

    #[test]
    fn rates_have_two_places_and_no_budget_has_none() {
        let rate = |executed, adjusted| execution_rate(wan(executed), wan(adjusted)).0.to_string();
        assert_eq!(rate("16", "24"), "66.67");
        assert_eq!(rate("1", "800"), "0.13");
        assert_eq!(rate("12.5", "0"), "0");
        assert_eq!(rate("25", "24"), "104.17");
    }

    #[test]
    fn the_total_is_the_sum_of_its_parts() {
        let part = |name, sums: [&str; 4]| MonitoringFunds::new(name, sums.map(wan));
        let parts = vec![
            part("财政资金", ["20", "22", "11", "22"]),
            part("其他资金", ["4", "2", "1", "2"]),
        ];
        let rows = MonitoringFunds::with_total(parts).unwrap();
        assert_eq!(rows[0].name, "年度资金总额");
        assert_eq!((rows[0].adjusted, rows[0].executed), (Some(wan("24")), Some(wan("12"))));
        assert_eq!(rows[0].rate.unwrap().0.to_string(), "50");
        let huge = MonitoringFunds::new("x", [Money::from_fen(i64::MAX); 4]);
        assert!(MonitoringFunds::with_total(vec![huge.clone(), huge]).is_none());
    }
}
