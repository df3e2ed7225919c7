//! Rows of text: .csv and .txt, whatever the encoding, whatever stands between the cells.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use ground::{Finding, Severity, Span};
use model::cell::Cell;

use super::pieces::PIECE;
use super::{MOST_COLUMNS, Row, refusal};
use crate::docx::fault::Fault;
use crate::{codes, decode};

/// Signs that separate cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Lines from which the separator is told.
const TELLING: usize = 20;
/// No cell is longer than Excel allows, in bytes: where one is, a quote was left open.
const LONGEST: usize = 32_767 * 4;

/// A text whose lines are rows.
#[derive(Debug)]
pub(super) struct Table<'b> {
    text: Cow<'b, str>,
    separator: u8,
    /// Where the rows begin, and the number of the first.
    begin: usize,
    first: u32,
}

/// Some whole lines.
#[derive(Debug)]
pub(super) struct Lines {
    range: Range<usize>,
    /// The number of the first row.
    first: u32,
}

/// The table in a file of text, and what is wrong with its characters.
pub(super) fn table(bytes: &[u8]) -> (Table<'_>, Option<Finding>) {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, damaged) = match std::str::from_utf8(bare) {
        Ok(text) if !bare.contains(&0) => (Cow::Borrowed(text), None),
        _ => {
            let decoded = decode::decode(bytes);
            let damaged = decoded.damaged_at.map(|at| unreadable(&decoded.text, at));
            (Cow::Owned(decoded.text), damaged)
        }
    };
    // Excel itself says in a line before the rows what stands between cells.
    let told = text.split_once('\n').and_then(|(line, _)| {
        match line.trim().strip_prefix("sep=")?.as_bytes() {
            [separator] if *separator != b'"' => Some((*separator, line.len() + 1)),
            _ => None,
        }
    });
    let (separator, begin, first) = match told {
        Some((separator, begin)) => (separator, begin, 2),
        None => (separator(&text), 0, 1),
    };
    (Table { text, separator, begin, first }, damaged)
}

fn unreadable(text: &str, at: usize) -> Finding {
    let before = text.get(..at).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let message = format!("第 {line} 行有认不出的字符，显示为“\u{fffd}”");
    let help = "请核对该处文字；也可以用 Excel 打开原文件，另存为 .xlsx 后导入";
    Finding::new(codes::UNREADABLE_CHARACTERS, Severity::Warning, Span::at(0), message).help(help)
}

