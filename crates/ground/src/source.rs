//! One document laid out as one linear text, with the way back to its own places.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Piece, Place, Span, Words};

/// The file format a document came in, found by its content and not by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text in any encoding that the reader knows.
    #[default]
    Text,
    /// Word document, Office Open XML.
    Docx,
    /// Web page, alone or with its parts in one MHTML file.
    Html,
    /// Word document of the binary format of Word 97 to 2003.
    Doc,
    /// Workbook, Office Open XML.
    Xlsx,
    /// Workbook of Excel 5 to 2003.
    Xls,
    /// PDF with a text layer.
    Pdf,
    /// No file: typed field by field into a form.
    Typed,
}

/// From `start` on, the linear text stands at `place`, until the next anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// First byte in the linear text.
    pub start: u32,
    /// The place in the file.
    pub place: Place,
}

/// A document as one linear text: what spans count in and what excerpts are shown from.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file's name as the user gave it.
    pub name: String,
    /// The format that was read.
    pub format: Format,
    /// How the characters were encoded, by the encoding's usual name, e.g. `UTF-8`, `gb18030`.
    pub encoding: String,
    /// The linear text. A plain text stands here to the byte, once decoded; of other formats each
    /// paragraph is a line, each table row a line with its cells between tabs.
    pub text: String,
    /// Places of the linear text, in order. Empty for a plain text: there, lines are the places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<Anchor>,
    #[serde(skip)]
    lines: Vec<u32>,
    /// How many characters begin before each multiple of [`STEP`] bytes, so that a column of a very
    /// long line is found without counting from the line's start.
    #[serde(skip)]
    characters: Vec<u32>,
}

/// Bytes between two entries of the count of characters.
const STEP: usize = 1024;

impl Source {
    /// A source over `text`; `anchors` are in the order of their starts.
    pub fn new(name: &str, format: Format, text: String, anchors: Vec<Anchor>) -> Source {
        let (lines, characters) = (line_starts(&text), character_counts(&text));
        let encoding = "UTF-8".into();
        Source { name: name.into(), format, encoding, text, anchors, lines, characters }
    }

    /// The same source with its encoding named.
    pub fn encoded_as(mut self, encoding: &str) -> Source {
        self.encoding = encoding.into();
        self
    }

    /// The text that stands in `span`; empty if the span lies outside.
    pub fn excerpt(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Where the byte `offset` stands, in the terms of the format.
    pub fn place(&self, offset: u32) -> Place {
        let after = self.anchors.partition_point(|anchor| anchor.start <= offset);
        match after.checked_sub(1).and_then(|index| self.anchors.get(index)) {
            Some(anchor) => anchor.place.clone(),
            None => self.line_place(offset),
        }
    }

    /// Line number of the byte `offset` in the linear text, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        Span::at(self.lines.partition_point(|start| *start <= offset)).start.max(1)
    }

    /// The whole text of the line with this number, without its end.
    pub fn line_span(&self, line: u32) -> Span {
        let index = line.saturating_sub(1) as usize;
        let start = self.lines.get(index).map_or(self.text.len(), |start| *start as usize);
        let end = self.lines.get(index + 1).map_or(self.text.len(), |start| *start as usize);
        let body = self.text.get(start..end).unwrap_or_default();
        Span::new(start..start + body.trim_end_matches(['\n', '\r']).len())
    }

    /// Words made of the kept runs of the text, which come in order and do not overlap.
    pub fn words(&self, runs: &[Span]) -> Words {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return Words::default();
        };
        let at = first.to(*last);
        let mut text = String::with_capacity(at.range().len());
        let mut pieces = Vec::new();
        let mut expected = None;
        for run in runs {
            if expected != Some(run.start) && !run.is_empty() {
                pieces.push(Piece { text: Span::at(text.len()).start, source: run.start });
            }
            text.push_str(self.excerpt(*run));
            expected = Some(run.end);
        }
        if pieces.len() <= 1 {
            pieces.clear();
        }
        let raw = self.excerpt(at);
        let raw = (raw != text).then(|| raw.to_owned());
        Words { text, raw, at, place: self.place(at.start), pieces }
    }

    fn line_place(&self, offset: u32) -> Place {
        let line = self.line(offset);
        let start = self.lines.get(line as usize - 1).copied().unwrap_or(0);
        let column = match self.text.as_bytes().get(start as usize..offset as usize) {
            Some(near) if near.len() < STEP => count_starts(near),
            _ => self.characters_before(offset) - self.characters_before(start.min(offset)),
        };
        Place::Line { line, column: column + 1 }
    }

    /// How many characters begin before the byte `offset`.
    fn characters_before(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let counted = self.characters.get(offset / STEP).copied();
        let from = if counted.is_some() { offset / STEP * STEP } else { 0 };
        let rest = self.text.as_bytes().get(from..offset).unwrap_or_default();
        counted.unwrap_or(0) + count_starts(rest)
    }
}

fn character_counts(text: &str) -> Vec<u32> {
    let mut counts = Vec::with_capacity(text.len() / STEP + 1);
    let mut count = 0;
    for chunk in text.as_bytes().chunks(STEP) {
        counts.push(count);
        count += count_starts(chunk);
    }
    counts
}

/// How many characters begin in these bytes of a text.
fn count_starts(bytes: &[u8]) -> u32 {
    let starts = bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000);
    Span::at(starts.count()).start
}

fn line_starts(text: &str) -> Vec<u32> {
    let mut starts = vec![0];
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    starts.extend(ends.map(|(index, _)| Span::at(index + 1).start));
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_places_of_a_plain_text() {
        let source = Source::new("a.txt", Format::Text, "甲乙\r\n丙丁戊\n".into(), vec![]);
        let offset = source.text.find('丁').unwrap();
        assert_eq!(source.place(Span::at(offset).start), Place::Line { line: 2, column: 2 });
        assert_eq!(source.excerpt(source.line_span(1)), "甲乙");
        assert_eq!(source.excerpt(source.line_span(2)), "丙丁戊");
        assert_eq!(source.line(0), 1);
    }

    #[test]
    fn columns_of_a_long_line_count_characters() {
        let text = format!("甲\n{}", "乙a".repeat(3000));
        let source = Source::new("a.txt", Format::Text, text, vec![]);
        for character in [0u32, 1, 511, 512, 513, 2047, 5999] {
            let bytes = character / 2 * 4 + character % 2 * 3;
            let place = Place::Line { line: 2, column: character + 1 };
            assert_eq!(source.place(4 + bytes), place, "{character}");
        }
        assert_eq!(source.place(u32::MAX), Place::Line { line: 2, column: 6001 });
    }

    #[test]
    fn anchors_win_over_lines() {
        let cell = Place::Cell { table: 1, row: 2, column: 3 };
        let anchors = vec![Anchor { start: 3, place: cell.clone() }];
        let source = Source::new("a.docx", Format::Docx, "甲乙丙".into(), anchors);
        assert_eq!(source.place(6), cell);
        assert_eq!(source.place(0), Place::Line { line: 1, column: 1 });
    }

    #[test]
    fn words_skip_what_is_between_runs() {
        let source = Source::new("a.txt", Format::Text, "按规定的时 间完成".into(), vec![]);
        let words = source.words(&[Span::new(0..15), Span::new(16..25)]);
        assert_eq!(words.text, "按规定的时间完成");
        assert_eq!(words.raw.as_deref(), Some("按规定的时 间完成"));
        assert_eq!(words.span(15..18), Span::new(16..19));
    }
}
