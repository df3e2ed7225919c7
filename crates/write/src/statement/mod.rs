//! A performance statement as counties publish it: cover, contents, first part, a page a project.
//!
//! Everything that stands in the [`Statement`] is written so that reading the file gives it back:
//! words as they are, blank fields as blank cells, fields that the statement does not have not at
//! all. What the statement does not keep, the headings of its two parts, is taken from its contents.

mod budget;
mod contents;
mod cover;
mod indicators;
mod narrative;
mod project;
mod widths;

use ground::Words;
use model::statement::Statement;

use crate::document::{Block, Document, Paragraph, Properties, Section};
use crate::page::{Numbers, Page};
use crate::style::Style;

/// The document of a statement.
pub fn statement(statement: &Statement) -> Document {
    let mut bookmarks = Bookmarks::default();
    let first_part = first_part(statement, &mut bookmarks);
    let projects = projects(statement, &mut bookmarks);
    let mut sections = Vec::new();
    let cover = cover::cover(statement);
    push(&mut sections, TEXT, Page::official(Numbers::None), cover);
    let contents = contents::contents(statement, &bookmarks).map(Block::Contents);
    push(&mut sections, TEXT, Page::official(Numbers::None), contents.into_iter().collect());
    push(&mut sections, TEXT, Page::official(Numbers::From(1)), first_part);
    for (name, blocks) in projects {
        let begins = sections.iter().all(|section| section.page.numbers == Numbers::None);
        let numbers = if begins { Numbers::From(1) } else { Numbers::GoOn };
        push(&mut sections, &name, Page::official(numbers), blocks);
    }
    Document { properties: properties(statement), sections }
}

/// What the sections before the projects are called.
const TEXT: &str = "正文";

fn push(sections: &mut Vec<Section>, name: &str, page: Page, blocks: Vec<Block>) {
    if !blocks.is_empty() {
        sections.push(Section { name: name.into(), page, blocks });
    }
}

fn properties(statement: &Statement) -> Properties {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.text.clone());
    let author = text(&statement.compiled_by).or_else(|| text(&statement.department));
    Properties {
        title: text(&statement.title).unwrap_or_default(),
        subject: "部门预算绩效文本".into(),
        author: author.unwrap_or_default(),
        keywords: statement.region.code.clone().unwrap_or_default(),
        created: None,
    }
}

/// The sections of the first part under its heading.
fn first_part(statement: &Statement, bookmarks: &mut Bookmarks) -> Vec<Block> {
    let sections = narrative::sections(statement, bookmarks);
    let alone = statement.projects.is_empty();
    let unplaced = statement.unplaced.iter().filter(|_| alone);
    let unplaced: Vec<Block> = unplaced.map(|words| body(words).into()).collect();
    let heading = contents::part_heading(statement, 1).filter(|_| !sections.is_empty());
    let mut blocks = unplaced;
    blocks.extend(heading.map(|text| bookmarks.heading(Style::Part, &text)));
    blocks.extend(sections);
    blocks
}

/// For each project the name of its sheet and what stands on its pages.
fn projects(statement: &Statement, bookmarks: &mut Bookmarks) -> Vec<(String, Vec<Block>)> {
    let mut all = Vec::new();
    for (index, project) in statement.projects.iter().enumerate() {
        let mut blocks = Vec::new();
        if index == 0 {
            let heading = contents::part_heading(statement, 2);
            blocks.extend(heading.map(|text| bookmarks.heading(Style::Part, &text)));
        }
        blocks.extend(project::blocks(project, bookmarks));
        if index + 1 == statement.projects.len() {
            blocks.extend(statement.unplaced.iter().map(|words| Block::from(body(words))));
        }
        all.push((format!("{}.{}", index + 1, project.name()), blocks));
    }
    all
}

/// A paragraph of running text.
fn body(words: &Words) -> Paragraph {
    Paragraph::new(Style::Body, words.text.as_str())
}

/// The bookmarks of the headings, by the headings' words.
#[derive(Debug, Default)]
struct Bookmarks {
    known: Vec<(String, String)>,
}

impl Bookmarks {
    /// A heading under a bookmark of its own.
    fn heading(&mut self, style: Style, text: &str) -> Block {
        let name = format!("_Toc{:09}", 100_000_001 + self.known.len());
        self.known.push((text.into(), name.clone()));
        Paragraph::new(style, spaced(text)).marked(name).into()
    }

    /// The bookmark of the heading with these words.
    fn find(&self, text: &str) -> Option<String> {
        self.known.iter().find(|(known, _)| known == text).map(|(_, name)| name.clone())
    }
}

/// 第一部分部门整体绩效目标 with a blank behind the number, as it is set: readers pass over it.
fn spaced(text: &str) -> String {
    let numbered = text.strip_prefix('第').and_then(|rest| {
        let end =
            ["部分", "章", "篇"].iter().find_map(|unit| Some(rest.find(unit)? + unit.len()))?;
        (end <= 18).then_some(end + '第'.len_utf8())
    });
    match numbered.and_then(|end| text.split_at_checked(end)) {
        Some((number, title)) if !title.is_empty() => format!("{number}\u{3000}{title}"),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_part_is_set_apart() {
        assert_eq!(spaced("第一部分部门整体绩效目标"), "第一部分\u{3000}部门整体绩效目标");
        assert_eq!(spaced("第二部分"), "第二部分");
        assert_eq!(spaced("一、总体绩效目标"), "一、总体绩效目标");
        assert_eq!(
            spaced("第三方评估费用绩效目标表，第一部分"),
            "第三方评估费用绩效目标表，第一部分"
        );
    }
}
