//! The glyphs and rulings of the pages of a PDF, whichever library finds them.
//!
//! All lengths are whole hundredths of a point, from the upper left corner of the page as it is shown:
//! turned pages are turned upright before. What a file may cost is bounded by [`Bounds`]: by
//! what is counted as far as possible, so that a file is read the same way on every machine, and by time
//! only where the library cannot be counted.

mod canvas;
mod geometry;
mod guard;
mod hayro;
mod nesting;
mod tree;
mod upright;

pub use geometry::{Area, POINT};
pub use hayro::Hayro;

use std::time::Duration;

use thiserror::Error;

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// What is written on it, in the order of the file; white space is left out.
    pub glyphs: Vec<Glyph>,
    /// The straight lines on it, and the sides of boxes.
    pub rulings: Vec<Ruling>,
    /// How many pictures are on it.
    pub images: usize,
    /// Its content is broken: what is here is what could be read.
    pub is_broken: bool,
}

/// A character on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub sign: char,
    /// Its box: as wide as it pushes the next one on, as high as its font.
    pub area: Area,
    /// How it stands.
    pub stance: Stance,
}

/// How a character stands on the upright page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Upright.
    Upright,
    /// On its side or on its head.
    Turned,
    /// Aslant, as watermarks are.
    Aslant,
}

/// A straight line along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// From left to right at a height.
    Across {
        /// Its height on the page.
        y: i32,
        /// Where it begins.
        left: i32,
        /// Where it ends.
        right: i32,
    },
    /// From top to bottom.
    Down {
        /// Its distance from the left edge.
        x: i32,
        /// Where it begins.
        top: i32,
        /// Where it ends.
        bottom: i32,
    },
}

/// What reading a file may cost.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Steps: about one a byte that is unpacked or understood, a hundred a glyph or ruling.
    pub steps: u64,
    /// Bytes that one stream of the file may unpack to.
    pub stream: usize,
    /// Pages that are read.
    pub pages: usize,
    /// The last belt, far beyond what any honest file takes: what costs no step cannot be counted.
    pub time: Duration,
}

impl Default for Bounds {
    /// Enough for two hundred dense pages, ten times what statements have; reached within a second
    /// or so.
    fn default() -> Self {
        Bounds { steps: 60_000_000, stream: 32 << 20, pages: 1000, time: Duration::from_secs(30) }
    }
}

/// A document that was read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its pages.
    pub pages: Vec<Page>,
    /// How many pages the file has.
    pub count: usize,
    /// The bounds were reached: pages at the end, or parts of them, are missing.
    pub is_cut: bool,
}

/// Why nothing of a file could be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PagesError {
    /// It opens with a password only.
    #[error("the file is under a password")]
    Encrypted,
    /// It is protected in a way that the library does not know.
    #[error("the file is protected by an unknown method")]
    Protected,
    /// Its structure is broken.
    #[error("the structure of the file is broken: {0}")]
    Damaged(String),
    /// It unpacks to more, or lies deeper within itself, than anything that is written.
    #[error("the file is out of all measure")]
    Excessive,
    /// It keeps the reader busy for ever.
    #[error("the file takes too long")]
    Endless,
    /// The library gave up on it without saying why.
    #[error("the file cannot be understood")]
    Unreadable,
}

/// Something that finds the glyphs and rulings of a PDF.
pub trait PageSource {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// When nothing can be read at all; damage to single pages is told by [`Page::is_broken`].
    fn read(&self, bytes: &[u8], bounds: Bounds) -> Result<Document, PagesError>;
}
