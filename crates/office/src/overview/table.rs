//! The overview as a table.

use ground::{Decimal, Money};
use store::statements::State;

use super::{DepartmentLine, Overview};

/// The heads of the table.
const HEADS: [&str; 18] = [
    "地区",
    "部门编码",
    "部门",
    "年度",
    "状态",
    "已过期限",
    "申报预算（万元）",
    "预算（万元）",
    "支付（万元）",
    "执行率（%）",
    "计划（%）",
    "灯",
    "红灯",
    "黄灯",
    "自评",
    "得分",
    "等级",
    "错误和警告",
];

impl Overview {
    /// The departments as a table, its heads being the first row.
    pub fn table(&self) -> Vec<Vec<String>> {
        let heads = HEADS.map(str::to_owned).to_vec();
        let lines = self.departments.iter().map(|line| row(line, self.year));
        std::iter::once(heads).chain(lines).collect()
    }
}

fn row(line: &DepartmentLine, year: i64) -> Vec<String> {
    let it = line.statement.as_ref();
    let number =
        |number: Option<Decimal>| number.map_or_else(String::new, |it| it.normalize().to_string());
    let wan = |sum: Money| it.map_or_else(String::new, |_| sum.wan().normalize().to_string());
    vec![
        line.region.clone(),
        line.organisation.code.clone(),
        line.organisation.name.clone(),
        year.to_string(),
        it.map_or("未开始", |it| State::label(it.state)).to_owned(),
        if line.is_late { "是" } else { "" }.to_owned(),
        wan(line.sums.declared),
        wan(line.sums.budget),
        wan(line.sums.paid),
        number(line.executed),
        number(line.planned),
        line.light.map_or("", |light| light.label()).to_owned(),
        line.sums.red.to_string(),
        line.sums.yellow.to_string(),
        line.marking.map_or("未开始", |state| state.label()).to_owned(),
        number(line.total),
        line.grade.clone(),
        format!("{}错误，{}警告", line.sums.errors, line.sums.warnings),
    ]
}
