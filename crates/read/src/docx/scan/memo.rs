//! What properties that stand in a document again and again were found to say.
//!
//! Word writes the same fonts and sizes into every run. Bytes that were read once under the same
//! declarations mean the same again, and comparing them is much faster than taking them apart.

use super::scopes::Version;

/// So many different properties are remembered: most documents use a handful.
const MOST: usize = 8;
/// Longer ones are rare.
const LONGEST: usize = 1024;

/// The properties read last, and what they say.
#[derive(Debug)]
pub(in crate::docx) struct Memo<T> {
    known: Vec<Known<T>>,
    oldest: usize,
}

#[derive(Debug)]
struct Known<T> {
    /// The name of the element they stand in.
    name: Vec<u8>,
    /// All behind its opening tag, its closing tag included.
    bytes: Vec<u8>,
    version: Version,
    says: T,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo { known: Vec::new(), oldest: 0 }
    }
}

impl<T: Copy> Memo<T> {
    /// What the element called `name` says whose inside `rest` begins with, and its length.
    pub(super) fn recall(&self, name: &[u8], rest: &[u8], version: Version) -> Option<(usize, T)> {
        let found = self.known.iter().find(|known| {
            known.version == version && rest.starts_with(&known.bytes) && known.name == name
        });
        found.map(|known| (known.bytes.len(), known.says))
    }

    /// Remembers what an element says, in place of the oldest that was remembered.
    pub(super) fn keep(&mut self, name: &[u8], bytes: &[u8], version: Version, says: T) {
        if bytes.len() > LONGEST {
            return;
        }
        let known = Known { name: name.into(), bytes: bytes.into(), version, says };
        if self.known.len() < MOST {
            self.known.push(known);
        } else if let Some(place) = self.known.get_mut(self.oldest) {
            *place = known;
            self.oldest = (self.oldest + 1) % MOST;
        }
    }
}
