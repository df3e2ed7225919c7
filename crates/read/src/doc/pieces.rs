//! The pieces that the text is made of: a file saved in haste has many, in any order.

use super::bytes::{part, u16_at, u32_at};
use super::fault::Fault;

/// Changes made in haste are few.
const LONGEST_CHANGE: usize = 256;

/// A run of the text as it stands in the main stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first character and the one behind its last, in the whole text.
    pub(super) begin: u32,
    pub(super) end: u32,
    /// Its first byte in the main stream.
    pub(super) at: usize,
    /// A character is one byte, of the western code page; else two.
    pub(super) is_narrow: bool,
    /// Changes of properties that were made in haste.
    change: u16,
}

/// All pieces, and the changes that they refer to.
#[derive(Debug)]
pub(super) struct Pieces<'b> {
    pub(super) list: Vec<Piece>,
    changes: Vec<&'b [u8]>,
}

impl<'b> Pieces<'b> {
    /// Reads the list of pieces.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Pieces<'b>, Fault> {
        let mut changes = Vec::new();
        let mut at = 0;
        loop {
            match bytes.get(at) {
                Some(1) => {
                    let len =
                        u16_at(bytes, at + 1).map(usize::from).ok_or_else(Fault::no_pieces)?;
                    changes.push(part(bytes, at + 3, len).ok_or_else(Fault::no_pieces)?);
                    at += 3 + len;
                }
                Some(2) => {
                    let len = u32_at(bytes, at + 1).and_then(|len| usize::try_from(len).ok());
                    let rest = bytes.get(at + 5..).unwrap_or_default();
                    let len = len.unwrap_or(0).min(rest.len());
                    let list = pieces(rest.get(..len).unwrap_or_default());
                    if list.is_empty() {
                        return Err(Fault::no_pieces());
                    }
                    return Ok(Pieces { list, changes });
                }
                _ => return Err(Fault::no_pieces()),
            }
        }
    }

    /// The changes made to a whole piece, as a list of properties.
    pub(super) fn changes(&self, piece: &Piece) -> Vec<u8> {
        if piece.change & 1 == 1 {
            let list = self.changes.get(usize::from(piece.change >> 1));
            let list = list.map(|list| list.get(..LONGEST_CHANGE.min(list.len())));
            return list.flatten().map(<[u8]>::to_vec).unwrap_or_default();
        }
        let code: u16 = match piece.change >> 1 & 0x7f {
            0x18 => super::sprm::IN_TABLE,
            0x19 => super::sprm::ROW_END,
            0x41 => super::sprm::DELETED,
            0x5c => super::sprm::HIDDEN,
            _ => return Vec::new(),
        };
        let [low, high] = code.to_le_bytes();
        let [_, value] = piece.change.to_le_bytes();
        vec![low, high, value]
    }
}

/// Character numbers, one more than pieces, then the pieces.
fn pieces(bytes: &[u8]) -> Vec<Piece> {
    let count = bytes.len().saturating_sub(4) / 12;
    let mut list = Vec::with_capacity(count);
    for index in 0..count {
        let descriptor = 4 * (count + 1) + 8 * index;
        let (Some(begin), Some(end), Some(place), Some(change)) = (
            u32_at(bytes, 4 * index),
            u32_at(bytes, 4 * index + 4),
            u32_at(bytes, descriptor + 2),
            u16_at(bytes, descriptor + 6),
        ) else {
            break;
        };
        if end <= begin || list.last().is_some_and(|last: &Piece| begin < last.end) {
            continue;
        }
        let is_narrow = place & 0x4000_0000 != 0;
        let place = usize::try_from(place & 0x3fff_ffff).unwrap_or(usize::MAX);
        let at = if is_narrow { place / 2 } else { place };
        list.push(Piece { begin, end, at, is_narrow, change });
    }
    list
}
