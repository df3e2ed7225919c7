//! Lays a PDF out as one linear text: a line for each paragraph, a line for each row.

use ground::{Anchor, Format, Place, Source, Span, Words};
use pages::Area;

use super::chain::{Cell, Entry, PlacedLine, Table};
use super::flow::{self, Column};
use super::lines::TextLine;
use crate::clean::{self, Residue};
use crate::grammar;
use crate::stream::{self, Block};

/// Size of a page, and the edges between which its text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) number: u32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) column: Column,
}

/// The linear text of a document and its lines and rows.
pub(super) fn layout(name: &str, entries: &[Entry], settings: &[Setting]) -> (Source, Vec<Block>) {
    let mut writer =
        Writer { settings, text: String::new(), anchors: Vec::new(), plans: Vec::new() };
    let mut at = 0;
    let mut tables = 0;
    while let Some(entry) = entries.get(at) {
        match entry {
            Entry::Table(table) => {
                tables += 1;
                writer.table(table, tables);
                at += 1;
            }
            Entry::Line(_) => at += writer.paragraph(entries.get(at..).unwrap_or_default()),
        }
    }
    let Writer { text, anchors, plans, .. } = writer;
    let source = Source::new(name, Format::Pdf, text, anchors);
    let blocks = plans.into_iter().filter_map(|plan| block(&source, plan)).collect();
    (source, blocks)
}

/// A line or a row before its words are taken out of the text.
enum Plan {
    Line { words: Span, indented: bool, in_contents: bool },
    Row { table: u32, cells: Vec<PlannedCell> },
}

struct PlannedCell {
    at: usize,
    paragraphs: Vec<Span>,
    column: u16,
    span: u16,
    covered: bool,
}

struct Writer<'s> {
    settings: &'s [Setting],
    text: String,
    anchors: Vec<Anchor>,
    plans: Vec<Plan>,
}

