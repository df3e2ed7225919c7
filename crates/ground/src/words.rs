//! Words of a document: what they say, and where every byte of them stands.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Place, Span};

/// A run of [`Words::text`] that stands unbroken in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// First byte of the run in [`Words::text`].
    pub text: u32,
    /// First byte of the run in the linear text of the document.
    pub source: u32,
}

/// A piece of text as the author meant it, traceable to every byte of the document.
///
/// `text` is what stands in the document without what conversion left in it: white space inside
/// Chinese text, line breaks inside a cell, bookmark marks. Nothing is ever added or replaced, so
/// every byte of `text` is a byte of the document and [`Words::span`] can find it again.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// The words, free of conversion residue.
    pub text: String,
    /// The words exactly as they stand in the document; left out where they equal `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// From the first to the last byte in the linear text.
    pub at: Span,
    /// Where the words begin, in the terms of the format.
    pub place: Place,
    /// The unbroken runs, in order; empty where the words are one run that begins at `at.start`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Whether nothing is said here: the field stands in the document and is blank.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The words as a string slice.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the bytes `range` of [`Words::text`] stand in the document.
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            return Span::at(self.offset(range.start));
        }
        Span::new(self.offset(range.start)..self.offset(range.end - 1) + 1)
    }

    /// The part `range` of these words as words of their own.
    ///
    /// The caller cuts at character boundaries; `place` stays the place of the whole, which is what
    /// a person would look up.
    pub fn part(&self, range: Range<usize>) -> Words {
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let at = self.span(range.clone());
        let moved = |piece: &Piece| {
            let begins = (piece.text as usize).max(range.start);
            Piece {
                text: Span::at(begins - range.start).start,
                source: piece.source + Span::at(begins).start - piece.text,
            }
        };
        let mut pieces: Vec<Piece> = self.pieces_of(range.clone()).iter().map(moved).collect();
        if pieces.len() == 1 {
            pieces.clear();
        }
        Words { text, raw: None, at, place: self.place.clone(), pieces }
    }

    /// Whether these words break off in the document right before the byte `at`.
    pub fn breaks_at(&self, at: usize) -> bool {
        self.pieces.binary_search_by_key(&at, |piece| piece.text as usize).is_ok()
    }

    /// The pieces that hold bytes of `range`.
    fn pieces_of(&self, range: Range<usize>) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.text as usize <= range.start);
        let end = self.pieces.partition_point(|piece| (piece.text as usize) < range.end);
        self.pieces.get(first.saturating_sub(1)..end).unwrap_or_default()
    }

    fn offset(&self, byte: usize) -> usize {
        let before = self.pieces.partition_point(|piece| piece.text as usize <= byte);
        match before.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(piece) => piece.source as usize + byte - piece.text as usize,
            None => self.at.start as usize + byte,
        }
    }
}

/// Two words are equal when they say the same, wherever they stand.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> Words {
        // Source: "≥500 人" with the blank at byte 6 left out.
        Words {
            text: "≥500人".into(),
            raw: Some("≥500 人".into()),
            at: Span::new(10..20),
            pieces: vec![Piece { text: 0, source: 10 }, Piece { text: 6, source: 17 }],
            ..Words::default()
        }
    }

    #[test]
    fn spans_step_over_what_was_left_out() {
        let words = broken();
        assert_eq!(words.span(0..6), Span::new(10..16));
        assert_eq!(words.span(6..9), Span::new(17..20));
        assert_eq!(words.span(3..9), Span::new(13..20));
    }

    #[test]
    fn a_part_keeps_its_trace() {
        let part = broken().part(3..9);
        assert_eq!(part.text, "500人");
        assert_eq!(part.span(3..6), Span::new(17..20));
        let tail = broken().part(6..9);
        assert_eq!((tail.text.as_str(), tail.at), ("人", Span::new(17..20)));
        assert_eq!(tail.span(0..3), Span::new(17..20));
        assert_eq!(broken().part(0..6).at, Span::new(10..16));
        assert!(broken().breaks_at(6) && !broken().breaks_at(3));
    }
}
