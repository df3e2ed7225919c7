//! The first part: overall goals, sub-goals, safeguards.

use model::statement::{Narrative, Paragraph as Said, Statement, SubGoal, SubGoals};

use super::{Bookmarks, body, indicators};
use crate::document::{Block, Paragraph};
use crate::style::Style;

/// The sections that the statement has, in the order of the form. The indicators of the whole
/// department stand at the end of the first of them.
pub(super) fn sections(statement: &Statement, bookmarks: &mut Bookmarks) -> Vec<Block> {
    let mut table = indicators::table("部门整体绩效指标", &statement.indicators);
    let mut blocks = Vec::new();
    if let Some(overall) = &statement.overall {
        blocks.extend(narrative(overall, bookmarks));
        blocks.extend(table.take().map(Block::Table));
    }
    if let Some(all) = &statement.sub_goals {
        blocks.extend(sub_goals(all, bookmarks));
        blocks.extend(table.take().map(Block::Table));
    }
    if let Some(safeguards) = &statement.safeguards {
        blocks.extend(narrative(safeguards, bookmarks));
        blocks.extend(table.take().map(Block::Table));
    }
    blocks
}

fn narrative(narrative: &Narrative, bookmarks: &mut Bookmarks) -> Vec<Block> {
    let mut blocks = vec![bookmarks.heading(Style::Section, &narrative.heading.text)];
    blocks.extend(narrative.paragraphs.iter().map(|said| Block::from(paragraph(said))));
    blocks
}

fn paragraph(said: &Said) -> Paragraph {
    let style = if said.is_heading { Style::Heading } else { Style::Body };
    Paragraph::new(style, said.words.text.as_str())
}

fn sub_goals(all: &SubGoals, bookmarks: &mut Bookmarks) -> Vec<Block> {
    let mut blocks = vec![bookmarks.heading(Style::Section, &all.heading.text)];
    blocks.extend(all.preamble.iter().map(|said| Block::from(paragraph(said))));
    for item in &all.items {
        blocks.extend(sub_goal(item).into_iter().map(Block::from));
    }
    blocks
}

/// A sub-goal: its title stands alone, or is how its first paragraph begins.
fn sub_goal(item: &SubGoal) -> Vec<Paragraph> {
    let number = item.number.as_ref().map_or("", |number| number.words.text.as_str());
    let line = format!("{number}{}", item.title.text);
    let runs_on = item.paragraphs.first().is_some_and(|first| first.text.starts_with(&line));
    let mut paragraphs = Vec::new();
    if !runs_on {
        let style = if item.paragraphs.is_empty() { Style::Body } else { Style::Heading };
        paragraphs.push(Paragraph::new(style, line));
    }
    paragraphs.extend(item.paragraphs.iter().map(body));
    paragraphs
}
