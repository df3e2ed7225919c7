//! The cells of one table, from rows or from bare lines, as one run of tokens.

use std::borrow::Cow;

use ground::Words;

use model::statement::{Aspect, Dimension};

use super::labels::{Label, begins_label, label, leading_label, levels};
use super::torn;
use crate::clean;
use crate::stream::{Block, Line, Row};
use ground::Source;

/// A cell, or a line that stands for one. Words stay those of the blocks unless they had to be
/// joined or cut.
#[derive(Clone, Debug)]
pub(crate) struct Token<'b> {
    pub(crate) words: Cow<'b, Words>,
    /// Its paragraphs, where it has more than one.
    pub(crate) paragraphs: Cow<'b, [Words]>,
    /// Which row or line of the table it stands in.
    pub(crate) row: usize,
    /// First grid column and number of columns, where they are exact.
    pub(crate) columns: Option<(u16, u16)>,
    /// Covered by a cell above that spans rows.
    pub(crate) covered: bool,
    /// It is a bare line: rows and blank cells are not marked.
    pub(crate) is_line: bool,
    /// Blank lines before it, where it is a bare line.
    pub(crate) blank_lines: u32,
    /// The label that it is.
    pub(crate) label: Option<Label>,
    /// The level of the indicator tree that it names.
    pub(crate) level: Level,
}

/// What a cell names of the indicator tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Level {
    /// 产出指标
    pub(crate) dimension: Option<Dimension>,
    /// 数量指标
    pub(crate) aspect: Option<Aspect>,
}

impl Level {
    /// The level that a text names.
    pub(crate) fn of(text: &str) -> Level {
        let (dimension, aspect) = levels(text);
        Level { dimension, aspect }
    }

    /// Whether it names any level.
    pub(crate) fn is_named(self) -> bool {
        self.dimension.is_some() || self.aspect.is_some()
    }
}

impl Token<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        self.words.is_blank()
    }

    pub(crate) fn text(&self) -> &str {
        &self.words.text
    }

    /// Its paragraphs, at least one.
    pub(crate) fn paragraphs(&self) -> &[Words] {
        if self.paragraphs.is_empty() {
            std::slice::from_ref(self.words.as_ref())
        } else {
            &self.paragraphs
        }
    }

    /// The column heading it is.
    pub(crate) fn header(&self) -> Option<super::labels::Header> {
        match self.label {
            Some(Label::Header(header)) => Some(header),
            _ => None,
        }
    }
}

/// All tokens of the blocks of one table. Labels cut in two are joined; a cell that holds a label
/// and its value becomes two tokens.
pub(crate) fn tokens<'b>(source: &Source, blocks: &'b [Block]) -> Vec<Token<'b>> {
    let mut raw = Vec::new();
    for (row, block) in blocks.iter().enumerate() {
        match block {
            Block::Line(line) => raw.push(of_line(line, row)),
            Block::Row(cells) => push_row(&mut raw, cells, row),
        }
    }
    let raw = torn::mended(source, raw);
    let mut all: Vec<Token<'b>> = Vec::with_capacity(raw.len());
    let mut raw = raw.into_iter().peekable();
    while let Some(token) = raw.next() {
        if let Some(next) = raw.peek()
            && let Some(joined) = join_label(source, &token, next)
        {
            raw.next();
            all.push(joined);
            continue;
        }
        push_split(&mut all, token);
    }
    all
}

fn of_line(line: &Line, row: usize) -> Token<'_> {
    Token {
        label: label(&line.words.text),
        level: Level::of(&line.words.text),
        words: Cow::Borrowed(&line.words),
        paragraphs: Cow::default(),
        row,
        columns: None,
        covered: false,
        is_line: true,
        blank_lines: line.blank_lines,
    }
}

fn push_row<'b>(raw: &mut Vec<Token<'b>>, row: &'b Row, number: usize) {
    for cell in &row.cells {
        raw.push(Token {
            label: label(&cell.words.text),
            level: Level::of(&cell.words.text),
            words: Cow::Borrowed(&cell.words),
            paragraphs: Cow::Borrowed(&cell.paragraphs),
            row: number,
            columns: row.exact.then_some((cell.column, cell.span)),
            covered: cell.covered,
            is_line: false,
            blank_lines: 0,
        });
    }
}

/// 预算规模及 and 资金用途 as one label, where only both together, or the first alone, are one.
fn join_label<'b>(source: &Source, first: &Token<'b>, second: &Token<'b>) -> Option<Token<'b>> {
    let loose = first.columns.is_none() && second.columns.is_none();
    let apart = second.label.is_some() && !(first.label.is_none() && first.is_line);
    if !loose || first.is_blank() || second.is_blank() || apart || !begins_label(first.text()) {
        return None;
    }
    let both = format!("{}{}", first.text(), second.text());
    let found = label(&both)?;
    let words = clean::joined(source, &[&first.words, &second.words]);
    Some(Token {
        words: Cow::Owned(words),
        label: Some(found),
        level: Level::default(),
        paragraphs: Cow::default(),
        ..first.clone()
    })
}

fn push_split<'b>(all: &mut Vec<Token<'b>>, token: Token<'b>) {
    let may_split = token.label.is_none() && !token.level.is_named();
    let split = if may_split { leading_label(token.text()) } else { None };
    let Some((found, value_at)) = split else {
        all.push(token);
        return;
    };
    let len = token.words.text.len();
    let head = Token {
        words: Cow::Owned(token.words.part(0..value_at)),
        paragraphs: Cow::default(),
        label: Some(found),
        level: Level::default(),
        ..token.clone()
    };
    let value = token.words.part(value_at..len);
    let value_label = label(&value.text);
    all.push(head);
    // The paragraphs of a goal typed behind its label are cut at the label too.
    let paragraphs = token.paragraphs.iter().enumerate().filter_map(|(index, paragraph)| {
        if index > 0 {
            return Some(paragraph.clone());
        }
        let rest = paragraph.text.len().checked_sub(value_at).filter(|rest| *rest > 0)?;
        Some(paragraph.part(paragraph.text.len() - rest..paragraph.text.len()))
    });
    let paragraphs = if token.paragraphs.is_empty() { Vec::new() } else { paragraphs.collect() };
    let level = Level::of(&value.text);
    all.push(Token {
        words: Cow::Owned(value),
        paragraphs: Cow::Owned(paragraphs),
        label: value_label,
        level,
        blank_lines: 0,
        ..token
    });
}
