//! The header of a Word document: its version, and where in its streams everything stands.

use super::bytes::{u16_at, u32_at};
use super::fault::Fault;

/// Word 97; the versions before it lay out their files otherwise.
const WORD_97: u16 = 0xc0;
/// Where the pairs of place and length begin.
const PAIRS: usize = 154;

/// The header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fib {
    /// The stream with the tables: `1Table`, else `0Table`.
    pub(super) is_first_table: bool,
    /// How many characters the text has, notes and headers not counted.
    pub(super) characters: u32,
    /// The pieces that the text is made of.
    pub(super) pieces: Stretch,
    pub(super) styles: Stretch,
    /// The pages of properties of characters and of paragraphs.
    pub(super) character_pages: Stretch,
    pub(super) paragraph_pages: Stretch,
    /// The abstract lists, and the lists.
    pub(super) patterns: Stretch,
    pub(super) lists: Stretch,
    /// Names of the fonts.
    pub(super) fonts: Stretch,
    /// Where shapes are anchored, and the texts of text boxes.
    pub(super) anchors: Stretch,
    pub(super) boxes: Stretch,
    /// The first character of the texts of text boxes.
    pub(super) boxes_begin: u32,
}

/// A stretch of the table stream.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stretch {
    pub(super) at: usize,
    pub(super) len: usize,
}

impl Stretch {
    /// Its bytes; as many as there are.
    pub(super) fn of(self, table: &[u8]) -> &[u8] {
        let rest = table.get(self.at..).unwrap_or_default();
        rest.get(..self.len.min(rest.len())).unwrap_or_default()
    }
}

impl Fib {
    /// Reads the header of the main stream.
    pub(super) fn read(main: &[u8]) -> Result<Fib, Fault> {
        let magic = u16_at(main, 0).ok_or_else(Fault::no_text)?;
        let version = u16_at(main, 2).ok_or_else(Fault::no_text)?;
        match magic {
            0xa5ec if version >= WORD_97 => {}
            0xa5ec | 0xa5dc | 0xa5db | 0xa59b | 0xa59c => return Err(Fault::too_old()),
            _ => return Err(Fault::no_text()),
        }
        let flags = u16_at(main, 10).ok_or_else(Fault::no_text)?;
        if flags & 0x0100 != 0 {
            return Err(Fault::encrypted());
        }
        let characters = u32_at(main, 76).ok_or_else(Fault::no_text)?;
        let stretch = |index: usize| {
            let number =
                |at: usize| u32_at(main, at).and_then(|number| usize::try_from(number).ok());
            let at = PAIRS + 8 * index;
            Some(Stretch { at: number(at)?, len: number(at + 4)? })
        };
        // Notes, headers, comments and end notes stand between the text and the boxes.
        let lengths = [76, 80, 84, 88, 92, 96].map(|at| u32_at(main, at).unwrap_or(0));
        let boxes_begin = lengths.into_iter().fold(0, u32::saturating_add);
        Ok(Fib {
            is_first_table: flags & 0x0200 != 0,
            characters,
            pieces: stretch(33).ok_or_else(Fault::no_text)?,
            styles: stretch(1).unwrap_or_default(),
            character_pages: stretch(12).unwrap_or_default(),
            paragraph_pages: stretch(13).unwrap_or_default(),
            patterns: stretch(73).unwrap_or_default(),
            lists: stretch(74).unwrap_or_default(),
            fonts: stretch(15).unwrap_or_default(),
            anchors: stretch(40).unwrap_or_default(),
            boxes: stretch(56).unwrap_or_default(),
            boxes_begin,
        })
    }
}
