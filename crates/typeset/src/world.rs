//! All that the typesetter can see: one source and the fonts.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;

/// What stands before the markup, on its first line so that its lines keep their numbers: Chinese,
/// and no font but those that are named.
const BEFORE: &str = "#set text(lang: \"zh\", region: \"cn\", fallback: false);";

/// A source laid before the typesetter with fonts to set it in.
pub(crate) struct Desk<'f> {
    source: Source,
    fonts: &'f Fonts,
}

impl<'f> Desk<'f> {
    pub(crate) fn new(markup: &str, fonts: &'f Fonts) -> Desk<'f> {
        Desk { source: Source::detached(format!("{BEFORE}{markup}")), fonts }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.fonts.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
