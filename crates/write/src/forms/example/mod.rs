//! Filled forms of the invented 临河县: what each form looks like before real values come.

mod aid;
mod appraisal;
mod monitoring;
mod report;
mod review;

pub use aid::{public_list, roster, roster_of};
pub use appraisal::{appraisal_marks, appraisal_report};
pub use monitoring::{monitoring, self_evaluation, self_evaluation_sichuan};
pub use report::{notice, reply, report};
pub use review::{approval, opinion};

use ground::{Decimal, Money};
use rulebook::{FormKind, FormSheet};

use super::data::Data;
use super::value::View;
use super::views::{DepartmentGoals, IndicatorRow, ProjectGoals, ProjectRow, Task};

const UNION: &str = "临河县总工会";
const UNIT: &str = "711001 临河县总工会本级";
const FINANCE: &str = "临河县财政局";
const AID: &str = "困难职工帮扶救助资金";
const AID_CODE: &str = "99032126P00110010001X";

/// The values of the example for a sheet.
pub fn data(sheet: &FormSheet) -> Data {
    fn of<V: View>(view: &V) -> Data {
        Data::of(view, const { &V::SHAPE })
    }
    match sheet.form {
        FormKind::ProjectGoals => of(&project_goals()),
        FormKind::DepartmentGoals => of(&department_goals()),
        FormKind::Opinion => of(&opinion()),
        FormKind::Approval => of(&approval()),
        FormKind::Monitoring => of(&monitoring()),
        // The variant prints other kinds of money beforehand.
        FormKind::SelfEvaluation if sheet.presets("funds").len() > 4 => {
            of(&self_evaluation_sichuan())
        }
        FormKind::SelfEvaluation => of(&self_evaluation()),
        FormKind::DepartmentReport => of(&report()),
        FormKind::Rectification => of(&notice()),
        FormKind::RectificationReply => of(&reply()),
        FormKind::AppraisalReport => of(&appraisal_report()),
        FormKind::AppraisalMarks => of(&appraisal_marks()),
        FormKind::AidRoster => of(&roster()),
        FormKind::PublicList => of(&public_list()),
    }
}

/// 项目绩效目标表
pub fn project_goals() -> ProjectGoals {
    let sum = |hundredths| Some(super::value::Amount::Sum(wan(hundredths)));
    let point = |(label, share): (&str, &str)| super::views::PlanPoint {
        label: label.into(),
        share: share.into(),
    };
    let plan = [("3月底", "25%"), ("6月底", "50%"), ("10月底", "80%"), ("12月底", "100%")];
    ProjectGoals {
        year: Some(2026),
        department: UNION.into(),
        unit: UNIT.into(),
        project: AID.into(),
        code: AID_CODE.into(),
        total: sum(2400),
        fiscal: sum(2400),
        other: sum(0),
        purpose: "用于在档困难职工的生活救助、医疗救助和助学救助。".into(),
        plan: plan.map(point).into(),
        goals: lines(&GOALS),
        indicators: indicators(),
    }
}

/// 部门整体绩效目标表
pub fn department_goals() -> DepartmentGoals {
    let sum = |hundredths| Some(super::value::Amount::Sum(wan(hundredths)));
    let task =
        |title: &str, content: &str| Task { title: title.into(), content: lines(&[content]) };
    DepartmentGoals {
        year: Some(2026),
        department: UNION.into(),
        overall: lines(&["全年帮扶困难职工60户，组织劳模体检100人，职工满意度达到95%以上。"]),
        tasks: vec![
            task("（一）困难职工帮扶", "绩效目标：缓解困难职工生活压力。绩效指标：救助60户。"),
            task("（二）劳模服务管理", "绩效目标：保障劳模健康。绩效指标：体检100人。"),
        ],
        safeguards: lines(&["完善制度建设，加强支出管理，开展绩效监控和自评。"]),
        total: sum(2400),
        projects: vec![ProjectRow {
            name: AID.into(),
            code: AID_CODE.into(),
            total: sum(2400),
            fiscal: sum(2400),
            other: sum(0),
        }],
        indicators: indicators(),
    }
}

/// So many hundredths of 万元.
const fn wan(hundredths: i64) -> Money {
    Money::from_fen(hundredths * 10_000)
}

/// So many points.
fn points(whole: i64) -> Decimal {
    Decimal::from(whole)
}

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

const GOALS: [&str; 2] = [
    "1.全年开展生活救助40户、医疗救助10户、助学救助10户，缓解困难职工生活压力。",
    "2.救助资金于2026年12月20日前发放到户，受助困难职工满意度达到95%以上。",
];

/// Level one, level two, name, target.
const INDICATORS: [[&str; 4]; 10] = [
    ["产出指标", "数量指标", "生活救助户数", "≥40户"],
    ["产出指标", "数量指标", "医疗救助户数", "≥10户"],
    ["产出指标", "数量指标", "助学救助户数", "≥10户"],
    ["产出指标", "质量指标", "救助对象合规率", "100%"],
    ["产出指标", "时效指标", "救助资金发放完成时间", "2026年12月20日前"],
    ["产出指标", "成本指标", "生活救助户均标准", "≤3000元/户"],
    ["产出指标", "成本指标", "医疗救助户均标准", "≤8000元/户"],
    ["产出指标", "成本指标", "助学救助户均标准", "≤4000元/户"],
    ["效益指标", "社会效益指标", "受助家庭人均收入增长率", "≥5%"],
    ["满意度指标", "服务对象满意度指标", "受助困难职工满意度", "≥95%"],
];

fn indicators() -> Vec<IndicatorRow> {
    let row = |[dimension, aspect, name, target]: [&str; 4]| IndicatorRow {
        dimension: dimension.into(),
        aspect: aspect.into(),
        name: name.into(),
        description: String::new(),
        target: target.into(),
        basis: String::new(),
    };
    INDICATORS.map(row).into()
}
