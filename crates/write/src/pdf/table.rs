//! Tables: every cell at its place in the grid, heading rows that come again, rows that stay whole
//! unless they are high.

use typeset::literal;

use super::markup::{Markup, length};
use crate::document::{Cell, Paragraph, Part, Placed, Role, Row, Table, Vertical};
use crate::page::Page;
use crate::style::{Pitch, Style};

/// Blank left and right of a cell's text together.
const MARGINS: u32 = 114;

/// Blank over and under a cell's text together.
const HEAD_AND_FOOT: u32 = 40;

/// A row that takes more than this part of a page may be broken; a lower one stays whole.
const HIGH: u32 = 3;

pub(super) fn table(markup: &mut Markup<'_>, table: &Table, page: &Page) {
    let widths = widths(&table.widths, page.width());
    let columns: String =
        table.widths.iter().map(|width| format!("{}fr,", width.max(&1))).collect();
    markup.line(&format!("grid-of(({columns}), {},", literal(&table.caption)));
    let grid = table.grid();
    let setter = Setter { widths: &widths, page };
    let heads = setter.heads(table, &grid);
    let (head, body) = grid.split_at_checked(heads).unwrap_or((&[], &grid));
    if !head.is_empty() {
        markup.line("table.header(repeat: true,");
        let rows = head.iter().zip(&table.rows).enumerate();
        rows.for_each(|(y, (row, of))| {
            setter.row(markup, row, Line { y, least: of.height, place: Place::Head });
        });
        markup.line("),");
    }
    let rows = body.iter().zip(table.rows.iter().skip(heads)).zip(heads..);
    rows.for_each(|((row, of), y)| {
        setter.row(markup, row, Line { y, least: of.height, place: Place::Body });
    });
    markup.line(")");
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Body,
}

/// A row of the table as it is to be set.
#[derive(Clone, Copy)]
struct Line {
    /// Its number, from 0.
    y: usize,
    /// Its least height.
    least: u32,
    place: Place,
}

struct Setter<'t> {
    widths: &'t [u32],
    page: &'t Page,
}

impl Setter<'_> {
    /// How many rows are repeated: cells that begin in them end in them, and they leave room for others.
    /// Heading rows are never broken.
    fn heads(&self, table: &Table, grid: &[Vec<Placed<'_>>]) -> usize {
        let wanted = table.header_rows.min(grid.len());
        let rows = || grid.iter().take(wanted);
        let reach = |(at, row): (usize, &Vec<Placed<'_>>)| {
            let begun = row.iter().filter(|placed| placed.part == Part::First);
            at + begun.map(|placed| usize::from(placed.cell.rows)).max().unwrap_or(1)
        };
        let fits = rows().enumerate().map(reach).all(|end| end <= wanted);
        let highest = |(row, of): (&Vec<Placed<'_>>, &Row)| {
            row.iter().map(|placed| self.height(placed)).fold(of.height, u32::max)
        };
        let high = rows().zip(&table.rows).map(highest).fold(0, u32::saturating_add)
            > self.page.height() / HIGH;
        if fits && !high { wanted } else { 0 }
    }

    fn row(&self, markup: &mut Markup<'_>, row: &[Placed<'_>], line: Line) {
        let begun = || row.iter().filter(|placed| placed.part == Part::First);
        let single = || begun().filter(|placed| placed.cell.rows < 2);
        let height = single().map(|placed| self.height(placed)).max().unwrap_or(0);
        let whole = height <= self.page.height() / HIGH;
        // One cell as high as the row should be makes it so; a blank one does it most simply.
        let blank = single().find(|placed| placed.cell.paragraphs.is_empty());
        let bearer = blank.or_else(|| single().next()).map(|placed| placed.column);
        for placed in begun() {
            let broken = if whole && placed.cell.rows < 2 { "false" } else { "true" };
            let settings = format!("y: {}, breakable: {broken}", line.y);
            let bears = line.least > 0 && bearer == Some(placed.column);
            let least = if bears { line.least.saturating_sub(HEAD_AND_FOOT) } else { 0 };
            self.cell(markup, placed, &settings, Line { least, ..line });
        }
    }

    /// A cell, its text at least as high as `line` says.
    fn cell(&self, markup: &mut Markup<'_>, placed: &Placed<'_>, settings: &str, line: Line) {
        let Placed { column, cell, .. } = placed;
        let vertical = match cell.vertical {
            Vertical::Top => "top",
            Vertical::Middle => "horizon",
        };
        let spans = format!("colspan: {}, rowspan: {}", cell.columns.max(1), cell.rows.max(1));
        let named = cell.role == Role::Label && line.place == Place::Body;
        if named {
            markup.put("pdf.header-cell(scope: \"row\", ");
        }
        markup.put(&format!("table.cell(x: {column}, {settings}, {spans}, align: {vertical}, "));
        self.words(markup, cell, self.width(placed), line.least, vertical);
        markup.line(if named { "))," } else { ")," });
    }

    fn words(&self, markup: &mut Markup<'_>, cell: &Cell, width: u32, least: u32, vertical: &str) {
        if cell.paragraphs.is_empty() {
            let height = least.max(self::line(Style::CellText, self.page));
            return markup.put(&format!("v({})", length(height)));
        }
        if least > 0 {
            markup.put(&format!("at-least({}, {vertical}, ", length(least)));
        }
        markup.put("{");
        let paragraphs = cell.paragraphs.iter();
        paragraphs.for_each(|paragraph| markup.paragraph(paragraph, self.page, width));
        markup.put(if least > 0 { "})" } else { "}" });
    }

    /// Width of a cell's text.
    fn width(&self, placed: &Placed<'_>) -> u32 {
        let spanned =
            self.widths.iter().skip(placed.column.into()).take(placed.cell.columns.into());
        spanned.sum::<u32>().saturating_sub(MARGINS)
    }

    /// About how high a cell is.
    fn height(&self, placed: &Placed<'_>) -> u32 {
        let width = self.width(placed);
        placed.cell.paragraphs.iter().map(|said| self.lines(said, width)).sum()
    }

    fn lines(&self, paragraph: &Paragraph, width: u32) -> u32 {
        let look = paragraph.style.look();
        let line = (width / (look.size * 10).max(1)).max(1);
        let text = paragraph.text();
        let lines = text.split('\n').map(|part| {
            let halves: usize = part.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            u32::try_from(halves.div_ceil(2)).unwrap_or(u32::MAX).div_ceil(line).max(1)
        });
        lines.sum::<u32>().saturating_mul(self::line(paragraph.style, self.page))
    }
}

/// The distance from line to line in a style.
fn line(style: Style, page: &Page) -> u32 {
    match style.look().pitch {
        Pitch::Page => page.pitch,
        Pitch::Exactly(pitch) | Pitch::AtLeast(pitch) => pitch,
    }
}

/// Widths in their proportions.
fn widths(shares: &[u32], whole: u32) -> Vec<u32> {
    let total: u64 = shares.iter().map(|share| u64::from((*share).max(1))).sum::<u64>().max(1);
    let part = |share: &u32| u64::from((*share).max(1)) * u64::from(whole) / total;
    shares.iter().map(|share| u32::try_from(part(share)).unwrap_or(whole)).collect()
}
