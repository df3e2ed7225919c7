//! A row while its cells are read, and merged regions whose value reaches into it.

use ground::Day;
use model::cell::Cell;

use super::{MOST_COLUMNS, Row};
use crate::sheet::book::Region;

/// What a cell holds while its row is being read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Held<'x> {
    Empty,
    Words(&'x str),
    /// Words that had to be made: a range of the row's scratch.
    Scratch(usize, usize),
    /// Words that outlive their row, by their number.
    Kept(usize),
    Number(f64),
    Day(Day),
    Bool(bool),
    Error(&'x str),
}

/// The cells of a row.
#[derive(Default)]
pub(super) struct Cells<'x> {
    held: Vec<Held<'x>>,
    scratch: String,
    left_out: usize,
}

impl<'x> Cells<'x> {
    /// Begins another row.
    pub(super) fn clear(&mut self) {
        self.held.clear();
        self.scratch.clear();
        self.left_out = 0;
    }

    /// Puts a value into a column.
    pub(super) fn put(&mut self, column: usize, value: Held<'x>) {
        if matches!(value, Held::Empty) {
            return;
        }
        if column >= MOST_COLUMNS {
            self.left_out += 1;
            return;
        }
        if self.held.len() <= column {
            self.held.resize(column + 1, Held::Empty);
        }
        if let Some(slot) = self.held.get_mut(column) {
            *slot = value;
        }
    }

    /// Words that had to be made.
    pub(super) fn words(&mut self, words: &str) -> Held<'x> {
        if words.is_empty() {
            return Held::Empty;
        }
        let begin = self.scratch.len();
        self.scratch.push_str(words);
        Held::Scratch(begin, self.scratch.len())
    }

    /// Fills in what merged regions bring along, and hands the row out unless all that is in it came from above.
    pub(super) fn hand_out(
        &mut self,
        number: u32,
        merged: &mut Merged<'x>,
        each: &mut dyn FnMut(Row<'_>),
    ) {
        let is_filled = self.held.iter().any(|held| !self.cell(held, &[]).is_blank());
        if is_filled {
            merged.fill(number.saturating_sub(1), self);
            let cells: Vec<Cell<'_>> =
                self.held.iter().map(|held| self.cell(held, &merged.texts)).collect();
            each(Row { number, cells: &cells, left_out: self.left_out });
        }
    }

    fn cell<'c>(&'c self, held: &Held<'c>, kept: &'c [String]) -> Cell<'c> {
        match *held {
            Held::Empty => Cell::Empty,
            Held::Words(words) => Cell::Text(words),
            Held::Scratch(begin, end) => {
                Cell::Text(self.scratch.get(begin..end).unwrap_or_default())
            }
            Held::Kept(at) => kept.get(at).map_or(Cell::Empty, |words| Cell::Text(words)),
            Held::Number(number) => Cell::Number(number),
            Held::Day(day) => Cell::Date(day),
            Held::Bool(truth) => Cell::Bool(truth),
            Held::Error(words) => Cell::Error(words),
        }
    }
}

/// A value that outlives the rows in which it stood.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Words(String),
    Number(f64),
    Day(Day),
    Bool(bool),
    Error(String),
}

/// Merged regions on their way down the rows.
pub(super) struct Merged<'x> {
    /// Those that have not begun, in the order of their first rows.
    coming: &'x [Region],
    /// By columns: the region that covers it, and its value.
    covers: Vec<Option<(Region, Held<'x>)>>,
    /// The last row, from 0, that one of them covers.
    until: Option<u32>,
    texts: Vec<String>,
}

impl<'x> Merged<'x> {
    /// `regions` in the order of their first rows; `open` have begun above.
    pub(super) fn new(regions: &'x [Region], open: &'x [(Region, Kept)]) -> Merged<'x> {
        let mut merged =
            Merged { coming: regions, covers: Vec::new(), until: None, texts: Vec::new() };
        for (region, kept) in open {
            let value = match kept {
                Kept::Words(words) => Held::Words(words),
                Kept::Number(number) => Held::Number(*number),
                Kept::Day(day) => Held::Day(*day),
                Kept::Bool(truth) => Held::Bool(*truth),
                Kept::Error(words) => Held::Error(words),
            };
            merged.cover(*region, value);
        }
        merged
    }

    /// The regions that go on below the row `last`, from 0, and their values.
    pub(super) fn open_below(&self, last: u32) -> Vec<(Region, Kept)> {
        let mut open: Vec<(Region, Kept)> = Vec::new();
        for (region, value) in self.covers.iter().flatten() {
            let is_known = open.last().is_some_and(|(known, _)| known == region);
            if region.rows.1 <= last || is_known {
                continue;
            }
            let kept = match *value {
                Held::Words(words) => Kept::Words(words.to_owned()),
                Held::Kept(at) => Kept::Words(self.texts.get(at).cloned().unwrap_or_default()),
                Held::Number(number) => Kept::Number(number),
                Held::Day(day) => Kept::Day(day),
                Held::Bool(truth) => Kept::Bool(truth),
                Held::Error(words) => Kept::Error(words.to_owned()),
                Held::Empty | Held::Scratch(..) => continue,
            };
            open.push((*region, kept));
        }
        open
    }

    /// Puts the value of each region that reaches into a row, from 0, into its cells.
    fn fill(&mut self, row: u32, cells: &mut Cells<'x>) {
        while let Some((region, rest)) = self.coming.split_first() {
            if region.rows.0 > row {
                break;
            }
            self.coming = rest;
            if region.rows.0 == row {
                let value = self.value(*region, cells);
                self.cover(*region, value);
            }
        }
        if self.until.is_none_or(|until| until < row) {
            return;
        }
        for (column, cover) in self.covers.iter().enumerate() {
            if let Some((region, value)) = cover
                && (region.rows.0..=region.rows.1).contains(&row)
            {
                cells.put(column, *value);
            }
        }
    }

    /// What the first cell of a region holds, so that it outlives its row.
    fn value(&mut self, region: Region, cells: &Cells<'x>) -> Held<'x> {
        let first = usize::try_from(region.columns.0).unwrap_or(MOST_COLUMNS);
        match cells.held.get(first).copied().unwrap_or(Held::Empty) {
            Held::Scratch(begin, end) => {
                let words = cells.scratch.get(begin..end).unwrap_or_default();
                self.texts.push(words.to_owned());
                Held::Kept(self.texts.len() - 1)
            }
            value => value,
        }
    }

    fn cover(&mut self, region: Region, value: Held<'x>) {
        let column = |number: u32| usize::try_from(number).unwrap_or(MOST_COLUMNS);
        let (first, last) =
            (column(region.columns.0), column(region.columns.1).min(MOST_COLUMNS - 1));
        if matches!(value, Held::Empty) || first > last {
            return;
        }
        if self.covers.len() <= last {
            self.covers.resize(last + 1, None);
        }
        let covered = self.covers.iter_mut().take(last + 1).skip(first);
        covered.for_each(|slot| *slot = Some((region, value)));
        self.until = self.until.max(Some(region.rows.1));
    }
}
