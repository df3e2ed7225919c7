//! What the finance office of 临河县 answers to the goals.

use jiff::civil::date;

use super::{AID, AID_CODE, FINANCE, GOALS, UNION, UNIT, indicators, lines, points, wan};
use crate::forms::value::Amount;
use crate::forms::views::{ApprovalForm, OpinionForm, OpinionRow};

/// 绩效目标审核意见表
pub fn opinion() -> OpinionForm {
    const ITEMS: [(&str, &str, i64, i64, &str, &str); 8] = [
        (
            "完整性\n（20分）",
            "规范完整性",
            10,
            10,
            "填报格式是否规范，内容是否完整、准确",
            "无意见",
        ),
        (
            "完整性\n（20分）",
            "明确清晰性",
            10,
            9,
            "目标是否明确、具体，是否反映主要内容和预期效果",
            "总体目标中“缓解生活压力”未写明程度",
        ),
        (
            "相关性\n（30分）",
            "目标相关性",
            15,
            15,
            "与部门职能、年度工作、资金用途是否相关",
            "无意见",
        ),
        (
            "相关性\n（30分）",
            "指标科学性",
            15,
            13,
            "指标是否全面、细化、量化",
            "效益指标只有一条，建议补充脱困户数",
        ),
        (
            "适当性\n（30分）",
            "绩效合理性",
            15,
            14,
            "预期绩效是否显著，指标值是否过高或过低",
            "助学救助户数高于上年实际",
        ),
        (
            "适当性\n（30分）",
            "资金匹配性",
            15,
            15,
            "目标与资金量、使用方向是否匹配",
            "各类户数乘标准为24.00万元，与预算一致",
        ),
        ("可行性\n（20分）", "实现可能性", 10, 10, "是否经过论证和测算，能否考核", "无意见"),
        ("可行性\n（20分）", "条件充分性", 10, 10, "计划、进度、制度保障是否合理、健全", "无意见"),
    ];
    let item = |(facet, item, full, given, checks, found): (&str, &str, i64, i64, &str, &str)| {
        OpinionRow {
            facet: facet.into(),
            item: item.into(),
            checks: lines(&[checks]),
            points: points(full),
            score: Some(points(given)),
            findings: lines(&[found]),
        }
    };
    let items: Vec<OpinionRow> = ITEMS.map(item).into();
    let (full, given) = OpinionForm::sums(&items);
    OpinionForm {
        year: 2026,
        department: UNION.into(),
        project: AID.into(),
        items,
        points: Some(full),
        score: Some(given),
        grade: "优".into(),
        follows: "可以进入下一步预算安排".into(),
        opinion: lines(&[
            "1.目标与资金匹配，指标基本量化。",
            "2.请按意见补充效益指标，核实助学救助户数后定稿。",
        ]),
        remark: "系统建议分，以审核人核定为准。".into(),
        issuer: FINANCE.into(),
        reviewer: "韩立".into(),
        head: "孟平".into(),
        date: Some(date(2025, 11, 28)),
    }
}

/// 绩效目标批复表
pub fn approval() -> ApprovalForm {
    ApprovalForm {
        year: 2026,
        number: "临财预〔2026〕8号".into(),
        department: UNION.into(),
        unit: UNIT.into(),
        project: AID.into(),
        code: AID_CODE.into(),
        total: Some(Amount::Sum(wan(2400))),
        fiscal: Some(Amount::Sum(wan(2400))),
        other: None,
        goals: lines(&GOALS),
        indicators: indicators(),
        demands: lines(&[
            "1.绩效目标随预算一并下达，执行中一般不予调整；确需调整的，按程序与预算同步调整。",
            "2.8月15日前报送1—7月绩效运行监控表，2027年2月底前报送自评结果。",
        ]),
        issuer: FINANCE.into(),
        date: Some(date(2026, 2, 20)),
    }
}
