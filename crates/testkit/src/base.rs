//! A clean statement of the invented county 临河县: what rule cases change one thing in.

use crate::draft::{Draft, DraftIndicator, DraftProject, DraftSubGoal};

/// The statement of 临河县总工会 for 2026, in which no rule finds anything.
pub fn linhe() -> Draft {
    Draft {
        region: "990321".into(),
        department: "临河县总工会".into(),
        year: 2026,
        compiled_by: "临河县总工会".into(),
        reviewed_by: "临河县财政局".into(),
        contents: None,
        overall: owned(&[
            "2026年，县总工会坚持服务大局、服务基层、服务职工，围绕困难职工解困脱困和劳模服务管理两项重点，把资金用到职工最急需的地方。",
            "全年做到帮扶对象清楚、发放程序规范、服务安排到人，使困难职工基本生活有保障、劳模健康有人管。",
        ]),
        sub_goals: vec![
            sub_goal(
                "（一）",
                "做好困难职工帮扶救助",
                &[
                    "绩效目标：对在档困难职工开展生活救助、医疗救助和子女助学救助。绩效指标：生活救助不少于40户，医疗救助不少于10户，助学救助不少于10户，受助困难职工满意度达到95%以上。",
                ],
            ),
            sub_goal(
                "（二）",
                "组织好劳模健康体检",
                &[
                    "绩效目标：组织市级以上劳模参加健康体检。绩效指标：体检劳模不少于100人，6月底前完成，参检劳模满意度达到95%以上。",
                ],
            ),
        ],
        safeguards: owned(&[
            "1、健全资金管理制度。严格执行帮扶资金管理办法，坚持先建档、后帮扶，实名制发放。",
            "2、加强绩效运行监控。按季度对照支出计划检查进度，发现偏差及时纠正。",
            "3、严格审核公示。履行内部审核、集体研究、公示程序，接受职工监督。",
        ]),
        projects: vec![aid(), check_up()],
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn sub_goal(number: &str, title: &str, paragraphs: &[&str]) -> DraftSubGoal {
    DraftSubGoal { number: number.into(), title: title.into(), paragraphs: owned(paragraphs) }
}

fn project(code: &str, name: &str, total: &str, purpose: &str) -> DraftProject {
    DraftProject {
        unit_code: "711001".into(),
        unit_name: "临河县总工会本级".into(),
        code_label: "项目编码".into(),
        code: code.into(),
        name: name.into(),
        total: total.into(),
        fiscal: total.into(),
        other: String::new(),
        purpose: purpose.into(),
        plan: Vec::new(),
        goals: Vec::new(),
        indicators: Vec::new(),
    }
}

fn plan(shares: [&str; 4]) -> Vec<(u8, String)> {
    [3, 6, 10, 12].into_iter().zip(shares.map(str::to_owned)).collect()
}

fn rows(rows: &[[&str; 6]]) -> Vec<DraftIndicator> {
    rows.iter().map(|cells| DraftIndicator::new(*cells)).collect()
}

const AID_BASIS: &str = "临工发〔2025〕12号";
const CHECK_UP_BASIS: &str = "临工发〔2025〕20号";

fn aid() -> DraftProject {
    DraftProject {
        plan: plan(["25%", "50%", "75%", "100%"]),
        goals: owned(&[
            "全年开展生活救助40户、医疗救助10户、助学救助10户，缓解困难职工生活压力。",
            "救助资金于2026年12月20日前发放到户，受助困难职工满意度达到95%以上。",
        ]),
        #[rustfmt::skip]
        indicators: rows(&[
            ["产出指标", "数量指标", "生活救助户数", "全年实际发放生活救助的在档困难职工户数", "≥40户", AID_BASIS],
            ["产出指标", "数量指标", "医疗救助户数", "全年实际发放医疗救助的在档困难职工户数", "≥10户", AID_BASIS],
            ["产出指标", "数量指标", "助学救助户数", "全年实际发放子女助学救助的在档困难职工户数", "≥10户", AID_BASIS],
            ["产出指标", "质量指标", "救助对象合规率", "符合建档条件的受助户数占受助总户数的比例", "100%", AID_BASIS],
            ["产出指标", "时效指标", "救助资金发放完成时间", "最后一批救助资金发放到户的时间", "2026年12月20日前", AID_BASIS],
            ["产出指标", "成本指标", "生活救助户均标准", "每户全年生活救助金额", "≤3000元/户", AID_BASIS],
            ["产出指标", "成本指标", "医疗救助户均标准", "每户全年医疗救助金额", "≤8000元/户", AID_BASIS],
            ["产出指标", "成本指标", "助学救助户均标准", "每户全年子女助学救助金额", "≤4000元/户", AID_BASIS],
            ["效益指标", "社会效益指标", "受助家庭人均收入增长率", "受助家庭人均可支配收入比受助前增长的比例", "≥5%", AID_BASIS],
            ["满意度指标", "服务对象满意度指标", "受助困难职工满意度", "表示满意的受访受助职工占全部受访受助职工的比例", "≥95%", AID_BASIS],
        ]),
        ..project(
            "99032126P00110010001X",
            "困难职工帮扶救助资金",
            "24.00",
            "用于在档困难职工生活救助、医疗救助和子女助学救助。",
        )
    }
}

fn check_up() -> DraftProject {
    DraftProject {
        plan: plan(["20%", "100%", "100%", "100%"]),
        goals: owned(&["6月底前组织市级以上劳模100人参加健康体检，参检劳模满意度达到95%以上。"]),
        #[rustfmt::skip]
        indicators: rows(&[
            ["产出指标", "数量指标", "体检劳模人数", "参加健康体检的市级以上劳模人数", "≥100人", CHECK_UP_BASIS],
            ["产出指标", "质量指标", "体检报告出具率", "出具个人体检报告的人数占参检总人数的比例", "100%", CHECK_UP_BASIS],
            ["产出指标", "时效指标", "体检完成时间", "全部参检劳模完成体检的时间", "6月底前", CHECK_UP_BASIS],
            ["产出指标", "成本指标", "体检人均标准", "每名劳模体检费用", "≤500元/人", CHECK_UP_BASIS],
            ["效益指标", "社会效益指标", "体检异常随访率", "得到随访的体检异常劳模占全部体检异常劳模的比例", "≥90%", CHECK_UP_BASIS],
            ["满意度指标", "服务对象满意度指标", "参检劳模满意度", "表示满意的受访参检劳模占全部受访参检劳模的比例", "≥95%", CHECK_UP_BASIS],
        ]),
        ..project(
            "99032126P001100100028",
            "劳模健康体检经费",
            "5.00",
            "用于组织市级以上劳模健康体检。",
        )
    }
}
