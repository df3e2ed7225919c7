//! Plain text to the stream: lines, rows between tabs or bars, one cell a line.

use std::mem;

use ground::{Finding, Format, Severity, Source, Span, Words};

use crate::bounds::{self, MOST_PIECES, MOST_TEXT};
use crate::clean::{self, Residue};
use crate::codes;
use crate::columns::{self, Spaced};
use crate::decode::decode;
use crate::furniture::{self, RawLine};
use crate::stream::{Block, Cell, Line, Row, Stream};

/// Reads a plain text of any encoding.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Stream {
    let within = bounds::within(bytes, MOST_TEXT, b'\n');
    let decoded = decode(within);
    let mut findings = Vec::new();
    if within.len() < bytes.len() {
        findings.push(too_long(bytes.len()));
    }
    if let Some(at) = decoded.damaged_at {
        findings.push(undecodable(at, decoded.encoding));
    }
    let source =
        Source::new(name, Format::Text, decoded.text, Vec::new()).encoded_as(decoded.encoding);
    let residue = Residue::find(&source.text);
    let mut builder = Builder::new(&source, &residue);
    builder.run(&furniture::lines(&source.text, &residue_free));
    findings.extend(builder.is_full().then(|| too_many_pieces(builder.read_to)));
    let blocks = builder.blocks;
    Stream { source, blocks, findings }
}

fn too_long(length: usize) -> Finding {
    let (length, limit) = (length >> 20, MOST_TEXT >> 20);
    let message = format!("文件的文字有 {length} MB，超过 {limit} MB 的上限，只读到了此前的内容");
    Finding::new(codes::FILE_TOO_LARGE, Severity::Error, Span::at(0), message)
        .help("请只提交绩效文本本身；几份文本合在一起的，请分开提交")
}

fn too_many_pieces(read_to: u32) -> Finding {
    let message = format!("文字的段落和单元格超过 {MOST_PIECES} 个，只读到了此前的内容");
    Finding::new(codes::FILE_TOO_LARGE, Severity::Error, Span::at(read_to as usize), message)
        .help("请只提交绩效文本本身；几份文本合在一起的，请分开提交")
}

fn undecodable(at: usize, encoding: &str) -> Finding {
    let sign = Span::new(at..at + '\u{fffd}'.len_utf8());
    Finding::new(
        codes::UNREADABLE_CHARACTERS,
        Severity::Warning,
        sign,
        format!("按{encoding}解码时遇到无法识别的字节，已用“\u{fffd}”代替"),
    )
    .help("请用记事本打开原文件，另存为 UTF-8 编码后重新提交")
}

/// A line without bookmark marks is what decides whether it is blank or a page number.
fn residue_free(line: &str) -> String {
    let residue = Residue::find(line);
    let source = Source::new("", Format::Text, line.to_owned(), Vec::new());
    clean::words(&source, &residue, Span::new(0..line.len())).text
}

