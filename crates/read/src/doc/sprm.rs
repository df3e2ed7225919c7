//! The list of property changes that paragraphs, characters and rows carry.

use super::bytes::u16_at;

/// A change of one property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sprm<'b> {
    /// Which property, as the format numbers them.
    pub(super) code: u16,
    /// What it becomes.
    pub(super) operand: &'b [u8],
}

pub(super) const IN_TABLE: u16 = 0x2416;
pub(super) const ROW_END: u16 = 0x2417;
pub(super) const TABLE_LEVEL: u16 = 0x6649;
pub(super) const TABLE_LEVEL_CHANGE: u16 = 0x664a;
pub(super) const INNER_CELL: u16 = 0x244b;
pub(super) const INNER_ROW_END: u16 = 0x244c;
pub(super) const OUTLINE: u16 = 0x2640;
pub(super) const LIST_LEVEL: u16 = 0x260a;
pub(super) const LIST: u16 = 0x460b;
pub(super) const FIRST_LINE_OLD: u16 = 0x8411;
pub(super) const FIRST_LINE: u16 = 0x8460;
pub(super) const FIRST_LINE_SIGNS: u16 = 0x4457;
pub(super) const ELSEWHERE: u16 = 0x6646;
pub(super) const ELSEWHERE_OLD: u16 = 0x6645;
pub(super) const TABLE_ELSEWHERE: u16 = 0x646b;

pub(super) const CHARACTER_STYLE: u16 = 0x4a30;
pub(super) const DELETED: u16 = 0x0800;
pub(super) const HIDDEN: u16 = 0x083c;
pub(super) const SYMBOL: u16 = 0x6a09;
pub(super) const FONT: u16 = 0x4a4f;
pub(super) const FONT_OTHER: u16 = 0x4a51;

pub(super) const DEFINE_TABLE: u16 = 0xd608;
pub(super) const MERGE_ACROSS: u16 = 0x5624;
pub(super) const SPLIT: u16 = 0x5625;
pub(super) const DELETE_CELLS: u16 = 0x5622;
pub(super) const INSERT_CELLS: u16 = 0x7621;
pub(super) const CELL_WIDTH: u16 = 0x7623;
pub(super) const MERGE_DOWN: u16 = 0xd62b;

impl Sprm<'_> {
    /// The first byte of the operand.
    pub(super) fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or(0)
    }

    /// The number that the operand is.
    pub(super) fn number(&self) -> u32 {
        let bytes = self.operand.iter().take(4).enumerate();
        bytes.fold(0, |sum, (place, byte)| sum | u32::from(*byte) << (8 * place))
    }
}

/// The changes in a list, as far as it is sound.
pub(super) fn sprms(list: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let code = u16_at(rest, 0)?;
        let behind = rest.get(2..)?;
        let (skip, len) = size(code, behind)?;
        let operand = behind.get(skip..skip + len)?;
        rest = behind.get(skip + len..)?;
        Some(Sprm { code, operand })
    })
}

/// How many bytes of length stand before the operand, and how long it is.
fn size(code: u16, behind: &[u8]) -> Option<(usize, usize)> {
    Some(match code >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        _ if matches!(code, DEFINE_TABLE | 0xd606) => {
            // Its length counts itself with one byte only.
            (2, usize::from(u16_at(behind, 0)?).checked_sub(1)?)
        }
        _ => match (code, *behind.first()?) {
            // A length of 255 stands for tab stops that count themselves.
            (0xc615, 255) => {
                let deleted = usize::from(*behind.get(1)?);
                let added = usize::from(*behind.get(2 + 4 * deleted)?);
                (1, 2 + 4 * deleted + 3 * added)
            }
            (_, length) => (1, usize::from(length)),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_as_long_as_their_kind() {
        let list = [
            0x16, 0x24, 1, 0x60, 0x84, 0x20, 3, 0x49, 0x66, 2, 0, 0, 0, 0x2b, 0xd6, 2, 3, 1, 0x08,
            0xd6, 4, 0, 1, 2, 3, 0x17, 0x24, 1, 0x49,
        ];
        let found: Vec<(u16, u32)> = sprms(&list).map(|s| (s.code, s.number())).collect();
        let expected = [
            (IN_TABLE, 1),
            (FIRST_LINE, 0x320),
            (TABLE_LEVEL, 2),
            (MERGE_DOWN, 0x103),
            (DEFINE_TABLE, 0x0003_0201),
            (ROW_END, 1),
        ];
        assert_eq!(found, expected);
    }
}
