//! PDF files: what the Word document of the same [`Document`] looks like, on fixed pages.
//!
//! The document becomes Typst markup ([`markup`], [`table`], [`words`]) that calls what the template
//! defines, and `typeset` makes pages of it: headings are bookmarks, contents are links with the
//! pages on which things really stand, tables are tagged. Fonts come from outside by their roles
//! ([`roles`]).

mod markup;
mod roles;
mod table;
mod words;

use typeset::{Fonts, Identity};

use crate::WriteError;
use crate::document::Document;

pub use roles::pdf_roles;

/// A PDF and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub file: typeset::Pdf,
    /// Characters that their font lacks and another one set.
    pub replaced: Vec<Replaced>,
}

/// A character that another font set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The character.
    pub character: char,
    /// The role in which it was to be set.
    pub wanted: &'static str,
    /// The role that set it.
    pub used: &'static str,
}

/// Which pages the contents name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    /// Those on which the headings stand in the file.
    #[default]
    Real,
    /// Those that the document names, be they right or wrong.
    AsNamed,
}

/// The program, as files name their maker.
const CREATOR: &str = "Jiheng 绩衡";

/// The bytes of a .pdf.
///
/// # Errors
/// Where a font could not be read or a character is in none of the fonts.
pub fn pdf(document: &Document, fonts: &Fonts, pages: Pages) -> Result<Pdf, WriteError> {
    let (markup, replaced) = markup::markup(document, fonts, pages);
    let said = &document.properties;
    let identity = Identity {
        ident: format!("{}\n{}\n{}", said.title, said.author, said.keywords),
        creator: CREATOR.into(),
        created: said.created,
    };
    let file = typeset::typeset(&markup, fonts, &identity)?;
    Ok(Pdf { file, replaced })
}
