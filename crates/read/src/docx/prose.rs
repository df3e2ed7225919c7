//! A paragraph as it is read: its text, where each piece of it came from, what it is.

use super::styles::Style;
use super::tree::{ListItem, Origin, Paragraph, Piece};
use crate::symbols::SignFont;

/// A paragraph whose end has not been read yet.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// Kept where the origin of the text was asked for.
    pub(super) pieces: Option<Vec<Piece>>,
    pub(super) properties: Properties,
    /// The text of the open run is hidden.
    pub(super) run_hidden: bool,
    /// The font of signs that the open run is set in.
    pub(super) run_font: Option<SignFont>,
    /// The paragraph's style hides its runs, unless they say otherwise.
    pub(super) style_hidden: bool,
    /// Some of its text stands in a contents table.
    pub(super) in_contents: bool,
}

/// What a paragraph says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    pub(super) style: Option<u16>,
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    pub(super) outline: Option<u8>,
    pub(super) indented: Option<bool>,
    /// Its mark is deleted or hidden, or it is a drop cap: the next paragraph goes on with it.
    pub(super) joins_next: bool,
}

impl Prose {
    /// Appends characters that stand in the XML as they are. A line break in the XML is a blank.
    pub(super) fn push_str(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
            self.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        } else {
            self.text.push_str(text);
        }
        self.trace(at, origin);
    }

    /// Appends one character.
    pub(super) fn push(&mut self, sign: char, origin: Origin) {
        let at = self.text.len();
        self.text.push(sign);
        self.trace(at, origin);
    }

    /// Appends characters of a run that is set in a font of signs, as the signs that they show.
    pub(super) fn push_signs(&mut self, font: SignFont, text: &str, xml: usize, element: usize) {
        for (at, c) in text.char_indices() {
            let origin = Origin::Reference { xml: xml + at, len: c.len_utf8(), element };
            self.push(font.shows(c).unwrap_or(c), origin);
        }
    }

    fn trace(&mut self, at: usize, origin: Origin) {
        let len = self.text.len() - at;
        if let Some(pieces) = &mut self.pieces {
            pieces.push(Piece { at, len, origin });
        }
    }

    /// Takes away the white space at the ends of a text element that begins at `from`.
    pub(super) fn trim(&mut self, from: usize) {
        let body = self.text.get(from..).unwrap_or_default();
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let end = from + body.trim_end_matches(blank).len();
        let body = self.text.get(from..end).unwrap_or_default();
        let begin = end - body.trim_start_matches(blank).len();
        self.text.truncate(end);
        self.text.drain(from..begin);
        if let Some(pieces) = &mut self.pieces {
            cut(pieces, from, begin, end);
        }
    }

    /// The finished paragraph; its text is appended to that of the tree by the caller.
    pub(super) fn paragraph(&self, style: Option<&Style>) -> Paragraph {
        let own = &self.properties;
        let outline = own.outline.or(style.and_then(|style| style.outline));
        let indent = own.indented.or(style.and_then(|style| style.indented)).unwrap_or(false);
        Paragraph {
            text: 0..self.text.len(),
            item: own.item(style),
            outline: outline.filter(|level| *level > 0),
            in_contents: self.in_contents || style.is_some_and(|style| style.is_contents),
            indented: indent || begins_indented(&self.text),
        }
    }
}

impl Properties {
    fn item(&self, style: Option<&Style>) -> Option<ListItem> {
        let inherited = style.and_then(|style| style.list);
        match self.list {
            Some(0) => None,
            Some(list) => {
                let level = self.level.or(style.and_then(|style| style.level)).unwrap_or(0);
                Some(ListItem { list, level: Some(level), style: None })
            }
            None => {
                let list = inherited.filter(|list| *list > 0)?;
                Some(ListItem { list, level: self.level, style: self.style })
            }
        }
    }
}

/// Two wide blanks, or four narrow ones, as authors type them.
fn begins_indented(text: &str) -> bool {
    let indent = text.len() - text.trim_start_matches([' ', '\u{3000}', '\t']).len();
    indent >= 4
}

/// Keeps of the pieces behind `from` what lies between `begin` and `end`, moved back to `from`.
fn cut(pieces: &mut Vec<Piece>, from: usize, begin: usize, end: usize) {
    let first = pieces.partition_point(|piece| piece.at < from);
    let tail = pieces.split_off(first);
    for piece in tail {
        let (start, stop) = (piece.at.max(begin), (piece.at + piece.len).min(end));
        if start >= stop {
            continue;
        }
        let skipped = start - piece.at;
        let origin = match piece.origin {
            Origin::Text { xml, element } => Origin::Text { xml: xml + skipped, element },
            Origin::Verbatim { xml, element } => Origin::Verbatim { xml: xml + skipped, element },
            whole => whole,
        };
        pieces.push(Piece { at: start - (begin - from), len: stop - start, origin });
    }
}
