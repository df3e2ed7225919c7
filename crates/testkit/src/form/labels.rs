//! The labels of the project table, uniform within one statement.

use crate::hand::Apart;
use crate::rng::Rng;

/// Labels of the project table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// 项目编码, 项目编号, 项目代码
    pub code: &'static str,
    /// 项目名称
    pub name: &'static str,
    /// 预算规模及资金用途
    pub scale: &'static str,
    /// 预算数
    pub total: &'static str,
    /// 其中：财政资金
    pub fiscal: &'static str,
    /// 其他资金
    pub other: &'static str,
    /// A label of the purpose's own, where the form has one.
    pub purpose: Option<&'static str>,
    /// 资金支出计划（%）
    pub plan: &'static str,
    /// What stands behind the number of the month: 月底; 季度末 where quarters and the year are named.
    pub month: &'static str,
    /// 绩效目标
    pub goals: &'static str,
    /// 单位：万元, up to the unit.
    pub money: &'static str,
    /// Headings of the indicator table.
    pub headers: Vec<&'static str>,
}

/// How first and second levels are repeated over the rows of the indicator table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Both are merged over their rows.
    Merged,
    /// The first is merged, the second stands in every row.
    AspectsRepeated,
    /// Both stand in every row.
    Repeated,
}

/// Where ends of quarters and of the year are named as such.
const QUARTERS: &str = "季度末";

impl Labels {
    /// The labels of the official form.
    pub fn official() -> Labels {
        Labels {
            code: "项目编码",
            name: "项目名称",
            scale: "预算规模及资金用途",
            total: "预算数",
            fiscal: "其中：财政资金",
            other: "其他资金",
            purpose: None,
            plan: "资金支出计划（%）",
            month: "月底",
            goals: "绩效目标",
            money: "单位：",
            headers: vec![
                "一级指标",
                "二级指标",
                "三级指标",
                "绩效指标描述",
                "指标值",
                "指标值确定依据",
            ],
        }
    }

    pub(super) fn draw(apart: Apart, rng: &mut Rng) -> Labels {
        let official = Labels::official();
        Labels {
            code: rng.word(&["项目编码", "项目编码", "项目编号", "项目代码"]),
            name: official.name,
            scale: rng.word(&["预算规模及资金用途", "预算规模及资金用途", "预算规模及用途"]),
            total: rng.word(&["预算数", "预算数", "预算数", "预算金额", "年度预算数"]),
            fiscal: rng.word(&["其中：财政资金", "其中：财政资金", "其中：财政拨款", "财政资金"]),
            other: rng.word(&["其他资金", "其他资金", "其它资金"]),
            purpose: if rng.chance(15) { Some("资金用途") } else { None },
            plan: rng.word(&[
                "资金支出计划（%）",
                "资金支出计划（%）",
                "资金支出计划(%)",
                "资金使用计划（%）",
            ]),
            month: rng.word(&["月底", "月底", "月底", "月末", QUARTERS]),
            goals: rng.word(&["绩效目标", "绩效目标", "绩效目标", "年度绩效目标"]),
            money: rng.word(&["单位：", "单位：", "金额单位："]),
            headers: headers(apart, rng),
        }
    }

    /// The label of a checkpoint.
    pub fn checkpoint(&self, month: u8) -> String {
        match month {
            3 if self.month == QUARTERS => "一季度末".to_owned(),
            6 if self.month == QUARTERS => "上半年末".to_owned(),
            9 if self.month == QUARTERS => "第三季度末".to_owned(),
            12 if self.month == QUARTERS => "年底".to_owned(),
            _ if self.month == QUARTERS => format!("{month}月底"),
            _ => format!("{month}{}", self.month),
        }
    }
}

fn headers(apart: Apart, rng: &mut Rng) -> Vec<&'static str> {
    let mut headers = vec!["一级指标", "二级指标", "三级指标"];
    headers.push(rng.word(&[
        "绩效指标描述",
        "绩效指标描述",
        "指标解释",
        "指标说明",
        "绩效指标描述（指标内容）",
    ]));
    match apart {
        Apart::No => {
            headers.push(rng.word(&["指标值", "指标值", "绩效指标值", "目标值", "年度指标值"]));
        }
        Apart::Yes => headers.extend(rng.one(&[
            ["计算符号", "指标值", "计量单位"],
            ["符号", "值", "单位（文字描述）"],
            ["运算符号", "目标值", "度量单位"],
        ])),
    }
    headers.push(rng.word(&[
        "指标值确定依据",
        "指标值确定依据",
        "指标值设定依据",
        "目标值确定依据",
        "确定依据",
    ]));
    headers
}
