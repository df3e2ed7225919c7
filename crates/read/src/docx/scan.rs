//! Walks through the XML of a part: elements by meaning, whatever their prefix, within limits.

use std::borrow::Cow;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fault::Fault;
use super::tag::{Tag, Vocabulary, tag};

/// Word itself nests tables and boxes a few dozen elements deep.
const DEEPEST: usize = 400;
/// A document declares about thirty prefixes, of which three matter here.
const MOST_SCOPES: usize = 64;

const NAMESPACES: [(&str, Vocabulary); 5] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Vocabulary::Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Vocabulary::Word),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Vocabulary::Math),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Vocabulary::Math),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Vocabulary::Compatibility),
];

/// One step through the XML.
pub(super) enum Step<'x> {
    /// An element begins; where it is empty no [`Step::Close`] follows.
    Open(Element<'x>),
    /// The element opened last ends.
    Close,
    /// Characters as they stand, entities left out; the byte of the part at which they begin.
    Text(Cow<'x, str>, usize),
    /// Characters of a CDATA section.
    Verbatim(Cow<'x, str>, usize),
    /// A character written as `&name;`, and the bytes it takes in the part.
    Reference(char, std::ops::Range<usize>),
    /// The part ends.
    End,
}

/// An element's opening tag.
pub(super) struct Element<'x> {
    pub(super) tag: Tag,
    /// It has no content and no closing tag.
    pub(super) is_empty: bool,
    /// The byte behind its opening tag.
    pub(super) end: usize,
    start: BytesStart<'x>,
}

/// A walk through one part.
pub(super) struct Scanner<'x> {
    part: &'x str,
    reader: Reader<&'x [u8]>,
    scopes: Vec<Scope>,
    declaration: memmem::Finder<'static>,
    depth: usize,
}

/// A prefix and what it stands for, from the element at `depth` inwards.
struct Scope {
    prefix: Box<[u8]>,
    vocabulary: Vocabulary,
    depth: usize,
}

impl Element<'_> {
    /// The attribute with this local name, references resolved.
    pub(super) fn attribute(&self, local: &str) -> Option<Cow<'_, str>> {
        let named = |attribute: &Attribute<'_>| attribute.key.local_name().as_ref() == local;
        let found = self.start.attributes().with_checks(false).flatten().find(named)?;
        if !found.value.contains('&') {
            return Some(found.value);
        }
        Some(Cow::Owned(quick_xml::escape::unescape(&found.value).ok()?.into_owned()))
    }

    /// The `val` attribute.
    pub(super) fn value(&self) -> Option<Cow<'_, str>> {
        self.attribute("val")
    }

    /// The `val` attribute as a whole number.
    pub(super) fn number(&self) -> Option<u32> {
        self.attribute("val")?.trim().parse().ok()
    }

    /// Whether a switch such as `w:vanish` is on: it is unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !self.value().is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
    }
}

