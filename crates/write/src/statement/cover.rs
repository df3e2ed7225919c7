//! The cover: title, who drew it up, who checked it.

use model::statement::Statement;

use crate::document::{Block, Paragraph};
use crate::page::points;
use crate::style::Style;

/// Longer than this a department's name is not set on a line of its own.
const LONGEST_LINE: usize = 30;

pub(super) fn cover(statement: &Statement) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(title) = title(statement) {
        blocks.push(Block::Space(points(130)));
        blocks.push(Paragraph::new(Style::Title, title).into());
    }
    let signed = |name: &Option<ground::Words>, what: &str| {
        let name = name.as_ref().filter(|name| !name.is_blank())?;
        Some(Paragraph::new(Style::SignOff, format!("{}{what}", name.text)))
    };
    let compiled = signed(&statement.compiled_by, "编制");
    let reviewed = signed(&statement.reviewed_by, "审核");
    if compiled.is_some() || reviewed.is_some() {
        blocks.push(Block::Space(points(270)));
    }
    blocks.extend(compiled.map(Block::from));
    blocks.extend(reviewed.map(Block::from));
    blocks
}

/// The title, the department on a line of its own.
fn title(statement: &Statement) -> Option<String> {
    let title = &statement.title.as_ref()?.text;
    let rest = statement.department.as_ref().and_then(|department| {
        let rest = title.strip_prefix(department.text.as_str())?;
        let latin = department.text.ends_with(|c: char| c.is_ascii_alphanumeric());
        let short = department.text.chars().count() <= LONGEST_LINE;
        let dated = rest.starts_with(|c: char| c.is_ascii_digit() || "二".contains(c));
        (short && dated && !latin).then_some((department.text.as_str(), rest))
    });
    Some(match rest {
        Some((department, rest)) => format!("{department}\n{rest}"),
        None => title.clone(),
    })
}
