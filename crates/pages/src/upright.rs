//! Turns a page whose text stands on its side.

use crate::canvas::Written;
use crate::{Area, Page, Ruling, Stance};

/// The quarter turns, clockwise, by which nearly all text of a page lies on its side.
pub(crate) fn turns(written: &[Written]) -> u8 {
    let lying = |turns: u8| written.iter().filter(|one| one.turns == Some(turns)).count();
    (1..4).find(|turns| lying(*turns) * 10 > written.len() * 9).unwrap_or(0)
}

/// Turns a page back by so many quarter turns.
pub(crate) fn turn_back(page: &mut Page, turns: u8) {
    for _ in 0..turns {
        let width = page.width;
        for glyph in &mut page.glyphs {
            glyph.area = quarter(glyph.area, width);
        }
        for ruling in &mut page.rulings {
            *ruling = match *ruling {
                Ruling::Across { y, left, right } => {
                    Ruling::Down { x: y, top: width - right, bottom: width - left }
                }
                Ruling::Down { x, top, bottom } => {
                    Ruling::Across { y: width - x, left: top, right: bottom }
                }
            };
        }
        (page.width, page.height) = (page.height, width);
    }
}

/// How a glyph stands on a page that was turned back.
pub(crate) fn stance(glyph: &Written, turns: u8) -> Stance {
    match glyph.turns {
        Some(own) if own == turns => Stance::Upright,
        Some(_) => Stance::Turned,
        None => Stance::Aslant,
    }
}

/// A box after a quarter turn against the clock, on a page of this width.
fn quarter(area: Area, width: i32) -> Area {
    Area { left: area.top, top: width - area.right, right: area.bottom, bottom: width - area.left }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Glyph;

    #[test]
    fn four_quarters_are_none() {
        let area = Area { left: 10, top: 20, right: 40, bottom: 90 };
        let page = |area| Page {
            width: 500,
            height: 800,
            glyphs: vec![Glyph { sign: '字', area, stance: Stance::Upright }],
            rulings: vec![
                Ruling::Across { y: 5, left: 1, right: 9 },
                Ruling::Down { x: 7, top: 2, bottom: 8 },
            ],
            ..Page::default()
        };
        let mut turned = page(area);
        turn_back(&mut turned, 1);
        assert_eq!((turned.width, turned.height), (800, 500));
        assert_eq!(turned.glyphs[0].area, Area { left: 20, top: 460, right: 90, bottom: 490 });
        assert_eq!(turned.rulings[0], Ruling::Down { x: 5, top: 491, bottom: 499 });
        turn_back(&mut turned, 3);
        assert_eq!((turned.glyphs, turned.rulings), (page(area).glyphs, page(area).rulings));
    }
}