impl Writer<'_> {
    /// Writes the paragraph that begins with the first entry; gives how many it takes.
    fn paragraph(&mut self, entries: &[Entry]) -> usize {
        let lines = entries.iter().map_while(|entry| match entry {
            Entry::Line(line) => Some(line),
            Entry::Table(_) => None,
        });
        let lines: Vec<&PlacedLine> = lines.take(200).collect();
        let pairs = lines.iter().zip(lines.iter().skip(1));
        let taken = 1 + pairs.take_while(|(line, next)| self.goes_on(line, next)).count();
        let begin = self.text.len();
        let mut last: Option<&TextLine> = None;
        for line in lines.iter().take(taken) {
            self.line(line.sheet, &line.line, last);
            last = Some(&line.line);
        }
        let words = Span::new(begin..self.text.len());
        self.text.push('\n');
        let column = lines.first().and_then(|line| self.settings.get(line.sheet));
        let indented = lines.first().zip(column).is_some_and(|(line, setting)| {
            line.line.area.left - setting.column.left > line.line.size()
        });
        let in_contents = lines.first().is_some_and(|line| is_dotted(&line.line.text));
        self.plans.push(Plan::Line { words, indented, in_contents });
        taken
    }

    fn goes_on(&self, line: &PlacedLine, next: &PlacedLine) -> bool {
        let Some(setting) = self.settings.get(line.sheet) else { return false };
        let (a, b) = (&line.line, &next.line);
        // A wide gap between two lines parts paragraphs.
        let apart = line.sheet == next.sheet
            && (b.area.top - a.area.bottom) * 5 > a.area.height().max(b.area.height()) * 6;
        !apart && (continues(a, b, setting.column) || is_torn(a, b, setting.column))
    }

    /// Writes a line of a paragraph behind the one before it.
    fn line(&mut self, sheet: usize, line: &TextLine, before: Option<&TextLine>) {
        match before {
            Some(before) if is_hyphenated(before, line) => {
                self.text.pop();
            }
            Some(before) if are_two_words(before, line) => self.text.push(' '),
            _ => {}
        }
        self.anchor(sheet, line.area);
        self.text.push_str(&line.text);
    }

    fn table(&mut self, table: &Table, number: u32) {
        for row in 0..table.rows {
            let in_row = table.cells.iter().filter(|cell| cell.rows.contains(&row));
            let mut cells: Vec<&Cell> = in_row.collect();
            cells.sort_by_key(|cell| cell.columns.start);
            let mut planned = Vec::with_capacity(cells.len());
            for (index, cell) in cells.into_iter().enumerate() {
                if index > 0 {
                    self.text.push('\t');
                }
                planned.push(self.cell(cell, row));
            }
            self.text.push('\n');
            self.plans.push(Plan::Row { table: number, cells: planned });
        }
    }

    fn cell(&mut self, cell: &Cell, row: usize) -> PlannedCell {
        let narrow = |index: usize| u16::try_from(index).unwrap_or(u16::MAX);
        if let Some(part) = cell.parts.first() {
            self.anchor(part.sheet, part.area);
        }
        let at = self.text.len();
        let covered = cell.rows.start < row;
        let paragraphs = if covered { Vec::new() } else { self.cell_paragraphs(cell) };
        let (column, span) = (narrow(cell.columns.start), narrow(cell.columns.len()));
        PlannedCell { at, paragraphs, column, span, covered }
    }

    fn cell_paragraphs(&mut self, cell: &Cell) -> Vec<Span> {
        let mut paragraphs: Vec<Span> = Vec::new();
        let mut last: Option<(&TextLine, Column)> = None;
        for part in &cell.parts {
            for line in &part.lines {
                let before = last.filter(|(last, column)| continues(last, line, *column));
                if before.is_none() && last.is_some() {
                    self.text.push('\n');
                }
                let begin = self.text.len();
                self.line(part.sheet, line, before.map(|(before, _)| before));
                let words = Span::new(begin..self.text.len());
                match paragraphs.last_mut() {
                    Some(paragraph) if before.is_some() => *paragraph = paragraph.to(words),
                    _ => paragraphs.push(words),
                }
                last = Some((line, part.column));
            }
        }
        paragraphs
    }

    fn anchor(&mut self, sheet: usize, area: Area) {
        let Some(setting) = self.settings.get(sheet) else { return };
        let share = |length: i32, whole: i32| {
            let thousandths = i64::from(length) * 1000 / i64::from(whole.max(1));
            u16::try_from(thousandths.clamp(0, 1000)).unwrap_or(1000)
        };
        let area = [
            share(area.left, setting.width),
            share(area.top, setting.height),
            share(area.right, setting.width),
            share(area.bottom, setting.height),
        ];
        let start = Span::at(self.text.len()).start;
        let anchor = Anchor { start, place: Place::Page { page: setting.number, area } };
        // What begins at the same byte stands at the narrower place.
        match self.anchors.last_mut() {
            Some(last) if last.start == start => *last = anchor,
            _ => self.anchors.push(anchor),
        }
    }
}

/// Whether a line of running text was broken by hand before the edge: no paragraph ends without a
/// stop, and a heading is short or begins with a number.
fn is_torn(line: &TextLine, next: &TextLine, column: Column) -> bool {
    let text = line.text.as_str();
    let is_long = line.area.width() * 5 > (column.right - column.left) * 3;
    let is_prose = text.contains(['，', '。', '；']) && !is_dotted(text);
    let ends = text.ends_with(['。', '；', '！', '？', '：', '”', '）', '.', ';', ':', ')']);
    let is_flush = next.area.left - column.left < next.size() / 2;
    let is_new = grammar::begins_with_number(&next.text)
        || grammar::stands_alone(text)
        || grammar::stands_alone(&next.text);
    is_long && is_prose && !ends && is_flush && !is_new && !flow::sizes_differ(line, next)
}

