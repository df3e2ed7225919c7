//! The appraisal of 临河县's aid to workers in need: report and marks.

use ground::Decimal;
use jiff::civil::date;

use super::{AID, FINANCE, UNION, lines, points};
use crate::forms::views::{AppraisalMarks, AppraisalReport, AppraisedItem, ExpertMark, ProblemRow};

const ITEMS: [(&str, &str, &str, i64, i64, i64); 4] = [
    ("决策", "项目立项", "立项依据充分性", 20, 19, 17),
    ("过程", "资金管理", "预算执行率", 20, 18, 18),
    ("产出", "产出数量", "实际完成率", 30, 28, 24),
    ("效益", "项目效益", "满意度", 30, 27, 29),
];

fn half(one: i64, other: i64) -> Decimal {
    (points(one) + points(other)) / Decimal::TWO
}

fn total() -> Decimal {
    ITEMS.iter().map(|(.., one, other)| half(*one, *other)).sum()
}

/// 绩效评价报告
pub fn appraisal_report() -> AppraisalReport {
    let item = |(dimension, aspect, name, of, one, other): &(&str, &str, &str, i64, i64, i64)| {
        AppraisedItem {
            dimension: (*dimension).into(),
            aspect: (*aspect).into(),
            name: (*name).into(),
            points: points(*of),
            score: Some(half(*one, *other)),
            spread: format!("最高{}，最低{}", one.max(other), one.min(other)),
        }
    };
    AppraisalReport {
        subject: AID.into(),
        year: 2026,
        kind: "重点评价".into(),
        department: UNION.into(),
        overview: lines(&["项目用于在档困难职工的生活救助、医疗救助和助学救助，全年救助58户。"]),
        money: lines(&["年初预算24.00万元，全年支出23.28万元，执行率97.00%。"]),
        basis: "《项目支出绩效评价管理办法》（财预〔2020〕10号）".into(),
        work: lines(&["查阅台账和凭证，抽查12户，由2名专家按评价指标体系评分。"]),
        conclusion: lines(&["2名专家评分，各项取全体专家的平均分。"]),
        items: ITEMS.iter().map(item).collect(),
        score: Some(total()),
        grade: "优".into(),
        analysis: lines(&["产出类得分较低，主要是助学救助比计划少2户。"]),
        experience: lines(&["先建档、后帮扶，资金全部实名发放到卡。"]),
        problems: vec![ProblemRow {
            project: AID.into(),
            problem: "助学救助目标测算没有扣除当年毕业的学生".into(),
            basis: String::new(),
            demand: "每年8月核实在学情况后再定目标".into(),
        }],
        advice: lines(&["资金规模保持不变，完善困难职工动态管理。"]),
        consulted: lines(&["被评价单位意见：对评价结果没有不同意见。"]),
        other: lines(&["无。"]),
        experts: "孙岚、钱立".into(),
        issuer: FINANCE.into(),
        date: Some(date(2027, 4, 20)),
    }
}

/// 绩效评价评分表
pub fn appraisal_marks() -> AppraisalMarks {
    let rows = ITEMS.iter().flat_map(|(dimension, aspect, name, of, one, other)| {
        let row = move |expert: &str, mark: i64| ExpertMark {
            dimension: (*dimension).into(),
            aspect: (*aspect).into(),
            name: (*name).into(),
            points: points(*of),
            how: "逐项对照，按程度给分".into(),
            expert: expert.into(),
            mark: Some(points(mark)),
            opinion: "与台账一致".into(),
            score: Some(half(*one, *other)),
        };
        [row("孙岚", *one), row("钱立", *other)]
    });
    AppraisalMarks {
        subject: AID.into(),
        year: 2026,
        kind: "重点评价".into(),
        department: UNION.into(),
        marks: rows.collect(),
        points: points(100),
        conclusion: "2名专家评分，各项取全体专家的平均分".into(),
        score: Some(total()),
        grade: "优".into(),
        issuer: FINANCE.into(),
        date: Some(date(2027, 4, 20)),
    }
}
