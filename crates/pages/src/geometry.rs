//! Lengths and boxes on a page, in whole hundredths of a point.

/// How many units a point has.
pub const POINT: i32 = 100;

/// No length on a page is greater: the largest page that a PDF may have is shorter.
const LONGEST: f64 = 2_000_000.0;

/// A box on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Area {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Area {
    /// Width, at least 0.
    pub fn width(self) -> i32 {
        (self.right - self.left).max(0)
    }

    /// Height, at least 0.
    pub fn height(self) -> i32 {
        (self.bottom - self.top).max(0)
    }

    /// The point in its middle: from the left, from the top.
    pub fn middle(self) -> (i32, i32) {
        (i32::midpoint(self.left, self.right), i32::midpoint(self.top, self.bottom))
    }

    /// Whether the point lies in it.
    pub fn holds(self, (x, y): (i32, i32)) -> bool {
        self.left <= x && x < self.right && self.top <= y && y < self.bottom
    }

    /// The smallest box around both.
    pub fn with(self, other: Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A length in points as whole units; what is no number is 0.
#[expect(clippy::float_arithmetic, reason = "libraries give lengths as floats: here they end")]
#[expect(clippy::cast_possible_truncation, reason = "clamped before")]
pub(crate) fn units(points: f64) -> i32 {
    let units = (points * f64::from(POINT)).round();
    if units.is_nan() { 0 } else { units.clamp(-LONGEST, LONGEST) as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_whole_units() {
        assert_eq!([units(1.234), units(-0.5), units(f64::NAN)], [123, -50, 0]);
        assert_eq!([units(f64::INFINITY), units(-1e300)], [2_000_000, -2_000_000]);
    }

    #[test]
    fn boxes_hold_their_middle() {
        let area = Area { left: 10, top: 20, right: 30, bottom: 60 };
        assert_eq!((area.width(), area.height(), area.middle()), (20, 40, (20, 40)));
        assert!(area.holds(area.middle()) && !area.holds((30, 40)));
    }
}
