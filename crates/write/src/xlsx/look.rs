//! Our styles as formats of cells, and how much room their text takes.

use ground::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::document::{Figure, Shown};
use crate::style::{Align, Look, Style};

/// Sizes in half points are cut to this in a sheet, where lines are long and rows are not high.
const LARGEST_TEXT: u32 = 24;
/// Sizes in half points are raised to this: a sheet is read on a screen.
const SMALLEST: u32 = 20;

/// The formats of all styles, outside tables and in them.
pub(super) struct Looks {
    text: Vec<(Style, Format)>,
    cells: Vec<(Style, Format)>,
    plain: Format,
}

impl Looks {
    pub(super) fn new() -> Looks {
        let bordered = |style| (style, format(style).set_border(FormatBorder::Thin));
        Looks {
            text: Style::ALL.map(|style| (style, format(style))).into(),
            cells: Style::ALL.map(bordered).into(),
            plain: Format::new(),
        }
    }

    /// The format of a paragraph outside tables.
    pub(super) fn text(&self, style: Style) -> &Format {
        find(&self.text, style).unwrap_or(&self.plain)
    }

    /// The format of a cell in a table.
    pub(super) fn cell(&self, style: Style) -> &Format {
        find(&self.cells, style).unwrap_or(&self.plain)
    }
}

fn find(formats: &[(Style, Format)], style: Style) -> Option<&Format> {
    formats.iter().find(|(known, _)| *known == style).map(|(_, format)| format)
}

fn format(style: Style) -> Format {
    let look = style.look();
    let align = match look.align {
        Align::Left | Align::Justified => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let format = Format::new()
        .set_font_name(look.font.name())
        .set_font_size(points(size(style)))
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_num_format("@");
    if look.left > 0 { format.set_indent(u8::try_from(look.left).unwrap_or(1)) } else { format }
}

/// The format with the places of a number.
pub(super) fn figure(format: &Format, figure: &Figure) -> Format {
    let places = figure.value.normalize().scale().max(2);
    let places = "0".repeat(usize::try_from(places).unwrap_or(2));
    match figure.shown {
        Shown::Plain => format.clone().set_num_format("General"),
        // What comes of others may get more places than it has.
        Shown::Sum if figure.formula.is_some() => format.clone().set_num_format("0.00####"),
        Shown::Sum => format.clone().set_num_format(format!("0.{places}")),
        Shown::Percent => format.clone().set_num_format("0.00%"),
    }
}

/// The number as Excel keeps it: a binary one, which shows as many places as people write.
pub(super) fn number(figure: &Figure) -> f64 {
    exact(figure).to_f64().unwrap_or_default()
}

/// The number that is kept: a share is one by 1, not by a hundred.
pub(super) fn exact(figure: &Figure) -> Decimal {
    match figure.shown {
        Shown::Percent => figure.value / Decimal::ONE_HUNDRED,
        Shown::Plain | Shown::Sum => figure.value,
    }
}

#[allow(clippy::float_arithmetic, reason = "a size of type, which Excel gives in points")]
fn points(half_points: u32) -> f64 {
    f64::from(half_points) / 2.0
}

/// Size in half points in a sheet.
fn size(style: Style) -> u32 {
    let Look { size, level, .. } = style.look();
    let is_title = matches!(style, Style::Title | Style::ContentsTitle | Style::TableTitle);
    if is_title || level == Some(1) { size.min(40) } else { size.clamp(SMALLEST, LARGEST_TEXT) }
}

/// Width of a Chinese character in pixels.
fn character(style: Style) -> u32 {
    size(style) * 2 / 3
}

/// Height of a line in pixels.
pub(super) fn pitch(style: Style) -> u32 {
    character(style) * 3 / 2
}

/// Blank height over and under a paragraph in pixels.
pub(super) fn around(style: Style) -> u32 {
    let Look { before, after, .. } = style.look();
    (before + after) / 15
}

/// How many lines a text takes in so many pixels.
pub(super) fn lines(style: Style, text: &str, pixels: u32) -> u32 {
    let halves: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let halves = u32::try_from(halves).unwrap_or(u32::MAX);
    // Excel keeps some pixels blank at either side of a cell.
    let room = (pixels.saturating_sub(8) * 2 / character(style).max(1)).max(2);
    halves.div_ceil(room).max(1)
}
