//! Typst markup to PDF: the one room that knows the typesetter.
//!
//! What is typeset is a function of three things alone: the markup, the [`Fonts`] and the
//! [`Identity`]. No file, no package, no clock and no network can be reached from the markup, and the
//! same three give the same bytes. Fonts are found once, by the roles that the markup names, and their
//! files are read when first needed. A warning of the typesetter, a role without a font or a character
//! without a glyph is an [`Error`]: a page never mixes typefaces in silence.
//!
//! Words that are not markup are put into it by [`literal()`], which leaves nothing in them to be
//! understood as markup.

mod check;
mod error;
mod fonts;
mod literal;
mod world;

pub use error::{Error, Missing};
pub use fonts::{Fonts, Given, Need, Role, Weight};
pub use literal::literal;

use std::fmt::{Debug, Formatter};

use ground::Day;
use typst::comemo;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use crate::world::Desk;

/// What a file says of its own making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// What names the document and stays the same when it is made again.
    pub ident: String,
    /// The program that made it.
    pub creator: String,
    /// The day it was made; nothing is said where it is not given.
    pub created: Option<Day>,
}

/// A typeset document.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file: PDF 1.7, tagged.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// How many documents ago something was last used that is still kept in memory to be used again.
const KEPT: usize = 4;

/// Typesets the markup. The families of type that it may name are the roles of `fonts`; its language
/// is Chinese unless it says otherwise.
///
/// # Errors
///
/// Where a font cannot be read, a character has no glyph, or the typesetter has anything to say.
pub fn typeset(markup: &str, fonts: &Fonts, identity: &Identity) -> Result<Pdf, Error> {
    let made = make(markup, fonts, identity);
    comemo::evict(KEPT);
    made
}

impl Debug for Pdf {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pdf of {} pages, {} bytes", self.pages, self.bytes.len())
    }
}

fn make(markup: &str, fonts: &Fonts, identity: &Identity) -> Result<Pdf, Error> {
    let desk = Desk::new(markup, fonts);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
    fonts.unread()?;
    let told = |said: &[SourceDiagnostic]| check::told(said, &desk);
    let document = output.map_err(|said| told(&said))?;
    if !warnings.is_empty() {
        return Err(told(&warnings));
    }
    check::pages(&document)?;
    let bytes = typst_pdf::pdf(&document, &options(identity)).map_err(|said| told(&said))?;
    Ok(Pdf { bytes, pages: document.pages().len() })
}

fn options(identity: &Identity) -> PdfOptions {
    let created = identity.created.and_then(midnight).map(Timestamp::new_utc);
    PdfOptions {
        ident: Smart::Custom(identity.ident.clone()),
        creator: Smart::Custom(Some(identity.creator.clone())),
        timestamp: created,
        ..PdfOptions::default()
    }
}

fn midnight(day: Day) -> Option<Datetime> {
    let part = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(day.year().into(), part(day.month())?, part(day.day())?, 0, 0, 0)
}
