//! A page taken apart: its tables, and the lines outside them.

use pages::{Area, Glyph, Page, Stance};

use super::aligned;
use super::grid::{Grid, grid};
use super::lines::{self, TextLine};
use super::rulings::{Frame, Segment, frames};
use super::signs;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its number, from 1.
    pub(super) number: u32,
    pub(super) width: i32,
    pub(super) height: i32,
    /// Lines and tables from top to bottom.
    pub(super) items: Vec<Item>,
    /// Characters whose font does not say which they are.
    pub(super) unknown: usize,
    pub(super) characters: usize,
}

/// A line outside tables, or a table.
#[derive(Debug)]
pub(super) enum Item {
    Line(TextLine),
    Table(Grid),
}

impl Item {
    pub(super) fn area(&self) -> Area {
        match self {
            Item::Line(line) => line.area,
            Item::Table(grid) => grid.area,
        }
    }

    pub(super) fn line(&self) -> Option<&TextLine> {
        match self {
            Item::Line(line) => Some(line),
            Item::Table(_) => None,
        }
    }
}

/// Takes a page apart.
pub(super) fn sheet(page: &Page, number: u32) -> Sheet {
    // What stands aslant is a watermark.
    let written = page.glyphs.iter().filter(|glyph| glyph.stance != Stance::Aslant);
    let mut glyphs: Vec<Glyph> = written.copied().collect();
    let unknown = glyphs.iter().filter(|glyph| signs::is_unknown(glyph.sign)).count();
    let characters = glyphs.len();
    let frames = frames(&page.rulings);
    let mut grids: Vec<Grid> = frames.iter().filter_map(grid).collect();
    // A table within another takes its glyphs first.
    grids.sort_by_key(|grid| i64::from(grid.area.width()) * i64::from(grid.area.height()));
    for grid in &mut grids {
        glyphs = grid.fill(glyphs);
    }
    let mut lines = lines::lines(&mut glyphs);
    let unframed = aligned::tables(&lines, &lone_rulings(&frames));
    if !unframed.is_empty() {
        for mut table in unframed {
            glyphs = table.fill(glyphs);
            grids.push(table.grid);
        }
        lines = lines::lines(&mut glyphs);
    }
    let has_words = |grid: &Grid| grid.cells.iter().any(|cell| !cell.lines.is_empty());
    let tables = grids.into_iter().filter(has_words).map(Item::Table);
    let mut items: Vec<Item> = lines.into_iter().map(Item::Line).collect();
    items.extend(tables);
    items.sort_by_key(|item| (item.area().top, item.area().left));
    Sheet { number, width: page.width, height: page.height, items, unknown, characters }
}

/// Rulings from left to right that no other meets.
fn lone_rulings(frames: &[Frame]) -> Vec<Segment> {
    let lone = frames.iter().filter(|frame| frame.down.is_empty());
    lone.flat_map(|frame| frame.across.iter().copied()).collect()
}
