//! What a paragraph says of itself: its level, its list, whether it is part of a table.

use super::bytes::{part, u16_at, u32_at};
use super::row::Columns;
use super::sprm::{self, Sprm, sprms};

/// Properties elsewhere refer to no others.
const DEEPEST: usize = 2;

/// The properties of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    /// Outline level, 1 for the highest, 0 for running text.
    pub(super) outline: Option<u8>,
    pub(super) in_contents: bool,
    /// Its style hides its text.
    pub(super) hidden: bool,
    pub(super) indented: bool,
    /// Number of its list, from 1, and the level in it.
    pub(super) list: u16,
    pub(super) list_level: u8,
    in_table: bool,
    level: u32,
    /// It ends a row of the outermost table, or of one inside.
    ends_row: bool,
    ends_inner_row: bool,
    pub(super) ends_inner_cell: bool,
    /// The columns of the row that it ends.
    pub(super) columns: Columns,
}

impl Properties {
    /// In how many tables it stands, one inside the other.
    pub(super) fn depth(&self) -> usize {
        let level = usize::try_from(self.level).unwrap_or(0);
        if self.in_table { level.max(1) } else { level }
    }

    /// Whether it ends a row of the table it stands in.
    pub(super) fn ends_row(&self) -> bool {
        if self.depth() > 1 { self.ends_inner_row } else { self.ends_row }
    }

    /// The same paragraph in the cell of another.
    pub(super) fn placed_as(self, host: &Properties) -> Properties {
        Properties {
            in_table: host.in_table,
            level: host.level,
            ends_row: false,
            ends_inner_row: false,
            ends_inner_cell: false,
            ..self
        }
    }

    /// Makes changes; `data` is the stream in which long ones stand, of which `budget` bytes may
    /// still be read.
    pub(super) fn change(&mut self, changes: &[u8], data: &[u8], budget: &mut usize) {
        let mut lists = vec![(changes, 0)];
        while let Some((list, depth)) = lists.pop() {
            for sprm in sprms(list) {
                match sprm.code {
                    sprm::ELSEWHERE | sprm::ELSEWHERE_OLD | sprm::TABLE_ELSEWHERE => {
                        let more = elsewhere(&sprm, data);
                        let more = more.filter(|list| depth < DEEPEST && list.len() <= *budget);
                        *budget -= more.map_or(0, <[u8]>::len);
                        lists.extend(more.map(|list| (list, depth + 1)));
                    }
                    _ => self.set(&sprm),
                }
            }
        }
    }

    fn set(&mut self, sprm: &Sprm<'_>) {
        let is_on = sprm.byte() == 1;
        let signed = |number: u32| (u16::try_from(number).unwrap_or(0)).cast_signed();
        match sprm.code {
            sprm::IN_TABLE => self.in_table = is_on,
            sprm::ROW_END => self.ends_row = is_on,
            sprm::TABLE_LEVEL => self.level = sprm.number().min(64),
            sprm::TABLE_LEVEL_CHANGE => {
                let change = sprm.number().cast_signed();
                self.level = self.level.saturating_add_signed(change).min(64);
            }
            sprm::INNER_CELL => self.ends_inner_cell = is_on,
            sprm::INNER_ROW_END => self.ends_inner_row = is_on,
            sprm::OUTLINE => {
                self.outline = Some(sprm.byte()).map(|n| if n < 9 { n + 1 } else { 0 });
            }
            sprm::LIST => self.list = u16::try_from(sprm.number()).unwrap_or(0),
            sprm::LIST_LEVEL => self.list_level = sprm.byte().min(8),
            sprm::FIRST_LINE | sprm::FIRST_LINE_OLD | sprm::FIRST_LINE_SIGNS => {
                self.indented = signed(sprm.number()) > 0;
            }
            _ => self.columns.change(sprm),
        }
    }
}

/// A list of changes that was too long for its page.
fn elsewhere<'b>(sprm: &Sprm<'_>, data: &'b [u8]) -> Option<&'b [u8]> {
    let at = usize::try_from(u32_at(sprm.operand, 0)?).ok()?;
    part(data, at + 2, usize::from(u16_at(data, at)?))
}
