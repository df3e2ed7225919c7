//! Places of a statement that people speak of: its parts, projects, spending plans, rows, and every field.
//!
//! [`Spot`] is such a place; its path stands in opinions and in addresses, its words are what people call
//! it. [`choices`] lists those of a statement in the order of the document, to choose from.

use std::fmt;
use std::str::FromStr;

use ground::Words;
use model::leaves::{Field, Locus};
use model::statement::{Indicator, Project, Statement};

/// The words of a spot are no longer than this when they are quoted, in characters.
const LONGEST_QUOTE: usize = 200;
/// What a paragraph begins with, in the list to choose from, in characters.
const BEGINNING: usize = 18;

/// A place that an opinion can speak of. Counts begin at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A part of the text.
    Part(Part),
    /// A whole project.
    Project(usize),
    /// The spending plan of a project.
    Plan(usize),
    /// The goals of a project.
    Goals(usize),
    /// A row of a project's indicators.
    Row(usize, usize),
    /// A row of the department's own indicators.
    DepartmentRow(usize),
    /// A single field.
    Field(Locus),
}

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 总体绩效目标
    Overall,
    /// 分项绩效目标
    SubGoals,
    /// 工作保障措施
    Safeguards,
    /// 部门整体绩效指标
    Indicators,
}

/// A place to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its path.
    pub path: String,
    /// What people call it.
    pub label: String,
}

/// Places that belong together: a part, a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What people call it.
    pub title: String,
    /// The places, in the order of the document.
    pub choices: Vec<Choice>,
}

impl Part {
    const ALL: [Part; 4] = [Part::Overall, Part::SubGoals, Part::Safeguards, Part::Indicators];

    fn word(self) -> &'static str {
        match self {
            Part::Overall => "overall",
            Part::SubGoals => "sub_goals",
            Part::Safeguards => "safeguards",
            Part::Indicators => "indicators",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Part::Overall => "总体绩效目标",
            Part::SubGoals => "分项绩效目标",
            Part::Safeguards => "工作保障措施",
            Part::Indicators => "部门整体绩效指标",
        }
    }
}

impl Spot {
    /// Its address: `projects/1/plan`, `projects/1/indicators/3`, or that of the field.
    pub fn path(self) -> String {
        match self {
            Spot::Part(part) => part.word().to_owned(),
            Spot::Project(at) => format!("projects/{at}"),
            Spot::Plan(at) => format!("projects/{at}/plan"),
            Spot::Goals(at) => format!("projects/{at}/goals"),
            Spot::Row(at, row) => format!("projects/{at}/indicators/{row}"),
            Spot::DepartmentRow(row) => format!("indicators/{row}"),
            Spot::Field(locus) => locus.path(),
        }
    }

    /// Whether the statement has it. A field of a project or row that is there counts although it is blank:
    /// one may speak of what is missing.
    pub fn stands_in(self, statement: &Statement) -> bool {
        let project = |at: usize| statement.projects.get(at);
        let row = |at, row| project(at).is_some_and(|it| row < it.indicators.len());
        match self {
            Spot::Part(Part::Overall) => statement.overall.is_some(),
            Spot::Part(Part::SubGoals) => statement.sub_goals.is_some(),
            Spot::Part(Part::Safeguards) => statement.safeguards.is_some(),
            Spot::Part(Part::Indicators) => !statement.indicators.is_empty(),
            Spot::Project(at) | Spot::Plan(at) | Spot::Goals(at) => project(at).is_some(),
            Spot::Row(at, number) => row(at, number),
            Spot::DepartmentRow(row) => row < statement.indicators.len(),
            Spot::Field(locus) => match locus {
                Locus::ProjectHeading(at) => project(at).is_some(),
                Locus::Project(at, Field::Plan(point)) => {
                    project(at).is_some_and(|it| point < it.plan.len())
                }
                Locus::Project(at, _) => project(at).is_some(),
                Locus::Goal(at, goal) => project(at).is_some_and(|it| goal < it.goals.len()),
                Locus::Indicator(at, number, _) => row(at, number),
                Locus::Department(row, _) => row < statement.indicators.len(),
                other => statement.leaves().iter().any(|(locus, _)| *locus == other),
            },
        }
    }

