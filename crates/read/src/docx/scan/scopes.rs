//! Which prefix stands for which vocabulary, from which element inwards.

use memchr::memchr_iter;

use crate::docx::tag::{Tag, Vocabulary, tag};
use crate::xml::attributes;

/// A document declares about thirty prefixes, of which three matter here.
const MOST_SCOPES: usize = 64;

const NAMESPACES: [(&str, Vocabulary); 7] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Vocabulary::Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Vocabulary::Word),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Vocabulary::Math),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Vocabulary::Math),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Vocabulary::Compatibility),
    ("http://schemas.openxmlformats.org/package/2006/relationships", Vocabulary::Package),
    ("http://schemas.openxmlformats.org/package/2006/content-types", Vocabulary::Package),
];

/// A file without declarations is not XML with namespaces; the usual prefixes are believed.
const USUAL: [Scope<'static>; 3] = [
    Scope { prefix: b"mc", vocabulary: Vocabulary::Compatibility, depth: 0 },
    Scope { prefix: b"m", vocabulary: Vocabulary::Math, depth: 0 },
    Scope { prefix: b"w", vocabulary: Vocabulary::Word, depth: 0 },
];

/// The prefixes that are in force.
pub(super) struct Scopes<'x> {
    scopes: Vec<Scope<'x>>,
    version: Version,
}

/// Tells one state of the declarations from all that came before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version(usize);

/// A prefix and what it stands for, from the element at `depth` inwards.
#[derive(Clone, Copy)]
struct Scope<'x> {
    prefix: &'x [u8],
    vocabulary: Vocabulary,
    depth: usize,
}

impl Default for Scopes<'_> {
    fn default() -> Self {
        Scopes { scopes: USUAL.into(), version: Version::default() }
    }
}

impl<'x> Scopes<'x> {
    /// Takes the declarations among the attributes of the element at `depth`.
    pub(super) fn declare(&mut self, raw: &'x [u8], depth: usize) {
        let declares = |at: usize| raw.get(at..).is_some_and(|rest| rest.starts_with(b"xmlns"));
        if !memchr_iter(b'x', raw).any(declares) {
            return;
        }
        for (name, value) in attributes(raw) {
            let Some(prefix) = name.strip_prefix(b"xmlns") else { continue };
            let prefix = prefix.strip_prefix(b":").unwrap_or(prefix);
            let known = NAMESPACES.iter().find(|(uri, _)| uri.as_bytes() == value);
            let vocabulary = known.map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary);
            if self.vocabulary(prefix) != vocabulary && self.scopes.len() < MOST_SCOPES {
                self.scopes.push(Scope { prefix, vocabulary, depth });
                self.version.0 += 1;
            }
        }
    }

    /// Ends the declarations of the element at `depth`.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.scopes.last().is_some_and(|scope| scope.depth >= depth) {
            self.scopes.pop();
            self.version.0 += 1;
        }
    }

    /// The state of the declarations.
    pub(super) fn version(&self) -> Version {
        self.version
    }

    /// The meaning of an element's name, whose prefix ends at `colon`.
    pub(super) fn tag(&self, name: &[u8], colon: Option<usize>) -> Tag {
        let (prefix, local) = match colon {
            Some(colon) => {
                (name.get(..colon).unwrap_or_default(), name.get(colon + 1..).unwrap_or_default())
            }
            None => (b"".as_slice(), name),
        };
        tag(self.vocabulary(prefix), local)
    }

    fn vocabulary(&self, prefix: &[u8]) -> Vocabulary {
        let scope = self.scopes.iter().rev().find(|scope| scope.prefix == prefix);
        scope.map_or(Vocabulary::Other, |scope| scope.vocabulary)
    }
}
