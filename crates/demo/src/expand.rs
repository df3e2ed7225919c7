//! From a department's data to its draft of one of the three years.

use model::code::ProjectCode;
use model::draft::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftPart,
    DraftProject, DraftSubGoal, DraftSubGoals,
};

use crate::department::{Department, Project};

/// The invented county.
pub const COUNTY: &str = "临河县";
/// Its region code.
pub const REGION: &str = "990124";
/// What the weighted sums of its project codes come to.
const CHECK: u32 = 7;

/// The draft of a department for one of the three years, as it shall be.
///
/// `year` is 0 to 2, `plan` the year of the plan that it stands for, e.g. 2026.
pub fn draft(department: &Department, year: usize, plan: i16) -> Draft {
    drawn(department, year, plan, &|_| year)
}

/// The same after an adjustment: the first project does what would have been done a year later.
pub fn adjusted(department: &Department, year: usize, plan: i16) -> Draft {
    drawn(department, year, plan, &|number| year + usize::from(number == 0))
}

/// A draft with the figures that `figures` says for each project: those of which year.
fn drawn(
    department: &Department,
    year: usize,
    plan: i16,
    figures: &dyn Fn(usize) -> usize,
) -> Draft {
    let name = format!("{COUNTY}{}", department.name);
    let known = department.projects.iter().enumerate();
    let works: Vec<Work<'_>> = known
        .map(|(number, project)| {
            let figures = figures(number);
            Work { department, project, number, year, figures, plan }
        })
        .filter(|work| work.value(&work.project.budget) != "-")
        .collect();
    let general = |text: &str| fill(text, plan, &|_| None);
    let projects: Vec<DraftProject> =
        works.iter().zip(1..).map(|(work, at)| work.project(at)).collect();
    Draft {
        year: plan.to_string(),
        region: REGION.to_owned(),
        title: format!("{name}{plan}年部门预算绩效文本"),
        compiled_by: format!("{name}编制"),
        reviewed_by: format!("{COUNTY}财政局审核"),
        contents: contents(&projects),
        overall: DraftPart {
            heading: "一、总体绩效目标".to_owned(),
            paragraphs: department
                .opening
                .get(year)
                .into_iter()
                .chain(&department.overall)
                .map(|text| DraftParagraph::new(&general(text)))
                .collect(),
        },
        sub_goals: sub_goals(department, &works, &general),
        safeguards: DraftPart {
            heading: "三、工作保障措施".to_owned(),
            paragraphs: department
                .care
                .iter()
                .chain(department.year_care.get(year))
                .zip(1..)
                .map(|((title, text), at)| {
                    DraftParagraph::new(&format!("{at}、{title}。{}", general(text)))
                })
                .collect(),
        },
        projects,
        department: name,
        ..Draft::default()
    }
}

/// The first version of that year: with the faults that were planted in it.
///
/// # Errors
/// If a fault names a field that the draft has not: a mistake in the data.
pub fn first_draft(department: &Department, year: usize, plan: i16) -> Result<Draft, String> {
    let mut draft = draft(department, year, plan);
    for fault in department.faults.iter().filter(|fault| fault.year == year) {
        let text = fill(&fault.text, plan, &|_| None);
        let before = draft.set(&fault.field, &text);
        if before.is_none_or(|before| before == text) {
            return Err(format!("{}: {}", department.id, fault.field));
        }
    }
    Ok(draft)
}

fn contents(projects: &[DraftProject]) -> Vec<DraftEntry> {
    let first = [
        ("第一部分 部门整体绩效目标", 1),
        ("一、总体绩效目标", 1),
        ("二、分项绩效目标", 1),
        ("三、工作保障措施", 2),
        ("第二部分 预算项目绩效目标", 3),
    ];
    let entry =
        |title: &str, page: usize| DraftEntry { title: title.to_owned(), page: page.to_string() };
    let parts = first.iter().map(|(title, page)| entry(title, *page));
    let tables = projects.iter().zip(3..).map(|(project, page)| entry(&project.heading, page));
    parts.chain(tables).collect()
}

fn sub_goals(
    department: &Department,
    works: &[Work<'_>],
    general: &dyn Fn(&str) -> String,
) -> DraftSubGoals {
    let own = works.iter().map(|work| (work.project.aim.clone(), work.fill(&work.project.says)));
    let others = department.extra.iter().map(|(title, text)| (title.clone(), general(text)));
    let items = own.chain(others).zip(1..).map(|((title, text), at)| DraftSubGoal {
        key: String::new(),
        title: format!("（{}）{title}", numeral(at)),
        paragraphs: vec![DraftParagraph::new(&text)],
    });
    DraftSubGoals {
        heading: "二、分项绩效目标".to_owned(),
        preamble: Vec::new(),
        items: items.collect(),
    }
}

fn numeral(at: usize) -> &'static str {
    ["一", "二", "三", "四", "五", "六", "七", "八", "九"].get(at - 1).copied().unwrap_or("十")
}

