//! Lays the sheets out as one linear text: a line for each title and paragraph, a line for each row
//! of a table.

use std::ops::Range;

use ground::{Anchor, Finding, Format, Place, Severity, Source, Span, Words};

use super::book::{Book, Region, Sheet, left_out, letters, named};
use super::finding;
use super::grid::{self, Row, Run, Seen, Unseen};
use crate::bounds::MOST_PIECES;
use crate::clean::{self, Residue};
use crate::docx::fault::Fault;
use crate::stream::{self, Block, Line, Stream};
use crate::{Limits, codes};

/// A line or a row before its words are taken out of the text.
enum Planned {
    Line { words: Span, is_paragraph: bool, blank_lines: u32 },
    Row { table: u32, cells: Range<usize> },
}

struct PlannedCell {
    words: Span,
    column: u16,
    span: u16,
    covered: bool,
}

/// The stream of a workbook.
pub(super) fn stream(name: &str, format: Format, mut book: Book, limits: Limits) -> Stream {
    let mut writer = Writer { book: &book, limit: limits.unpacked, ..Writer::new(&book) };
    let mut notes = Vec::new();
    let mut is_full = false;
    for sheet in book.sheets.iter().filter(|sheet| !sheet.is_hidden) {
        let (runs, unseen) = grid::runs(&book, sheet);
        notes.extend(unseen_note(sheet, &unseen, writer.text.len()));
        is_full |= runs.iter().any(|run| writer.run(sheet, run).is_none());
    }
    let Writer { text, anchors, planned, cells, .. } = writer;
    if is_full {
        book.broken(Fault::too_many_pieces(MOST_PIECES));
    }
    let is_blank = text.trim().is_empty();
    let end = text.len();
    notes.extend(hidden_sheets(&book, end));
    let source = Source::new(name, format, text, anchors);
    let blocks = blocks(&source, &planned, &cells);
    let mut faults = std::mem::take(&mut book.faults);
    faults.dedup_by(|a, b| a.1 == b.1);
    let mut findings: Vec<Finding> =
        faults.into_iter().map(|(severity, fault)| finding(fault, severity, end)).collect();
    if is_blank && findings.is_empty() {
        findings.push(blank_book());
    }
    findings.extend(notes);
    Stream { source, blocks, findings }
}

fn blank_book() -> Finding {
    let message = "工作簿里没有文字，可能全部是图片，或内容都在隐藏的工作表里";
    Finding::new(codes::FILE_EMPTY, Severity::Error, Span::at(0), message)
        .help("请提交有文字的 Excel 或 Word 原件，而不是图片或扫描件")
}

fn hidden_sheets(book: &Book, at: usize) -> Option<Finding> {
    let hidden = book.sheets.iter().filter(|sheet| sheet.is_hidden);
    let names: Vec<String> = hidden.map(|sheet| format!("“{}”", sheet.name)).collect();
    (!names.is_empty()).then(|| {
        let message = format!("工作表{}是隐藏的，没有读取", some(&names));
        left_out(at, message, "如果其中有绩效文本的内容，请在 Excel 中取消隐藏后重新提交")
    })
}

fn unseen_note(sheet: &Sheet, unseen: &Unseen, at: usize) -> Option<Finding> {
    let rows: Vec<String> =
        unseen.rows.iter().map(|row| format!("第{}行", u64::from(*row) + 1)).collect();
    let columns: Vec<String> =
        unseen.columns.iter().map(|column| format!("{}列", letters(*column))).collect();
    let parts: Vec<String> =
        [rows, columns].iter().filter(|p| !p.is_empty()).map(|p| some(p)).collect();
    (!parts.is_empty()).then(|| {
        let message = format!("工作表“{}”的{}是隐藏的，没有读取", sheet.name, parts.join("和"));
        left_out(at, message, "如果其中有绩效文本的内容，请在 Excel 中取消隐藏后重新提交")
    })
}

