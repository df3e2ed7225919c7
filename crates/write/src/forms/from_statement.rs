//! The declared goals as forms: 项目绩效目标表 and 部门整体绩效目标表 from a statement.
//!
//! Everything is taken as it stands; a sum that cannot be read is printed in its own words.

use ground::{Money, Words};
use model::statement::{Indicator, Leaf, Project, Statement};

use super::value::Amount;
use super::views::{DepartmentGoals, IndicatorRow, PlanPoint, ProjectGoals, ProjectRow, Task};

impl ProjectGoals {
    /// The form of a project of the statement.
    pub fn of(statement: &Statement, project: &Project) -> ProjectGoals {
        let unit = [text(&project.unit_code), text(&project.unit_name)];
        let goals = project.goals.iter().map(|goal| {
            let numbers = goal.numbers.iter().map(|number| number.words.text.as_str());
            numbers.chain([goal.words.text.as_str()]).collect::<String>()
        });
        let mut goals: Vec<String> = goals.collect();
        if goals.is_empty() {
            goals.extend(project.goals_field.iter().map(|field| field.text.clone()));
        }
        let plan = project.plan.iter().map(|point| PlanPoint {
            label: point.label.text.clone(),
            share: point.share.text().into(),
        });
        ProjectGoals {
            year: statement.plan_year(),
            department: text(&statement.department),
            unit: unit.join(" ").trim().into(),
            project: project.name().into(),
            code: project.code.as_ref().map(|code| code.text().into()).unwrap_or_default(),
            total: amount(&project.budget.total),
            fiscal: amount(&project.budget.fiscal),
            other: amount(&project.budget.other),
            purpose: text(&project.purpose),
            plan: plan.collect(),
            goals,
            indicators: project.indicators.iter().map(IndicatorRow::of).collect(),
        }
    }
}

impl DepartmentGoals {
    /// The form of the department as a whole.
    pub fn of(statement: &Statement) -> DepartmentGoals {
        let paragraphs = |part: &Option<model::statement::Narrative>| {
            let all = part.iter().flat_map(|part| &part.paragraphs);
            all.map(|paragraph| paragraph.words.text.clone()).collect()
        };
        let parts = statement.sub_goals.iter();
        let tasks = parts.flat_map(|goals| {
            let preamble = goals.preamble.iter().map(|paragraph| Task {
                title: String::new(),
                content: vec![paragraph.words.text.clone()],
            });
            preamble.chain(goals.items.iter().map(task)).collect::<Vec<_>>()
        });
        let stated = amount(&statement.stated_total);
        DepartmentGoals {
            year: statement.plan_year(),
            department: text(&statement.department),
            overall: paragraphs(&statement.overall),
            tasks: tasks.collect(),
            safeguards: paragraphs(&statement.safeguards),
            total: stated.or_else(|| statement.sum_of_projects().map(Amount::Sum)),
            projects: statement.projects.iter().map(row).collect(),
            indicators: statement.indicators.iter().map(IndicatorRow::of).collect(),
        }
    }
}

impl IndicatorRow {
    /// A row as it stands in the statement.
    pub fn of(indicator: &Indicator) -> IndicatorRow {
        IndicatorRow {
            dimension: leaf(&indicator.dimension),
            aspect: leaf(&indicator.aspect),
            name: indicator.name().into(),
            description: indicator.description().into(),
            target: indicator.target_text().into(),
            basis: indicator.basis_text().into(),
        }
    }
}

fn task(item: &model::statement::SubGoal) -> Task {
    let number = item.number.as_ref().map_or("", |number| number.words.text.as_str());
    let content = item.paragraphs.iter().map(|words| words.text.clone());
    Task { title: format!("{number}{}", item.title.text), content: content.collect() }
}

fn row(project: &Project) -> ProjectRow {
    ProjectRow {
        name: project.name().into(),
        code: leaf(&project.code),
        total: amount(&project.budget.total),
        fiscal: amount(&project.budget.fiscal),
        other: amount(&project.budget.other),
    }
}

fn amount(leaf: &Option<Leaf<Money>>) -> Option<Amount> {
    let leaf = leaf.as_ref().filter(|leaf| !leaf.is_blank())?;
    Some(leaf.value.map_or_else(|| Amount::Words(leaf.text().into()), Amount::Sum))
}

fn text(words: &Option<Words>) -> String {
    words.as_ref().map(|words| words.text.clone()).unwrap_or_default()
}

fn leaf<T>(leaf: &Option<Leaf<T>>) -> String {
    leaf.as_ref().map(|leaf| leaf.text().to_owned()).unwrap_or_default()
}