/// The sign that stands, outside quotes, in most of the first lines.
fn separator(text: &str) -> u8 {
    let mut counts = SEPARATORS.map(|sign| (sign, 0));
    let mut is_quoted = false;
    for line in text.lines().take(TELLING) {
        let mut seen = [false; SEPARATORS.len()];
        for byte in line.bytes() {
            is_quoted ^= byte == b'"';
            let signs = seen.iter_mut().zip(SEPARATORS).filter(|_| !is_quoted);
            signs.for_each(|(seen, sign)| *seen |= sign == byte);
        }
        counts.iter_mut().zip(seen).for_each(|((_, count), seen)| *count += usize::from(seen));
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

impl Table<'_> {
    /// Hands out the rows in chunks.
    pub(super) fn unpack(&self, take: &mut dyn FnMut(Lines) -> ControlFlow<()>) {
        let bytes = self.text.as_bytes();
        let has_quotes = memchr::memchr(b'"', bytes).is_some();
        let (mut begin, mut first) = (self.begin, self.first);
        while begin < bytes.len() {
            let rest = bytes.get(begin..).unwrap_or_default();
            let (len, rows) = if has_quotes { self.quoted(rest) } else { plain(rest) };
            let range = begin..begin + len.clamp(1, rest.len());
            begin = range.end;
            if take(Lines { range, first }).is_break() {
                return;
            }
            first = first.saturating_add(rows);
        }
    }

    /// Takes lines apart.
    pub(super) fn read(&self, lines: &Lines, each: &mut dyn FnMut(Row<'_>)) -> Result<(), Fault> {
        let text = self.text.get(lines.range.clone()).unwrap_or_default();
        let mut records = Records::new(text.as_bytes(), self.separator);
        let mut record = csv::StringRecord::new();
        while let Some(blank) = records.next(&mut record) {
            let number = lines.first.saturating_add(blank);
            if record.iter().any(|cell| cell.len() > LONGEST) {
                return Err(refusal::open_quote(number));
            }
            let cells: Vec<Cell<'_>> = record.iter().take(MOST_COLUMNS).map(cell).collect();
            let left_out = record.iter().skip(MOST_COLUMNS).filter(|cell| !cell.is_empty()).count();
            if cells.iter().any(|cell| !cell.is_blank()) {
                each(Row { number, cells: &cells, left_out });
            }
        }
        Ok(())
    }

    /// How long the first rows are that make up a piece, where quotes may hold line ends, and how many they are.
    fn quoted(&self, rest: &[u8]) -> (usize, u32) {
        let mut records = Records::new(rest, self.separator);
        let mut record = csv::StringRecord::new();
        while records.next(&mut record).is_some() {
            let at = records.behind();
            if at >= PIECE {
                return (at, records.rows);
            }
        }
        (rest.len(), records.rows)
    }
}

/// How long the first lines are that make up a piece, and how many they are.
fn plain(rest: &[u8]) -> (usize, u32) {
    let end = rest.get(PIECE..).and_then(|rest| memchr::memchr(b'\n', rest));
    let len = end.map_or(rest.len(), |end| PIECE + end + 1);
    let lines = memchr::memchr_iter(b'\n', rest.get(..len).unwrap_or_default()).count();
    (len, u32::try_from(lines).unwrap_or(u32::MAX))
}

/// The records of some lines, with their numbers.
struct Records<'t> {
    reader: csv::Reader<&'t [u8]>,
    bytes: &'t [u8],
    /// Rows that were passed, blank ones counted.
    rows: u32,
}

impl<'t> Records<'t> {
    fn new(bytes: &'t [u8], separator: u8) -> Records<'t> {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(separator);
        Records { reader: builder.from_reader(bytes), bytes, rows: 0 }
    }

    /// Reads the next record; its number, counted from 0.
    fn next(&mut self, record: &mut csv::StringRecord) -> Option<u32> {
        let begin = self.behind();
        // The text is UTF-8 and nothing is unpacked, so that no record is refused.
        if !self.reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let number = self.rows.saturating_add(self.blank_from(begin));
        self.rows = number.saturating_add(1);
        Some(number)
    }

    /// The byte behind the last record and the end of its line.
    fn behind(&self) -> usize {
        let at = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        // The second sign of a line end of two is read with what follows.
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        let is_between = before == Some(&b'\r') && self.bytes.get(at) == Some(&b'\n');
        at + usize::from(is_between)
    }

    /// How many blank lines stand from this byte on.
    fn blank_from(&self, begin: usize) -> u32 {
        let (mut at, mut count) = (begin, 0);
        while let Some(sign @ (b'\r' | b'\n')) = self.bytes.get(at) {
            at += 1;
            if *sign == b'\r' && self.bytes.get(at) == Some(&b'\n') {
                at += 1;
            }
            count += 1;
        }
        count
    }
}

/// What stands between two separators, without what programs put around it so that it stays what it is:
/// `="0123"` keeps digits from becoming a number, `'-甲` words from becoming a formula.
fn cell(text: &str) -> Cell<'_> {
    let digits = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    let words = text.strip_prefix('\'').filter(|words| is_formula(words));
    match digits.or(words).unwrap_or(text) {
        "" => Cell::Empty,
        text => Cell::Text(text),
    }
}

/// Whether a spreadsheet could take words for a formula, had they no apostrophe in front.
fn is_formula(words: &str) -> bool {
    let bare = words.trim_start_matches('\'');
    let first = bare.trim_start().chars().next();
    let begins = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    begins || bare.starts_with('\t')
}
