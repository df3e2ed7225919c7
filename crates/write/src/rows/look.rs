//! How tables of registers look: one palette, one hand.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::{Heading, Kind};

/// Excel's number for A4.
pub(super) const A4: u8 = 9;

/// Height of a row in pixels, unless its words need more.
pub(super) const ROW: u32 = 24;

const INK: Color = Color::RGB(0x1F_2937);
const DEEP: Color = Color::RGB(0x1E_4E79);
const QUIET: Color = Color::RGB(0x6B_7280);
const LINE: Color = Color::RGB(0xBF_C7D1);
const BAND: Color = Color::RGB(0xDD_EBF7);
const NEEDED: Color = Color::RGB(0x1E_4E79);
const TOTAL: Color = Color::RGB(0xF3_F6FA);
const WRONG: (Color, Color) = (Color::RGB(0xFF_C7CE), Color::RGB(0x9C_0006));
const DOUBTFUL: (Color, Color) = (Color::RGB(0xFF_EB9C), Color::RGB(0x7F_6000));
const FONT: &str = "微软雅黑";

fn base(size: u32) -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(size)
        .set_font_color(INK)
        .set_align(FormatAlign::VerticalCenter)
}

/// The title over a table.
pub(super) fn title() -> Format {
    base(16).set_bold().set_font_color(DEEP).set_align(FormatAlign::Left)
}

/// A line of explanation.
pub(super) fn hint() -> Format {
    base(10).set_font_color(QUIET).set_align(FormatAlign::Left).set_text_wrap()
}

/// A heading; those that rows need stand out.
pub(super) fn heading(required: bool) -> Format {
    let format = base(11)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE);
    if required {
        format.set_background_color(NEEDED).set_font_color(Color::White)
    } else {
        format.set_background_color(BAND).set_font_color(DEEP)
    }
}

/// A cell of a column, without frame: for empty columns.
pub(super) fn blank(heading: &Heading) -> Format {
    of_kind(base(11), heading.kind)
}

/// A cell of a column in a frame.
pub(super) fn cell(kind: Kind) -> Format {
    of_kind(framed(11), kind)
}

/// A cell of words in a frame, as high as they need.
pub(super) fn words() -> Format {
    framed(10).set_text_wrap().set_align(FormatAlign::Left).set_indent(1)
}

/// A word or two in the middle of a frame.
pub(super) fn centred() -> Format {
    framed(10).set_align(FormatAlign::Center)
}

/// The formats of all kinds of cells, by their kinds.
pub(super) struct Looks(Vec<(Kind, Format)>);

impl Looks {
    /// Of the rows of a table.
    pub(super) fn of_rows() -> Looks {
        Looks(KINDS.map(|kind| (kind, cell(kind))).into())
    }

    /// Of its totals.
    pub(super) fn of_totals() -> Looks {
        Looks(KINDS.map(|kind| (kind, cell(kind).set_bold().set_background_color(TOTAL))).into())
    }

    /// The format of this kind.
    pub(super) fn of(&self, kind: Kind) -> Option<&Format> {
        let kind = if let Kind::Number(_) = kind { Kind::Number(0) } else { kind };
        self.0.iter().find(|(known, _)| *known == kind).map(|(_, format)| format)
    }
}

/// All kinds that look different.
const KINDS: [Kind; 8] = [
    Kind::Words,
    Kind::Digits,
    Kind::Number(0),
    Kind::Yuan,
    Kind::Wan,
    Kind::Date,
    Kind::Period,
    Kind::YesNo,
];

/// A cell that is wrong.
pub(super) fn wrong(format: Format) -> Format {
    format.set_background_color(WRONG.0).set_font_color(WRONG.1)
}

/// A cell that is doubtful.
pub(super) fn doubtful(format: Format) -> Format {
    format.set_background_color(DOUBTFUL.0).set_font_color(DOUBTFUL.1)
}

/// A cell in which a number stands that no column explains.
pub(super) fn plain_number(number: f64) -> Format {
    // Excel shows long numbers in powers of ten unless told otherwise.
    let code = if number.abs() >= 1e11 { "0" } else { "General" };
    framed(11).set_num_format(code).set_align(FormatAlign::Right).set_indent(1)
}

fn framed(size: u32) -> Format {
    base(size).set_border(FormatBorder::Thin).set_border_color(LINE)
}

fn of_kind(format: Format, kind: Kind) -> Format {
    match kind {
        Kind::Words | Kind::Digits | Kind::Period => {
            format.set_num_format("@").set_align(FormatAlign::Left).set_indent(1)
        }
        Kind::YesNo => format.set_num_format("@").set_align(FormatAlign::Center),
        Kind::Number(_) => {
            format.set_num_format("General").set_align(FormatAlign::Right).set_indent(1)
        }
        Kind::Yuan => format.set_num_format("#,##0.00").set_align(FormatAlign::Right).set_indent(1),
        Kind::Wan => {
            format.set_num_format("#,##0.00####").set_align(FormatAlign::Right).set_indent(1)
        }
        Kind::Date => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
    }
}

/// Width of a column in pixels.
pub(super) fn width(heading: &Heading) -> u32 {
    let label = halves(&heading.label) * 8 + 32;
    let longest = heading.choices.iter().map(|choice| halves(choice)).max().unwrap_or(0);
    let usual = match heading.kind {
        Kind::Words if !heading.choices.is_empty() => (longest * 8 + 40).clamp(90, 200),
        Kind::Words => 130,
        Kind::Digits => 180,
        Kind::Number(_) | Kind::Period => 96,
        Kind::Yuan | Kind::Wan => 124,
        Kind::Date => 110,
        Kind::YesNo => 72,
    };
    usual.max(label.min(200))
}

/// Height in pixels of words of ten points in so many pixels.
pub(super) fn height(words: &str, pixels: u32) -> u32 {
    let room = (pixels.saturating_sub(24) / 7).max(2);
    let lines: u32 = words.lines().map(|line| halves(line).div_ceil(room).max(1)).sum();
    (lines.max(1) * 19 + 7).min(540)
}

/// Widths of letters; a Chinese character is two wide.
pub(super) fn halves(words: &str) -> u32 {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
