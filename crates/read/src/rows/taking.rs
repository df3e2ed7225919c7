//! Takes the XML of some rows apart.

use std::borrow::Cow;

use super::Row;
use super::merged::{Cells, Held, Merged};
use super::numbers::{Meant, Numbers};
use super::plain::{self, Attributes};
use super::shared::Shared;
use crate::sheet::book::address;
use crate::sheet::xlsx::strings;
use crate::sheet::xml::{Halt, Step, Xml};

/// Reads the rows in a piece of a sheet.
pub(super) struct Taking<'x> {
    pub(super) xml: Xml<'x>,
    pub(super) shared: &'x Shared,
    pub(super) numbers: &'x Numbers,
    /// The number of the next row that does not say its own, from 1.
    pub(super) next: u32,
    pub(super) merged: Merged<'x>,
}

impl<'x> Taking<'x> {
    /// Hands the rows out.
    pub(super) fn run(&mut self, each: &mut dyn FnMut(Row<'_>)) -> Result<(), Halt> {
        let mut cells = Cells::default();
        loop {
            match self.xml.step()? {
                Step::Open(row) if row.name == b"row" => {
                    let number = row.number("r").unwrap_or(self.next);
                    self.next = number.saturating_add(1);
                    if row.is_empty {
                        continue;
                    }
                    cells.clear();
                    self.row(&mut cells)?;
                    cells.hand_out(number, &mut self.merged, each);
                }
                Step::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, cells: &mut Cells<'x>) -> Result<(), Halt> {
        let mut next = 0;
        loop {
            while let Some(plain) = plain::cell(self.xml.rest()) {
                self.xml.pass(plain.len);
                let column = column(&plain.of, next);
                next = column + 1;
                let value = self.value(&plain.of, Cow::Borrowed(plain.value), cells);
                cells.put(column, value);
            }
            match self.xml.step()? {
                Step::Open(cell) if cell.name == b"c" => {
                    let of = Attributes::of(&cell);
                    let column = column(&of, next);
                    next = column + 1;
                    if !cell.is_empty {
                        let value = self.cell(&of, cells)?;
                        cells.put(column, value);
                    }
                }
                Step::Close(b"row") => return Ok(()),
                Step::Open(other) => self.xml.skip(&other)?,
                Step::End => return Err(Halt::Malformed),
                _ => {}
            }
        }
    }

    fn cell(&mut self, cell: &Attributes<'x>, cells: &mut Cells<'x>) -> Result<Held<'x>, Halt> {
        let (mut value, mut has_formula) = (None, false);
        loop {
            match self.xml.step()? {
                Step::Open(inner) if inner.name == b"v" => {
                    let raw = self.xml.text(&inner)?;
                    value = Some(self.value(cell, raw, cells));
                }
                Step::Open(inner) if inner.name == b"is" => {
                    value = Some(cells.words(&strings::words(&mut self.xml, &inner)?));
                }
                Step::Open(inner) => {
                    has_formula |= inner.name == b"f";
                    self.xml.skip(&inner)?;
                }
                Step::Close(_) => break,
                Step::End => return Err(Halt::Malformed),
                _ => {}
            }
        }
        // Some programs write formulas and leave it to Excel to compute them.
        let not_computed =
            if has_formula { Held::Error("（没有算出结果）") } else { Held::Empty };
        Ok(value.unwrap_or(not_computed))
    }

    fn value(&self, cell: &Attributes<'x>, raw: Cow<'x, str>, cells: &mut Cells<'x>) -> Held<'x> {
        match cell.kind.unwrap_or(b"n") {
            b"s" => {
                let number = raw.trim().parse().ok();
                let words = number.and_then(|number| self.shared.get(number));
                words.filter(|words| !words.is_empty()).map_or(Held::Empty, Held::Words)
            }
            b"str" if strings::may_hold_codes(&raw) => cells.words(&strings::unescaped(&raw)),
            b"str" | b"inlineStr" => words(raw, cells),
            b"b" => Held::Bool(matches!(raw.trim(), "1" | "true")),
            b"e" => match raw {
                Cow::Borrowed(error) if !error.is_empty() => Held::Error(error),
                _ => Held::Error("#?"),
            },
            b"d" => match raw.get(..10).and_then(|day| day.parse().ok()) {
                Some(day) => Held::Day(day),
                None => words(raw, cells),
            },
            _ => self.number(cell, raw, cells),
        }
    }

    fn number(&self, cell: &Attributes<'x>, raw: Cow<'x, str>, cells: &mut Cells<'x>) -> Held<'x> {
        let Some(number) = raw.trim().parse().ok().filter(|number: &f64| number.is_finite()) else {
            return words(raw, cells);
        };
        let style =
            cell.style.and_then(|style| std::str::from_utf8(style).ok()?.trim().parse().ok());
        match self.numbers.of(style.unwrap_or(0), number, || &raw) {
            Meant::Number(number) => Held::Number(number),
            Meant::Day(day) => Held::Day(day),
            Meant::Words(words) => cells.words(&words),
        }
    }
}

/// The column of a cell; `next` where it does not say.
fn column(of: &Attributes<'_>, next: usize) -> usize {
    let place = of.place.and_then(address);
    place.and_then(|(_, column)| usize::try_from(column).ok()).unwrap_or(next)
}

fn words<'x>(raw: Cow<'x, str>, cells: &mut Cells<'x>) -> Held<'x> {
    match raw {
        Cow::Borrowed("") => Held::Empty,
        Cow::Borrowed(words) => Held::Words(words),
        Cow::Owned(made) => cells.words(&made),
    }
}