/// A project in one year.
struct Work<'d> {
    department: &'d Department,
    project: &'d Project,
    number: usize,
    year: usize,
    /// The year whose figures it has.
    figures: usize,
    plan: i16,
}

impl Work<'_> {
    /// The value of this year among those of a line; a single one holds in all years.
    fn value<'t>(&self, line: &'t str) -> &'t str {
        let all: Vec<&str> = line.split_whitespace().collect();
        all.get(self.figures).or(all.first()).copied().unwrap_or_default()
    }

    /// The same of a sum, where `-` stands for none.
    fn sum(&self, line: &str) -> String {
        self.value(line).trim_matches('-').to_owned()
    }

    fn fill(&self, text: &str) -> String {
        let figure = |key: &str| match key {
            "doc" => Some(self.fill(&self.project.doc)),
            key => self.project.n.get(key).map(|line| self.value(line).to_owned()),
        };
        fill(text, self.plan, &figure)
    }

    fn project(&self, at: usize) -> DraftProject {
        let project = self.project;
        let total = self.sum(&project.budget);
        let other = self.sum(&project.other);
        let shares = project.plan.split_whitespace();
        DraftProject {
            heading: format!("{at}.{}绩效目标表", project.name),
            unit_code: self.department.code.clone(),
            unit_name: format!("{COUNTY}{}本级", self.department.name),
            money_unit: "万元".to_owned(),
            code: self.code(),
            name: project.name.clone(),
            fiscal: less(&total, &other),
            total,
            other,
            purpose: self.fill(&project.purpose),
            plan: [3, 6, 10, 12]
                .into_iter()
                .zip(shares)
                .map(|(month, share)| DraftCheckpoint {
                    month,
                    label: format!("{month}月底"),
                    share: format!("{share}%"),
                })
                .collect(),
            goals: project
                .goals
                .iter()
                .zip(1..)
                .map(|(goal, at)| DraftGoal::new(&format!("{at}.{}", self.fill(goal))))
                .collect(),
            indicators: project.rows.iter().map(|row| self.row(row)).collect(),
            ..DraftProject::default()
        }
    }

    fn row(&self, row: &[String]) -> DraftIndicator {
        let cell = |at: usize| row.get(at).map(|text| self.fill(text)).unwrap_or_default();
        let (dimension, aspect) = level(row.first().map_or("", String::as_str));
        DraftIndicator {
            key: String::new(),
            dimension: dimension.to_owned(),
            aspect,
            name: cell(1),
            description: cell(2),
            target: cell(3),
            basis: if row.len() > 4 { cell(4) } else { self.fill("{doc}") },
        }
    }

    /// Region, year of creation, kind, the department's code, a number, the check sign.
    fn code(&self) -> String {
        // The second of the three years is counted from: it is the same code in all of them.
        let second = i16::try_from(self.year).map_or(self.plan, |year| self.plan + 1 - year);
        let created = (second + self.project.since) % 100;
        let serial = format!("{}{:05}", self.department.code, 10_100 + self.number + 1);
        let body = format!("{REGION}{created:02}P{serial}");
        let check = ProjectCode::parse(&format!("{body}0")).and_then(|code| code.check_for(CHECK));
        format!("{body}{}", check.unwrap_or('0'))
    }
}

fn level(short: &str) -> (&'static str, String) {
    match short {
        "数量" | "质量" | "时效" | "成本" => ("产出指标", format!("{short}指标")),
        "满意" => ("满意度指标", "服务对象满意度指标".to_owned()),
        "可持续" => ("效益指标", "可持续影响指标".to_owned()),
        other => ("效益指标", format!("{other}效益指标")),
    }
}

/// One sum in 万元 less another, both with two decimals.
fn less(total: &str, other: &str) -> String {
    let fen = |text: &str| text.replace('.', "").parse::<i64>().unwrap_or(0);
    match fen(other) {
        0 => total.to_owned(),
        other => {
            let rest = fen(total) - other;
            format!("{}.{:02}", rest / 100, rest % 100)
        }
    }
}

/// Puts figures and years into a text.
pub(crate) fn fill(text: &str, plan: i16, figure: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (key, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        filled.push_str(before);
        match key.parse::<i16>() {
            Ok(offset) => filled.push_str(&(plan + offset).to_string()),
            Err(_) => filled.push_str(&figure(key).unwrap_or_else(|| format!("{{{key}}}"))),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_with_years_and_figures() {
        let figure = |key: &str| (key == "life").then(|| "40".to_owned());
        assert_eq!(fill("{0}年{life}户，{-1}年{x}", 2026, &figure), "2026年40户，2025年{x}");
        assert_eq!(less("24.00", "1.50"), "22.50");
        assert_eq!(less("24.00", ""), "24.00");
    }
}