struct Builder<'s> {
    source: &'s Source,
    residue: &'s Residue,
    blocks: Vec<Block>,
    table: u32,
    /// How many paragraphs and cells may still be read: one more than a document may hold, so that
    /// none left means too many.
    room: usize,
    /// Where the last of them ends.
    read_to: u32,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Source, residue: &'s Residue) -> Builder<'s> {
        Builder { source, residue, blocks: Vec::new(), table: 0, room: MOST_PIECES + 1, read_to: 0 }
    }

    /// Whether the text held more paragraphs and cells than a document may.
    fn is_full(&self) -> bool {
        self.room == 0
    }

    /// The words of a paragraph or cell, as long as there is room for them.
    fn words(&mut self, span: Span) -> Option<Words> {
        self.room = self.room.checked_sub(1)?;
        self.read_to = span.end;
        Some(clean::words(self.source, self.residue, span))
    }

    fn run(&mut self, lines: &[RawLine]) {
        let mut at = 0;
        let mut gap = 0;
        let mut in_table = false;
        let mut page_turned = false;
        while let Some(line) = lines.get(at).filter(|_| !self.is_full()) {
            let text = self.source.excerpt(line.span);
            if line.is_furniture || (page_turned && line.is_blank_without_tabs()) {
                // Blank lines around a page number belong to the page, not to the text.
                (gap, page_turned) = (0, true);
                at += 1;
                continue;
            }
            page_turned = false;
            let taken = if text.contains('\t') && !line.is_blank_without_tabs() {
                self.begin_table(&mut in_table);
                self.tabbed(lines, at)
            } else if is_barred(text) {
                self.begin_table(&mut in_table);
                self.barred(lines, at)
            } else if line.is_blank {
                gap += 1;
                at += 1;
                continue;
            } else if let Some(spaced) =
                columns::table(&self.source.text, lines.get(at..).unwrap_or_default())
            {
                self.begin_table(&mut in_table);
                self.spaced(&spaced)
            } else {
                in_table = false;
                self.line(line, gap);
                1
            };
            gap = 0;
            at += taken.max(1);
        }
    }

    fn begin_table(&mut self, in_table: &mut bool) {
        if !*in_table {
            self.table += 1;
            *in_table = true;
        }
    }

    fn line(&mut self, line: &RawLine, blank_lines: u32) {
        let Some(words) = self.words(line.span).filter(|words| !words.is_blank()) else { return };
        let text = self.source.excerpt(line.span);
        let indent = text.len() - text.trim_start_matches([' ', '\u{3000}']).len();
        self.blocks.push(Block::Line(Line {
            words,
            blank_lines,
            indented: indent >= 4,
            width: clean::width(text.trim_end()),
            ..Line::default()
        }));
    }

    fn spaced(&mut self, spaced: &Spaced) -> usize {
        for row in &spaced.rows {
            let words = row.iter().map_while(|span| self.words(*span));
            let cells = words.map(|words| Cell { words, ..Cell::default() }).collect();
            self.push_row(cells);
        }
        spaced.taken
    }

    /// Lines with tabs: a whole row each, or a cell each where a lone tab leads every line.
    fn tabbed(&mut self, lines: &[RawLine], at: usize) -> usize {
        let group = self.cell_group(lines, at);
        if group > 1 {
            self.one_cell_a_line(lines.get(at..at + group).unwrap_or_default());
            return group;
        }
        if let Some(line) = lines.get(at) {
            let cells = self.split(line.span, '\t');
            self.push_row(cells);
        }
        1
    }

    /// How many lines from `at` on make one row with a cell a line: each begins with its only tab;
    /// a line without tab goes on with the cell before it.
    fn cell_group(&self, lines: &[RawLine], at: usize) -> usize {
        let lone = |line: &RawLine| {
            let text = self.source.excerpt(line.span);
            text.starts_with('\t') && text.matches('\t').count() == 1
        };
        if !lines.get(at).is_some_and(lone) {
            return 0;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let goes_on = |line: &&RawLine| {
            let text = self.source.excerpt(line.span);
            lone(line) || (!line.is_blank && !text.contains('\t') && !is_barred(text))
        };
        let end = rest.iter().take_while(goes_on).count();
        let group = rest.get(..end).unwrap_or_default();
        // Lines behind the last cell are its own only where the row is one cell a line at all.
        if group.iter().filter(|line| lone(line)).count() > 1 { end } else { 0 }
    }

    fn one_cell_a_line(&mut self, group: &[RawLine]) {
        let mut cells: Vec<Cell> = Vec::new();
        let mut open: Vec<Span> = Vec::new();
        for line in group {
            if self.source.excerpt(line.span).starts_with('\t') {
                cells.extend(self.cell(&open));
                open.clear();
            }
            open.push(line.span);
        }
        cells.extend(self.cell(&open));
        self.push_row(cells);
    }

    /// A cell made of whole lines, each a paragraph.
    fn cell(&mut self, lines: &[Span]) -> Option<Cell> {
        let (first, last) = (lines.first()?, lines.last()?);
        let words = self.words(first.to(*last))?;
        let mut paragraphs: Vec<_> = lines
            .iter()
            .map_while(|span| self.words(*span))
            .filter(|words| !words.is_blank())
            .collect();
        if paragraphs.len() < 2 {
            paragraphs.clear();
        }
        Some(Cell { words, paragraphs, ..Cell::default() })
    }

    fn split(&mut self, span: Span, separator: char) -> Vec<Cell> {
        let text = self.source.excerpt(span);
        let mut cells = Vec::new();
        let mut start = span.start as usize;
        for part in text.split(separator) {
            let Some(words) = self.words(Span::new(start..start + part.len())) else { break };
            cells.push(Cell { words, ..Cell::default() });
            start += part.len() + separator.len_utf8();
        }
        cells
    }

    /// Rows between bars; lines between two rules are one row where rules stand between rows.
    fn barred(&mut self, lines: &[RawLine], at: usize) -> usize {
        let rest = lines.get(at..).unwrap_or_default();
        let count = rest
            .iter()
            .take_while(|line| !line.is_blank && is_barred(self.source.excerpt(line.span)))
            .count();
        let block = rest.get(..count).unwrap_or_default();
        let rules = block.iter().filter(|line| is_rule(self.source.excerpt(line.span))).count();
        let between_rows = rules > 3 || rules * 2 >= count.saturating_sub(1).max(1);
        let mut open: Vec<Vec<Cell>> = Vec::new();
        for line in block {
            if is_rule(self.source.excerpt(line.span)) {
                self.close(&mut open);
                continue;
            }
            open.push(self.between_bars(line.span));
            if !between_rows {
                self.close(&mut open);
            }
        }
        self.close(&mut open);
        count
    }

    fn between_bars(&mut self, span: Span) -> Vec<Cell> {
        let text = self.source.excerpt(span);
        let bar = bar_of(text);
        let mut cells = self.split(span, bar);
        if text.trim_start().starts_with(bar) && !cells.is_empty() {
            cells.remove(0);
        }
        if text.trim_end().ends_with(bar) {
            cells.pop();
        }
        cells
    }

    /// Joins the lines of one row column by column.
    fn close(&mut self, open: &mut Vec<Vec<Cell>>) {
        let lines = mem::take(open);
        let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
        let cells = (0..columns)
            .map(|column| {
                let parts: Vec<_> =
                    lines.iter().filter_map(|line| Some(&line.get(column)?.words)).collect();
                let words = match parts.iter().filter(|words| !words.is_blank()).count() {
                    0 => parts.first().map(|words| (*words).clone()).unwrap_or_default(),
                    _ => clean::joined(self.source, &parts),
                };
                Cell { words, ..Cell::default() }
            })
            .collect();
        self.push_row(cells);
    }

    /// A row, unless there was no room for any of its cells.
    fn push_row(&mut self, cells: Vec<Cell>) {
        if cells.is_empty() {
            return;
        }
        self.blocks.push(Block::Row(Row { table: self.table, exact: false, cells }));
    }
}

