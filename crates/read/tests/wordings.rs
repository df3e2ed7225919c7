//! Statements in the wordings of other places: other titles, headings, labels and tables.

use ground::Money;
use model::statement::{Leaf, Statement};

const FUNDS_BY_LINES: &str = "\
2026年青溪县水利局部门预算项目绩效目标公开文本
一、部门整体绩效目标
（一）总体目标
2026年完成农村饮水安全巩固提升工程12处。
（二）年度主要任务
（一）农村饮水安全
绩效目标：完成工程12处。
（三）保障措施
1.加强组织领导，每月调度一次。
二、项目支出绩效目标表
项目支出绩效目标表（2026年度）
项目名称\t农村饮水安全巩固提升工程
主管部门\t青溪县水利局\t实施单位\t青溪县水利工程服务中心
项目资金（万元）\t年度资金总额\t480.00
\t其中：财政拨款\t400.00
\t其他资金\t80.00
年度总体目标\t目标1：完成饮水工程12处。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t新建改建饮水工程处数\t≥12处
\t时效指标\t工程完工通水时间\t2026年10月31日前
满意度指标\t服务对象满意度指标\t受益群众满意度\t≥90%
项目支出绩效目标表（2026年度）
项目名称\t中小河流治理工程
项目资金（万元）\t年度资金总额\t1,020.00
\t其中：财政拨款\t1,020.00
年度总体目标\t治理河长8.5公里。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t治理河长\t≥8.5公里
";

fn read(text: &str) -> Statement {
    read::read("其他地方.txt", text.as_bytes()).statement
}

fn name(words: Option<&ground::Words>) -> &str {
    words.map_or("", |words| words.text.as_str())
}

#[test]
fn a_title_may_begin_with_its_year() {
    let statement = read(FUNDS_BY_LINES);
    assert_eq!(name(statement.department.as_ref()), "青溪县水利局");
    assert_eq!(statement.year.unwrap().value, Some(2026));
    let below = FUNDS_BY_LINES.replacen(
        "2026年青溪县水利局部门预算项目绩效目标公开文本",
        "青溪县水利局部门预算绩效文本\n（2026年度）",
        1,
    );
    let statement = read(&below);
    assert_eq!(name(statement.department.as_ref()), "青溪县水利局");
    assert_eq!(statement.year.unwrap().value, Some(2026));
}

#[test]
fn parts_under_other_headings_are_found() {
    let statement = read(FUNDS_BY_LINES);
    assert_eq!(name(statement.sub_goals.as_ref().map(|part| &part.heading)), "（二）年度主要任务");
    let safeguards = statement.safeguards.unwrap();
    assert_eq!(safeguards.paragraphs.len(), 1, "the heading of the tables is no safeguard");
    assert_eq!(statement.overall.unwrap().paragraphs.len(), 1);
}

#[test]
fn funds_may_stand_one_under_the_other() {
    let statement = read(FUNDS_BY_LINES);
    let [first, second] = statement.projects.as_slice() else {
        panic!("{} projects", statement.projects.len())
    };
    assert_eq!(first.name(), "农村饮水安全巩固提升工程");
    assert_eq!(first.indicators.len(), 3);
    let sum = |leaf: &Option<Leaf<Money>>| leaf.as_ref().unwrap().value.unwrap().fen();
    assert_eq!(sum(&first.budget.total), 480_000_000, "万元 stands in the label of the funds");
    assert_eq!(sum(&first.budget.fiscal), 400_000_000);
    assert_eq!(sum(&first.budget.other), 80_000_000);
    assert_eq!(sum(&second.budget.total), 1_020_000_000);
    assert_eq!(second.indicators.len(), 1);
}

/// A text that lost its cover begins with the heading of its first part, which is no title.
#[test]
fn a_text_without_cover_has_no_title() {
    let text = "第一部分　部门整体绩效目标\n一、总体绩效目标\n　　全年帮扶困难职工60户。\n\
                二、分项绩效目标\n（一）帮扶\n三、工作保障措施\n　　严格资金管理。\n";
    let statement = read::read("a.txt", text.as_bytes()).statement;
    assert_eq!((statement.title, statement.department), (None, None));
    assert!(statement.overall.is_some() && statement.safeguards.is_some());
}

/// Ends of quarters and of the year are checkpoints in a spending plan, and words like others elsewhere.
#[test]
fn a_plan_may_name_quarters_and_the_year() {
    let text = "\
项目支出绩效目标表（2026年度）
项目名称\t农村饮水安全巩固提升工程
资金总额（万元）\t480.00
支出进度计划\t一季度末\t上半年末\t10月底\t年底
累计支出比例\t10%\t40%\t80%\t100%
年度绩效目标\t上半年：完成饮水工程5处。年底：完成饮水工程12处。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t新建改建饮水工程处数\t≥12处
\t时效指标\t工程完工通水时间\t年底
满意度指标\t服务对象满意度指标\t受益群众满意度\t≥90%
";
    let statement = read(text);
    let project = statement.projects.first().expect("a project");
    let plan: Vec<(u8, &str)> =
        project.plan.iter().map(|point| (point.month, point.share.words.text.as_str())).collect();
    assert_eq!(plan, [(3, "10%"), (6, "40%"), (10, "80%"), (12, "100%")]);
    let goals = project.goals_field.as_ref().map(|words| words.text.as_str());
    assert_eq!(goals, Some("上半年：完成饮水工程5处。年底：完成饮水工程12处。"));
    let targets = project.indicators.iter().filter_map(|row| row.target.as_ref());
    let targets: Vec<&str> = targets.map(|target| target.words.text.as_str()).collect();
    assert_eq!(targets, ["≥12处", "年底", "≥90%"]);
}
