//! Tables, and blocks that are more than their content.

use super::{Body, Frame, Joining};
use crate::docx::fault::Fault;
use crate::docx::grid::{CellProperties, Merge, OpenTable, RowProperties};
use crate::docx::scan::{Element, Scanner};
use crate::docx::tag::Tag;

impl Body<'_> {
    pub(super) fn begin_table(&mut self) -> Frame {
        let here = |joining: &Joining| joining.flow == self.flows.len();
        if self.joining.as_ref().is_some_and(here) {
            self.end_joining();
        }
        self.tables.push(OpenTable::default());
        Frame::Table
    }

    pub(super) fn begin_row(&mut self) -> Result<Frame, Fault> {
        self.count()?;
        let begins = self.tables.last_mut().is_some_and(OpenTable::begin_row);
        Ok(if begins { Frame::Row } else { Frame::Other })
    }

    pub(super) fn begin_cell(&mut self) -> Result<Frame, Fault> {
        self.count()?;
        if !self.tables.last_mut().is_some_and(OpenTable::begin_cell) {
            return Ok(Frame::Other);
        }
        self.flows.push(Vec::new());
        Ok(Frame::Cell)
    }

    pub(super) fn end_cell(&mut self) {
        if self.joining.as_ref().is_some_and(|joining| joining.flow >= self.flows.len()) {
            self.end_joining();
        }
        let items = self.flows.pop().unwrap_or_default();
        if let Some(table) = self.tables.last_mut() {
            table.end_cell(items);
        }
    }

    pub(super) fn table_grid<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let mut widths = Vec::new();
        let outcome = scanner.inside(element, |child| {
            if child.tag == Tag::GridColumn && widths.len() < 1000 {
                widths.push(width(child).unwrap_or(0));
            }
        });
        if let Some(table) = self.tables.last_mut() {
            table.widths = widths;
        }
        outcome
    }

    pub(super) fn row_properties<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let mut own = RowProperties::default();
        let outcome = scanner.inside(element, |child| match child.tag {
            Tag::GridBefore => own.before = small(child).unwrap_or(0),
            Tag::GridAfter => own.after = small(child).unwrap_or(0),
            Tag::Deleted => own.deleted = true,
            _ => {}
        });
        if let Some(row) = self.tables.last_mut().and_then(OpenTable::row_properties) {
            *row = own;
        }
        outcome
    }

    pub(super) fn cell_properties<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let take = |own: &mut CellProperties, child: &Element<'x>| match child.tag {
            Tag::GridSpan => own.span = small(child),
            Tag::VerticalMerge => own.down = Some(merge(child)),
            Tag::HorizontalMerge => own.across = Some(merge(child)),
            Tag::CellWidth => own.width = width(child),
            Tag::CellDeleted => own.deleted = true,
            _ => {}
        };
        let unsaid = CellProperties::default();
        let (own, outcome) = scanner.says(element, &mut self.memos.cells, unsaid, take);
        if let Some(cell) = self.tables.last_mut().and_then(OpenTable::cell_properties) {
            *cell = own;
        }
        outcome
    }

    pub(super) fn structured_properties<'x>(
        &mut self,
        scanner: &mut Scanner<'x>,
        element: &Element<'x>,
    ) -> Result<(), Fault> {
        let (mut found, mut blank) = (false, false);
        let outcome = scanner.inside(element, |child| {
            blank |= child.tag == Tag::ShowsHint && child.is_on();
            let gallery = (child.tag == Tag::PartGallery).then(|| child.value()).flatten();
            found |= gallery.is_some_and(|name| name.eq_ignore_ascii_case("Table of Contents"));
        });
        if let Some(Frame::Structured { is_contents, is_blank }) = self.frames.last_mut() {
            if found && !*is_contents {
                *is_contents = true;
                self.contents += 1;
            }
            if blank && !*is_blank {
                *is_blank = true;
                self.hints += 1;
            }
        }
        outcome
    }
}

fn small(element: &Element<'_>) -> Option<u16> {
    element.number().map(|value| u16::try_from(value).unwrap_or(u16::MAX))
}

/// A width in twentieths of a point; shares of the page are no widths.
fn width(element: &Element<'_>) -> Option<u32> {
    let in_points = element.attribute("type").is_none_or(|kind| kind == "dxa");
    element.attribute("w")?.trim().parse().ok().filter(|_| in_points)
}

/// `w:vMerge` and `w:hMerge` go on with the cell before unless they say `restart`.
fn merge(element: &Element<'_>) -> Merge {
    if element.value().is_some_and(|value| value == "restart") { Merge::Begin } else { Merge::GoOn }
}
