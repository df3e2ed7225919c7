//! Walks through the characters of a document and gives its paragraphs one after another.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;

use super::boxes::TextBox;
use super::bytes::u16_at;
use super::fonts::Fonts;
use super::paragraph::Properties;
use super::pieces::{Piece, Pieces};
use super::runs::Runs;
use super::sprm::{self, sprms};
use super::styles::Styles;
use crate::docx::fields::Fields;

/// The long changes of a whole document have no more bytes.
const MOST_CHANGES: usize = 64 << 20;

/// What a document is read from.
#[derive(Debug)]
pub(super) struct Sources<'b> {
    pub(super) main: &'b [u8],
    /// The stream with changes that are too long for their pages.
    pub(super) data: &'b [u8],
    pub(super) pieces: Pieces<'b>,
    pub(super) characters: Runs<'b>,
    pub(super) paragraphs: Runs<'b>,
    pub(super) styles: Styles,
    pub(super) fonts: Fonts,
    /// Text boxes in the order of their anchors.
    pub(super) boxes: Vec<TextBox>,
}

/// A paragraph that has been read.
#[derive(Debug)]
pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    pub(super) properties: Properties,
    /// It ends with the mark of a cell.
    pub(super) ends_cell: bool,
    /// Its mark was deleted; so was a row that ends with it.
    pub(super) is_gone: bool,
}

/// The character that ends a paragraph.
#[derive(Clone, Copy, Debug)]
struct Mark {
    is_cell: bool,
    is_gone: bool,
}

/// Reads all paragraphs of the characters in `range`; gives how many characters there were.
pub(super) fn walk(
    sources: &Sources<'_>,
    range: Range<u32>,
    put: &mut dyn FnMut(Paragraph<'_>),
) -> u32 {
    let mut walker = Walker {
        sources,
        put,
        fields: Fields::default(),
        text: String::new(),
        high: None,
        in_contents: false,
        begins: true,
        hides: false,
        boxes: Vec::new(),
        budget: MOST_CHANGES,
    };
    let mut read = 0;
    for piece in &sources.pieces.list {
        let (begin, end) = (piece.begin.max(range.start), piece.end.min(range.end));
        // No two pieces share their bytes, so there are no more characters than bytes.
        let has_bytes = usize::try_from(read).is_ok_and(|read| read <= sources.main.len());
        if begin < end && has_bytes {
            read += walker.piece(piece, begin - piece.begin..end - piece.begin);
        }
    }
    walker.rest();
    read
}

struct Walker<'w, 'b> {
    sources: &'w Sources<'b>,
    put: &'w mut dyn FnMut(Paragraph<'_>),
    fields: Fields,
    /// The text of the open paragraph.
    text: String,
    /// The first half of a character of two units.
    high: Option<u16>,
    in_contents: bool,
    /// The next character is the first of its paragraph.
    begins: bool,
    /// The style of the open paragraph hides its text.
    hides: bool,
    /// Text boxes that are anchored in the open paragraph: their first characters and those behind
    /// their last.
    boxes: Vec<(u32, u32)>,
    /// How many bytes of long changes may still be read.
    budget: usize,
}

/// What properties say of a run of characters.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// `None` where the style decides.
    hidden: Option<bool>,
    deleted: bool,
    symbol: Option<char>,
    font: u16,
}

impl Walker<'_, '_> {
    /// Reads some characters of a piece; gives how many of them there were.
    fn piece(&mut self, piece: &Piece, range: Range<u32>) -> u32 {
        let size = if piece.is_narrow { 1 } else { 2 };
        let changes = self.sources.pieces.changes(piece);
        let mut signs = Signs::default();
        let mut signs_until = 0;
        let mut read = 0;
        for index in range {
            let Some(at) = usize::try_from(index).ok().map(|index| piece.at + index * size) else {
                break;
            };
            let unit = match piece.is_narrow {
                true => self.sources.main.get(at).map(|byte| western(*byte)),
                false => u16_at(self.sources.main, at),
            };
            let Some(unit) = unit else { break };
            read += 1;
            if at >= signs_until {
                (signs, signs_until) = self.signs(at, &changes);
            }
            if std::mem::take(&mut self.begins) {
                let style = self.sources.paragraphs.at(at).map_or(0, |run| run.style);
                self.hides = self.sources.styles.paragraph(style).hidden;
            }
            if unit == 0x08 {
                self.anchor(piece.begin.saturating_add(index));
            }
            self.unit(unit, at, signs, &changes);
        }
        read
    }

    /// Notes the text boxes that are anchored at a character.
    fn anchor(&mut self, at: u32) {
        let all = &self.sources.boxes;
        let first = all.partition_point(|text_box| text_box.at < at);
        let here = all.iter().skip(first).take_while(|text_box| text_box.at == at);
        self.boxes.extend(here.map(|text_box| (text_box.begin, text_box.end)));
    }

    /// Reads the text boxes of a paragraph that ends here. They stand before it, in its cell.
    fn read_boxes(&mut self, host: &Properties) {
        for (begin, end) in std::mem::take(&mut self.boxes) {
            // Text boxes stand in no text box.
            let sources = self.sources;
            let put = &mut *self.put;
            walk_box(sources, begin..end, &mut |paragraph| {
                let properties = paragraph.properties.placed_as(host);
                put(Paragraph { properties, ends_cell: false, ..paragraph });
            });
        }
    }

