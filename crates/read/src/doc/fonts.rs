//! The names of the fonts, as far as characters mean something else in them.

use super::bytes::{part, u16_at};
use crate::symbols;

/// More fonts than this stand in no document.
const MOST_FONTS: usize = 4096;
/// The name stands behind so many bytes.
const HEAD: usize = 39;

/// Names of fonts by their numbers.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    names: Vec<String>,
}

impl Fonts {
    /// Reads the names.
    pub(super) fn read(bytes: &[u8]) -> Fonts {
        let mut fonts = Fonts::default();
        let count = u16_at(bytes, 0).map_or(0, usize::from).min(MOST_FONTS);
        let mut at = 4;
        for _ in 0..count {
            let Some(len) = bytes.get(at).copied().map(usize::from) else { break };
            let Some(font) = part(bytes, at + 1, len) else { break };
            let signs = (0..len / 2).map_while(|index| u16_at(font, HEAD + 2 * index));
            let signs: Vec<u16> = signs.take_while(|sign| *sign != 0).collect();
            fonts.names.push(String::from_utf16_lossy(&signs));
            at += 1 + len;
        }
        fonts
    }

    /// The character that a sign shows in a font; none where it says nothing without its font.
    pub(super) fn character(&self, font: u16, sign: u16) -> Option<char> {
        let name = self.names.get(usize::from(font)).map_or("", String::as_str);
        symbols::character(name, u32::from(sign))
    }
}
