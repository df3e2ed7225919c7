//! Walks through the characters of a document and gives its paragraphs one after another.

use encoding_rs::WINDOWS_1252;

use super::bytes::u16_at;
use super::paragraph::Properties;
use super::pieces::{Piece, Pieces};
use super::runs::Runs;
use super::sprm::{self, sprms};
use super::styles::Styles;
use crate::docx::fields::Fields;

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
    /// How many characters of the pieces are text.
    pub(super) length: u32,
}

/// A paragraph that has been read.
#[derive(Debug)]
pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    pub(super) properties: Properties,
    /// It ends with the mark of a cell.
    pub(super) ends_cell: bool,
}

/// Reads all paragraphs; gives how many characters there were.
pub(super) fn walk(sources: &Sources<'_>, put: &mut dyn FnMut(Paragraph<'_>)) -> u32 {
    let mut walker = Walker {
        sources,
        put,
        fields: Fields::default(),
        text: String::new(),
        high: None,
        in_contents: false,
        begins: true,
        hides: false,
    };
    let mut read = 0;
    for piece in &sources.pieces.list {
        let end = piece.end.min(sources.length);
        if piece.begin < end {
            let all = usize::try_from(end - piece.begin).unwrap_or(usize::MAX);
            let found = walker.piece(piece, all);
            read += u32::try_from(found).unwrap_or(u32::MAX);
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
}

/// What properties say of a run of characters.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// `None` where the style decides.
    hidden: Option<bool>,
    deleted: bool,
    symbol: Option<char>,
}

impl Walker<'_, '_> {
    /// Reads `count` characters of a piece; gives how many of them there were.
    fn piece(&mut self, piece: &Piece, count: usize) -> usize {
        let size = if piece.is_narrow { 1 } else { 2 };
        let rest = self.sources.main.get(piece.at..).unwrap_or_default();
        let count = count.min(rest.len() / size);
        let changes = self.sources.pieces.changes(piece);
        let mut signs = Signs::default();
        let mut signs_until = 0;
        for index in 0..count {
            let at = piece.at + index * size;
            let unit = if piece.is_narrow {
                rest.get(index).map_or(0, |byte| western(*byte))
            } else {
                u16_at(rest, 2 * index).unwrap_or(0)
            };
            if at >= signs_until {
                (signs, signs_until) = self.signs(at, &changes);
            }
            if std::mem::take(&mut self.begins) {
                let style = self.sources.paragraphs.at(at).map_or(0, |run| run.style);
                self.hides = self.sources.styles.paragraph(style).hidden;
            }
            self.unit(unit, at, signs, &changes);
        }
        count
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
                    let code = sprm.number() >> 16;
                    // The signs of sign fonts stand where Unicode has none.
                    let is_known = code >= 0x80 && !(0xe000..0xf900).contains(&code);
                    signs.symbol = char::from_u32(code).filter(|_| is_known);
                }
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
                // The paragraph goes on where its mark was deleted or is hidden.
                let is_mark = unit == 0x0d && (signs.deleted || signs.hidden == Some(true));
                if !is_mark || self.sources.paragraphs.at(at).is_none() {
                    self.end(at, unit == 0x07, changes);
                }
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

    fn end(&mut self, at: usize, ends_cell: bool, changes: &[u8]) {
        self.fields.end_codes();
        let run = self.sources.paragraphs.at(at);
        let mut properties = self.sources.styles.paragraph(run.map_or(0, |run| run.style));
        if let Some(run) = run {
            properties.change(run.changes, self.sources.data);
        }
        properties.change(changes, self.sources.data);
        if properties.outline.is_some_and(|level| level > 0) {
            self.fields.end_contents();
        }
        properties.in_contents |= std::mem::take(&mut self.in_contents);
        (self.put)(Paragraph { text: &self.text, properties, ends_cell });
        self.text.clear();
        self.begins = true;
    }

    /// What stands behind the last mark, where the text breaks off.
    fn rest(&mut self) {
        if !self.text.is_empty() {
            let properties = Properties::default();
            (self.put)(Paragraph { text: &self.text, properties, ends_cell: false });
        }
    }
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
