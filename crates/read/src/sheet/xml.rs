//! Walks through the XML of a workbook's parts, without copying and without believing it.
//!
//! Names are told apart by their local part: the parts of a workbook mix no vocabularies that share
//! one. Document types, and with them entities, are refused.

use std::borrow::Cow;

use memchr::memchr;

use crate::xml::{self, Aside, Markup, resolved};

/// One step through the XML.
pub(crate) enum Step<'x> {
    /// An element begins; where it is empty no [`Step::Close`] follows.
    Open(Element<'x>),
    /// The element with this local name ends.
    Close(&'x [u8]),
    /// Characters as they stand, references unresolved.
    Text(&'x str),
    /// Characters of a CDATA section.
    Verbatim(&'x str),
    /// The part ends.
    End,
}

/// An opening tag.
#[derive(Clone, Copy)]
pub(crate) struct Element<'x> {
    /// Its name without prefix.
    pub(crate) name: &'x [u8],
    pub(crate) is_empty: bool,
    attributes: &'x [u8],
}

/// Why the walk cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// It is no well-formed XML from here on.
    Malformed,
    /// It declares a document type.
    Doctype,
}

/// A walk through one part.
pub(crate) struct Xml<'x> {
    bytes: &'x [u8],
    at: usize,
    depth: usize,
}

impl<'x> Xml<'x> {
    pub(crate) fn new(bytes: &'x [u8]) -> Xml<'x> {
        Xml { bytes, at: 0, depth: 0 }
    }

    /// The byte behind the last step.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// What has not been walked through.
    pub(crate) fn rest(&self) -> &'x [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes over so many bytes, which must be whole elements.
    pub(crate) fn pass(&mut self, len: usize) {
        self.at += len;
    }

    /// The next step.
    pub(crate) fn step(&mut self) -> Result<Step<'x>, Halt> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match rest {
                [] if self.depth == 0 => return Ok(Step::End),
                [] => return Err(Halt::Malformed),
                [b'<', b'/', ..] => return self.close(rest),
                [b'<', b'!' | b'?', ..] => {
                    if let Some(step) = self.aside(rest)? {
                        return Ok(step);
                    }
                }
                [b'<', ..] => return self.open(rest),
                _ => {
                    let len = memchr(b'<', rest).unwrap_or(rest.len());
                    self.at += len;
                    return Ok(Step::Text(utf8(rest.get(..len).unwrap_or_default())?));
                }
            }
        }
    }

    /// The characters inside the element just opened, references resolved, elements in it left out.
    pub(crate) fn text(&mut self, element: &Element<'x>) -> Result<Cow<'x, str>, Halt> {
        let mut text = Cow::Borrowed("");
        if element.is_empty {
            return Ok(text);
        }
        let outside = self.depth.saturating_sub(1);
        loop {
            let more = match self.step()? {
                Step::Text(more) => resolved(more),
                Step::Verbatim(more) => Cow::Borrowed(more),
                Step::Close(_) if self.depth <= outside => return Ok(text),
                Step::End => return Ok(text),
                _ => continue,
            };
            if text.is_empty() {
                text = more;
            } else {
                text.to_mut().push_str(&more);
            }
        }
    }

    /// Passes over the rest of the element just opened.
    pub(crate) fn skip(&mut self, element: &Element<'x>) -> Result<(), Halt> {
        if element.is_empty {
            return Ok(());
        }
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.step()?, Step::End) {
                break;
            }
        }
        Ok(())
    }

    fn open(&mut self, rest: &'x [u8]) -> Result<Step<'x>, Halt> {
        let Markup { name, colon, attributes, is_empty, len } =
            xml::markup(rest).ok_or(Halt::Malformed)?;
        let name = name.get(colon.map_or(0, |colon| colon + 1)..).unwrap_or_default();
        if name.is_empty() {
            return Err(Halt::Malformed);
        }
        self.at += len;
        self.depth += usize::from(!is_empty);
        Ok(Step::Open(Element { name, is_empty, attributes }))
    }

    fn close(&mut self, rest: &'x [u8]) -> Result<Step<'x>, Halt> {
        let end = memchr(b'>', rest).ok_or(Halt::Malformed)?;
        self.depth = self.depth.checked_sub(1).ok_or(Halt::Malformed)?;
        self.at += end + 1;
        Ok(Step::Close(local(rest.get(2..end).unwrap_or_default().trim_ascii_end())))
    }

    fn aside(&mut self, rest: &'x [u8]) -> Result<Option<Step<'x>>, Halt> {
        match xml::aside(rest).ok_or(Halt::Malformed)? {
            Aside::Passed(len) => {
                self.at += len;
                Ok(None)
            }
            Aside::Verbatim(text) => {
                self.at += xml::CDATA.len() + text.len() + xml::CDATA_END.len();
                Ok(Some(Step::Verbatim(utf8(text)?)))
            }
            Aside::Doctype => Err(Halt::Doctype),
        }
    }
}

impl<'x> Element<'x> {
    /// The attributes by their local names, as they stand.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'x [u8], &'x [u8])> + use<'x> {
        xml::attributes(self.attributes).map(|(name, value)| (local(name), value))
    }

    /// The attribute with this local name as it stands.
    pub(crate) fn raw(&self, name: &str) -> Option<&'x [u8]> {
        xml::attribute(self.attributes, name)
    }

    /// The attribute with this local name, references resolved.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        std::str::from_utf8(self.raw(name)?).ok().map(resolved)
    }

    /// The attribute as a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        std::str::from_utf8(self.raw(name)?).ok()?.trim().parse().ok()
    }

    /// Whether the attribute is there and says yes.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        matches!(self.raw(name), Some(b"1" | b"true" | b"on"))
    }

    /// Whether the attribute is there and says a length of nothing.
    pub(crate) fn is_nothing(&self, name: &str) -> bool {
        let bare = |raw: &[u8]| raw.iter().all(|byte| matches!(byte, b'0' | b'.'));
        self.raw(name).is_some_and(|raw| !raw.is_empty() && bare(raw))
    }
}

fn local(name: &[u8]) -> &[u8] {
    match memchr(b':', name) {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Halt> {
    std::str::from_utf8(bytes).map_err(|_| Halt::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_characters() {
        let xml = b"<?xml version=\"1.0\"?><!-- x --><x:a r='1>' s=\"&amp;2\"><b/>\
                    t&#20013;<![CDATA[<c>]]></x:a>";
        let mut walk = Xml::new(xml);
        let Ok(Step::Open(a)) = walk.step() else { panic!("no element") };
        assert_eq!((a.name, a.attribute("r").as_deref()), (&b"a"[..], Some("1>")));
        assert_eq!(a.attribute("s").as_deref(), Some("&2"));
        assert_eq!(walk.text(&a).as_deref(), Ok("t中<c>"));
        assert!(matches!(walk.step(), Ok(Step::End)));
    }

    #[test]
    fn what_is_broken_is_said() {
        let end = |xml: &str| {
            let mut walk = Xml::new(xml.as_bytes());
            loop {
                match walk.step() {
                    Ok(Step::End) => return None,
                    Err(halt) => return Some(halt),
                    Ok(_) => {}
                }
            }
        };
        assert_eq!(end("<a><b></b></a>"), None);
        assert_eq!(end("<!DOCTYPE a><a/>"), Some(Halt::Doctype));
        for xml in ["<a>", "<a", "</a>", "<a b=\"<\"/>", "<", "<>", "<![CDATA[x", "<!--"] {
            assert_eq!(end(xml), Some(Halt::Malformed), "{xml}");
        }
    }
}
