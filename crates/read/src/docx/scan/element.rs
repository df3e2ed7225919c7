//! An opening tag and its attributes.

use std::borrow::Cow;

use memchr::memchr;

use super::character;
use crate::docx::tag::Tag;

/// An element's opening tag.
pub(in crate::docx) struct Element<'x> {
    pub(in crate::docx) tag: Tag,
    /// It has no content and no closing tag.
    pub(in crate::docx) is_empty: bool,
    /// The byte behind its opening tag.
    pub(in crate::docx) end: usize,
    pub(super) attributes: &'x [u8],
}

/// An opening tag taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Markup<'x> {
    pub(super) name: &'x [u8],
    /// Where in the name the prefix ends.
    pub(super) colon: Option<usize>,
    pub(super) attributes: &'x [u8],
    pub(super) is_empty: bool,
    /// Bytes of the whole tag.
    pub(super) len: usize,
}

impl<'x> Element<'x> {
    /// The attribute with this local name, references resolved.
    pub(in crate::docx) fn attribute(&self, local: &str) -> Option<Cow<'x, str>> {
        self.raw(local).and_then(resolved)
    }

    /// The `val` attribute.
    pub(in crate::docx) fn value(&self) -> Option<Cow<'x, str>> {
        self.attribute("val")
    }

    /// The `val` attribute as a whole number.
    pub(in crate::docx) fn number(&self) -> Option<u32> {
        std::str::from_utf8(self.raw("val")?).ok()?.trim().parse().ok()
    }

    /// Whether a switch such as `w:vanish` is on: it is unless it says otherwise.
    pub(in crate::docx) fn is_on(&self) -> bool {
        !matches!(self.raw("val"), Some(b"0" | b"false" | b"off" | b"none"))
    }

    fn raw(&self, local: &str) -> Option<&'x [u8]> {
        let named = |name: &[u8]| {
            let prefix = name.strip_suffix(local.as_bytes());
            prefix.is_some_and(|prefix| prefix.last().is_none_or(|byte| *byte == b':'))
        };
        attributes(self.attributes).find(|(name, _)| named(name)).map(|(_, value)| value)
    }
}

/// The `val` attribute of the element that `bytes` begin with, as it stands.
pub(in crate::docx) fn first_value(bytes: &[u8]) -> Option<&str> {
    let markup = markup(bytes)?;
    let is_value = |name: &[u8]| name == b"val" || name.ends_with(b":val");
    let (_, value) = attributes(markup.attributes).find(|(name, _)| is_value(name))?;
    std::str::from_utf8(value).ok()
}

/// Takes the opening tag apart that `bytes` begin with.
pub(super) fn markup(bytes: &[u8]) -> Option<Markup<'_>> {
    let mut colon = None;
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' => break,
            b':' if colon.is_none() => colon = Some(at - 1),
            _ => {}
        }
        at += 1;
    }
    let name = bytes.get(1..at).filter(|name| !name.is_empty())?;
    let end = at + tag_end(bytes.get(at..)?)?;
    let inner = bytes.get(at..end)?;
    let (attributes, is_empty) = match inner.strip_suffix(b"/") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    Some(Markup { name, colon, attributes, is_empty, len: end + 1 })
}

/// The byte at which an opening tag ends whose name was read; values may hold `>`, nothing may `<`.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    if bytes.first() == Some(&b'>') {
        return Some(0);
    }
    let end = memchr(b'>', bytes)?;
    let inner = bytes.get(..end)?;
    // Nearly all attributes stand in double quotes, and all that are open are closed.
    let mut open = false;
    let mut odd = false;
    for byte in inner {
        open ^= *byte == b'"';
        odd |= *byte == b'<' || *byte == b'\'';
    }
    if !open && !odd {
        return Some(end);
    }
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (_, b'<') => return None,
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The names and values of attributes as they stand; what follows a fault is left out.
pub(super) fn attributes(raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let equals = memchr(b'=', rest)?;
        let name = rest.get(..equals)?.trim_ascii();
        let behind = rest.get(equals + 1..)?.trim_ascii_start();
        let quote = behind.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let value = behind.get(1..)?;
        let end = memchr(*quote, value)?;
        rest = value.get(end + 1..)?;
        Some((name, value.get(..end)?))
    })
}

/// A value with its references resolved; one that stands for nothing is left as it is.
fn resolved(value: &[u8]) -> Option<Cow<'_, str>> {
    let value = std::str::from_utf8(value).ok()?;
    if !value.contains('&') {
        return Some(Cow::Borrowed(value));
    }
    let mut out = String::with_capacity(value.len());
    let mut parts = value.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';').and_then(|(name, tail)| Some((character(name)?, tail))) {
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
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_apart() {
        let cases = [
            ("<a>b>", Some(("a", "", false, 3))),
            ("<w:a/>", Some(("w:a", "", true, 6))),
            ("<a x=\"1\">b", Some(("a", " x=\"1\"", false, 9))),
            ("<a\n x=\"/>\" />b", Some(("a", "\n x=\"/>\" ", true, 13))),
            ("<a x='>' y=\"'\">b", Some(("a", " x='>' y=\"'\"", false, 15))),
            ("<a x='\"'>b", Some(("a", " x='\"'", false, 9))),
            ("<a x=\"1", None),
            ("<a x=\"1>", None),
            ("<a <b>", None),
            ("<>", None),
            ("<", None),
        ];
        for (text, expected) in cases {
            let found = markup(text.as_bytes()).map(|found| {
                let text = |bytes| std::str::from_utf8(bytes).unwrap();
                (text(found.name), text(found.attributes), found.is_empty, found.len)
            });
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(markup(b"<w:a:b>").unwrap().colon, Some(1));
    }

    #[test]
    fn attributes_in_every_writing() {
        let element = Element {
            tag: Tag::Other,
            is_empty: true,
            end: 0,
            attributes: b" w:val=\"a&amp;b&#20013;&x;\" k = '1' plain=\"\" w:odd",
        };
        let found = |name: &str| element.attribute(name).map(Cow::into_owned);
        assert_eq!(found("val").as_deref(), Some("a&b中&x;"));
        assert_eq!(found("k").as_deref(), Some("1"));
        assert_eq!(found("plain").as_deref(), Some(""));
        assert_eq!(found("odd"), None);
        assert_eq!(element.number(), None);
    }
}
