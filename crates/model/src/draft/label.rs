//! What a person calls a field, a row or a whole piece of a draft.

use super::{Draft, label_of_field};

impl Draft {
    /// What a person calls what stands at a path: 项目2“困难职工救助”第3行指标值. Paths of whole pieces
    /// (`projects/1`, `projects/1/indicators/3`) have names too. Numbers begin at 1, as people count.
    pub fn label(&self, path: &str) -> String {
        let steps: Vec<&str> = path.split('/').collect();
        match steps.as_slice() {
            ["cover"] => "封面".into(),
            ["heading"] => "部分标题".into(),
            [name] => part(name).unwrap_or_else(|| label_of_field(name)).into(),
            ["contents", line, rest @ ..] => {
                let name = rest.first().filter(|name| **name == "page").map_or("", |_| "页码");
                format!("目录第{}行{name}", count(line))
            }
            ["sub_goals", "heading"] => "分项绩效目标标题".into(),
            ["sub_goals", "preamble", rest @ ..] => {
                format!("分项绩效目标引言{}", paragraph(rest.first().copied()))
            }
            ["sub_goals", item, rest @ ..] => {
                let rest = match rest.first() {
                    Some(&"title") => "标题".into(),
                    at => paragraph(at.copied()),
                };
                format!("分项绩效目标第{}项{rest}", count(item))
            }
            ["indicators", rest @ ..] => format!("部门整体指标{}", row(rest)),
            ["projects", at, rest @ ..] => format!("{}{}", self.project(at), of_project(rest)),
            [name, "heading"] => format!("{}标题", part(name).unwrap_or_default()),
            [name, at, ..] => format!("{}{}", part(name).unwrap_or_default(), paragraph(Some(at))),
            [] => String::new(),
        }
    }

    fn project(&self, at: &str) -> String {
        const LONGEST: usize = 20;
        let project = at.parse().ok().and_then(|at: usize| self.projects.get(at));
        let name = project.map_or("", |project| project.name.trim());
        let shown: String = name.chars().take(LONGEST).collect();
        match (name.is_empty(), shown.len() < name.len()) {
            (true, _) => format!("项目{}", count(at)),
            (_, true) => format!("项目{}“{shown}……”", count(at)),
            (_, false) => format!("项目{}“{shown}”", count(at)),
        }
    }
}

fn of_project(rest: &[&str]) -> String {
    match rest {
        ["name"] => "项目名称".into(),
        [name] => label_of_field(name).into(),
        ["goals", goal] => format!("绩效目标第{}条", count(goal)),
        ["plan", point, rest @ ..] => {
            let name =
                rest.first().filter(|name| **name == "label").map_or("支出比例", |_| "时间节点");
            format!("支出计划第{}个节点{name}", count(point))
        }
        ["indicators", rest @ ..] => row(rest),
        _ => String::new(),
    }
}

fn row(rest: &[&str]) -> String {
    let name = match rest.get(1) {
        Some(&"name") => "三级指标",
        Some(name) => label_of_field(name),
        None => "",
    };
    rest.first().map(|at| format!("第{}行{name}", count(at))).unwrap_or_default()
}

fn paragraph(at: Option<&str>) -> String {
    at.map(|at| format!("第{}段", count(at))).unwrap_or_default()
}

fn part(name: &str) -> Option<&'static str> {
    match name {
        "contents" => Some("目录"),
        "overall" => Some("总体绩效目标"),
        "sub_goals" => Some("分项绩效目标"),
        "safeguards" => Some("工作保障措施"),
        "indicators" => Some("部门整体指标"),
        "projects" => Some("预算项目"),
        "unplaced" => Some("未归入任何部分的文字"),
        _ => None,
    }
}

/// The number of a count from 0.
fn count(step: &str) -> String {
    step.parse::<usize>().map_or_else(|_| step.to_owned(), |at| at.saturating_add(1).to_string())
}

#[cfg(test)]
mod tests {
    use super::super::DraftProject;
    use super::*;

    #[test]
    fn fields_are_named_as_people_name_them() {
        let project = DraftProject { name: "困难职工救助".into(), ..DraftProject::default() };
        let projects = vec![DraftProject::default(), project];
        let draft = Draft { projects, ..Draft::default() };
        let cases = [
            ("title", "标题"),
            ("cover", "封面"),
            ("year", "年度"),
            ("contents/0/title", "目录第1行"),
            ("contents/4/page", "目录第5行页码"),
            ("overall/heading", "总体绩效目标标题"),
            ("overall/2", "总体绩效目标第3段"),
            ("sub_goals/heading", "分项绩效目标标题"),
            ("sub_goals/preamble/0", "分项绩效目标引言第1段"),
            ("sub_goals/1", "分项绩效目标第2项"),
            ("sub_goals/1/title", "分项绩效目标第2项标题"),
            ("sub_goals/1/0", "分项绩效目标第2项第1段"),
            ("indicators/0/target", "部门整体指标第1行指标值"),
            ("projects/0/name", "项目1项目名称"),
            ("projects/1", "项目2“困难职工救助”"),
            ("projects/1/total", "项目2“困难职工救助”预算数"),
            ("projects/1/goals/0", "项目2“困难职工救助”绩效目标第1条"),
            ("projects/1/plan/2/share", "项目2“困难职工救助”支出计划第3个节点支出比例"),
            ("projects/1/indicators/2", "项目2“困难职工救助”第3行"),
            ("projects/1/indicators/2/name", "项目2“困难职工救助”第3行三级指标"),
            ("projects/1/indicators/2/target", "项目2“困难职工救助”第3行指标值"),
            ("unplaced/0", "未归入任何部分的文字第1段"),
        ];
        for (path, label) in cases {
            assert_eq!(draft.label(path), label, "{path}");
        }
    }

    #[test]
    fn every_field_has_a_name() {
        let mut draft = Draft::default();
        draft.projects.push(DraftProject::default());
        for (path, _) in draft.fields() {
            assert!(!draft.label(&path).is_empty(), "{path}");
        }
    }
}
