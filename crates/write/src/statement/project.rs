//! A project: the lines over its table, the table's head, its indicators.

use model::statement::Project;

use super::{Bookmarks, budget, indicators};
use crate::document::{Block, Paragraph};
use crate::page::points;
use crate::style::Style;

pub(super) fn blocks(project: &Project, bookmarks: &mut Bookmarks) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let heading = project.heading.as_ref();
    blocks.extend(heading.map(|words| bookmarks.heading(Style::TableTitle, &words.text)));
    blocks.extend(unit(project).map(|text| Paragraph::new(Style::TableNote, text).into()));
    blocks.extend(money_unit(project).map(|text| Paragraph::new(Style::TableUnit, text).into()));
    blocks.push(Block::Table(budget::table(project)));
    if let Some(table) = indicators::table("绩效指标", &project.indicators) {
        // Only the first rows of a table can be repeated on the next page: the indicators, whose
        // headings are to be, are a table of their own.
        blocks.push(Block::Space(points(6)));
        blocks.push(Block::Table(table));
    }
    blocks
}

/// 711001 临河县总工会本级. A unit without a code is a row of the table.
fn unit(project: &Project) -> Option<String> {
    let code = project.unit_code.as_ref()?;
    let name = project.unit_name.as_ref().map_or("", |name| name.text.as_str());
    Some(format!("{} {name}", code.text))
}

/// 单位：万元, with the bracket that opens it where it ends in one.
fn money_unit(project: &Project) -> Option<String> {
    let text = &project.money_unit.as_ref()?.words.text;
    let open = match text.chars().next_back() {
        Some('）') => "（",
        Some(')') => "(",
        _ => "",
    };
    Some(format!("{open}{text}"))
}
