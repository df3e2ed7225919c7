//! Walks through the XML of a workbook's parts, without copying and without believing it.
//!
//! Names are told apart by their local part: the parts of a workbook mix no vocabularies that share
//! one. Document types, and with them entities, are refused.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// One step through the XML.
pub(super) enum Step<'x> {
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
pub(super) struct Element<'x> {
    /// Its name without prefix.
    pub(super) name: &'x [u8],
    pub(super) is_empty: bool,
    attributes: &'x [u8],
}

/// Why the walk cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// It is no well-formed XML from here on.
    Malformed,
    /// It declares a document type.
    Doctype,
}

/// A walk through one part.
pub(super) struct Xml<'x> {
    bytes: &'x [u8],
    at: usize,
    depth: usize,
}

impl<'x> Xml<'x> {
    pub(super) fn new(bytes: &'x [u8]) -> Xml<'x> {
        Xml { bytes, at: 0, depth: 0 }
    }

    /// The byte behind the last step.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The next step.
    pub(super) fn step(&mut self) -> Result<Step<'x>, Halt> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match rest {
                [] if self.depth == 0 => return Ok(Step::End),
                [] => return Err(Halt::Malformed),
                [b'<', b'/', ..] => return self.close(rest),
                [b'<', b'!', ..] => {
                    if let Some(step) = self.declared(rest)? {
                        return Ok(step);
                    }
                }
                [b'<', b'?', ..] => self.pass(rest, b"?>")?,
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
    pub(super) fn text(&mut self, element: &Element<'x>) -> Result<Cow<'x, str>, Halt> {
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
    pub(super) fn skip(&mut self, element: &Element<'x>) -> Result<(), Halt> {
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
        let is_end = |byte: &u8| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r');
        let name_end = rest.iter().position(is_end).ok_or(Halt::Malformed)?;
        let end = name_end + tag_end(rest.get(name_end..).unwrap_or_default())?;
        let inner = rest.get(name_end..end).unwrap_or_default();
        let (attributes, is_empty) = match inner.strip_suffix(b"/") {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let name = local(rest.get(1..name_end).unwrap_or_default());
        if name.is_empty() {
            return Err(Halt::Malformed);
        }
        self.at += end + 1;
        self.depth += usize::from(!is_empty);
        Ok(Step::Open(Element { name, is_empty, attributes }))
    }

    fn close(&mut self, rest: &'x [u8]) -> Result<Step<'x>, Halt> {
        let end = memchr(b'>', rest).ok_or(Halt::Malformed)?;
        self.depth = self.depth.checked_sub(1).ok_or(Halt::Malformed)?;
        self.at += end + 1;
        Ok(Step::Close(local(rest.get(2..end).unwrap_or_default().trim_ascii_end())))
    }

    fn declared(&mut self, rest: &'x [u8]) -> Result<Option<Step<'x>>, Halt> {
        if rest.starts_with(b"<!--") {
            self.pass(rest, b"-->")?;
            return Ok(None);
        }
        if let Some(text) = rest.strip_prefix(b"<![CDATA[") {
            let len = memmem::find(text, b"]]>").ok_or(Halt::Malformed)?;
            self.at += b"<![CDATA[".len() + len + b"]]>".len();
            return Ok(Some(Step::Verbatim(utf8(text.get(..len).unwrap_or_default())?)));
        }
        let is_type = rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<!DOCTYPE"));
        Err(if is_type { Halt::Doctype } else { Halt::Malformed })
    }

    fn pass(&mut self, rest: &[u8], end: &[u8]) -> Result<(), Halt> {
        let found = memmem::find(rest, end).ok_or(Halt::Malformed)?;
        self.at += found + end.len();
        Ok(())
    }
}

impl<'x> Element<'x> {
    /// The attribute with this local name as it stands.
    pub(super) fn raw(&self, name: &str) -> Option<&'x [u8]> {
        let mut rest = self.attributes;
        loop {
            let equals = memchr(b'=', rest)?;
            let found = local(rest.get(..equals)?.trim_ascii());
            let behind = rest.get(equals + 1..)?.trim_ascii_start();
            let quote = behind.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
            let value = behind.get(1..)?;
            let end = memchr(*quote, value)?;
            if found == name.as_bytes() {
                return value.get(..end);
            }
            rest = value.get(end + 1..)?;
        }
    }

    /// The attribute with this local name, references resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        std::str::from_utf8(self.raw(name)?).ok().map(resolved)
    }

    /// The attribute as a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        std::str::from_utf8(self.raw(name)?).ok()?.trim().parse().ok()
    }

    /// Whether the attribute is there and says yes.
    pub(super) fn is_on(&self, name: &str) -> bool {
        matches!(self.raw(name), Some(b"1" | b"true" | b"on"))
    }

    /// Whether the attribute is there and says a length of nothing.
    pub(super) fn is_nothing(&self, name: &str) -> bool {
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

/// Where a tag ends whose name was read; values may hold `>`.
fn tag_end(bytes: &[u8]) -> Result<usize, Halt> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (_, b'<') => return Err(Halt::Malformed),
            (None, b'>') => return Ok(at),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    Err(Halt::Malformed)
}

fn utf8(bytes: &[u8]) -> Result<&str, Halt> {
    std::str::from_utf8(bytes).map_err(|_| Halt::Malformed)
}

/// Characters with their references resolved; one that stands for nothing is left as it is.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';').and_then(|(name, tail)| Some((sign(name)?, tail))) {
            Some((sign, tail)) => {
                out.push(sign);
                out.push_str(tail);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

fn sign(name: &str) -> Option<char> {
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code).filter(|sign| *sign != '\0')
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