    /// The words that stand there, to be quoted; blank where no words stand for the whole of it.
    pub fn words(self, statement: &Statement) -> String {
        let text = |words: Option<&Words>| words.map(|words| words.text.clone());
        let project = |at: usize| statement.projects.get(at);
        let words = match self {
            Spot::Project(at) => text(project(at).and_then(|it| it.name.as_ref())),
            Spot::Row(at, row) => {
                text(project(at).and_then(|it| it.indicators.get(row)?.name.as_ref()))
            }
            Spot::DepartmentRow(row) => {
                text(statement.indicators.get(row).and_then(|it| it.name.as_ref()))
            }
            Spot::Field(wanted) => {
                let leaves = statement.leaves();
                text(leaves.into_iter().find(|(locus, _)| *locus == wanted).map(|(_, it)| it))
            }
            Spot::Part(_) | Spot::Plan(_) | Spot::Goals(_) => None,
        };
        words.unwrap_or_default().trim().chars().take(LONGEST_QUOTE).collect()
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Part(part) => f.write_str(part.label()),
            Spot::Project(at) => write!(f, "项目{}", at + 1),
            Spot::Plan(at) => write!(f, "项目{}资金支出计划", at + 1),
            Spot::Goals(at) => write!(f, "项目{}绩效目标", at + 1),
            Spot::Row(at, row) => write!(f, "项目{}第{}行指标", at + 1, row + 1),
            Spot::DepartmentRow(row) => write!(f, "部门整体指标第{}行", row + 1),
            Spot::Field(Locus::Overall(at)) => write!(f, "总体绩效目标第{}段", at + 1),
            Spot::Field(Locus::Safeguard(at)) => write!(f, "工作保障措施第{}段", at + 1),
            Spot::Field(Locus::Goal(at, goal)) => {
                write!(f, "项目{}绩效目标第{}条", at + 1, goal + 1)
            }
            Spot::Field(locus) => locus.fmt(f),
        }
    }
}

impl FromStr for Spot {
    type Err = model::path::NoPath;

    fn from_str(path: &str) -> Result<Spot, Self::Err> {
        if let Some(part) = Part::ALL.into_iter().find(|part| part.word() == path) {
            return Ok(Spot::Part(part));
        }
        // A whole piece has the path of a field of it without the field's name.
        let field = |name: &str| format!("{path}/{name}").parse::<Locus>();
        let spot = match (field("name"), field("0")) {
            (Ok(Locus::Project(at, _)), _) => Some(Spot::Project(at)),
            (Ok(Locus::Indicator(at, row, _)), _) => Some(Spot::Row(at, row)),
            (Ok(Locus::Department(row, _)), _) => Some(Spot::DepartmentRow(row)),
            (_, Ok(Locus::Project(at, Field::Plan(_)))) => Some(Spot::Plan(at)),
            (_, Ok(Locus::Goal(at, _))) => Some(Spot::Goals(at)),
            _ => None,
        };
        spot.map_or_else(|| path.parse().map(Spot::Field), Ok)
    }
}

/// The places of a statement, by part and project.
pub fn choices(statement: &Statement) -> Vec<Group> {
    let mut groups = Vec::new();
    if let Some(overall) = &statement.overall {
        let paragraphs = overall.paragraphs.iter().map(|one| &one.words);
        groups.push(part(Part::Overall, paragraphs, Locus::Overall));
    }
    if let Some(sub_goals) = &statement.sub_goals {
        let titles = sub_goals.items.iter().map(|item| &item.title);
        groups.push(part(Part::SubGoals, titles, |at| Locus::SubGoal(Some(at))));
    }
    if let Some(safeguards) = &statement.safeguards {
        let paragraphs = safeguards.paragraphs.iter().map(|one| &one.words);
        groups.push(part(Part::Safeguards, paragraphs, Locus::Safeguard));
    }
    if !statement.indicators.is_empty() {
        let rows = statement.indicators.iter().enumerate();
        let mut choices = vec![choice(Spot::Part(Part::Indicators), "整张表")];
        choices.extend(rows.map(|(at, row)| row_choice(Spot::DepartmentRow(at), at, row)));
        groups.push(Group { title: Part::Indicators.label().to_owned(), choices });
    }
    groups.extend(statement.projects.iter().enumerate().map(|(at, project)| of(at, project)));
    // A choice is read without its group once it is made.
    for group in &mut groups {
        let (title, _) = group.title.split_once(' ').unwrap_or((&group.title, ""));
        for choice in &mut group.choices {
            choice.label = format!("{title}：{}", choice.label);
        }
    }
    groups
}

