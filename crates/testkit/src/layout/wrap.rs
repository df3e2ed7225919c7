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
    /// The width in columns at which this file is broken, and the way paragraphs are told apart.
    ///
    /// Without indents nobody can tell whether a paragraph ends at a line that is full: a width is
    /// chosen at which no paragraph does. Where there is none, blank lines stand between them.
    pub(super) fn settle(self, blocks: &[Block], rng: &mut Rng) -> (Wrap, usize) {
        let mut widths: Vec<usize> = (28..=40).map(|characters| characters * 2).collect();
        rng.shuffle(&mut widths);
        let first = widths.first().copied().unwrap_or(64);
        let clear = || widths.iter().find(|columns| is_clear(blocks, **columns));
        match self {
            Wrap::Flush => clear().map_or((Wrap::BlankLines, first), |columns| (self, *columns)),
            _ => (self, first),
        }
    }

    /// The lines of a paragraph.
    pub(super) fn lines(self, text: &str, role: Role, columns: usize) -> Vec<Out> {
        let wraps = matches!(role, Role::Body | Role::Heading | Role::Section | Role::TableTitle);
        if self == Wrap::No || !wraps {
            return vec![Out::free(text)];
        }
        let indent = if self == Wrap::Indented && role != Role::TableTitle { INDENT } else { "" };
        broken(&format!("{indent}{text}"), columns, self).into_iter().map(Out::free).collect()
    }
}

/// A text with the line ends that it was pasted with.
pub(crate) fn pasted(text: &str, columns: usize) -> String {
    broken(text, columns, Wrap::Indented).join("\n")
}

/// Signs that may not begin a line.
const CLOSING: &str = "，。；：、！？）》”〉〕%";
/// Signs that end a sentence, or seem to.
const STOPS: &str = "。；：！？”）";
/// Signs that may not end a line.
const OPENING: &str = "（《“〈〔";

fn broken(text: &str, columns: usize, wrap: Wrap) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line: Vec<String> = Vec::new();
    let measure = |line: &[String]| line.iter().map(|word| width(word)).sum::<usize>();
    for word in words(text) {
        let closes = word.starts_with(|c| CLOSING.contains(c));
        if !line.is_empty() && measure(&line) + width(&word) > columns && !closes {
            let rest = line.split_off(line.len() - carried(&line, wrap));
            lines.push(line.concat());
            line = rest;
        }
        line.push(word);
    }
    lines.push(line.concat());
    lines
}

/// How many words at the end of a full line go to the next: a bracket that opens; and, where only a
/// short line ends a paragraph, a stop with the word before it.
fn carried(line: &[String], wrap: Wrap) -> usize {
    let ends = |signs: &str| line.last().is_some_and(|word| word.ends_with(|c| signs.contains(c)));
    if line.len() < 4 {
        0
    } else if ends(OPENING) {
        1
    } else if wrap == Wrap::Flush && ends(STOPS) {
        2
    } else {
        0
    }
}

/// Whether at this width no heading, which no stop ends, ends with a line that is nearly full.
fn is_clear(blocks: &[Block], columns: usize) -> bool {
    let mut lines = blocks.iter().filter_map(|block| match block {
        Block::Line(line) if matches!(line.role, Role::Body | Role::Heading) => Some(line),
        _ => None,
    });
    lines.all(|line| {
        let broken = broken(&line.text, columns, Wrap::Flush);
        let ends = line.text.ends_with(|c| STOPS.contains(c));
        ends || broken.last().is_none_or(|last| width(last) + 12 <= columns)
    })
}
