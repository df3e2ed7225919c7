//! How pages are set: paper, margins, the grid of lines, page numbers.
//!
//! Lengths are in twentieths of a point, as Word counts them.

/// So many millimetres in twentieths of a point, rounded.
pub const fn mm(millimetres: u32) -> u32 {
    (millimetres * 14_400 + 127) / 254
}

/// So many points in twentieths of a point.
pub const fn points(points: u32) -> u32 {
    points * 20
}

/// The setup of a section's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How the sheet lies.
    pub orientation: Orientation,
    /// Blank borders.
    pub margins: Margins,
    /// Distance from line to line of running text; paragraphs that ask for it stand on this grid.
    pub pitch: u32,
    /// Which number the pages bear.
    pub numbers: Numbers,
}

/// How a sheet of A4 lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Upright.
    Portrait,
    /// On its side.
    Landscape,
}

/// Blank borders of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    /// 天头
    pub top: u32,
    /// 地脚
    pub bottom: u32,
    /// 订口, the bound side.
    pub left: u32,
    /// 切口
    pub right: u32,
    /// From the foot of the sheet to the foot of the page number.
    pub footer: u32,
}

/// Which number the pages of a section bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// None.
    None,
    /// They count from this number on.
    From(u32),
    /// They go on from the section before.
    GoOn,
}

/// Width and height of A4 upright.
pub const A4: (u32, u32) = (mm(210), mm(297));

impl Page {
    /// The page of GB/T 9704-2012: A4, 37 mm over and 28 mm left of a type area of 156 mm by 225 mm
    /// that holds 22 lines; the page number 7 mm under it.
    pub const fn official(numbers: Numbers) -> Page {
        Page {
            orientation: Orientation::Portrait,
            margins: Margins {
                top: mm(37),
                bottom: mm(35),
                left: mm(28),
                right: mm(26),
                footer: mm(35) - mm(7) - points(14),
            },
            pitch: mm(225) / 22,
            numbers,
        }
    }

    /// The same page on its side, bound at the top: for wide tables.
    pub const fn landscape(self) -> Page {
        let upright = self.margins;
        let margins = Margins {
            top: upright.left,
            bottom: upright.right,
            left: upright.bottom,
            right: upright.top,
            footer: mm(26) - mm(7) - points(7),
        };
        Page { orientation: Orientation::Landscape, margins, ..self }
    }

    /// Width and height of the sheet as it lies.
    pub const fn sheet(&self) -> (u32, u32) {
        match self.orientation {
            Orientation::Portrait => A4,
            Orientation::Landscape => (A4.1, A4.0),
        }
    }

    /// Width of the type area.
    pub const fn width(&self) -> u32 {
        self.sheet().0 - self.margins.left - self.margins.right
    }

    /// Height of the type area.
    pub const fn height(&self) -> u32 {
        self.sheet().1 - self.margins.top - self.margins.bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_page_holds_what_the_standard_says() {
        let page = Page::official(Numbers::None);
        assert!(page.width().abs_diff(mm(156)) <= 1 && page.height().abs_diff(mm(225)) <= 1);
        assert_eq!(page.height() / page.pitch, 22);
        let wide = page.landscape();
        assert!(wide.width().abs_diff(mm(225)) <= 1 && wide.height().abs_diff(mm(156)) <= 1);
    }
}
