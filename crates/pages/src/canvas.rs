//! Where a page is drawn: glyphs and rulings are taken down, everything else is let go.

use std::panic;

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Vec2};

use crate::geometry::units;
use crate::{Area, Glyph, Ruling, Stance};

/// The steps of a file are used up. It travels up through the interpreter, which knows no other end
/// than that of the page: [`panic::resume_unwind`] unwinds without calling the panic hook, so that
/// nothing is printed and nothing counts as a fault of the program.
#[derive(Debug)]
pub(crate) struct Spent;

/// Of what a font does not name.
const UNKNOWN: char = '\u{fffd}';

/// What a glyph or a ruling costs.
const PART: u64 = 100;
/// What a form, a group, a clip or an image costs: the interpreter opens a stream for most of them.
const SCOPE: u64 = 300;
/// What any other call costs.
const CALL: u64 = 5;

/// Lines that stray further than this from an axis, in points, are no rulings.
const ASLANT: f64 = 0.8;

/// Height above and depth below the line, in thousandths of the size: those of most Chinese fonts.
const ASCENT: f64 = 880.0;
const DESCENT: f64 = -120.0;

/// What has been drawn on a page so far.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    /// Glyphs, in the order of the file.
    pub(crate) glyphs: Vec<Written>,
    pub(crate) rulings: Vec<Ruling>,
    pub(crate) images: usize,
    /// Steps that are left.
    pub(crate) steps: u64,
    /// How the last glyph was set, while its width is not known.
    open: Option<Set>,
}

/// A glyph with the quarter turns, counted clockwise, by which it lies on its side; `None`: aslant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) glyph: Glyph,
    pub(crate) turns: Option<u8>,
}

/// How a glyph is set: where it begins, where its line goes, and its size.
#[derive(Clone, Copy, Debug)]
struct Set {
    origin: Point,
    /// One thousandth of its size along the line.
    along: Vec2,
    /// The same from the foot of the line to its head.
    up: Vec2,
    /// In thousandths of its size; `None`: the font does not say.
    width: Option<f64>,
}

impl Set {
    fn new(glyph: &Drawn<'_>, transform: Affine) -> Set {
        let origin = transform * Point::ORIGIN;
        let along = transform * Point::new(1.0, 0.0) - origin;
        let tall = transform * Point::new(0.0, 1.0) - origin;
        // Slanted type leans; its box does not.
        let up = -along.turn_90().normalize() * tall.length();
        let width = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map(f64::from),
            // Glyphs that are drawn as pages are tell no width.
            Drawn::Type3(_) => None,
        };
        Set { origin, along, up, width }
    }

    /// The box between two places along the line.
    fn area(&self, from: f64, to: f64) -> Area {
        let (low, high) = (self.up * DESCENT, self.up * ASCENT);
        let one = Rect::from_points(
            self.origin + self.along * from + low,
            self.origin + self.along * to + high,
        );
        Area {
            left: units(one.x0),
            top: units(one.y0),
            right: units(one.x1),
            bottom: units(one.y1),
        }
    }

    /// The box of one of so many characters that share a glyph.
    #[expect(clippy::float_arithmetic, reason = "libraries give lengths as floats")]
    #[expect(clippy::cast_precision_loss, reason = "a handful of characters at most")]
    fn part(&self, width: f64, at: usize, of: usize) -> Area {
        let each = width / of.max(1) as f64;
        self.area(each * at as f64, each * (at + 1) as f64)
    }

    /// Quarter turns, clockwise on the page.
    fn turns(&self) -> Option<u8> {
        const NEAR: f64 = 0.05;
        let Vec2 { x, y } = self.along.normalize();
        match (x.abs() <= NEAR, y.abs() <= NEAR) {
            (false, true) => Some(if x > 0.0 { 0 } else { 2 }),
            (true, false) => Some(if y > 0.0 { 1 } else { 3 }),
            _ => None,
        }
    }

    /// How far behind this one another begins on the same line, in thousandths of the size.
    #[expect(clippy::float_arithmetic, reason = "libraries give lengths as floats")]
    fn gap(&self, next: &Set) -> Option<f64> {
        let way = next.origin - self.origin;
        let length = self.along.hypot2();
        let is_level = way.cross(self.along).abs() <= length * 100.0;
        (is_level && length > 0.0).then(|| way.dot(self.along) / length)
    }
}

