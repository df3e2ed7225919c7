//! What must not pass: what the typesetter says, and characters that it had no glyph for.

use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::layout::{Frame, FrameItem, Point, Size};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::Error;
use crate::world::Desk;

/// How many characters of the words around a fault are shown.
const SHOWN: usize = 20;

/// How the typesetter says that a family is none of the fonts'.
const UNKNOWN_FAMILY: &str = "unknown font family: ";

/// The first thing that the typesetter said, as an error.
pub(crate) fn told(said: &[SourceDiagnostic], desk: &Desk<'_>) -> Error {
    let Some(first) = said.first() else {
        return Error::Markup { line: 0, message: String::new() };
    };
    if let Some(family) = first.message.strip_prefix(UNKNOWN_FAMILY) {
        return Error::Family(family.into());
    }
    Error::Markup { line: line(first, desk).unwrap_or(0), message: first.message.to_string() }
}

fn line(said: &SourceDiagnostic, desk: &Desk<'_>) -> Option<usize> {
    let at = desk.range(said.span)?.start;
    let source = desk.source(desk.main()).ok()?;
    source.lines().byte_to_line(at).map(|line| line + 1)
}

/// Refuses a document in which a character has no glyph or words begin outside their page.
pub(crate) fn pages(document: &PagedDocument) -> Result<(), Error> {
    (1..).zip(document.pages()).try_for_each(|(number, page)| {
        let sheet = Sheet { number, size: page.frame.size() };
        sheet.frame(&page.frame, Point::zero())
    })
}

/// A page that is looked over.
struct Sheet {
    number: usize,
    size: Size,
}

impl Sheet {
    fn frame(&self, frame: &Frame, at: Point) -> Result<(), Error> {
        frame.items().try_for_each(|(place, item)| match item {
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                self.frame(&group.frame, at + *place + moved)
            }
            FrameItem::Text(text) => {
                in_text(text)?;
                self.inside(text, at + *place)
            }
            _ => Ok(()),
        })
    }

    fn inside(&self, text: &TextItem, at: Point) -> Result<(), Error> {
        if at.x <= self.size.x && at.y <= self.size.y {
            return Ok(());
        }
        let text = text.text.chars().take(SHOWN).collect();
        Err(Error::Overflow { page: self.number, text })
    }
}

fn in_text(text: &TextItem) -> Result<(), Error> {
    let lacking = text.glyphs.iter().filter(|glyph| glyph.id == 0).find_map(|glyph| {
        let character = text.text.get(glyph.range())?.chars().next()?;
        (!character.is_whitespace()).then_some((character, glyph.range().start))
    });
    let Some((character, at)) = lacking else { return Ok(()) };
    let begins = text.text.get(..at).unwrap_or_default().chars().rev().take(SHOWN / 2).count();
    let before = text.text.get(..at).unwrap_or_default().chars().count() - begins;
    Err(Error::Glyph {
        character,
        family: text.font.info().family.clone(),
        text: text.text.chars().skip(before).take(SHOWN).collect(),
    })
}