impl<'x> Scanner<'x> {
    /// A walk through the bytes of the part called `part`.
    pub(super) fn new(part: &'x str, bytes: &'x [u8]) -> Scanner<'x> {
        // Files without declarations are not XML with namespaces; the usual prefixes are believed.
        let usual = [
            (b"w".as_slice(), Vocabulary::Word),
            (b"m", Vocabulary::Math),
            (b"mc", Vocabulary::Compatibility),
        ];
        let scope = |(prefix, vocabulary): (&[u8], _)| Scope {
            prefix: prefix.into(),
            vocabulary,
            depth: 0,
        };
        Scanner {
            part,
            reader: Reader::from_reader(bytes),
            scopes: usual.map(scope).into(),
            declaration: memmem::Finder::new(b"xmlns"),
            depth: 0,
        }
    }

    /// The next step.
    pub(super) fn step(&mut self) -> Result<Step<'x>, Fault> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.deepen()?;
                    return Ok(Step::Open(self.element(start, false)));
                }
                Ok(Event::Empty(start)) => {
                    self.depth += 1;
                    let element = self.element(start, true);
                    self.rise();
                    return Ok(Step::Open(element));
                }
                Ok(Event::End(_)) => {
                    self.rise();
                    return Ok(Step::Close);
                }
                Ok(Event::Text(text)) => {
                    let text = text.into_inner();
                    let at = self.position().saturating_sub(text.len());
                    return Ok(Step::Text(text, at));
                }
                Ok(Event::CData(text)) => {
                    let text = text.into_inner();
                    let at = self.position().saturating_sub(text.len() + "]]>".len());
                    return Ok(Step::Verbatim(text, at));
                }
                Ok(Event::GeneralRef(name)) => return self.reference(&name),
                Ok(Event::DocType(_)) => return Err(Fault::doctype(self.part)),
                Ok(Event::Eof) if self.depth > 0 => return Err(self.malformed()),
                Ok(Event::Eof) => return Ok(Step::End),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
                Err(_) => return Err(self.malformed()),
            }
        }
    }

    /// Passes over the rest of an element that was just opened.
    pub(super) fn skip(&mut self, element: &Element<'_>) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let outside = self.depth - 1;
        while self.depth > outside {
            match self.reader.read_event() {
                Ok(Event::Start(_)) => self.deepen()?,
                Ok(Event::End(_)) => self.rise(),
                Ok(Event::DocType(_)) => return Err(Fault::doctype(self.part)),
                Ok(Event::Eof) | Err(_) => return Err(self.malformed()),
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Hands each element inside `element`, at any depth, to `take`; skipped ones are left out.
    pub(super) fn inside(
        &mut self,
        element: &Element<'x>,
        mut take: impl FnMut(&Element<'x>),
    ) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        let outside = self.depth - 1;
        while self.depth > outside {
            match self.step()? {
                Step::Open(child) if child.tag == Tag::Skipped => self.skip(&child)?,
                Step::Open(child) => take(&child),
                Step::End => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// The byte behind the last step.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    fn deepen(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Fault::too_deep(self.part)) } else { Ok(()) }
    }

    fn rise(&mut self) {
        while self.scopes.last().is_some_and(|scope| scope.depth >= self.depth.max(1)) {
            self.scopes.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn element(&mut self, start: BytesStart<'x>, is_empty: bool) -> Element<'x> {
        let attributes = start.attributes_raw();
        if attributes.len() > 8 && self.declaration.find(attributes.as_bytes()).is_some() {
            self.declare(&start);
        }
        let name = start.name();
        let name = name.as_ref().as_bytes();
        let (prefix, local) = match memchr::memchr(b':', name) {
            Some(colon) => {
                (name.get(..colon).unwrap_or_default(), name.get(colon + 1..).unwrap_or_default())
            }
            None => (b"".as_slice(), name),
        };
        let tag = tag(self.vocabulary(prefix), local);
        Element { tag, is_empty, end: self.position(), start }
    }

    fn vocabulary(&self, prefix: &[u8]) -> Vocabulary {
        let scope = self.scopes.iter().rev().find(|scope| &*scope.prefix == prefix);
        scope.map_or(Vocabulary::Other, |scope| scope.vocabulary)
    }

    fn declare(&mut self, start: &BytesStart<'x>) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            let Some(prefix) = key.strip_prefix("xmlns") else { continue };
            let prefix = prefix.strip_prefix(':').unwrap_or(prefix).as_bytes();
            let known = NAMESPACES.iter().find(|(uri, _)| *uri == attribute.value);
            let vocabulary = known.map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary);
            if self.vocabulary(prefix) != vocabulary && self.scopes.len() < MOST_SCOPES {
                let depth = self.depth;
                self.scopes.push(Scope { prefix: prefix.into(), vocabulary, depth });
            }
        }
    }

    fn reference(&self, name: &BytesRef<'_>) -> Result<Step<'x>, Fault> {
        let end = self.position();
        let range = end.saturating_sub(name.len() + "&;".len())..end;
        let predefined = |name: &str| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
        let found = match name.resolve_char_ref() {
            Ok(found) => found.or_else(|| predefined(name)),
            Err(_) => None,
        };
        // Any other entity would have to be declared, which a Word document may not do.
        found.map(|sign| Step::Reference(sign, range)).ok_or_else(|| self.malformed())
    }

    fn malformed(&self) -> Fault {
        let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        Fault::malformed(self.part, if at == 0 { self.position() } else { at })
    }
}
