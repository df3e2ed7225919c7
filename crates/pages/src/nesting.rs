//! How deep brackets and saved states lie within each other, never told too low.
//!
//! Readers begin anywhere: where an offset of the file points, behind what they could not read. What
//! is a string for one beginning is none for another. So every opening bracket counts, but a closing
//! one only where no string, comment or hexadecimal string can hide it.

use crate::PagesError;

/// The library follows brackets by calling itself: so many calls fit its thread, see `STACK` there.
/// Fonts and pictures hold brackets by chance, one in some hundred bytes, and must pass.
const DEEPEST: usize = 200_000;

/// The same between the streams of a file, where nothing stands by chance. The library tries every
/// bracket that is never closed, in vain, to the end of the file.
const DEEPEST_BETWEEN: usize = 2_000;

/// Two angle brackets are rare by chance; and where none closes, every one of them is tried in vain
/// to the end of the file.
const DEEPEST_DICTIONARY: usize = 2_000;

/// Each state that content saves and does not restore takes the library most of a kilobyte.
const DEEPEST_STATE: usize = 500;

/// Where in the syntax a byte stands, seen from the beginning of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Open,
    /// In a string, with so many brackets open.
    String(usize),
    /// Behind a backslash in one.
    Escape(usize),
    Comment,
    Hex,
}

/// Counts the brackets of data that come piece by piece.
#[derive(Debug)]
pub(crate) struct Nesting {
    most: usize,
    depth: usize,
    dictionaries: usize,
    states: usize,
    place: Place,
    last: u8,
    /// The byte before the last.
    before: u8,
}

impl Nesting {
    /// For the data of a stream.
    pub(crate) fn in_stream() -> Nesting {
        Nesting::new(DEEPEST)
    }

    /// For what stands between the streams.
    pub(crate) fn between_streams() -> Nesting {
        Nesting::new(DEEPEST_BETWEEN)
    }

    fn new(most: usize) -> Nesting {
        let place = Place::Open;
        Nesting { most, depth: 0, dictionaries: 0, states: 0, place, last: 0, before: 0 }
    }

    /// Takes the next piece.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Result<(), PagesError> {
        for byte in piece {
            self.step(*byte);
            let is_deep = self.depth > self.most
                || self.dictionaries > DEEPEST_DICTIONARY
                || self.states > DEEPEST_STATE;
            if is_deep {
                return Err(PagesError::Excessive);
            }
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) {
        let is_second = byte == self.last;
        match byte {
            b'[' | b'{' => self.depth += 1,
            b'<' if is_second => self.dictionaries += 1,
            b']' | b'}' if self.place == Place::Open => self.depth = self.depth.saturating_sub(1),
            b'>' if is_second && self.place == Place::Open => {
                self.dictionaries = self.dictionaries.saturating_sub(1);
            }
            _ => {}
        }
        // Alone between round brackets it is a character, wherever one begins.
        let is_sign = self.before == b'(' && byte == b')';
        if is_blank(byte) && is_blank(self.before) && !is_sign {
            match self.last {
                b'q' => self.states += 1,
                b'Q' if self.place == Place::Open => self.states = self.states.saturating_sub(1),
                _ => {}
            }
        }
        self.before = self.last;
        self.place = match (self.place, byte) {
            (Place::Open, b'(') => Place::String(1),
            (Place::Open, b'%') => Place::Comment,
            (Place::Open, b'<') if is_second => Place::Open,
            (Place::Open, b'<') => Place::Hex,
            // The second of two: a dictionary, not a hexadecimal string.
            (Place::Hex, b'<') if is_second => Place::Open,
            (Place::Hex, b'>') => Place::Open,
            (Place::Comment, b'\n' | b'\r') => Place::Open,
            (Place::String(open), b'(') => Place::String(open + 1),
            (Place::String(1), b')') => Place::Open,
            (Place::String(open), b')') => Place::String(open - 1),
            (Place::String(open), b'\\') => Place::Escape(open),
            (Place::Escape(open), _) => Place::String(open),
            (place, _) => place,
        };
        // A pair is used up by what it opens or closes.
        let is_pair = is_second && matches!(byte, b'<' | b'>');
        self.last = if is_pair { 0 } else { byte };
    }
}

fn is_blank(byte: u8) -> bool {
    byte <= b' ' || b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(text: &str) -> usize {
        let mut nesting = Nesting::in_stream();
        nesting.feed(text.as_bytes()).unwrap();
        nesting.depth + nesting.dictionaries
    }

    #[test]
    fn what_is_closed_does_not_count() {
        assert_eq!(depth("<< /A [1 (]) <5d> << /B <00> >> {1 add}] >>"), 0);
        assert_eq!(depth("[(a\\)b) -20 (c(d)e)] TJ"), 0);
    }

    #[test]
    fn states_are_saved_and_restored() {
        let mut nesting = Nesting::in_stream();
        nesting.feed("q 1 0 0 1 0 0 cm Q q BT (q) Tj ET Q\n".repeat(900).as_bytes()).unwrap();
        let saved = "q ".repeat(DEEPEST_STATE + 2);
        assert_eq!(Nesting::in_stream().feed(saved.as_bytes()), Err(PagesError::Excessive));
    }

    #[test]
    fn brackets_close_nothing_from_within_strings_and_comments() {
        assert_eq!(depth(&"[(])".repeat(9)), 9);
        assert_eq!(depth(&"[%]\n".repeat(9)), 9);
        assert_eq!(depth(&"<< /A <]>".repeat(9)), 9);
        let deep = "[(])".repeat(DEEPEST + 1);
        assert_eq!(Nesting::in_stream().feed(deep.as_bytes()), Err(PagesError::Excessive));
    }
}