const BARS: [char; 4] = ['|', '│', '┃', '｜'];

/// Whether a line is a table row drawn with bars, or a rule between such rows.
fn is_barred(text: &str) -> bool {
    let trimmed = text.trim();
    if is_rule(trimmed) {
        return true;
    }
    let bar = bar_of(trimmed);
    let count = trimmed.matches(bar).count();
    count >= 2 && trimmed.starts_with(bar) && trimmed.ends_with(bar)
}

fn bar_of(text: &str) -> char {
    BARS.into_iter().find(|bar| text.contains(*bar)).unwrap_or('|')
}

/// A rule: +-----+-----+, |----|----|, ├──┼──┤.
fn is_rule(text: &str) -> bool {
    let trimmed = text.trim();
    let drawn = |c: char| {
        matches!(c, '+' | '-' | '=' | '|' | ':' | ' ') || ('\u{2500}'..='\u{257f}').contains(&c)
    };
    let strokes = trimmed.chars().filter(|c| matches!(c, '-' | '=' | '─' | '━' | '═')).count();
    let corners = trimmed.chars().any(|c| {
        matches!(c, '+' | '|' | '├' | '┼' | '┌' | '└' | '┏' | '┗' | '┣' | '╔' | '╠' | '╚')
    });
    strokes >= 3 && corners && trimmed.chars().all(drawn)
}