fn part<'s>(
    part: Part,
    paragraphs: impl Iterator<Item = &'s Words>,
    locus: impl Fn(usize) -> Locus,
) -> Group {
    let mut choices = vec![choice(Spot::Part(part), "整个部分")];
    choices.extend(paragraphs.enumerate().map(|(at, words)| {
        let label = format!("第{}段 {}", at + 1, beginning(&words.text));
        choice(Spot::Field(locus(at)), &label)
    }));
    Group { title: part.label().to_owned(), choices }
}

fn of(at: usize, project: &Project) -> Group {
    let field = |field| Spot::Field(Locus::Project(at, field));
    let mut choices = vec![choice(Spot::Project(at), "整个项目")];
    let fields = [Field::Name, Field::Code, Field::Total, Field::Fiscal, Field::Purpose];
    choices.extend(fields.into_iter().map(|one| choice(field(one), &one.to_string())));
    choices.push(choice(Spot::Plan(at), "资金支出计划"));
    for (point, checkpoint) in project.plan.iter().enumerate() {
        let label = format!("资金支出计划 {}", checkpoint.label.text.trim());
        choices.push(choice(field(Field::Plan(point)), &label));
    }
    choices.push(choice(Spot::Goals(at), "绩效目标"));
    for (goal, words) in project.goals.iter().enumerate() {
        let label = format!("绩效目标第{}条 {}", goal + 1, beginning(&words.words.text));
        choices.push(choice(Spot::Field(Locus::Goal(at, goal)), &label));
    }
    for (number, row) in project.indicators.iter().enumerate() {
        choices.push(row_choice(Spot::Row(at, number), number, row));
    }
    Group { title: format!("项目{} {}", at + 1, project.name()), choices }
}

fn row_choice(spot: Spot, at: usize, row: &Indicator) -> Choice {
    choice(spot, &format!("指标第{}行 {}", at + 1, beginning(row.name())))
}

fn choice(spot: Spot, label: &str) -> Choice {
    Choice { path: spot.path(), label: label.trim().to_owned() }
}

fn beginning(text: &str) -> String {
    let mut signs = text.trim().chars();
    let begun: String = signs.by_ref().take(BEGINNING).collect();
    if signs.next().is_some() { format!("{begun}…") } else { begun }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../examples/linhe-2026.txt");

    #[test]
    fn every_place_to_choose_is_read_back_and_stands_in_the_text() {
        let statement = read::read("绩效文本.txt", TEXT.as_bytes()).statement;
        let groups = choices(&statement);
        assert!(groups.len() > 3, "{groups:?}");
        let all: Vec<&Choice> = groups.iter().flat_map(|group| &group.choices).collect();
        for choice in &all {
            let spot: Spot = choice.path.parse().unwrap();
            assert_eq!(spot.path(), choice.path);
            assert!(spot.stands_in(&statement), "{choice:?}");
            assert!(!spot.to_string().is_empty() && !choice.label.is_empty());
        }
        let mut paths: Vec<&str> = all.iter().map(|choice| choice.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all.len());
        let row: Spot = "projects/0/indicators/0".parse().unwrap();
        assert_eq!(row.words(&statement), statement.projects[0].indicators[0].name());
        assert_eq!(row.to_string(), "项目1第1行指标");
    }

    #[test]
    fn what_the_text_does_not_have_is_no_place() {
        let statement = read::read("绩效文本.txt", TEXT.as_bytes()).statement;
        for path in ["projects/99", "projects/0/indicators/999", "projects/0/plan/9", "overall/999"]
        {
            let spot: Spot = path.parse().unwrap();
            assert!(!spot.stands_in(&statement), "{path}");
        }
        for path in ["", "projects", "projects/x", "projects/0/colour", "../etc"] {
            assert!(path.parse::<Spot>().is_err(), "{path}");
        }
        // What is missing can be spoken of.
        let purpose: Spot = "projects/0/purpose".parse().unwrap();
        assert!(purpose.stands_in(&statement));
        assert_eq!("projects/0/plan".parse(), Ok(Spot::Plan(0)));
        assert_eq!("projects/0/goals".parse(), Ok(Spot::Goals(0)));
    }
}
