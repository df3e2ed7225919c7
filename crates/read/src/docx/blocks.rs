//! Takes the words of lines and cells out of the linear text.

use ground::{Source, Span, Words};

use super::layout::{Planned, PlannedCell, PlannedLine};
use crate::clean::{self, Residue};
use crate::stream::{Block, Cell, Line, Row};

/// Turns what was planned into lines and rows with their words.
pub(super) fn blocks(
    source: &Source,
    planned: &[Planned],
    cells: &[PlannedCell],
    paragraphs: &[Span],
) -> Vec<Block> {
    let residue = Residue::find(&source.text);
    let words = |span: Span| clean::words(source, &residue, span);
    let mut blocks = Vec::with_capacity(planned.len());
    for block in planned {
        match block {
            Planned::Line(line) => blocks.extend(self::line(source, line, words(line.words))),
            Planned::Row { table, cells: range } => {
                let cells = cells.get(range.clone()).unwrap_or_default();
                let cell = |planned: &PlannedCell| {
                    let own = paragraphs.get(planned.paragraphs.clone()).unwrap_or_default();
                    let mut own = own.iter().map(|span| words(*span)).filter(|w| !w.is_blank());
                    let first = own.next().unwrap_or_else(|| words(Span::at(planned.at)));
                    self::cell(planned, whole(source, first, own))
                };
                let cells = cells.iter().map(cell).collect();
                blocks.push(Block::Row(Row { table: *table, exact: true, cells }));
            }
        }
    }
    blocks
}

fn line(source: &Source, planned: &PlannedLine, words: Words) -> Option<Block> {
    (!words.is_blank()).then(|| {
        Block::Line(Line {
            words,
            is_paragraph: planned.is_paragraph,
            blank_lines: planned.blank_lines,
            indented: planned.indented,
            part: planned.part,
            in_contents: planned.in_contents,
            outline: planned.outline,
            width: clean::width(source.excerpt(planned.words).trim()),
        })
    })
}

/// All words of a cell in one, and its paragraphs where there are several.
fn whole(
    source: &Source,
    first: Words,
    mut others: impl Iterator<Item = Words>,
) -> (Words, Vec<Words>) {
    let Some(second) = others.next() else { return (first, Vec::new()) };
    let mut paragraphs = vec![first, second];
    paragraphs.extend(others);
    let parts: Vec<&Words> = paragraphs.iter().collect();
    (clean::joined(source, &parts), paragraphs)
}

fn cell(planned: &PlannedCell, (words, paragraphs): (Words, Vec<Words>)) -> Cell {
    Cell { words, paragraphs, column: planned.column, span: planned.span, covered: planned.covered }
}
