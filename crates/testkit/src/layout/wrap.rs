//! Running text: a paragraph a line, or broken at a width.

use crate::flow::{Block, Role};
use crate::layout::Out;
use crate::layout::bars::{width, words};
use crate::rng::Rng;

/// How running text is broken into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// A paragraph a line.
    No,
    /// At 28 to 40 characters; paragraphs begin with two blanks.
    Indented,
    /// At 28 to 40 characters; nothing marks a paragraph but the short line before it.
    Flush,
    /// At 28 to 40 characters; blank lines between paragraphs.
    BlankLines,
}

const INDENT: &str = "　　";

impl Wrap {
    /// The width in columns at which this file is broken.
    ///
    /// Without indents nobody can tell whether a paragraph ends at a line that is full and ends a
    /// sentence: a width is chosen at which that does not happen.
    pub(super) fn columns(self, blocks: &[Block], rng: &mut Rng) -> usize {
        let mut widths: Vec<usize> = (28..=40).map(|characters| characters * 2).collect();
        rng.shuffle(&mut widths);
        let first = widths.first().copied().unwrap_or(64);
        match self {
            Wrap::Flush => {
                let clear = widths.into_iter().find(|columns| is_clear(blocks, *columns));
                clear.unwrap_or(first)
            }
            _ => first,
        }
    }

    /// The lines of a paragraph.
    pub(super) fn lines(self, text: &str, role: Role, columns: usize) -> Vec<Out> {
        let wraps = matches!(role, Role::Body | Role::Heading | Role::Section | Role::TableTitle);
        if self == Wrap::No || !wraps {
            return vec![Out::free(text)];
        }
        let indent = if self == Wrap::Indented && role != Role::TableTitle { INDENT } else { "" };
        broken(&format!("{indent}{text}"), columns).into_iter().map(Out::free).collect()
    }
}

/// Signs that may not begin a line.
const CLOSING: &str = "，。；：、！？）》”〉〕%";
/// Signs that may not end a line.
const OPENING: &str = "（《“〈〔";

fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let closes = word.starts_with(|c| CLOSING.contains(c));
        if !line.is_empty() && width(&line) + width(&word) > columns && !closes {
            let open = line.chars().next_back().filter(|c| OPENING.contains(*c));
            if open.is_some() {
                line.pop();
            }
            lines.push(std::mem::take(&mut line));
            line.extend(open);
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines
}

/// Whether at this width every line that ends a sentence and a paragraph can be told from one that
/// goes on.
fn is_clear(blocks: &[Block], columns: usize) -> bool {
    let lines = blocks.iter().filter_map(|block| match block {
        Block::Line(line) if matches!(line.role, Role::Body | Role::Heading) => Some(line),
        _ => None,
    });
    let near = |line: &str| width(line) + 8 > columns;
    lines.into_iter().all(|line| {
        let broken = broken(&line.text, columns);
        let Some((last, before)) = broken.split_last() else { return true };
        let ends = |line: &String| line.ends_with(['。', '；', '：', '”', '）', '！', '？', '.']);
        !near(last) && !before.iter().any(ends)
    })
}
