//! The aid project of 临河县 in July and at the end of the year.

use jiff::civil::date;

use super::{AID, AID_CODE, GOALS, INDICATORS, UNION, UNIT, lines, points, wan};
use crate::forms::views::{
    EvaluationFunds, EvaluationRow, MonitoringForm, MonitoringFunds, MonitoringRow, SelfEvaluation,
};

/// 绩效运行监控表
pub fn monitoring() -> MonitoringForm {
    let parts = vec![
        MonitoringFunds::new("其中：财政资金", [wan(2000), wan(2400), wan(1430), wan(2400)]),
        MonitoringFunds::new("其他资金", [wan(0), wan(0), wan(0), wan(0)]),
    ];
    const DONE: [[&str; 2]; 10] = [
        ["26户", "40户"],
        ["6户", "10户"],
        ["0户", "8户"],
        ["100%", "100%"],
        ["正在发放", "12月15日"],
        ["2950元/户", "2980元/户"],
        ["7600元/户", "7800元/户"],
        ["—", "4000元/户"],
        ["年底测算", "5.2%"],
        ["96%", "96%"],
    ];
    let rows = INDICATORS.iter().zip(DONE).enumerate().map(|(at, (said, [done, forecast]))| {
        let [dimension, aspect, name, target] = said.map(str::to_owned);
        let lags = at == 2;
        MonitoringRow {
            dimension,
            aspect,
            name,
            target,
            done: done.into(),
            forecast: forecast.into(),
            by_funds: String::new(),
            by_rules: String::new(),
            by_staff: String::new(),
            by_equipment: String::new(),
            by_other: if lags { "√".into() } else { String::new() },
            explanation: if lags {
                "助学救助在9月开学后发放，2户子女已毕业".into()
            } else {
                String::new()
            },
            likelihood: if lags { "有可能".into() } else { "确定能".into() },
        }
    });
    MonitoringForm {
        year: 2026,
        through_month: 7,
        project: AID.into(),
        code: AID_CODE.into(),
        department: UNION.into(),
        unit: UNIT.into(),
        funds: MonitoringFunds::with_total(parts).unwrap_or_default(),
        goals: lines(&GOALS),
        progress: lines(&[
            "截至7月底，生活救助26户、医疗救助6户，资金发放到户14.30万元；助学救助对象已核实，9月发放。",
        ]),
        rows: rows.collect(),
        head: "周正".into(),
        clerk: "何清".into(),
        phone: "0990-5550101".into(),
        date: Some(date(2026, 8, 10)),
    }
}

/// 项目支出绩效自评表
pub fn self_evaluation() -> SelfEvaluation {
    let total = EvaluationFunds::new("年度资金总额", [wan(2000), wan(2400), wan(2328)]);
    let funds = vec![
        total.scored(points(10)),
        EvaluationFunds::new("其中：本年财政拨款", [wan(2000), wan(2400), wan(2328)]),
        EvaluationFunds::new("上年结转资金", [wan(0); 3]),
        EvaluationFunds::new("其他资金", [wan(0); 3]),
    ];
    evaluated(funds)
}

/// 项目支出绩效自评表 of Sichuan
pub fn self_evaluation_sichuan() -> SelfEvaluation {
    let total = EvaluationFunds::new("总额", [wan(2000), wan(2400), wan(2328)]);
    let funds = vec![
        total.scored(points(10)),
        EvaluationFunds::new("其中：财政资金", [wan(2000), wan(2400), wan(2328)]),
        EvaluationFunds::new("财政专户管理资金", [wan(0); 3]),
        EvaluationFunds::new("单位资金", [wan(0); 3]),
        EvaluationFunds::new("其他资金", [wan(0); 3]),
    ];
    evaluated(funds)
}

fn evaluated(funds: Vec<EvaluationFunds>) -> SelfEvaluation {
    // Done, points, points reached in tenths, sign, value, unit.
    const REACHED: [(&str, i64, i64, [&str; 3]); 10] = [
        ("40户", 8, 80, ["≥", "40", "户"]),
        ("10户", 7, 70, ["≥", "10", "户"]),
        ("8户", 5, 40, ["≥", "10", "户"]),
        ("100%", 10, 100, ["＝", "100", "%"]),
        ("12月15日", 8, 80, ["≤", "12月20日", "日期"]),
        ("2980元/户", 4, 40, ["≤", "3000", "元/户"]),
        ("7800元/户", 4, 40, ["≤", "8000", "元/户"]),
        ("3600元/户", 4, 40, ["≤", "4000", "元/户"]),
        ("5.2%", 30, 300, ["≥", "5", "%"]),
        ("96%", 10, 100, ["≥", "95", "%"]),
    ];
    let rows = INDICATORS.iter().zip(REACHED).map(
        |(said, (actual, full, tenths, [nature, value, measure]))| {
            let [dimension, aspect, name, target] = said.map(str::to_owned);
            let missed = tenths < full * 10;
            EvaluationRow {
                dimension,
                aspect,
                name,
                target,
                nature: nature.into(),
                value: value.into(),
                measure: measure.into(),
                actual: actual.into(),
                points: Some(points(full)),
                score: Some(ground::Decimal::new(tenths, 1)),
                deviation: if missed {
                    "2户子女已毕业，不再符合条件；以后按当年核实户数定目标".into()
                } else {
                    String::new()
                },
            }
        },
    );
    let rows: Vec<EvaluationRow> = rows.collect();
    let (total_points, total_score) = SelfEvaluation::totals(&funds, &rows);
    SelfEvaluation {
        year: 2026,
        project: AID.into(),
        code: AID_CODE.into(),
        department: UNION.into(),
        department_code: "711".into(),
        unit: UNIT.into(),
        funds,
        funds_reason: "7月增加医疗救助预算4.00万元；执行率97.00%，无需说明。".into(),
        goals: lines(&GOALS),
        reached: lines(&[
            "全年生活救助40户、医疗救助10户、助学救助8户，资金于12月15日全部发放到户，满意度96%。",
        ]),
        rows,
        total_points: Some(total_points),
        total_score: Some(total_score),
        conclusion: "项目按计划实施，资金使用合规，主要目标完成。".into(),
        problems: "助学救助户数预计偏高，目标测算不够细。".into(),
        measures: "每年8月核实在学情况后再定助学救助户数。".into(),
        head: "周正".into(),
        finance_head: "罗明".into(),
        clerk: "何清".into(),
        date: Some(date(2027, 1, 20)),
    }
}
