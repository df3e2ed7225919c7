//! The draft of a statement that was read: its words as somebody would have typed them.

use ground::Words;

use super::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftPart,
    DraftProject, DraftSubGoal, DraftSubGoals,
};
use crate::statement::{
    ContentsEntry, Goal, Indicator, Leaf, Narrative, Paragraph, Project, Statement, SubGoal,
    SubGoals,
};

impl Draft {
    /// The draft that says what the statement says. Keys are blank: [`Draft::fill_keys`] gives them.
    pub fn of(statement: &Statement) -> Draft {
        Draft {
            year: leaf(statement.year.as_ref()),
            region: statement.region.code.clone().unwrap_or_default(),
            department: words(statement.department.as_ref()),
            title: words(statement.title.as_ref()),
            compiled_by: words(statement.compiled_by.as_ref()),
            reviewed_by: words(statement.reviewed_by.as_ref()),
            contents: statement.contents.iter().flat_map(|it| &it.entries).map(entry).collect(),
            overall: statement.overall.as_ref().map(part).unwrap_or_default(),
            sub_goals: statement.sub_goals.as_ref().map(sub_goals).unwrap_or_default(),
            safeguards: statement.safeguards.as_ref().map(part).unwrap_or_default(),
            indicators: statement.indicators.iter().map(indicator).collect(),
            projects: statement.projects.iter().map(project).collect(),
            unplaced: statement.unplaced.iter().map(plain).collect(),
        }
    }
}

fn words(words: Option<&Words>) -> String {
    words.map(|words| words.text.clone()).unwrap_or_default()
}

fn leaf<T>(leaf: Option<&Leaf<T>>) -> String {
    words(leaf.map(|leaf| &leaf.words))
}

fn plain(words: &Words) -> DraftParagraph {
    DraftParagraph::new(&words.text)
}

fn entry(entry: &ContentsEntry) -> DraftEntry {
    let page = entry.page.map(|page| page.to_string()).unwrap_or_default();
    DraftEntry { title: entry.title.text.clone(), page }
}

fn paragraph(paragraph: &Paragraph) -> DraftParagraph {
    DraftParagraph { is_heading: paragraph.is_heading, ..plain(&paragraph.words) }
}

fn part(part: &Narrative) -> DraftPart {
    let paragraphs = part.paragraphs.iter().map(paragraph).collect();
    DraftPart { heading: part.heading.text.clone(), paragraphs }
}

fn sub_goals(part: &SubGoals) -> DraftSubGoals {
    DraftSubGoals {
        heading: part.heading.text.clone(),
        preamble: part.preamble.iter().map(paragraph).collect(),
        items: part.items.iter().map(sub_goal).collect(),
    }
}

fn sub_goal(item: &SubGoal) -> DraftSubGoal {
    let number = item.number.as_ref().map_or("", |number| &number.words.text);
    let begins = |first: &Words| {
        first.text.strip_prefix(number).is_some_and(|rest| rest.starts_with(&item.title.text))
    };
    // A title that the first paragraph begins with has no line of its own.
    let runs_on = item.paragraphs.first().is_some_and(|first| {
        first.at.start <= item.title.at.start && item.title.at.end <= first.at.end && begins(first)
    });
    let title = if runs_on { String::new() } else { format!("{number}{}", item.title.text) };
    DraftSubGoal {
        key: String::new(),
        title,
        paragraphs: item.paragraphs.iter().map(plain).collect(),
    }
}

fn project(project: &Project) -> DraftProject {
    let unit = project.money_unit.as_ref().and_then(|leaf| leaf.value);
    DraftProject {
        key: String::new(),
        heading: words(project.heading.as_ref()),
        unit_code: words(project.unit_code.as_ref()),
        unit_name: words(project.unit_name.as_ref()),
        money_unit: unit.map(|unit| unit.label().to_owned()).unwrap_or_default(),
        code_label: words(project.code_label.as_ref()),
        code: leaf(project.code.as_ref()),
        name: words(project.name.as_ref()),
        total: leaf(project.budget.total.as_ref()),
        fiscal: leaf(project.budget.fiscal.as_ref()),
        other: leaf(project.budget.other.as_ref()),
        purpose: words(project.purpose.as_ref()),
        plan: project
            .plan
            .iter()
            .map(|point| DraftCheckpoint {
                month: point.month,
                label: point.label.text.clone(),
                share: point.share.words.text.clone(),
            })
            .collect(),
        goals: project.goals.iter().map(goal).collect(),
        indicators: project.indicators.iter().map(indicator).collect(),
    }
}

fn goal(goal: &Goal) -> DraftGoal {
    let numbers: String = goal.numbers.iter().map(|number| number.words.text.as_str()).collect();
    DraftGoal::new(&format!("{numbers}{}", goal.words.text))
}

fn indicator(row: &Indicator) -> DraftIndicator {
    DraftIndicator {
        key: String::new(),
        dimension: leaf(row.dimension.as_ref()),
        aspect: leaf(row.aspect.as_ref()),
        name: words(row.name.as_ref()),
        description: words(row.description.as_ref()),
        target: leaf(row.target.as_ref()),
        basis: leaf(row.basis.as_ref()),
    }
}