fn continues(line: &TextLine, next: &TextLine, column: Column) -> bool {
    if is_number_of(line, next) {
        return true;
    }
    let ends = line.text.ends_with(['。', '；', '！', '？', '：']);
    let is_set_in = (next.area.left - column.left) * 2 > next.size() * 3;
    let numbered = (ends || is_set_in) && grammar::begins_with_number(&next.text);
    let heads = grammar::stands_alone(&line.text)
        || grammar::stands_alone(&next.text) && !is_rest_of_title(line, next);
    !numbered && !heads && !is_dotted(&line.text) && flow::goes_on(line, next, column)
}

/// Whether a line that looks like a heading is the second of one that begins with a number: the names
/// of projects are long.
fn is_rest_of_title(line: &TextLine, next: &TextLine) -> bool {
    let is_numbered = |line: &TextLine| grammar::begins_with_number(&line.text);
    let is_part = next.text.starts_with('第');
    is_numbered(line) && !is_numbered(next) && !is_part && grammar::is_heading(&next.text)
}

/// A line of the contents, with its dots.
pub(super) fn is_dotted(text: &str) -> bool {
    text.contains("....") || text.contains("……") || text.contains("····")
}

/// The page number of a line of the contents, for which its dots left no room.
fn is_number_of(line: &TextLine, next: &TextLine) -> bool {
    let ends_in_dots = line.text.ends_with(['.', '…', '·']);
    let is_number = next.text.len() <= 3 && next.text.bytes().all(|byte| byte.is_ascii_digit());
    is_dotted(&line.text) && ends_in_dots && is_number
}

/// A hyphen that stands at the end of a line because the line ends there: between Latin words and
/// figures it may be meant.
fn is_hyphenated(line: &TextLine, next: &TextLine) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut signs = line.text.chars().rev();
    let (last, before) = (signs.next(), signs.next());
    match last {
        Some('\u{ad}') => true,
        Some('-' | '\u{2010}') => !is_latin(before) || !is_latin(next.text.chars().next()),
        _ => false,
    }
}

/// Two Latin words that a line break parts. A line that is one word was broken inside it, and so was
/// a number where figures stand on both sides: narrow cells break them anywhere.
fn are_two_words(line: &TextLine, next: &TextLine) -> bool {
    let (last, first) = (line.text.chars().next_back(), next.text.chars().next());
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_one_word = line.text.chars().all(|c| c.is_ascii_graphic());
    let is_number = figure(last) && figure(first);
    word(last) && word(first) && !is_one_word && !is_number
}

fn block(source: &Source, plan: Plan) -> Option<Block> {
    let residue = Residue::default();
    let words = |span: Span| clean::words(source, &residue, span);
    match plan {
        Plan::Line { words: span, indented, in_contents } => {
            let words = words(span);
            let width = clean::width(source.excerpt(span).trim());
            let line = stream::Line {
                words,
                indented,
                in_contents,
                width,
                is_paragraph: true,
                ..stream::Line::default()
            };
            (!line.words.is_blank()).then_some(Block::Line(line))
        }
        Plan::Row { table, cells } => {
            let cells = cells.into_iter().map(|planned| {
                let own = planned.paragraphs.iter().map(|span| words(*span));
                let own: Vec<Words> = own.filter(|words| !words.is_blank()).collect();
                cell(source, &planned, own, || words(Span::at(planned.at)))
            });
            Some(Block::Row(stream::Row { table, exact: true, cells: cells.collect() }))
        }
    }
}

fn cell(
    source: &Source,
    planned: &PlannedCell,
    mut paragraphs: Vec<Words>,
    blank: impl FnOnce() -> Words,
) -> stream::Cell {
    let PlannedCell { column, span, covered, .. } = *planned;
    let words = match paragraphs.len() {
        0 => blank(),
        1 => paragraphs.pop().unwrap_or_default(),
        _ => clean::joined(source, &paragraphs.iter().collect::<Vec<_>>()),
    };
    stream::Cell { words, paragraphs, column, span, covered }
}
