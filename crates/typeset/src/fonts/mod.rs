//! Fonts by the roles they play: found once by their names, read when first needed.

mod names;
mod role;

use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt};

use crate::Error;
use names::Face;
pub use role::{Given, Need, Role, Weight};

/// The fonts that documents are set in. In markup they go by the names of their roles.
///
/// They can serve any number of documents, on several threads at once.
pub struct Fonts {
    given: Vec<Given>,
    faces: Vec<Slot>,
    files: Vec<File>,
    read: Box<Reader>,
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
}

type Reader = dyn Fn(&Path) -> io::Result<Vec<u8>> + Send + Sync;

/// A font that plays a role, or the heavier one beside it.
struct Slot {
    role: String,
    file: usize,
    index: u32,
    font: OnceLock<Option<Font>>,
    /// The characters that it has, in order.
    characters: OnceLock<Vec<u32>>,
}

/// A file of fonts that is used.
struct File {
    path: PathBuf,
    bytes: OnceLock<io::Result<Bytes>>,
}

/// A face of a file, as its names tell.
struct Found {
    path: PathBuf,
    face: Face,
}

impl Fonts {
    /// Finds fonts for the roles among these files; where two hold the same family, the first does.
    /// Files that are no fonts are passed over. `open` gives the contents of a file: rooms open none.
    /// Only names are read now, a font when it is first needed.
    ///
    /// # Errors
    ///
    /// Where no file holds any family of a role that must be played.
    pub fn find<R, O>(
        files: impl IntoIterator<Item = PathBuf>,
        open: O,
        roles: &[Role],
    ) -> Result<Fonts, Error>
    where
        R: Read + Seek,
        O: Fn(&Path) -> io::Result<R> + Send + Sync + 'static,
    {
        let found: Vec<Found> =
            files.into_iter().flat_map(|path| look_into(&path, &open)).collect();
        let mut fonts = Fonts::new(move |path| {
            let mut bytes = Vec::new();
            open(path)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        let mut missing = Vec::new();
        for role in roles {
            match role.choose(&found, |found| &found.face) {
                Some(choice) => fonts.give(role, &choice),
                None if role.need == Need::May => {}
                None => missing.push(role.missing()),
            }
        }
        if missing.is_empty() { Ok(fonts) } else { Err(Error::Fonts(missing)) }
    }

    /// Which family plays which role.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// Whether some font plays the role.
    pub fn plays(&self, role: &str) -> bool {
        self.given.iter().any(|given| given.role == role)
    }

    /// Whether the role has a heavier font beside the common one.
    pub fn has_bold(&self, role: &str) -> bool {
        self.faces.iter().filter(|face| face.role == role).count() > 1
    }

    /// Whether the font of the role has a glyph for the character. Reads the font.
    pub fn covers(&self, role: &str, character: char) -> bool {
        let face = self.faces.iter().position(|face| face.role == role);
        let has = face.and_then(|at| self.characters(at)).unwrap_or_default();
        has.binary_search(&character.into()).is_ok()
    }

    fn characters(&self, at: usize) -> Option<&[u32]> {
        let font = self.font(at)?;
        let characters = &self.faces.get(at)?.characters;
        Some(characters.get_or_init(|| font.info().coverage.iter().collect()))
    }

    pub(crate) fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font of a place in the book.
    pub(crate) fn font(&self, at: usize) -> Option<Font> {
        let slot = self.faces.get(at)?;
        slot.font.get_or_init(|| Font::new(self.bytes(slot.file)?, slot.index)).clone()
    }

    /// The first font that was needed and could not be read.
    pub(crate) fn unread(&self) -> Result<(), Error> {
        let failed = self.faces.iter().find(|slot| matches!(slot.font.get(), Some(None)));
        let Some(file) = failed.and_then(|slot| self.files.get(slot.file)) else { return Ok(()) };
        let cause = file.bytes.get().and_then(|read| read.as_ref().err());
        let source = cause.map(|error| io::Error::new(error.kind(), error.to_string()));
        Err(Error::Unreadable { path: file.path.clone(), source })
    }

    fn bytes(&self, file: usize) -> Option<Bytes> {
        let file = self.files.get(file)?;
        let read = file.bytes.get_or_init(|| (self.read)(&file.path).map(Bytes::new));
        read.as_ref().ok().cloned()
    }

    fn new(read: impl Fn(&Path) -> io::Result<Vec<u8>> + Send + Sync + 'static) -> Fonts {
        Fonts {
            given: Vec::new(),
            faces: Vec::new(),
            files: Vec::new(),
            read: Box::new(read),
            book: LazyHash::new(FontBook::new()),
            library: LazyHash::new(library()),
        }
    }

    /// Enters the chosen faces under the name of the role. The book tells the typesetter nothing of
    /// their coverage, which it would ask for only to look for a font that nobody named.
    fn give(&mut self, role: &Role, choice: &role::Choice<'_, Found>) {
        for found in choice.faces() {
            let file = self.file(&found.path);
            self.book.push(FontInfo {
                family: role.name.clone(),
                variant: FontVariant {
                    weight: typst::text::FontWeight::from_number(found.face.weight),
                    ..FontVariant::default()
                },
                flags: FontFlags::empty(),
                axes: Vec::new(),
                coverage: Coverage::from_vec(Vec::new()),
            });
            self.faces.push(Slot {
                role: role.name.clone(),
                file,
                index: found.face.index,
                font: OnceLock::new(),
                characters: OnceLock::new(),
            });
        }
        self.given.push(Given {
            role: role.name.clone(),
            family: choice.family.into(),
            rank: choice.rank,
            path: choice.face.path.clone(),
        });
    }

    fn file(&mut self, path: &Path) -> usize {
        self.files.iter().position(|file| file.path == path).unwrap_or_else(|| {
            self.files.push(File { path: path.into(), bytes: OnceLock::new() });
            self.files.len() - 1
        })
    }
}

/// What markup may call, the means to say what a table and its cells are to those who cannot see it
/// among it.
fn library() -> Library {
    Library::builder().with_features(Features::from_iter([Feature::A11yExtras])).build()
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("given", &self.given).finish_non_exhaustive()
    }
}

fn look_into<R: Read + Seek>(path: &Path, open: &impl Fn(&Path) -> io::Result<R>) -> Vec<Found> {
    let faces = open(path).and_then(|mut file| names::faces(&mut file)).unwrap_or_default();
    faces.into_iter().map(|face| Found { path: path.to_owned(), face }).collect()
}