impl Canvas {
    /// A blank one, with so many steps to draw on it.
    pub(crate) fn new(steps: u64) -> Canvas {
        Canvas { steps, ..Canvas::default() }
    }

    fn spend(&mut self, steps: u64) {
        match self.steps.checked_sub(steps) {
            Some(left) => self.steps = left,
            None => {
                self.steps = 0;
                panic::resume_unwind(Box::new(Spent));
            }
        }
    }

    fn signs(&mut self, signs: &[char], set: Set) {
        let last = self.open.take();
        if let (Some(width), Some(written)) =
            (last.and_then(|last| last.gap(&set)), self.glyphs.last_mut())
            && let Some(last) = last
            && 0.0 < width
            && width <= 1000.0
        {
            written.glyph.area = last.area(0.0, width);
        }
        let wide = signs.first().is_some_and(|sign| is_wide(*sign));
        let guess = if wide { 1000.0 } else { 500.0 };
        let turns = set.turns();
        let stance = match turns {
            Some(0) => Stance::Upright,
            Some(_) => Stance::Turned,
            None => Stance::Aslant,
        };
        for (at, sign) in signs.iter().enumerate() {
            self.spend(PART);
            if sign.is_whitespace() {
                continue;
            }
            let area = set.part(set.width.unwrap_or(guess), at, signs.len());
            self.glyphs.push(Written { glyph: Glyph { sign: *sign, area, stance }, turns });
            let is_open = set.width.is_none() && !wide && signs.len() == 1;
            self.open = is_open.then_some(set);
        }
    }

    fn segment(&mut self, from: Point, to: Point) {
        let way = to - from;
        let (level, upright) = (way.y.abs() <= ASLANT, way.x.abs() <= ASLANT);
        if level == upright {
            return;
        }
        self.spend(PART);
        let ((x, y), (ex, ey)) = ((units(from.x), units(from.y)), (units(to.x), units(to.y)));
        self.rulings.push(if level {
            Ruling::Across { y: ey, left: x.min(ex), right: x.max(ex) }
        } else {
            Ruling::Down { x: ex, top: y.min(ey), bottom: y.max(ey) }
        });
    }
}

/// Characters as wide as they are high in every font.
fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

impl<'a> Device<'a> for Canvas {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let set = Set::new(glyph, transform * glyph_transform);
        match glyph.as_unicode() {
            Some(BfString::Char(sign)) => self.signs(&[sign], set),
            Some(BfString::String(signs)) => self.signs(&signs.chars().collect::<Vec<_>>(), set),
            None => self.signs(&[UNKNOWN], set),
        }
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.spend(CALL);
        let is_filled = matches!(mode, PathDrawMode::Fill(_));
        let (mut start, mut last) = (Point::ORIGIN, Point::ORIGIN);
        for element in path.elements() {
            self.spend(1);
            match *element {
                PathEl::MoveTo(to) => {
                    // What is filled is closed.
                    if is_filled {
                        self.segment(last, start);
                    }
                    (start, last) = (transform * to, transform * to);
                }
                PathEl::LineTo(to) => {
                    self.segment(last, transform * to);
                    last = transform * to;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => last = transform * to,
                PathEl::ClosePath => {
                    self.segment(last, start);
                    last = start;
                }
            }
        }
        if is_filled {
            self.segment(last, start);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.spend(SCOPE);
        self.images += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(SCOPE);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(SCOPE);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.spend(CALL);
    }

    fn set_blend_mode(&mut self, _: BlendMode) {
        self.spend(CALL);
    }

    fn begin_marked_content(&mut self, _: &[u8], _: Option<i32>) {
        self.spend(CALL);
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