    /// The properties of the characters at the byte `at` of the main stream, and up to where they
    /// hold.
    fn signs(&self, at: usize, changes: &[u8]) -> (Signs, usize) {
        let run = self.sources.characters.at(at);
        let mut signs = Signs::default();
        let mut by_style = None;
        let own = run.map_or(&[][..], |run| run.changes);
        for sprm in sprms(own).chain(sprms(changes)) {
            match sprm.code {
                sprm::CHARACTER_STYLE => {
                    let style = u16::try_from(sprm.number()).unwrap_or(0);
                    by_style = self.sources.styles.hides(style);
                }
                sprm::DELETED => signs.deleted = sprm.byte() & 1 == 1,
                sprm::HIDDEN => {
                    signs.hidden = match sprm.byte() {
                        0x80 => None,
                        0x81 => Some(!by_style.unwrap_or(self.hides)),
                        value => Some(value == 1),
                    };
                }
                sprm::SYMBOL => {
                    let [font, code] = halves(sprm.number());
                    signs.symbol = self.sources.fonts.character(font, code);
                }
                sprm::FONT | sprm::FONT_OTHER => signs.font = halves(sprm.number())[0],
                _ => {}
            }
        }
        signs.hidden = signs.hidden.or(by_style);
        // Without a run the next character is looked up anew.
        (signs, run.map_or(at + 1, super::runs::Run::end))
    }

    fn unit(&mut self, unit: u16, at: usize, signs: Signs, changes: &[u8]) {
        let high = self.high.take();
        match unit {
            0x13 => self.fields.begin(),
            0x14 => self.fields.separate(),
            0x15 => self.fields.end(),
            0x0d | 0x07 | 0x0c => {
                let is_gone = signs.deleted || signs.hidden == Some(true);
                self.end(
                    at,
                    Mark { is_cell: unit == 0x07, is_gone: is_gone && unit != 0x0c },
                    changes,
                );
            }
            0xd800..=0xdbff => self.high = Some(unit),
            0xdc00..=0xdfff => {
                let pair = char::decode_utf16([high.unwrap_or(unit), unit]).next();
                self.sign(pair.and_then(Result::ok).unwrap_or('\u{fffd}'), signs);
            }
            0x28 if signs.symbol.is_some() => self.sign(signs.symbol.unwrap_or(' '), signs),
            0x0b => self.sign('\n', signs),
            0x09 => self.sign('\t', signs),
            0x1e => self.sign('-', signs),
            0xa0 => self.sign(' ', signs),
            // The signs of sign fonts stand where Unicode has none.
            0xf000..=0xf0ff => {
                if let Some(sign) = self.sources.fonts.character(signs.font, unit) {
                    self.sign(sign, signs);
                }
            }
            // Pictures, notes and other signs that stand for what is no text.
            0..=0x1f => {}
            unit => self.sign(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}'), signs),
        }
    }

    fn sign(&mut self, sign: char, signs: Signs) {
        if !self.fields.show() {
            self.fields.code(sign.encode_utf8(&mut [0; 4]));
            return;
        }
        if !signs.deleted && !signs.hidden.unwrap_or(self.hides) {
            self.text.push(sign);
            self.in_contents |= self.fields.in_contents();
        }
    }

    fn end(&mut self, at: usize, mark: Mark, changes: &[u8]) {
        self.fields.end_codes();
        let run = self.sources.paragraphs.at(at);
        let mut properties = self.sources.styles.paragraph(run.map_or(0, |run| run.style));
        if let Some(run) = run {
            properties.change(run.changes, self.sources.data, &mut self.budget);
        }
        properties.change(changes, self.sources.data, &mut self.budget);
        let ends_part = mark.is_cell || properties.ends_row() || properties.ends_inner_cell;
        if mark.is_gone && !ends_part {
            // The paragraph goes on in the next one where its mark was deleted or is hidden.
            return;
        }
        if properties.outline.is_some_and(|level| level > 0) {
            self.fields.end_contents();
        }
        properties.in_contents |= std::mem::take(&mut self.in_contents);
        self.read_boxes(&properties);
        let Mark { is_cell, is_gone } = mark;
        (self.put)(Paragraph { text: &self.text, properties, ends_cell: is_cell, is_gone });
        self.text.clear();
        self.begins = true;
    }

    /// What stands behind the last mark, where the text breaks off.
    fn rest(&mut self) {
        if !self.text.is_empty() {
            let properties = Properties::default();
            let text = &self.text;
            (self.put)(Paragraph { text, properties, ends_cell: false, is_gone: false });
        }
    }
}

/// The lower and the upper two bytes of a number.
fn halves(number: u32) -> [u16; 2] {
    [number & 0xffff, number >> 16].map(|half| u16::try_from(half).unwrap_or(0))
}

/// Reads the paragraphs of a text box.
fn walk_box(sources: &Sources<'_>, range: Range<u32>, put: &mut dyn FnMut(Paragraph<'_>)) {
    walk(sources, range, put);
}

/// A character of the western code page.
fn western(byte: u8) -> u16 {
    if byte < 0x80 {
        return u16::from(byte);
    }
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(0xfffd)
}
