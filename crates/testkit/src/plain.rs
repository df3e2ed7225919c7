//! The plainest layout: a text file with rows between tabs.

use std::fmt::Write;

use crate::draft::{Draft, DraftProject};

/// Writes a draft as plain text, table rows between tabs.
pub fn text(draft: &Draft) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&draft.title());
    line("");
    line(&format!("{}编制", draft.compiled_by));
    line(&format!("{}审核", draft.reviewed_by));
    line("");
    line("目录");
    line("第一部分 部门整体绩效目标");
    for (page, entry) in (1..).zip(draft.contents_lines()) {
        if page == 4 {
            line("第二部分 预算项目绩效目标");
        }
        line(&format!("{entry}.....\t{page}"));
    }
    line("");
    line("第一部分");
    line("部门整体绩效目标");
    line("一、总体绩效目标");
    draft.overall.iter().for_each(|paragraph| line(paragraph));
    line("二、分项绩效目标");
    for sub_goal in &draft.sub_goals {
        line(&format!("{}{}", sub_goal.number, sub_goal.title));
        sub_goal.paragraphs.iter().for_each(|paragraph| line(paragraph));
    }
    line("三、工作保障措施");
    draft.safeguards.iter().for_each(|paragraph| line(paragraph));
    line("第二部分");
    line("预算项目绩效目标");
    for (index, project) in draft.projects.iter().enumerate() {
        line("");
        line(&table(project, index + 1));
    }
    out
}

fn table(project: &DraftProject, number: usize) -> String {
    let mut out = String::new();
    let mut row = |cells: &[&str]| {
        let _ = writeln!(out, "{}", cells.join("\t"));
    };
    row(&[&project.heading(number)]);
    row(&[&format!("{} {}", project.unit_code, project.unit_name)]);
    row(&["单位：万元"]);
    row(&[&project.code_label, &project.code, "项目名称", &project.name]);
    let (total, fiscal, other) = (&project.total, &project.fiscal, &project.other);
    row(&["预算规模及资金用途", "预算数", total, "其中：财政资金", fiscal, "其他资金", other]);
    row(&["", &project.purpose]);
    let labels: Vec<String> =
        project.plan.iter().map(|(month, _)| format!("{month}月底")).collect();
    let labels = labels.iter().map(String::as_str);
    row(&std::iter::once("资金支出计划（%）").chain(labels).collect::<Vec<_>>());
    let shares = project.plan.iter().map(|(_, share)| share.as_str());
    row(&std::iter::once("").chain(shares).collect::<Vec<_>>());
    let goals = project.goals.iter().enumerate();
    let goals: String = goals.map(|(index, goal)| format!("{}.{goal}", index + 1)).collect();
    row(&["绩效目标", &goals]);
    row(&["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]);
    for indicator in &project.indicators {
        row(&[
            &indicator.dimension,
            &indicator.aspect,
            &indicator.name,
            &indicator.description,
            &indicator.target,
            &indicator.basis,
        ]);
    }
    out
}