/// The first five of a list, and how many there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.get(..names.len().min(SHOWN)).unwrap_or_default().join("、");
    match names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        Some(_) => format!("{shown}等{}处", names.len()),
        None => shown,
    }
}

struct Writer<'b> {
    book: &'b Book,
    limit: usize,
    text: String,
    anchors: Vec<Anchor>,
    planned: Vec<Planned>,
    cells: Vec<PlannedCell>,
    tables: u32,
}

impl<'b> Writer<'b> {
    fn new(book: &'b Book) -> Writer<'b> {
        Writer {
            book,
            limit: 0,
            text: String::new(),
            anchors: Vec::new(),
            planned: Vec::new(),
            cells: Vec::new(),
            tables: 0,
        }
    }

    /// Writes a run of rows; `None` where there is no more room.
    fn run(&mut self, sheet: &Sheet, run: &Run<'_>) -> Option<()> {
        let (lines, table) = run.rows.split_at_checked(run.lines)?;
        let mut gap = run.gap;
        for row in lines {
            match row.cells.as_slice() {
                [title, page] if row.is_entry(self.book) => self.entry(sheet, title, page)?,
                [only] => self.lines(sheet, only, std::mem::take(&mut gap))?,
                _ => {
                    self.tables += 1;
                    self.row(sheet, row, &grid::columns(sheet, std::slice::from_ref(row)))?;
                }
            }
        }
        self.tables += u32::from(!table.is_empty());
        table.iter().try_for_each(|row| self.row(sheet, row, &run.columns))
    }

    /// A cell that stands alone in its row: its words are lines.
    fn lines(&mut self, sheet: &Sheet, seen: &Seen<'_>, gap: u32) -> Option<()> {
        let words = self.words(sheet, seen)?;
        let text = self.text.get(words.clone()).unwrap_or_default();
        let is_whole = !text.contains('\n');
        let mut start = words.start;
        let mut blank_lines = gap;
        for part in text.split('\n') {
            if part.trim().is_empty() {
                blank_lines = blank_lines.saturating_add(1);
            } else {
                let words = Span::new(start..start + part.len());
                let blank_lines = std::mem::take(&mut blank_lines);
                self.planned.push(Planned::Line { words, is_paragraph: is_whole, blank_lines });
            }
            start += part.len() + 1;
        }
        self.text.push('\n');
        Some(())
    }

    /// A line of the contents: a tab stands before its page.
    fn entry(&mut self, sheet: &Sheet, title: &Seen<'_>, page: &Seen<'_>) -> Option<()> {
        let begin = self.words(sheet, title)?.start;
        self.text.push('\t');
        let end = self.words(sheet, page)?.end;
        let words = Span::new(begin..end);
        self.planned.push(Planned::Line { words, is_paragraph: true, blank_lines: 0 });
        self.text.push('\n');
        Some(())
    }

    /// A row of a table: every column of the grid has a cell, filled, covered or blank.
    fn row(&mut self, sheet: &Sheet, row: &Row<'_>, columns: &[u32]) -> Option<()> {
        let first = self.cells.len();
        let mut filled = row.cells.iter().peekable();
        let mut at = 0;
        while let Some(column) = columns.get(at) {
            if at > 0 {
                self.text.push('\t');
            }
            let own = filled.next_if(|seen| seen.covers.columns.0 <= *column);
            let above = row.above.iter().find(|region| region.holds(row.row, *column));
            let covers = own.map(|seen| seen.covers).or(above.copied());
            let span = covers.map_or(1, |covers| span(columns, at, covers));
            let words = match own {
                Some(seen) => Span::new(self.words(sheet, seen)?),
                None => {
                    self.anchor(sheet, row.row, *column);
                    Span::at(self.text.len())
                }
            };
            let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
            self.cells.push(PlannedCell {
                words,
                column: narrow(at),
                span: narrow(span),
                covered: own.is_none() && above.is_some(),
            });
            at += span;
        }
        self.text.push('\n');
        self.planned.push(Planned::Row { table: self.tables, cells: first..self.cells.len() });
        (self.cells.len() < MOST_PIECES).then_some(())
    }

    /// Writes the words of a cell; gives their bytes. A tab would part cells: it becomes a blank.
    fn words(&mut self, sheet: &Sheet, seen: &Seen<'_>) -> Option<Range<usize>> {
        self.anchor(sheet, seen.cell.row, seen.cell.column);
        let words = self.book.words(seen.cell);
        let begin = self.text.len();
        if begin.saturating_add(words.len()) > self.limit {
            return None;
        }
        let words = words.trim_end_matches(['\n', '\r', ' ']);
        if memchr::memchr2(b'\r', b'\t', words.as_bytes()).is_none() {
            self.text.push_str(words);
        } else {
            let plain = words.replace("\r\n", "\n");
            self.text.extend(plain.chars().map(|c| match c {
                '\r' => '\n',
                '\t' => ' ',
                other => other,
            }));
        }
        Some(begin..self.text.len())
    }

    fn anchor(&mut self, sheet: &Sheet, row: u32, column: u32) {
        let start = Span::at(self.text.len()).start;
        let place = Place::Sheet { sheet: sheet.name.clone(), cell: named(row, column) };
        self.anchors.push(Anchor { start, place });
    }
}

/// How many columns of the grid a region takes from the column `at` on.
fn span(columns: &[u32], at: usize, covers: Region) -> usize {
    let rest = columns.get(at..).unwrap_or_default();
    rest.iter().take_while(|column| **column <= covers.columns.1).count().max(1)
}

fn blocks(source: &Source, planned: &[Planned], cells: &[PlannedCell]) -> Vec<Block> {
    let residue = Residue::default();
    let block = |planned: &Planned| match planned {
        Planned::Line { words, is_paragraph, blank_lines } => {
            line(source, &residue, *words, *is_paragraph, *blank_lines).map(Block::Line)
        }
        Planned::Row { table, cells: range } => {
            let cells = cells.get(range.clone()).unwrap_or_default();
            let cells = cells.iter().map(|planned| cell(source, &residue, planned)).collect();
            Some(Block::Row(stream::Row { table: *table, exact: true, cells }))
        }
    };
    planned.iter().filter_map(block).collect()
}

fn line(
    source: &Source,
    residue: &Residue,
    span: Span,
    is_paragraph: bool,
    blank_lines: u32,
) -> Option<Line> {
    let words = clean::words(source, residue, span);
    let text = source.excerpt(span);
    let indent = text.len() - text.trim_start_matches([' ', '\u{3000}']).len();
    let width = clean::width(text.trim());
    let line = Line { is_paragraph, blank_lines, indented: indent >= 4, width, ..Line::default() };
    (!words.is_blank()).then_some(Line { words, ..line })
}

fn cell(source: &Source, residue: &Residue, planned: &PlannedCell) -> stream::Cell {
    let text = source.excerpt(planned.words);
    let mut paragraphs: Vec<Words> = Vec::new();
    if text.contains('\n') {
        let mut start = planned.words.start as usize;
        for part in text.split('\n') {
            let words = clean::words(source, residue, Span::new(start..start + part.len()));
            paragraphs.extend(Some(words).filter(|words| !words.is_blank()));
            start += part.len() + 1;
        }
    }
    let words = match paragraphs.as_slice() {
        [] => clean::words(source, residue, planned.words),
        [one] => one.clone(),
        several => clean::joined(source, &several.iter().collect::<Vec<_>>()),
    };
    if paragraphs.len() < 2 {
        paragraphs.clear();
    }
    let PlannedCell { column, span, covered, .. } = *planned;
    stream::Cell { words, paragraphs, column, span, covered }
}
