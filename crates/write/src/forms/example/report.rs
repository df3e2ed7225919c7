//! The report of 临河县总工会, and what the finance office and the union write to each other.

use jiff::civil::date;

use super::{AID, FINANCE, UNION, lines, points, wan};
use crate::forms::views::{
    DepartmentReport, EvaluationFunds, MissedTarget, ProblemRow, ProjectResult,
    RectificationNotice, RectificationReply, ReplyRow,
};

const CHECK_UP: &str = "劳模健康体检经费";

/// 部门整体绩效自评报告
pub fn report() -> DepartmentReport {
    let project = |name: &str, budget, executed, score, grade: &str| ProjectResult {
        name: name.into(),
        budget: Some(wan(budget)),
        executed: Some(wan(executed)),
        score: Some(points(score)),
        grade: grade.into(),
    };
    DepartmentReport {
        year: 2026,
        department: UNION.into(),
        profile: lines(&[
            "县总工会是县委领导下的群团组织，内设办公室、权益保障部、财务部，核定编制12名，年末在职11人。主要职责是维护职工合法权益，做好困难职工帮扶和劳模服务管理。",
        ]),
        work: lines(&[
            "全年帮扶困难职工58户，组织劳模体检102人，走访慰问一线职工320人次。",
            "绩效自评由财务部牵头，各业务部室分工负责，逐项核对指标和佐证材料。",
        ]),
        funds: vec![
            EvaluationFunds::new("基本支出", [wan(18650), wan(18820), wan(18790)]),
            EvaluationFunds::new("项目支出", [wan(2500), wan(2900), wan(2820)]),
            EvaluationFunds::new("合计", [wan(21150), wan(21720), wan(21610)]),
        ],
        management: lines(&[
            "严格执行预算管理和帮扶资金管理制度，坚持先建档、后帮扶，实名制发放，未发现挤占挪用。",
        ]),
        projects: vec![project(AID, 2400, 2328, 98, "优"), project(CHECK_UP, 500, 492, 97, "优")],
        results: lines(&["两个项目共16条指标，完成15条，完成率93.75%。"]),
        missed: vec![MissedTarget {
            project: AID.into(),
            name: "助学救助户数".into(),
            target: "≥10户".into(),
            actual: "8户".into(),
            reason: "2户子女当年毕业，不再符合条件".into(),
            measure: "每年8月核实在学情况后再定目标".into(),
        }],
        problems: lines(&["目标测算主要依据上年数据，对人员变化估计不足。"]),
        conclusion: lines(&["部门整体绩效自评97.6分，等级为优。"]),
        measures: lines(&[
            "监控中发现的进度偏慢问题已于10月底前整改完毕。下一步完善困难职工动态管理，提高目标测算的准确性。",
        ]),
        other: lines(&["无。"]),
        date: Some(date(2027, 2, 18)),
    }
}

/// 整改通知书
pub fn notice() -> RectificationNotice {
    RectificationNotice {
        number: "临财绩〔2026〕12号".into(),
        department: UNION.into(),
        occasion: "2026年1—7月绩效运行监控".into(),
        findings: lines(&[
            "你单位2个项目预算29.00万元，1—7月执行19.22万元，执行率66.28%；监控指标16条，偏差较大的2条。",
        ]),
        problems: vec![
            ProblemRow {
                project: AID.into(),
                problem: "助学救助年度目标10户，1—7月完成0户，全年预计8户，低于目标。".into(),
                basis: "财预〔2019〕136号".into(),
                demand: "9月底前完成助学救助发放，核实户数并说明原因。".into(),
            },
            ProblemRow {
                project: CHECK_UP.into(),
                problem: "体检完成时间目标为6月底前，7月底仍有18人未体检。".into(),
                basis: "财预〔2019〕136号".into(),
                demand: "8月底前完成全部体检，完善进度管理。".into(),
            },
        ],
        due: date(2026, 9, 30),
        demands: lines(&[
            "请逐条制定整改措施，明确责任人和完成时间，填写《绩效问题整改反馈表》报我局。",
            "逾期未整改到位的，将作为调整和安排预算的参考。",
        ]),
        issuer: FINANCE.into(),
        date: date(2026, 8, 20),
        contact: "韩立".into(),
        phone: "0990-5550202".into(),
    }
}

/// 整改反馈表
pub fn reply() -> RectificationReply {
    let notice = notice();
    const DONE: [[&str; 3]; 2] = [
        [
            "逐户核实在学情况，开学后一周内发放",
            "9月12日发放8户3.20万元；2户子女已毕业，不再符合条件",
            "何清",
        ],
        ["联系体检医院加开专场，逐人通知", "8月26日全部完成，共体检102人", "罗明"],
    ];
    let rows = notice.problems.into_iter().zip(DONE).zip([12, 26]);
    let row = |((problem, [measure, result, responsible]), day): ((ProblemRow, [&str; 3]), i8)| {
        ReplyRow {
            project: problem.project,
            problem: problem.problem,
            demand: problem.demand,
            measure: measure.into(),
            result: result.into(),
            finished: Some(date(2026, if day == 12 { 9 } else { 8 }, day)),
            responsible: responsible.into(),
        }
    };
    RectificationReply {
        number: notice.number,
        department: UNION.into(),
        rows: rows.map(row).collect(),
        opinion: lines(&["已整改到位，请在编制2027年绩效目标时核实助学救助户数。"]),
        head: "周正".into(),
        clerk: "何清".into(),
        phone: "0990-5550101".into(),
        date: Some(date(2026, 9, 28)),
    }
}
